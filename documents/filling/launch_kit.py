"""The documents of the launch kit: the texts of one approved version, with their facts filled in."""

from collections.abc import Callable

from documents.contexts.launch import KitContext, KitText
from documents.filling.shared import case_reference, contact, hour, line, sender, text
from documents.language import in_language_of_case, said, said_of, to_say
from documents.wording import full_date
from models.rules.launch_kit import PIECES, filled, size_of
from models.rules.records.launch import KitRecord

WITHOUT_TITLE = ("post_1", "post_2", "post_3", "screen")
# As models.rules.launch_kit calls its pieces, to be said.
NAMES = {
    "paper_long": to_say("Infoblad, lang"),
    "paper_medium": to_say("Infoblad, middellang"),
    "paper_short": to_say("Infoblad, kort"),
    "press_release": to_say("Persbericht"),
    "leaflet": to_say("Folder voor elke woning"),
    "poster": to_say("Affiche"),
    "web_article": to_say("Artikel voor de website"),
    "post_1": to_say("Bericht 1 voor sociale media"),
    "post_2": to_say("Bericht 2 voor sociale media"),
    "post_3": to_say("Bericht 3 voor sociale media"),
    "mail": to_say("Mail aan wie het voorstel steunde"),
    "screen": to_say("Gemeentelijk scherm"),
}


def kit_document(*pieces: str) -> Callable[[KitRecord], KitContext]:
    """What fills a document with these pieces."""

    @in_language_of_case
    def fill(record: KitRecord) -> KitContext:
        at = record.send_at
        return KitContext(
            case=case_reference(record.case),
            sender=sender(record.case),
            dated_on=record.approved_on,
            version=record.version,
            embargo=said("{day} om {hour}", day=full_date(at.date()), hour=hour(at)),
            texts=tuple(kit_text(code, record) for code in pieces),
            cost=line(record.facts["prijs"]),
            join_url=record.facts["link"],
            contact=contact(record.case),
            publisher=line(record.publisher),
        )

    return fill


def kit_text(code: str, record: KitRecord) -> KitText:
    """One text with its facts filled in."""
    piece = PIECES[code]
    paragraphs = filled(record.texts[code], record.facts)
    title = ""
    if code not in WITHOUT_TITLE:
        title, _, rest = paragraphs[0].partition("\n")
        paragraphs = [*([rest] if rest else []), *paragraphs[1:]]
    size = size_of(piece, record.texts[code], record.facts)
    return KitText(
        name=said(NAMES[code]),
        title=line(title),
        paragraphs=tuple(text(one) for one in paragraphs),
        size=_size(piece.unit, size),
    )


def _size(unit: str, size: int) -> str:
    """ "128 woorden"."""
    if unit == "words":
        return said_of("{size} woord", "{size} woorden", size, size=size)
    if unit == "characters":
        return said_of("{size} teken", "{size} tekens", size, size=size)
    return said_of("{size} regel", "{size} regels", size, size=size)


KIT_FILLINGS: dict[str, Callable[[KitRecord], KitContext]] = {
    "paper_news": kit_document("paper_long", "paper_medium", "paper_short"),
    "press_release": kit_document("press_release"),
    "launch_leaflet": kit_document("leaflet"),
    "launch_poster": kit_document("poster"),
    "web_article": kit_document("web_article"),
    "short_texts": kit_document("post_1", "post_2", "post_3", "mail", "screen"),
}
