"""An info evening that moves or does not take place: who replied hears of it, and no reply is lost."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.operations.cases.acting import Taken, body_of, proceed, record, take, written
from models.operations.cases.writing_case import set_due_day
from models.operations.evenings.seating import carry_replies, tell_of_cancelling
from models.queries.evenings.evenings import planned_evenings
from models.rules.access import SYSTEM, Actor
from models.rules.refusals import GateNotMet, Invalid, Stale

MOST_EXTRA_ITEMS = 10
LONGEST_ITEM = 200
LARGEST_ROOM = 5000
NOT_FOUNDED = "Dit netwerk wordt niet opgericht."

_NEXT_PLANNED = select(func.min(InfoEvening.starts_at)).where(
    InfoEvening.case_id == bindparam("of_case"), InfoEvening.state == "planned"
)


def evening_to_move(session: Session, case_id: int, evening_id: int | None) -> InfoEvening | None:
    """The planned evening that the new one replaces: the one that was named, else the first; None: there is none.

    Raises Stale where the named one is planned no more.
    """
    planned = planned_evenings(session, case_id)
    if evening_id is None:
        return planned[0] if planned else None
    for one in planned:
        if one.id == evening_id:
            return one
    raise Stale("evening_gone", "Deze infoavond is ondertussen gehouden, verplaatst of afgelast.")


def move_evening(session: Session, taken: Taken, earlier: InfoEvening, evening: InfoEvening, reason: str, by: Actor,
                 at: datetime) -> None:  # fmt: skip
    """The new evening takes the place of the earlier one, with its replies."""
    earlier.state, earlier.cancel_reason, earlier.moved_to_id = "cancelled", reason, evening.id
    record(session, taken.case, "info_evening:cancelled", by, at, taken.function, reason=reason,
           evening_id=earlier.id)  # fmt: skip
    carry_replies(session, earlier, evening, at)


def cancel_info_evening(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str,
                        evening_id: int | None = None, seen: str = "") -> None:  # fmt: skip
    """An evening does not take place, and there is no new date yet. Everybody who replied is told why."""
    taken = take(session, case_id, "cancel_info_evening", by, seen=seen)
    evening = evening_to_move(session, case_id, evening_id)
    if evening is None:
        raise GateNotMet("no_evening", "Er is geen infoavond die nog moet komen.")
    evening.state, evening.cancel_reason = "cancelled", written(reason)
    session.flush()
    tell_of_cancelling(session, evening)
    set_due_day(session, taken.case, next_evening_on(session, case_id))
    record(session, taken.case, "info_evening:called_off", by, at, taken.function,
           held_on=day_of(evening.starts_at).isoformat(), reason=evening.cancel_reason,
           body=body_of(taken), evening_id=evening.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def call_off_what_is_planned(session: Session, case: FoundingCase, at: datetime) -> None:
    """The founding ends: who replied to an evening that is still to come hears that it does not take place, and nobody
    can reply to it any more. Why the founding ends is not for the whole street, so it is not told."""
    for evening in planned_evenings(session, case.id):
        if evening.starts_at > at:
            evening.state, evening.cancel_reason = "cancelled", NOT_FOUNDED
            session.flush()
            tell_of_cancelling(session, evening)
            record(session, case, "info_evening:cancelled", SYSTEM, at, reason=NOT_FOUNDED, evening_id=evening.id)


def next_evening_on(session: Session, case_id: int) -> date | None:
    """The day of the first evening that is planned: that is what the case waits for."""
    session.flush()
    starts_at = session.connection().scalar(_NEXT_PLANNED, {"of_case": case_id})
    return day_of(starts_at) if starts_at else None


def items_after_the_seven(lines: Sequence[str]) -> list[str]:
    """The agenda items of this evening alone, one per line."""
    items = [line.strip() for line in lines if line.strip()]
    if len(items) > MOST_EXTRA_ITEMS:
        raise Invalid("too_many_items", f"Hoogstens {MOST_EXTRA_ITEMS} extra agendapunten.", "extra_items")
    if any(len(item) > LONGEST_ITEM for item in items):
        raise Invalid("too_long", f"Hoogstens {LONGEST_ITEM} tekens per agendapunt.", "extra_items")
    return items


def room_for(people: int | None) -> int | None:
    """How many people the room holds; None: nobody counts them."""
    if people is not None and not 1 <= people <= LARGEST_ROOM:
        raise Invalid("room_limit", f"Vul een getal in tussen 1 en {LARGEST_ROOM}, of niets.", "room_limit")
    return people
