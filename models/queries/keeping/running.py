"""Figures over everything that waits, runs and fails, without a word about any case. All moments are real time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.outbox import Effect, OutboxEntry
from models.queries.keeping.backups import last_backup, last_backup_failure
from models.queries.keeping.encryption import KeysSeen, keys_seen
from models.queries.keeping.journal_chains import last_seal
from models.sign_of_life import CLOCKWORK, WORKER, SignOfLife

LOOKED_BACK = timedelta(days=7)  # what was given up earlier was seen, or never will be
MAILS, DOCUMENTS, SCANS = ("mail",), ("document",), ("scan",)
MESSAGES = ("member_mail", "member_sms", "survey_mail", "member_notice")


@dataclass(frozen=True)
class Pile:
    """Things of one kind that are still to come: how many, and the oldest of them."""

    count: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class Effects:
    """Mails, documents or messages: due and not tried in vain, tried in vain, and given up of late."""

    waiting: Pile
    failing: Pile
    given_up: int


@dataclass(frozen=True)
class WorkerSeen:
    """When a worker last showed itself, and whether Prefect answered it then."""

    seen_at: datetime
    prefect_answers: bool


@dataclass(frozen=True)
class Running:
    """Everything that the database knows of how things are going."""

    waiting: Pile
    failing: Pile
    most_tries: int
    mails: Effects
    documents: Effects
    messages: Effects
    scans: Effects
    workers: tuple[WorkerSeen, ...]
    clockwork: dict[str, datetime]
    database_size: int
    last_backup_at: datetime | None  # of one that was made
    backup_failed_at: datetime | None  # the newest try, where it failed
    sealed_on: date | None  # the newest seal over the journals
    keys: KeysSeen


def how_it_runs(session: Session, now: datetime) -> Running:
    """The figures of this moment."""
    waiting, failing, tries = _work(session, now)
    signs = session.scalars(select(SignOfLife)).all()
    made, failed, seal = last_backup(session), last_backup_failure(session), last_seal(session)
    return Running(
        waiting=waiting,
        failing=failing,
        most_tries=tries,
        mails=_effects(session, MAILS, now),
        documents=_effects(session, DOCUMENTS, now),
        messages=_effects(session, MESSAGES, now),
        scans=_effects(session, SCANS, now),
        workers=tuple(WorkerSeen(one.seen_at, bool(one.prefect_answers)) for one in signs if one.part == WORKER),
        clockwork={one.name: one.seen_at for one in signs if one.part == CLOCKWORK},
        database_size=database_size(session),
        last_backup_at=made.ended_at if made else None,
        backup_failed_at=failed.ended_at if failed else None,
        sealed_on=seal.day if seal else None,
        keys=keys_seen(session),
    )


def _work(session: Session, now: datetime) -> tuple[Pile, Pile, int]:
    """Work that nobody took yet, and work that failed; what runs at this moment is in neither."""
    is_taken = and_(OutboxEntry.lease_until.is_not(None), OutboxEntry.lease_until >= now)
    has_failed = OutboxEntry.attempts > 0
    row = session.execute(
        select(*_pile(and_(~has_failed, ~is_taken), OutboxEntry.created_at),
               *_pile(has_failed, OutboxEntry.created_at), func.max(OutboxEntry.attempts))
        .where(OutboxEntry.done_at.is_(None))
    ).one()  # fmt: skip
    return Pile(row[0] or 0, row[1]), Pile(row[2] or 0, row[3]), row[4] or 0


def _effects(session: Session, kinds: tuple[str, ...], now: datetime) -> Effects:
    has_failed = Effect.last_error != ""
    is_due = or_(Effect.state == "claimed", Effect.available_at <= now)
    row = session.execute(
        select(*_pile(and_(~has_failed, is_due), Effect.available_at), *_pile(has_failed, Effect.planned_at))
        .where(Effect.state.in_(("planned", "claimed")), Effect.kind.in_(kinds))
    ).one()  # fmt: skip
    given_up = session.scalar(
        select(func.count())
        .select_from(Effect)
        .where(Effect.state == "given_up", Effect.available_at >= now - LOOKED_BACK, Effect.kind.in_(kinds))
    )
    return Effects(Pile(row[0] or 0, row[1]), Pile(row[2] or 0, row[3]), given_up or 0)


def _pile(holds: ColumnElement[bool], moment: InstrumentedAttribute[datetime]):  # type: ignore[no-untyped-def]
    """How many rows meet the condition, and the earliest moment among them."""
    return func.sum(case((holds, 1), else_=0)), func.min(case((holds, moment)))


def database_size(session: Session) -> int:
    """Bytes that the database takes."""
    if session.get_bind().dialect.name == "sqlite":
        asked = "select page_count * page_size from pragma_page_count(), pragma_page_size()"
    else:
        asked = "select pg_database_size(current_database())"
    return int(session.scalar(text(asked)) or 0)
