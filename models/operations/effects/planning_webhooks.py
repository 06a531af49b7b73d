"""Planning what other programs must be told, from the journal: each message once, whoever asks and however often."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.outbox import Effect
from models.queries.authorities.webhooks import KIND, stem, subscribed_to
from models.rules.happenings import Happening


def webhook_effects(session: Session, case: FoundingCase, happenings: Sequence[Happening]) -> list[Effect]:
    """The messages that these entries of the journal call for, each with its unique key."""
    if not happenings:
        return []
    return [
        Effect(key=f"{stem(one.id)}{case.number}:{entry.sequence}", kind=KIND, case_id=None,
               payload={"webhook_id": one.id, "case_id": case.id, "sequence": entry.sequence, "event": entry.event})
        for one in subscribed_to(session, case)
        for entry in happenings
        if entry.event in one.events
    ]  # fmt: skip
