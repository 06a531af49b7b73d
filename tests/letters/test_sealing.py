"""The institutional seal: it holds, it breaks with one byte, and the file stays archival and accessible."""

from functools import cache
from pathlib import Path

import pikepdf
import pytest

from documents.kinds import example
from documents.own_fingerprint import first_part, is_undamaged, with_own_fingerprint
from documents.press.rendering import render
from documents.press.sealing import Certificate, NoCertificate, read_certificate, seal
from tests import certificates
from tests.letters.reading import made, open_pdf, violations
from tests.letters.test_charter_evidence import charter, thirty


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """The certificate of an invented municipality."""
    return read_certificate(certificates.written(tmp_path), certificates.PASSWORD)


@cache
def unsealed() -> bytes:
    """A charter with thirty signatures that says who seals it."""
    return render("charter", charter(signatories=thirty(), sealed_by=certificates.HOLDER), signed_text="{}").content


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_sealed_charter_is_still_archival_and_accessible(certificate: Certificate, profile: str) -> None:
    assert violations(seal(unsealed(), certificate), profile) == []


def test_the_file_before_the_seal_stays_as_it_was_and_is_the_same_each_time(certificate: Certificate) -> None:
    again = render("charter", charter(signatories=thirty(), sealed_by=certificates.HOLDER), signed_text="{}").content

    sealed = seal(unsealed(), certificate)

    assert again == unsealed() == first_part(sealed)
    assert sealed != unsealed()


def test_a_seal_leaves_the_metadata_alone(certificate: Certificate) -> None:
    # pyHanko's way to rewrite them is private: this test tells when an update no longer lets us keep it away.
    before, after = open_pdf(unsealed()), open_pdf(seal(unsealed(), certificate))

    assert after.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()


def test_the_seal_stands_outside_the_page_and_says_whose_it_is(certificate: Certificate) -> None:
    pdf = open_pdf(seal(unsealed(), certificate))

    field = pdf.Root.AcroForm.Fields[0]
    assert str(field.TU) == f"Elektronisch zegel van {certificates.HOLDER}"
    assert all(float(corner) < 0 for corner in field.Rect)
    assert field.V.SubFilter == pikepdf.Name("/ETSI.CAdES.detached")


def test_a_certificate_that_can_not_be_opened_says_why_and_never_the_password(tmp_path: Path) -> None:
    file = certificates.written(tmp_path)
    other = tmp_path / "other.p12"
    other.write_bytes(b"no certificate")

    for path, password, reason in (
        (tmp_path / "missing.p12", "geheim", "No such file"),
        (other, "geheim", "is no PKCS#12 file"),
        (file, "geheim", "its password is another one"),
    ):
        with pytest.raises(NoCertificate, match=reason) as refusal:
            read_certificate(path, password)
        assert "geheim" not in str(refusal.value)


def test_every_archival_document_tells_by_itself_whether_a_byte_was_changed() -> None:
    content = made("decision").content
    assert is_undamaged(content) is True

    for place in (10, len(content) // 2, len(content) - 30):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert is_undamaged(changed) is not True, place


def test_a_file_without_an_identifier_has_no_place_for_its_hash() -> None:
    assert is_undamaged(b"%PDF-1.4") is None
    with pytest.raises(ValueError, match="no identifier"):
        with_own_fingerprint(b"%PDF-1.4")


def test_a_charter_without_a_certificate_names_no_seal() -> None:
    assert example("charter").sealed_by == ""  # type: ignore[attr-defined]
    assert "/AcroForm" not in open_pdf(made("charter").content).Root
