"""Documents can be kept for decades (PDF/A-3a) and read by screen readers (PDF/UA-1); the file lacks nothing."""

import hashlib
import json
import re
from pathlib import Path

import pikepdf
import pytest

from documents.kinds import example
from documents.press.pool import Job, shared_press
from documents.press.rendering import render
from tests.letters.reading import ALL_KINDS, made, open_pdf, text_of_pdf, violations

PAGES = {
    "attendance_list": (2, 3),
    "charter": (9, 13),
    "decision": (1, 1),
    "evaluation_report": (2, 3),
    "evening_news": (1, 1),
    "flyer": (1, 1),
    "invitation": (1, 1),
    "invitation_letter": (1, 1),
    "enrolment_form": (1, 1),
    "federal_letter": (1, 2),
    "house_rules": (1, 2),
    "launch_announcement": (1, 2),
    "measure_letter": (1, 2),
    "minutes": (2, 2),
    "participant_form": (1, 1),
    "launch_leaflet": (1, 1),
    "launch_poster": (1, 1),
    "paper_news": (1, 2),
    "poster": (1, 1),
    "poster_a4": (1, 1),
    "press_release": (1, 2),
    "receipt": (2, 2),
    "short_texts": (1, 2),
    "support_sheet": (2, 2),
    "survey_form": (2, 2),
    "web_article": (1, 1),
}


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_document_passes_the_validator(kind: str, profile: str) -> None:
    assert violations(made(kind).content, profile) == []


def test_the_validator_sees_a_page_without_a_title() -> None:
    bare = shared_press().print(Job('<html lang="nl"><h1>x</h1>', ("look/base.css",), {}, "00" * 16, "2027-01-01"))

    assert violations(bare.pdf, "ua1") != []


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_nothing_was_replaced_and_the_number_of_pages_is_what_we_looked_at(kind: str) -> None:
    document = made(kind)

    assert document.log == ()
    assert PAGES[kind][0] <= document.pages <= PAGES[kind][1]
    assert document.pages == len(open_pdf(document.content).pages)
    assert document.sha256 == hashlib.sha256(document.content).hexdigest()
    assert document.made_with.startswith("WeasyPrint 70.0, Pango ")


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_all_letters_are_in_the_file_and_they_are_ours(kind: str) -> None:
    fonts = {}
    pdf = open_pdf(made(kind).content)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            fonts[str(one.FontName)] = any(key in one for key in ("/FontFile", "/FontFile2", "/FontFile3"))

    assert fonts
    assert all(fonts.values())
    assert all(re.fullmatch(r"/[A-Z]{6}\+Bron-S(ans|erif).*|/[A-Z]{6}\+Source.*", name) for name in fonts), fonts


def test_the_charter_carries_its_data_without_telephone_mail_or_home_address() -> None:
    pdf = open_pdf(made("charter").content)
    attachments = pdf.attachments
    data = attachments["brongegevens.json"].get_file().read_bytes()
    plain = json.loads(data)

    assert attachments["brongegevens.json"].relationship == pikepdf.Name.Source
    assert plain["case"]["number"] == "BIN-2027-0042"
    assert {party["role"] for party in plain["parties"]} >= {"Burgemeester", "Korpschef", "Coördinator"}
    for party in example("charter").parties:  # type: ignore[attr-defined]
        assert all(private not in data.decode() for private in (party.phone, party.mail, *party.address) if private)


def test_the_other_documents_carry_no_data() -> None:
    for kind in set(ALL_KINDS) - {"charter"}:
        pdf = open_pdf(made(kind).content)
        assert list(pdf.attachments) == []


def test_the_fonts_are_installed_unmodified_with_their_licence() -> None:
    folder = Path(__file__).parents[2] / "documents"
    listed = json.loads((folder / "fonts_manifest.json").read_text("utf-8"))

    assert {path.name for path in (folder / "fonts").iterdir() if path.suffix in (".ttf", ".txt")} == set(listed)
    assert all("SIL Open Font License" in (folder / "fonts" / name).read_text() for name in listed if "OFL" in name)


def test_the_text_layer_reads_in_the_order_of_the_page() -> None:
    text = text_of_pdf(made("decision").content)

    positions = [text.index(words) for words in ("Uw dossier gaat niet verder", "geweigerd", "Waarom", "opnieuw")]
    assert positions == sorted(positions)


def test_an_unknown_kind_form_or_record_is_refused() -> None:
    with pytest.raises(ValueError, match="ReceiptContext is not what"):
        render("charter", example("receipt"))
    with pytest.raises(ValueError, match="does not exist as text/plain"):
        render("receipt", example("receipt"), media_type="text/plain")
    with pytest.raises(ValueError, match="'postcard'"):
        render("postcard", example("receipt"))
