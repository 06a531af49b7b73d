"""Taking work from the outbox: claimed under a lease, renewed while it runs, done, or put back with a growing pause.

Two workers never run work of the same case at the same time; of several entries for the same stage, one run does all.
All moments here are real time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from models.outbox import Effect, OutboxEntry
from models.rules.pauses import pause_after

LOOKED_AT = 50  # cases with open work that one try to claim looks at


@dataclass(frozen=True)
class Work:
    """What one run of a stage's flow settles: the entries that asked for it, the last of them at `asked_at`."""

    flow: str
    case_id: int
    entry_ids: tuple[int, ...]
    asked_at: datetime
    attempts: int

    @property
    def key(self) -> str:
        """The same for the same entries and try: Prefect makes no second run with the same key. The moment is in it
        because a database that was made anew counts from 1 again, and a run of the old one would pass for ours."""
        return f"outbox-{max(self.entry_ids)}-{self.asked_at:%Y%m%dT%H%M%S.%f}-{self.attempts}"


def has_work(session: Session, now: datetime) -> bool:
    """Whether there is something to claim. A look, without a lock."""
    return bool(session.scalars(_waiting(now).limit(1)).all())


def claim_work(session: Session, worker: str, now: datetime, lease: timedelta) -> Work | None:
    """Claim the oldest work that nobody has, until the lease ends. None: there is nothing to do."""
    for case_id in session.scalars(_waiting(now).limit(LOOKED_AT)).all():
        work = _claim_of_case(session, case_id, worker, now, lease)
        if work is not None:
            return work
    return None


def _waiting(now: datetime) -> Select[int]:
    """The cases with work that is due and of which nobody runs anything, the oldest work first."""
    other = aliased(OutboxEntry)
    is_busy = exists().where(other.case_id == OutboxEntry.case_id, other.done_at.is_(None), other.lease_until >= now)
    return (
        select(OutboxEntry.case_id)
        .where(OutboxEntry.done_at.is_(None), OutboxEntry.available_at <= now, ~is_busy)
        .group_by(OutboxEntry.case_id)
        .order_by(func.min(OutboxEntry.id))
    )


def _claim_of_case(session: Session, case_id: int, worker: str, now: datetime, lease: timedelta) -> Work | None:
    # The lock makes a second worker wait here and then see the claim of the first (SQLite: one writer at a time).
    entries = session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.case_id == case_id, OutboxEntry.done_at.is_(None))
        .order_by(OutboxEntry.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if any(entry.lease_until is not None and entry.lease_until >= now for entry in entries):
        return None
    ready = [entry for entry in entries if entry.available_at <= now]
    if not ready:
        return None
    mine = [entry for entry in entries if entry.flow == ready[0].flow]
    for entry in mine:
        entry.claimed_by, entry.lease_until = worker, now + lease
    session.flush()
    return Work(
        flow=ready[0].flow,
        case_id=case_id,
        entry_ids=tuple(entry.id for entry in mine),
        asked_at=mine[-1].created_at,
        attempts=max(entry.attempts for entry in mine),
    )


def ask_again(session: Session, at: datetime) -> None:
    """After a backup was put back: what was open in it is asked for anew. Prefect may know a run of it from after the
    backup, and what that run did is not here; under the same key it would pass for ours. `at`: real time."""
    asked = update(OutboxEntry).where(OutboxEntry.done_at.is_(None))
    session.execute(asked.values(created_at=at, claimed_by=None, lease_until=None))


def traces_of_work(session: Session, case_id: int, flow: str) -> list[str]:
    """The traces in which the open work of this flow was asked for, the last one last."""
    open_work = select(OutboxEntry.traceparent).where(
        OutboxEntry.case_id == case_id, OutboxEntry.flow == flow, OutboxEntry.done_at.is_(None)
    )
    return [found for found in session.scalars(open_work.order_by(OutboxEntry.id)) if found]


def renew_claims(session: Session, worker: str, case_ids: Collection[int], now: datetime, lease: timedelta) -> int:
    """Keep what this worker has claimed of the cases that it works on at this moment. Returns how many claims.

    Only of those: a claim that was left behind by a failure must end, also while its worker lives.
    """
    entries = session.scalars(
        update(OutboxEntry)
        .where(OutboxEntry.claimed_by == worker, OutboxEntry.case_id.in_(case_ids), OutboxEntry.done_at.is_(None))
        .values(lease_until=now + lease)
        .returning(OutboxEntry.id)
    ).all()
    effects = session.scalars(
        update(Effect)
        .where(Effect.claimed_by == worker, Effect.case_id.in_(case_ids), Effect.state == "claimed")
        .values(lease_until=now + lease)
        .returning(Effect.id)
    ).all()
    return len(entries) + len(effects)


def finish_work(session: Session, work: Work, worker: str, now: datetime) -> bool:
    """The flow run is done. False when the claim was lost meanwhile: then somebody else finishes it."""
    return _settle(session, work, worker, done_at=now, last_error="")


def postpone_work(session: Session, work: Work, worker: str, now: datetime, error: str) -> timedelta:
    """The flow run failed: try again after a pause that grows. Returns the pause."""
    pause = pause_after(work.attempts + 1)
    _settle(session, work, worker, available_at=now + pause, attempts=work.attempts + 1, last_error=error[:500])
    return pause


def return_work(session: Session, work: Work, worker: str) -> None:
    """Put work back as it was: it could not be done because Prefect is away."""
    _settle(session, work, worker)


def return_everything(session: Session, worker: str) -> None:
    """Put back all that this worker still holds: it stops."""
    session.execute(
        update(OutboxEntry).where(OutboxEntry.claimed_by == worker).values(claimed_by=None, lease_until=None)
    )


def _settle(session: Session, work: Work, worker: str, **values: object) -> bool:
    settled = session.scalars(
        update(OutboxEntry)
        .where(OutboxEntry.id.in_(work.entry_ids), OutboxEntry.claimed_by == worker)
        .values(claimed_by=None, lease_until=None, **values)
        .returning(OutboxEntry.id)
    ).all()
    return len(settled) == len(work.entry_ids)
