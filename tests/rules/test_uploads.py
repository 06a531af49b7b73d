"""What may be uploaded is told by the content of a file, never by its name. Source: web.md 4.6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusals import Invalid
from models.rules.uploads import KINDS, LARGEST_UPLOAD, SNIFFED, check_upload, kind_of, safe_name
from tests.files import HEIC, JPEG, PDF, PNG, WEBP


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (PDF, "application/pdf", "lijst.pdf"),
        (PNG, "image/png", "lijst.png"),
        (JPEG, "image/jpeg", "lijst.jpg"),
        (WEBP, "image/webp", "lijst.webp"),
        (HEIC, "image/heic", "lijst.heic"),
    ],
)
def test_a_scan_or_photo_is_taken_for_what_it_is_whatever_its_name_says(
    content: bytes, media_type: str, name: str
) -> None:
    checked = check_upload("lijst.html", content)

    assert (checked.media_type, checked.name, checked.content) == (media_type, name, content)


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("upload_empty", b""),
        ("upload_too_large", PDF + bytes(LARGEST_UPLOAD)),
        ("upload_unknown_kind", b"<!doctype html><script>alert(1)</script>"),
        ("upload_unknown_kind", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("upload_unknown_kind", b"GIF89a" + bytes(100)),
        ("upload_unknown_kind", b"PK\x03\x04" + bytes(100)),
        ("upload_unknown_kind", b"MZ" + bytes(100)),
        ("upload_unknown_kind", b"just words"),
        ("upload_unknown_kind", b"%PDF-1.7 without an end"),
        ("upload_unknown_kind", b"\0" * 200 + PDF),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(code: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        check_upload("lijst.pdf", content, "scan")

    assert (refusal.value.code, refusal.value.field) == (code, "scan")
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, WEBP, HEIC])
@pytest.mark.parametrize("face", [b"<HTML><body>", b"<ScRiPt>alert(1)</script>", b"<svg onload=alert(1)>"])
def test_a_file_that_is_also_a_page_with_a_script_is_refused(content: bytes, face: bytes) -> None:
    polyglot = content[:40] + face + content[40:]

    assert kind_of(content) is not None
    assert kind_of(polyglot) is None


@pytest.mark.parametrize("content", [PNG, JPEG, WEBP, HEIC])
def test_a_picture_that_is_also_a_pdf_is_refused(content: bytes) -> None:
    assert kind_of(content[:40] + PDF + content[40:]) is None


def test_just_large_enough_is_not_too_large() -> None:
    content = PDF[:-6] + bytes(LARGEST_UPLOAD - len(PDF)) + PDF[-6:]

    assert check_upload("scan.pdf", content).media_type == "application/pdf"
    assert len(content) == LARGEST_UPLOAD


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\griet\Lijst Kerkstraat.PDF", "Lijst Kerkstraat.pdf"),
        ("lijst.pdf.html", "lijst.pdf.pdf"),
        ("..", "bijlage.pdf"),
        ("", "bijlage.pdf"),
        (".htaccess", "bijlage.pdf"),
        ('een"\r\nSet-Cookie: x.pdf', "een___Set-Cookie_ x.pdf"),
        ("steunlijst_é.pdf", "steunlijst_é.pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_no_sign_that_could_do_harm(typed: str, kept: str) -> None:
    assert safe_name(typed, "pdf") == kept


@given(st.text(max_size=300))
def test_no_name_leads_out_of_its_place(typed: str) -> None:
    name = safe_name(typed, "pdf")

    assert name.endswith(".pdf")
    assert 5 <= len(name) <= 110
    assert not set(name) & set('/\\"<>:\r\n\0')
    assert not name.startswith(".")


@given(st.binary(max_size=SNIFFED))
def test_bytes_at_random_never_break_the_check(content: bytes) -> None:
    kind = kind_of(content)

    assert kind is None or kind in KINDS
