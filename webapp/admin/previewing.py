"""Examples of a mail and a letter with the texts and the house style of an authority, about an invented case."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from documents.contexts.procedure import DecisionContext
from documents.kinds import HTML, PDF, example
from documents.notices.writing import Addressed, write_notice
from documents.press.rendering import render
from models.authority import Authority
from models.file_store import documents
from models.queries.authorities.authority_look import field_values, house_style_of
from models.rules.own_texts import PARTS, filled_text
from models.settings import settings

__all__ = ["PDF", "preview_of_letter", "preview_of_mail"]

NETWORK, NUMBER = "BIN Lindekwartier", "VBD-2026-0001"


def preview_of_mail(authority: Authority, texts: Mapping[str, str]) -> str:
    """The text of an invented mail that a request is accepted. `texts`: the own texts, by part."""
    facts = {
        "number": NUMBER, "network": NETWORK, "kind": "bin", "municipality": authority.name, "zone": "",
        "reply_to": authority.email, "stage": "Overleg", "happened_on": "2026-03-02", "due_on": "",
        "own_texts": _filled(authority, texts),
    }  # fmt: skip
    return write_notice("request_accepted", facts, Addressed("Lies Voorbeeld"), settings().base_url).text


def preview_of_letter(session: Session, authority: Authority, form: str, texts: Mapping[str, str]) -> bytes:
    """An invented decision as a page on screen or as PDF. `texts`: the own texts, by part."""
    context = example("decision")
    assert isinstance(context, DecisionContext)
    style = house_style_of(session, authority.id)
    logo = style.logo_sha256 if style else ""
    own: dict[str, Any] = {**_filled(authority, texts)}
    sender = replace(
        context.sender,
        organisation=(style.name if style else "") or authority.name,
        colour=style.colour if style else "",
        logo=logo,
        **own,
    )
    content = documents().read(logo) if logo else b""
    return render("decision", replace(context, sender=sender), media_type=PDF if form == "pdf" else HTML,
                  logo=content).content  # fmt: skip


def _filled(authority: Authority, texts: Mapping[str, str]) -> dict[str, str]:
    values = field_values(authority, NETWORK, NUMBER)
    return {part: filled_text(texts[part], values) for part in PARTS if texts.get(part)}
