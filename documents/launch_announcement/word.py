"""The announcement as a Word file, because editors rewrite it: real heading styles, in the language of its case."""

from docx import Document
from docx.document import Document as WordDocument

from documents.contexts.procedure import LaunchAnnouncementContext
from documents.language import said
from documents.look.word import fact, packed, prepare, reach, section
from documents.standard_texts import REMINDER_101, REMINDER_101_WHY
from documents.wording import counted, joined, long_date


def word_document(it: LaunchAnnouncementContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    document = Document()
    prepare(document, it.headline, it.sender, it.case, it.release_on)
    document.add_paragraph(said("Persbericht") + f" · {it.case.municipality}")
    document.add_paragraph(said("Vrij voor publicatie vanaf {day}", day=long_date(it.release_on)))
    document.add_paragraph(it.headline, style="Title")
    document.add_paragraph(it.lead, style="Subtitle")
    section(document, said("Een initiatief uit de buurt"), it.initiative, it.history)
    if it.mayor_quote:
        document.add_paragraph(said("“{quote}”", quote=it.mayor_quote) + f" {it.mayor_name}", style="Quote")
    section(document, said("Wat een BIN is"), it.what_it_is)
    section(document, said("Wat een BIN niet is"))
    for line in it.what_it_is_not:
        document.add_paragraph(line, style="List Bullet")
    document.add_heading(it.case.network, level=1)
    _facts(document, it)
    section(document, said("Wie doet wat"), it.coordinator_role, it.police_contact)
    section(document, said("In welke straten"), it.boundaries, f"{', '.join(it.streets)}." if it.streets else "")
    if it.signs:
        section(document, said("Borden en stickers"), it.signs)
    document.add_paragraph().add_run(" ".join((said(REMINDER_101), said(REMINDER_101_WHY)))).bold = True
    section(document, said("Inlichtingen voor bewoners"), reach(it.contact_residents))
    if it.contact_press:
        section(document, said("Perscontact (niet voor publicatie)"), reach(it.contact_press))
    document.add_paragraph(said("Wettelijke basis: {basis}.", basis=it.legal_basis) + f" {it.case.police_zone}.")
    sender = ", ".join(filter(None, (it.sender.organisation, it.sender.department)))
    document.add_paragraph(said("{sender}, dossier {number}", sender=sender, number=it.case.number))
    return packed(document)


def _facts(document: WordDocument, it: LaunchAnnouncementContext) -> None:
    size = said(
        "{members}, in een gebied met {households}",
        members=counted(it.members, "lid", "leden"),
        households=counted(it.households, "huishouden", "huishoudens"),
    )
    rows = (
        (said("Actief sinds"), long_date(it.active_on)),
        (said("Charter ondertekend"), f"{long_date(it.signed_on)}, {it.signing_place}"),
        (said("Groot"), size),
        (said("Berichten via"), joined(it.means)),
        (said("Kosten"), it.cost),
        (said("Wie kan lid worden"), it.who_may_join),
        (said("Hoe"), it.how_to_join),
        (said("Lid worden"), it.join_url),
    )
    for name, value in rows:
        fact(document, name, value)
