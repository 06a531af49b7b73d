"""`binstart verify FILE`: what the file of a charter proves by itself, one line per check."""

import dataclasses
import hashlib
import io
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from binstart.verifying import Check, verify
from documents.filling.charter import charter
from documents.kinds import example
from documents.own_fingerprint import with_own_fingerprint
from documents.press.rendering import render
from documents.press.sealing import read_certificate, seal
from models.rules.charter_text import canonical
from models.rules.web_addresses import check_page
from tests import certificates
from tests.files import PDF
from tests.letters.test_filling_charter import record

ROOT = Path(__file__).parents[2]


@cache
def made(sealed_by: str = "", seen: str = "", address: str = "http://localhost") -> bytes:
    """The file of a signed charter, as the worker makes it."""
    plain = record(signed=True)
    text = canonical(plain.text)
    digits = hashlib.sha256(text.encode()).hexdigest()
    signatures = tuple(dataclasses.replace(one, fingerprint=digits) for one in plain.signatures)
    kept = dataclasses.replace(plain, fingerprint=digits, signatures=signatures, verify_url=check_page(address, digits))
    return render("charter", dataclasses.replace(charter(kept), sealed_by=sealed_by), signed_text=text).content


@pytest.fixture
def sealed(tmp_path: Path) -> bytes:
    """The same, with the seal of the municipality."""
    certificate = read_certificate(certificates.written(tmp_path), certificates.PASSWORD)
    return seal(made(certificate.holder), certificate)


def found(content: bytes, roots: bytes = b"") -> dict[str, Check]:
    return {one.name: one for one in verify(content, roots)}


def wrong(content: bytes, roots: bytes = b"") -> list[str]:
    return [one.name for one in verify(content, roots) if one.is_fine is False]


def changed(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def rewritten(content: bytes, change: str) -> bytes:
    """Somebody opens the file, changes something, and saves it with a hash that fits again."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if change == "text":
            spec = pdf.attachments["ondertekende-tekst.json"]
            kept = spec.get_file().read_bytes().replace(b"Kerkstraat", b"Molenlaan1")
            pdf.attachments["ondertekende-tekst.json"] = pikepdf.AttachedFileSpec(pdf, kept, filename=spec.filename)
        elif change == "address":
            for sheet in pdf.pages:
                for note in sheet.get("/Annots", ()):
                    if "/A" in note and "/URI" in note.A:
                        note.A.URI = pikepdf.String("https://vals.example/controle/" + "0" * 64)
        elif change == "data":
            del pdf.attachments["ondertekende-tekst.json"]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_charter_without_a_seal_proves_that_its_parts_agree_and_says_what_it_can_not_prove() -> None:
    checks = found(made())

    assert [one.name for one in checks.values() if one.is_fine is False] == []
    assert [checks[name].is_fine for name in ("bytes", "fingerprint", "address", "pages", "signatures")] == [True] * 5
    assert checks["seal"].is_fine is None
    assert "no institutional seal" in checks["seal"].words
    assert checks["charter"].words == "BIN Kerkkwartier, case OOS-2026-0001, version 1, sealed on 2027-04-15"


def test_a_sealed_charter_is_valid_over_the_whole_file(sealed: bytes) -> None:
    checks = found(sealed, certificates.made()[1])

    assert [one.name for one in checks.values() if one.is_fine is False] == []
    assert checks["seal"].is_fine is True
    assert certificates.HOLDER in checks["seal"].words
    assert "--trust" in found(sealed)["seal"].words


def test_a_seal_of_an_issuer_that_is_not_believed_is_wrong_when_one_says_whom_to_believe(sealed: bytes) -> None:
    assert wrong(sealed, certificates.made("Een andere uitgever")[1]) == ["seal"]


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.9])
def test_a_changed_byte_is_found_without_a_seal(where: float) -> None:
    content = made()

    checks = list(verify(changed(content, int(len(content) * where))))

    assert any(one.is_fine is False for one in checks)


def test_a_changed_byte_breaks_the_seal(sealed: bytes) -> None:
    place = sealed.index(b"pdfuaid:part")  # in the metadata, which stay readable

    assert {"bytes", "seal"} <= set(wrong(changed(sealed, place + 7)))


def test_what_was_added_after_the_seal_is_found(sealed: bytes) -> None:
    assert wrong(sealed + b"% nog iets\n%%EOF\n") == ["seal"]


def test_a_change_that_was_saved_after_the_seal_is_found(sealed: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/PageMode"] = generic.NameObject("/UseOutlines")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)

    assert wrong(out.getvalue()) == ["seal"]
    assert "does not cover the whole file" in found(out.getvalue())["seal"].words


def test_a_seal_that_was_cut_off_is_missed(sealed: bytes) -> None:
    assert wrong(made(certificates.HOLDER)) == ["seal"]
    assert sealed.startswith(made(certificates.HOLDER))


def test_a_seal_of_somebody_else_than_the_pages_name_is_wrong(tmp_path: Path) -> None:
    certificate = read_certificate(certificates.written(tmp_path), certificates.PASSWORD)

    assert wrong(seal(made("Gemeente Elders"), certificate)) == ["seal"]


@pytest.mark.parametrize(("change", "name"), [("text", "fingerprint"), ("address", "address")])
def test_a_part_that_was_replaced_no_longer_agrees_with_the_others(change: str, name: str) -> None:
    assert name in wrong(rewritten(made(), change))


def test_a_file_that_another_program_saved_anew_is_not_the_one_that_was_made() -> None:
    assert wrong(rewritten(made(), "")) == ["bytes"]


def test_a_hash_that_was_made_to_fit_again_does_not_hide_another_text() -> None:
    forged = made().replace(b"controlegetal:", b"Controlegetal:")

    assert wrong(with_own_fingerprint(forged)) == ["fingerprint"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PDF, "damaged"),
        (b"een brief", "this is no PDF"),
        (b"", "this is no PDF"),
        (b"%PDF-1.7\nkapot", "damaged"),
        (b"%PDF-1.7" + b"x" * 6_000_000, "too large"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(content: bytes, words: str) -> None:
    checks = list(verify(content))

    assert [one.is_fine for one in checks] == [False]
    assert words in checks[0].words


def test_another_document_of_binstart_is_no_charter() -> None:
    assert wrong(render("decision", example("decision")).content) == ["file"]


def test_the_command_says_a_line_per_check_and_ends_with_a_code(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(made())
    bad.write_bytes(changed(made(), len(made()) // 2))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "binstart", "verify", *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    fine, broken, missing = run(str(good)), run(str(bad)), run(str(tmp_path / "none.pdf"))
    assert (fine.returncode, broken.returncode, missing.returncode) == (0, 1, 1)
    assert all(line.startswith(("ok ", "note ")) for line in fine.stdout.splitlines())
    assert any(line.startswith("WRONG") for line in broken.stdout.splitlines())
    assert missing.stderr.startswith("binstart: cannot read")
