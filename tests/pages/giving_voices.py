"""Giving a voice on the support page, and what came of it."""

import re

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.support.counting_voices import supporting_dwellings
from models.outbox import Effect
from tests.factories import Place
from tests.pages.visiting import Page, Visitor

FILLED = {"number": "3", "choice": "for", "name": "Roos Buur", "email": "roos@buurt.example"}


def send(client: Visitor, case: FoundingCase, place: Place, **changes: object) -> Page:
    """Somebody fills in the support page."""
    page = client.read(f"/steun/{case.number}")
    return page.submit(**{"street_id": str(place.streets[0].id), **FILLED, **changes})


def links_to(engine: Engine, email: str = "roos@buurt.example") -> list[str]:
    """The links in the mails to somebody, the newest last."""
    with Session(engine) as session:
        mails = session.scalars(select(Effect).where(Effect.kind == "mail").order_by(Effect.id))
        texts = [mail.payload["text"] for mail in mails if mail.payload.get("to") == email and "text" in mail.payload]
    return [found[0] for text in texts if (found := re.search(r"/steun/stem/\S+", text))]


def count(engine: Engine, case: FoundingCase) -> int:
    """How many dwellings support the founding."""
    with Session(engine) as session:
        return supporting_dwellings(session, case.id)
