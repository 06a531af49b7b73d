"""The documents of the launch kit: the texts of one approved version, with their facts filled in."""

from collections.abc import Callable

from documents.filling_shared import case_reference, contact, hour, line, sender, text
from documents.launch_contexts import KitContext, KitText
from documents.wording import full_date
from models.rules.launch_kit import PIECES, UNITS, filled, size_of
from models.rules.records.launch import KitRecord

WITHOUT_TITLE = ("post_1", "post_2", "post_3", "screen")


def kit_document(*pieces: str) -> Callable[[KitRecord], KitContext]:
    """What fills a document with these pieces."""

    def fill(record: KitRecord) -> KitContext:
        at = record.send_at
        return KitContext(
            case=case_reference(record.case),
            sender=sender(record.case),
            dated_on=record.approved_on,
            version=record.version,
            embargo=f"{full_date(at.date())} om {hour(at)}",
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
        name=piece.name, title=line(title), paragraphs=tuple(text(one) for one in paragraphs),
        size=f"{size} {UNITS[piece.unit]}",
    )  # fmt: skip


KIT_FILLINGS: dict[str, Callable[[KitRecord], KitContext]] = {
    "paper_news": kit_document("paper_long", "paper_medium", "paper_short"),
    "press_release": kit_document("press_release"),
    "launch_leaflet": kit_document("leaflet"),
    "launch_poster": kit_document("poster"),
    "web_article": kit_document("web_article"),
    "short_texts": kit_document("post_1", "post_2", "post_3", "mail", "screen"),
}
