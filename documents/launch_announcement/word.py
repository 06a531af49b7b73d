"""The announcement as a Word file, because editors rewrite it: real heading styles, Dutch (Belgium) as language."""

from docx import Document
from docx.document import Document as WordDocument

from documents.contexts import LaunchAnnouncementContext
from documents.look.word import fact, packed, prepare, reach, section
from documents.standard_texts import REMINDER_101, REMINDER_101_WHY
from documents.wording import counted, joined, long_date


def word_document(it: LaunchAnnouncementContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    document = Document()
    prepare(document, it.headline, it.sender, it.case, it.release_on)
    document.add_paragraph(f"Persbericht · {it.case.municipality}")
    document.add_paragraph(f"Vrij voor publicatie vanaf {long_date(it.release_on)}")
    document.add_paragraph(it.headline, style="Title")
    document.add_paragraph(it.lead, style="Subtitle")
    section(document, "Een initiatief uit de buurt", it.initiative, it.history)
    if it.mayor_quote:
        document.add_paragraph(f"“{it.mayor_quote}” {it.mayor_name}", style="Quote")
    section(document, "Wat een BIN is", it.what_it_is)
    section(document, "Wat een BIN niet is")
    for line in it.what_it_is_not:
        document.add_paragraph(line, style="List Bullet")
    document.add_heading(it.case.network, level=1)
    _facts(document, it)
    section(document, "Wie doet wat", it.coordinator_role, it.police_contact)
    section(document, "In welke straten", it.boundaries, f"{', '.join(it.streets)}." if it.streets else "")
    if it.signs:
        section(document, "Borden en stickers", it.signs)
    document.add_paragraph().add_run(f"{REMINDER_101} {REMINDER_101_WHY}").bold = True
    section(document, "Inlichtingen voor bewoners", reach(it.contact_residents))
    if it.contact_press:
        section(document, "Perscontact (niet voor publicatie)", reach(it.contact_press))
    document.add_paragraph(f"Wettelijke basis: {it.legal_basis}. {it.case.police_zone}.")
    sender = ", ".join(filter(None, (it.sender.organisation, it.sender.department)))
    document.add_paragraph(f"{sender}, dossier {it.case.number}")
    return packed(document)


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
        fact(document, name, value)
