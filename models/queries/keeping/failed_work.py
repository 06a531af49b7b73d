"""Work of the own cases that keeps failing or was given up, for who administers them. All moments are real time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.outbox import Effect, OutboxEntry
from models.queries.keeping.running import DOCUMENTS, LOOKED_BACK, MAILS, SCANS
from models.rules.failed_work import fault_of, piece_in_words

AT_MOST = 200  # lines: with more than that the cause is one for all


@dataclass(frozen=True)
class FailedWork:
    """One piece: a run of a stage's flow ('work'), a mail or a document. No names, no addresses, no words of the fault.

    `seen` changes with each try, so that a page that is stale is noticed.
    """

    kind: str
    id: int
    what: str
    case_number: str
    stage: str
    since: datetime
    tries: int
    fault: str
    next_at: datetime | None  # None: given up

    @property
    def seen(self) -> str:
        """The state that somebody saw on the page."""
        return f"{self.tries}:{'over' if self.next_at is None else 'open'}"


def failed_work_of(session: Session, authority: Authority, now: datetime) -> list[FailedWork]:
    """What keeps failing or was given up of late in the cases of this authority, the oldest first."""
    entries = session.execute(
        select(OutboxEntry, FoundingCase.number, FoundingCase.stage)
        .join(FoundingCase, FoundingCase.id == OutboxEntry.case_id)
        .where(is_own(authority), OutboxEntry.done_at.is_(None), OutboxEntry.attempts > 0)
        .order_by(OutboxEntry.id)
        .limit(AT_MOST)
    )
    effects = session.execute(
        select(Effect, FoundingCase.number, FoundingCase.stage)
        .join(FoundingCase, FoundingCase.id == Effect.case_id)
        .where(is_own(authority), Effect.kind.in_((*MAILS, *DOCUMENTS, *SCANS)), _has_failed(now))
        .order_by(Effect.id)
        .limit(AT_MOST)
    )
    found = [entry_line(*row) for row in entries] + [effect_line(*row) for row in effects]
    return sorted(found, key=lambda one: one.since)[:AT_MOST]


def is_own(authority: Authority) -> ColumnElement[bool]:
    """The cases of a municipality, or of all municipalities of a zone."""
    whose = FoundingCase.municipality_id if authority.kind == "municipality" else FoundingCase.zone_id
    return whose == authority.id


def _has_failed(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Effect.state.in_(("planned", "claimed")), Effect.last_error != ""),
        and_(Effect.state == "given_up", Effect.available_at >= now - LOOKED_BACK),
    )


def entry_line(entry: OutboxEntry, case_number: str, stage: str) -> FailedWork:
    """A piece of the outbox as a line."""
    return FailedWork("work", entry.id, piece_in_words("work", entry.flow), case_number, stage, entry.created_at,
                      entry.attempts, fault_of(entry.last_error), entry.available_at)  # fmt: skip


def effect_line(effect: Effect, case_number: str, stage: str) -> FailedWork:
    """A mail or document as a line."""
    next_at = None if effect.state == "given_up" else effect.available_at
    return FailedWork(effect.kind, effect.id, piece_in_words(effect.kind), case_number, stage, effect.planned_at,
                      effect.attempts, fault_of(effect.last_error), next_at)  # fmt: skip
