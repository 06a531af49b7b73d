"""The announcement as a Word file, because editors rewrite it: real heading styles, Dutch (Belgium) as language."""

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.contexts import Contact, LaunchAnnouncementContext
from documents.standard_texts import REMINDER_101, REMINDER_101_WHY
from documents.wording import counted, joined, long_date, paragraphs

PETROL = RGBColor(0x0E, 0x4B, 0x4F)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the clock would change the bytes of a file that says the same


def word_document(it: LaunchAnnouncementContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    document = Document()
    _prepare(document, it)
    document.add_paragraph(f"Persbericht · {it.case.municipality}")
    document.add_paragraph(f"Vrij voor publicatie vanaf {long_date(it.release_on)}")
    document.add_paragraph(it.headline, style="Title")
    document.add_paragraph(it.lead, style="Subtitle")
    _section(document, "Een initiatief uit de buurt", it.initiative, it.history)
    if it.mayor_quote:
        document.add_paragraph(f"“{it.mayor_quote}” {it.mayor_name}", style="Quote")
    _section(document, "Wat een BIN is", it.what_it_is)
    _section(document, "Wat een BIN niet is")
    for line in it.what_it_is_not:
        document.add_paragraph(line, style="List Bullet")
    document.add_heading(it.case.network, level=1)
    _facts(document, it)
    _section(document, "Wie doet wat", it.coordinator_role, it.police_contact)
    _section(document, "In welke straten", it.boundaries, f"{', '.join(it.streets)}." if it.streets else "")
    if it.signs:
        _section(document, "Borden en stickers", it.signs)
    document.add_paragraph().add_run(f"{REMINDER_101} {REMINDER_101_WHY}").bold = True
    _section(document, "Inlichtingen voor bewoners", _reach(it.contact_residents))
    if it.contact_press:
        _section(document, "Perscontact (niet voor publicatie)", _reach(it.contact_press))
    document.add_paragraph(f"Wettelijke basis: {it.legal_basis}. {it.case.police_zone}.")
    sender = ", ".join(filter(None, (it.sender.organisation, it.sender.department)))
    document.add_paragraph(f"{sender}, dossier {it.case.number}")
    return _packed(document)


def _prepare(document: WordDocument, it: LaunchAnnouncementContext) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    properties = document.core_properties
    properties.title, properties.author, properties.language = it.headline, it.sender.organisation, "nl-BE"
    properties.comments, properties.keywords = "", f"{it.case.network}, {it.case.municipality}"
    properties.created = properties.modified = datetime.combine(it.release_on, datetime.min.time())
    properties.last_modified_by = it.sender.organisation
    # The template that comes with the library says English, in the defaults and in some of its styles.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-BE")
    _style_fonts(document)


def _style_fonts(document: WordDocument) -> None:
    for name, size, font in (
        ("Normal", 11, "Calibri"),
        ("Title", 24, "Georgia"),
        ("Subtitle", 13, "Georgia"),
        ("Heading 1", 13, "Georgia"),
        ("Quote", 12, "Georgia"),
    ):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        if name in ("Title", "Heading 1"):
            style.font.color.rgb = PETROL


def _section(document: WordDocument, heading: str, *texts: str) -> None:
    document.add_heading(heading, level=1)
    for text in texts:
        for part in paragraphs(text):
            document.add_paragraph(part)


def _facts(document: WordDocument, it: LaunchAnnouncementContext) -> None:
    size = counted(it.members, "lid", "leden")
    area = counted(it.households, "huishouden", "huishoudens")
    rows = (
        ("Actief sinds", long_date(it.active_on)),
        ("Charter ondertekend", f"{long_date(it.signed_on)}, {it.signing_place}"),
        ("Groot", f"{size}, in een gebied met {area}"),
        ("Berichten via", joined(it.means)),
        ("Kosten", it.cost),
        ("Wie kan lid worden", it.who_may_join),
        ("Hoe", it.how_to_join),
        ("Lid worden", it.join_url),
    )
    for name, value in rows:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)


def _reach(contact: Contact) -> str:
    ways = [contact.name, f"tel. {contact.phone}" if contact.phone else "", contact.mail]
    return ", ".join(filter(None, ways)) + (f" ({contact.hours})" if contact.hours else "")


def _packed(document: WordDocument) -> bytes:
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
