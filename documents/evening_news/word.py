"""The announcement of the info evening as a Word file, for the municipal paper, which fits it in and rewrites it."""

from docx import Document

from documents.contexts import InvitationContext
from documents.look.word import fact, packed, prepare, reach, section
from documents.standard_texts import REMINDER_101, WHAT_A_BIN_IS
from documents.wording import full_date, joined

HEADLINE = "Komt er een buurtinformatienetwerk in uw straat?"


def word_document(it: InvitationContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    document = Document()
    prepare(document, HEADLINE, it.sender, it.case, it.dated_on)
    document.add_paragraph(f"Voor het infoblad · {it.case.municipality}")
    document.add_paragraph(HEADLINE, style="Title")
    lead = f"Bewoners vroegen om {it.case.network} op te richten. Op de infoavond hoort u wat dat is en beslist u mee."
    document.add_paragraph(lead, style="Subtitle")
    document.add_paragraph(f"{WHAT_A_BIN_IS} Een BIN is geen burgerwacht: niemand patrouilleert.")
    document.add_heading("De infoavond", level=1)
    fact(document, "Wanneer", f"{full_date(it.evening_on)} om {it.hour}")
    fact(document, "Waar", f"{it.place}, {it.place_address}")
    fact(document, "Toegankelijkheid", it.accessibility)
    fact(document, "Kosten", it.cost)
    fact(document, "Voor wie", it.who_may_join)
    section(document, "In welke straten", f"{'; '.join(it.area)}.")
    document.add_paragraph().add_run(REMINDER_101).bold = True
    section(document, "Inlichtingen", reach(it.contact), it.public_url)
    document.add_paragraph(f"Een initiatief van {joined(it.organisers)}. Dossier {it.case.number}.")
    return packed(document)
