"""Carrying out planned effects: claimed before, confirmed after, each in a short transaction of its own.

Who dies in between leaves a claim that ends by itself; then somebody else carries the effect out.
All moments here are real time, also where a demonstration clock moves the dates of the procedure.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.cases.acting import ask_for_work, lock_case, record
from models.operations.cases.writing_case import write_case
from models.operations.effects.digesting import settle_gathered
from models.operations.effects.planning_effects import mails
from models.outbox import Effect
from models.queries.cases.recipients import Recipient
from models.rules.access import SYSTEM
from models.rules.notices import To
from models.rules.pauses import GIVE_UP_AFTER, pause_after

UNFINISHED = ("planned", "claimed")
LONGEST_ERROR = 500  # characters that are kept of what went wrong


def due_effects(session: Session, case_id: int | None, kind: str, now: datetime) -> Sequence[int]:
    """The ids of what can be carried out now, oldest first. `case_id` None: what belongs to no case (sign-in mails)."""
    mine = Effect.case_id.is_(None) if case_id is None else Effect.case_id == case_id
    return session.scalars(select(Effect.id).where(mine, Effect.kind == kind, _is_free(now)).order_by(Effect.id)).all()


def unfinished_effects(session: Session, case_id: int) -> int:
    """How many effects of a case are still to come."""
    return len(session.scalars(select(Effect.id).where(Effect.case_id == case_id, Effect.state.in_(UNFINISHED))).all())


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Effect.state == "planned", Effect.available_at <= now),
        and_(Effect.state == "claimed", Effect.lease_until < now),
    )


def claim_effect(session: Session, effect_id: int, worker: str, now: datetime, lease: timedelta) -> Effect | None:
    """Take one effect for `worker` until the lease ends. None when somebody else has it or it is done."""
    claimed = session.scalar(
        update(Effect)
        .where(Effect.id == effect_id, _is_free(now))
        .values(state="claimed", claimed_by=worker, lease_until=now + lease, attempts=Effect.attempts + 1)
        .returning(Effect.id)
    )
    return session.get(Effect, effect_id, populate_existing=True) if claimed is not None else None


def confirm_effect(session: Session, effect_id: int, worker: str, now: datetime) -> bool:
    """The effect came to be. False when the claim was lost meanwhile: then whoever took it over confirms it."""
    return _settle(session, effect_id, worker, state="confirmed", confirmed_at=now, last_error="")


def confirm_mail(session: Session, effect_id: int, worker: str, now: datetime, at: datetime, title: str) -> bool:
    """A mail was taken over by the mail server. `title`: its subject, for the journal; `at`: the moment of the case.

    Sign-in mails leave no text behind: it held a key to the house.
    """
    if not confirm_effect(session, effect_id, worker, now):
        return False
    effect = session.get_one(Effect, effect_id)
    if effect.case_id is None:
        settle_gathered(session, effect, "confirmed", now, at)
        effect.payload = {}
    else:
        _note_notice(session, effect, at, title)
    return True


def _note_notice(session: Session, effect: Effect, at: datetime, title: str) -> None:
    """When the last mail of a notice is settled: one entry in the journal for all who got it."""
    assert effect.case_id is not None
    case = lock_case(session, effect.case_id)  # of two who settle the last two mails at once, one sees that it is last
    payload = effect.payload
    of_this_kind = session.scalars(
        select(Effect)
        .where(Effect.case_id == case.id, Effect.key.contains(f":{payload['notice']}:", autoescape=True))
        .execution_options(populate_existing=True)
    ).all()
    siblings = [one for one in of_this_kind if one.payload.get("sequence") == payload["sequence"]]
    sent = [one for one in siblings if one.state == "confirmed"]
    if not sent or any(one.state in UNFINISHED for one in siblings):
        return
    recipients = sorted({one.payload["recipient"] for one in sent})
    record(session, case, "notice:sent", SYSTEM, at, title=title, notice=payload["notice"], recipients=recipients,
           count=len(sent), sequence=payload["sequence"])  # fmt: skip
    write_case(session)


def postpone_effect(session: Session, effect_id: int, worker: str, now: datetime, at: datetime, error: str,
                    title: str = "") -> None:  # fmt: skip
    """It did not work this time: try again after a pause that grows, and give up after some days."""
    effect = session.get_one(Effect, effect_id, populate_existing=True)
    if now - effect.planned_at > GIVE_UP_AFTER:
        give_up_effect(session, effect_id, worker, at, error, title)
        return
    until = now + pause_after(effect.attempts)
    _settle(session, effect_id, worker, state="planned", available_at=until, last_error=error[:LONGEST_ERROR])


def give_up_effect(session: Session, effect_id: int, worker: str, at: datetime, error: str, title: str = "") -> bool:
    """It will never work: keep why. A resident, or the ministry, who can't be reached by mail is written to on paper,
    by the desk. False when the claim was lost meanwhile."""
    if not _settle(session, effect_id, worker, state="given_up", last_error=error[:LONGEST_ERROR]):
        return False
    effect = session.get_one(Effect, effect_id)
    if effect.case_id is None:
        settle_gathered(session, effect, "given_up", at, at)
        effect.payload = {}
    elif effect.kind == "mail":
        if is_written_on_paper(effect):
            session.add_all(_on_paper(session, effect, at))
            session.flush()
        if effect.payload["recipient"] == To.ADVISER.value:
            _tell_asker(session, effect, at)
        if title:
            _note_notice(session, effect, at, title)
    return True


def is_written_on_paper(effect: Effect) -> bool:
    """Whether a mail that can't arrive becomes a letter for the desk: that of a resident, and no such letter itself."""
    return effect.kind == "mail" and effect.payload["recipient"] in _WRITTEN_TO and "on_paper" not in effect.payload


def _tell_asker(session: Session, effect: Effect, at: datetime) -> None:
    """An adviser's mail can't arrive: who asked must know, else they wait for an answer that can't come."""
    assert effect.case_id is not None
    case, facts = lock_case(session, effect.case_id), effect.payload["facts"]
    record(session, case, "adviser:not_reached", SYSTEM, at, adviser=facts["adviser"], opinion_id=facts["opinion_id"])
    ask_for_work(session, case)


def _on_paper(session: Session, effect: Effect, at: datetime) -> list[Effect]:
    case = session.get_one(FoundingCase, effect.case_id)
    payload = effect.payload
    unreachable = Recipient(effect.key.rsplit(":", 2)[1], payload["name"], "", payload["address"])
    kept = {name: value for name, value in payload.items() if name not in ("to", "name", "address")}
    return list(mails(session, case, kept, unreachable, at))


_WRITTEN_TO = {To.APPLICANT.value, To.STEERING_GROUP.value, To.INVITED.value, To.SIGNATORIES.value, To.MINISTRY.value}


def _settle(session: Session, effect_id: int, worker: str, **values: object) -> bool:
    settled = session.scalar(
        update(Effect)
        .where(Effect.id == effect_id, Effect.state == "claimed", Effect.claimed_by == worker)
        .values(claimed_by=None, lease_until=None, **values)
        .returning(Effect.id)
    )
    session.expire_all()
    return settled is not None
