"""What all Word files share, because editors rewrite them: real heading styles, the language that they are in."""

import io
import zipfile
from datetime import date, datetime

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.language import said, tag
from documents.wording import paragraphs

PETROL = RGBColor(0x0E, 0x4B, 0x4F)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the clock would change the bytes of a file that says the same


def prepare(document: WordDocument, title: str, sender: Sender, case: CaseReference, dated_on: date) -> None:
    """Page, properties, language and styles."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, sender.organisation, tag()
    properties.comments, properties.keywords = "", f"{case.network}, {case.municipality}"
    properties.created = properties.modified = datetime.combine(dated_on, datetime.min.time())
    properties.last_modified_by = sender.organisation
    # The template that comes with the library says English, in the defaults and in some of its styles.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag())
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
        if name != "Normal":  # the template's light blue is hard to read, on paper above all
            style.font.color.rgb = PETROL


def section(document: WordDocument, heading: str, *texts: str) -> None:
    """A heading with its paragraphs."""
    document.add_heading(heading, level=1)
    for text in texts:
        for part in paragraphs(text):
            document.add_paragraph(part)


def fact(document: WordDocument, name: str, value: str) -> None:
    """One line: what in bold, and its value."""
    paragraph = document.add_paragraph()
    paragraph.add_run(said("{name}:", name=name) + " ").bold = True
    paragraph.add_run(value)


def reach(contact: Contact) -> str:
    """Whom to ask, on one line."""
    ways = [contact.name, said("tel. {number}", number=contact.phone) if contact.phone else "", contact.mail]
    return ", ".join(filter(None, ways)) + (f" ({contact.hours})" if contact.hours else "")


def packed(document: WordDocument) -> bytes:
    """The file; the same content gives the same bytes."""
    written, file = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return file.getvalue()
