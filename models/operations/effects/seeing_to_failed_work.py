"""The administrator sees to work that keeps failing: again at once, or given up with a reason.

Only in the cases of the own authority, and only what is still as they saw it: of two who act at once, one is told.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import ask_for_work, lock_case, record, written
from models.operations.cases.writing_case import write_case
from models.operations.effects.carrying_out import give_up_effect, is_written_on_paper
from models.outbox import LEAVES_WORK, Effect, OutboxEntry
from models.queries.keeping.failed_work import effect_line, entry_line
from models.rules.access import Actor
from models.rules.failed_work import LONGEST_REASON, piece_in_words
from models.rules.refusals import Invalid, NotAllowed, Stale

FUNCTION = "administrator"
GIVEN_UP = "GivenUp: by the administrator"  # as `models.rules.failed_work` tells it


def retry_entry(session: Session, by: Actor, authority_id: int, entry_id: int, at: datetime, now: datetime, *,
                seen: str) -> None:  # fmt: skip
    """Have the work of a stage tried at once, and with it the mails and documents of the case that failed.

    `at`: the moment of the case, `now`: real time. Raises NotAllowed, Stale.
    """
    authority, case, entry = _take_entry(session, by, authority_id, entry_id, now, seen)
    entry.available_at = now
    _hurry(session, case, now)
    _note_retry(session, authority, by, at, piece_in_words("work", entry.flow), case)
    session.info[LEAVES_WORK] = True


def give_up_entry(session: Session, by: Actor, authority_id: int, entry_id: int, at: datetime, now: datetime, *,
                  seen: str, reason: str) -> None:  # fmt: skip
    """Try the work of a stage no more. What else happens in the case asks for the same work again."""
    authority, case, entry = _take_entry(session, by, authority_id, entry_id, now, seen)
    entry.done_at, entry.last_error = now, GIVEN_UP
    _note_end(session, authority, by, at, piece_in_words("work", entry.flow), case, reason)


def retry_effect(session: Session, by: Actor, authority_id: int, effect_id: int, at: datetime, now: datetime, *,
                 seen: str) -> None:  # fmt: skip
    """Have a mail or document tried at once, also one that was given up; not one that went on paper instead."""
    authority, case, effect = _take_effect(session, by, authority_id, effect_id, now, seen)
    if effect.state == "given_up":
        if is_written_on_paper(effect):
            raise Invalid("on_paper", "Deze mail is al als brief aan de dienst bezorgd.", "choice")
        effect.state, effect.attempts, effect.planned_at, effect.last_error = "planned", 0, now, ""
    effect.available_at = now
    ask_for_work(session, case)
    _note_retry(session, authority, by, at, piece_in_words(effect.kind), case)


def give_up_failed_effect(session: Session, by: Actor, authority_id: int, effect_id: int, at: datetime, now: datetime,
                          *, seen: str, reason: str, title: str = "") -> None:  # fmt: skip
    """Try a mail or document no more. A resident's mail becomes a letter for the desk, as when it can't be delivered.

    `title`: what the mail is about, for the journal of those who did get it.
    """
    authority, case, effect = _take_effect(session, by, authority_id, effect_id, now, seen)
    if effect.state == "given_up":
        raise Stale("given_up_already", "Dit is al opgegeven.")
    what = piece_in_words(effect.kind)
    effect.state, effect.claimed_by, effect.available_at = "claimed", FUNCTION, now
    session.flush()
    give_up_effect(session, effect_id, FUNCTION, at, GIVEN_UP, title)
    ask_for_work(session, case)  # the letter instead of the mail, and who waited for the document
    _note_end(session, authority, by, at, what, case, reason)


def _take_entry(session: Session, by: Actor, authority_id: int, entry_id: int, now: datetime,
                seen: str) -> tuple[Authority, FoundingCase, OutboxEntry]:  # fmt: skip
    case_id = session.scalar(select(OutboxEntry.case_id).where(OutboxEntry.id == entry_id))
    authority, case = _own_case(session, by, authority_id, case_id)
    entry = session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if entry is None or entry.done_at is not None or entry_line(entry, case.number, case.stage).seen != seen:
        raise Stale("work_moved", "Dit werk is intussen veranderd: het is opnieuw geprobeerd of al klaar.")
    _require_idle(entry.lease_until, now)
    return authority, case, entry


def _take_effect(session: Session, by: Actor, authority_id: int, effect_id: int, now: datetime,
                 seen: str) -> tuple[Authority, FoundingCase, Effect]:  # fmt: skip
    case_id = session.scalar(select(Effect.case_id).where(Effect.id == effect_id))
    authority, case = _own_case(session, by, authority_id, case_id)
    effect = session.scalars(
        select(Effect).where(Effect.id == effect_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if effect is None or effect.state == "confirmed" or effect_line(effect, case.number, case.stage).seen != seen:
        raise Stale("work_moved", "Dit werk is intussen veranderd: het is opnieuw geprobeerd of al klaar.")
    _require_idle(effect.lease_until, now)
    return authority, case, effect


def _own_case(session: Session, by: Actor, authority_id: int,
              case_id: int | None) -> tuple[Authority, FoundingCase]:  # fmt: skip
    """The case under its lock. Of another's case not even that it exists is told."""
    authority = own_authority(session, by, authority_id)
    if case_id is None:
        raise NotAllowed("unknown_case", "Dit werk bestaat niet.")
    case = lock_case(session, case_id)
    if authority.id != (case.municipality_id if authority.kind == "municipality" else case.zone_id):
        raise NotAllowed("unknown_case", "Dit werk bestaat niet.")
    return authority, case


def _require_idle(lease_until: datetime | None, now: datetime) -> None:
    if lease_until is not None and lease_until >= now:
        raise Stale("being_tried", "Dit wordt net nu geprobeerd. Kijk over een minuut opnieuw.")


def _hurry(session: Session, case: FoundingCase, now: datetime) -> None:
    """What failed in the case waits no longer: else the run would end as it did before."""
    session.execute(
        update(Effect)
        .where(Effect.case_id == case.id, Effect.state == "planned", Effect.last_error != "")
        .values(available_at=now)
    )


def _note_retry(session: Session, authority: Authority, by: Actor, at: datetime, what: str, case: FoundingCase) -> None:
    note_change(session, authority, "work:retried", by, at, what=what, number=case.number)
    session.flush()


def _note_end(session: Session, authority: Authority, by: Actor, at: datetime, what: str, case: FoundingCase,
              reason: str) -> None:  # fmt: skip
    reason = written(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid("too_long", f"Hoogstens {LONGEST_REASON} tekens.", "reason")
    record(session, case, "work:given_up", by, at, FUNCTION, what=what, reason=reason)
    write_case(session)
    note_change(session, authority, "work:given_up", by, at, what=what, number=case.number)
    session.flush()
