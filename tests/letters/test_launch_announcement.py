"""The announcement exists as page, as Word file and as plain text, and each tells everything that the record knows."""

import dataclasses
import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.contexts.procedure import CaseReference, Contact, LaunchAnnouncementContext, Sender
from documents.kinds import DOCX, PDF, TEXT, example
from documents.limits import Printed
from documents.press.rendering import render
from documents.wording import TEXT_COLUMNS, long_date
from tests.letters.reading import made, squeezed, text_of_pdf

# The parts of a record that stand for something else: the number of the kind of network is said in its name.
NOT_PRINTED = {"CaseReference.network_kind", "CaseReference.network_name", "Sender.address"}

HOUSE_STYLE = {  # of letters only; an announcement has a look of its own
    f"LaunchAnnouncementContext.sender/Sender.{name}"
    for name in ("colour", "logo", "introduction", "closing", "signature")
}


def announcement() -> LaunchAnnouncementContext:
    """The example, which fills every field."""
    record = example("launch_announcement")
    assert isinstance(record, LaunchAnnouncementContext)
    return record


def said_in(form: str) -> str:
    """All that one form says."""
    content = made("launch_announcement", form).content
    if form == PDF:
        return squeezed(text_of_pdf(content))
    if form == DOCX:
        return squeezed("\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs))
    return squeezed(content.decode())


def facts(record: Printed) -> dict[str, list[str]]:
    """Per field of the record what must be readable, the fields of its parts included."""
    found: dict[str, list[str]] = {}
    for field in dataclasses.fields(record):
        value, name = getattr(record, field.name), f"{type(record).__name__}.{field.name}"
        if name in NOT_PRINTED:
            continue
        if isinstance(value, Printed):
            found |= {f"{name}/{inner}": texts for inner, texts in facts(value).items()}
        elif isinstance(value, date):
            found[name] = [long_date(value)]
        else:
            found[name] = [str(item) for item in (value if isinstance(value, tuple) else (value,))]
    return found


@pytest.mark.parametrize("form", [PDF, DOCX, TEXT])
def test_every_field_of_the_record_is_told(form: str) -> None:
    said = said_in(form)

    untold = {
        name: text
        for name, texts in facts(announcement()).items()
        for text in texts
        if squeezed(text) not in said and squeezed(text.removeprefix("https://")) not in said
    }

    assert untold == {}


def test_the_example_leaves_no_field_empty() -> None:
    empty = [name for name, texts in facts(announcement()).items() if not any(texts) and name not in HOUSE_STYLE]

    assert empty == ["LaunchAnnouncementContext.contact_press/Contact.hours"]


@pytest.mark.parametrize("form", [PDF, DOCX, TEXT])
def test_what_is_not_known_is_left_out_without_a_trace(form: str) -> None:
    record = dataclasses.replace(
        announcement(), history="", streets=(), signs="", mayor_quote="", mayor_name="", contact_press=None
    )

    document = render("launch_announcement", record, media_type=form)

    said = document.content.decode() if form == TEXT else ""
    if form == DOCX:
        said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(document.content)).paragraphs)
    if form == PDF:
        said = text_of_pdf(document.content)
    assert "None" not in said
    assert "Borden en stickers" not in said
    assert "Perscontact" not in said
    assert "“" not in said


def test_the_plain_text_has_lines_of_at_most_72_columns() -> None:
    lines = made("launch_announcement", TEXT).content.decode().split("\n")

    assert [line for line in lines if len(line) > TEXT_COLUMNS and "https://" not in line] == []
    assert not any(line != line.rstrip() for line in lines)


def test_the_word_file_has_real_headings_dutch_as_language_and_a_title() -> None:
    content = made("launch_announcement", DOCX).content
    document = Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs]

    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 7
    assert styles.count("List Bullet") == len(announcement().what_it_is_not)
    assert document.core_properties.title == announcement().headline
    assert document.core_properties.language == "nl-BE"
    assert document.core_properties.author == "Gemeente Oosterbeke"
    assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {"nl-BE"}
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {1980}


def test_the_smallest_record_needs_only_what_a_launch_always_has() -> None:
    case = CaseReference(number="B-1", network_name="Zuid", municipality="Westveld", police_zone="Politiezone Zuid")
    record = LaunchAnnouncementContext(
        case=case,
        sender=Sender(organisation="Gemeente Westveld"),
        release_on=date(2028, 1, 1),
        headline="BIN Zuid is er",
        lead="Het netwerk is actief.",
        legal_basis="omzendbrief",
        initiative="Bewoners namen het initiatief.",
        boundaries="Heel Zuid.",
        coordinator_role="De coördinator stuurt berichten door.",
        police_contact="De gemandateerde beslist.",
        households=1,
        members=1,
        means=("sms",),
        signed_on=date(2027, 12, 1),
        signing_place="Westveld",
        active_on=date(2028, 1, 1),
        cost="gratis",
        how_to_join="Bel ons.",
        join_url="https://westveld.example/zuid",
        contact_residents=Contact(name="dienst Preventie"),
    )

    text = render("launch_announcement", record, media_type=TEXT).content.decode()

    assert "1 lid, in een gebied met 1 huishouden\n" in text
    assert text.endswith("Gemeente Westveld, dossier B-1\n")
