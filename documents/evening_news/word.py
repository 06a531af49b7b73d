"""The announcement of the info evening as a Word file, for the municipal paper, which fits it in and rewrites it."""

from docx import Document

from documents.contexts.procedure import InvitationContext
from documents.language import said, to_say
from documents.look.word import fact, packed, prepare, reach, section
from documents.standard_texts import REMINDER_101, WHAT_A_BIN_IS
from documents.wording import apart, full_date, joined

HEADLINE = to_say("Komt er een buurtinformatienetwerk in uw straat?")
LEAD = to_say("Bewoners vroegen om {network} op te richten. Op de infoavond hoort u wat dat is en beslist u mee.")


def word_document(it: InvitationContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    document = Document()
    prepare(document, said(HEADLINE), it.sender, it.case, it.dated_on)
    document.add_paragraph(said("Voor het infoblad · {municipality}", municipality=it.case.municipality))
    document.add_paragraph(said(HEADLINE), style="Title")
    document.add_paragraph(said(LEAD, network=it.case.network), style="Subtitle")
    no_patrols = said("Een BIN is geen burgerwacht: niemand patrouilleert.")
    document.add_paragraph(" ".join((said(WHAT_A_BIN_IS), no_patrols)))
    document.add_heading(said("De infoavond"), level=1)
    fact(document, said("Wanneer"), said("{day} om {hour}", day=full_date(it.evening_on), hour=it.hour))
    fact(document, said("Waar"), f"{it.place}, {it.place_address}")
    fact(document, said("Toegankelijkheid"), it.accessibility)
    fact(document, said("Kosten"), it.cost)
    fact(document, said("Voor wie"), it.who_may_join)
    section(document, said("In welke straten"), f"{apart(it.area)}.")
    document.add_paragraph().add_run(said(REMINDER_101)).bold = True
    section(document, said("Inlichtingen"), reach(it.contact), it.public_url)
    organisers = joined(it.organisers)
    last = said("Een initiatief van {organisers}. Dossier {number}.", organisers=organisers, number=it.case.number)
    document.add_paragraph(last)
    return packed(document)
