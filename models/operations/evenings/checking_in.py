"""At the door: people are checked in, from two tablets at once and after a lost connection, and each dwelling once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling
from models.attendance import Attendance
from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.info_evening import InfoEvening
from models.operations.cases.acting import written
from models.operations.support.counting_voices import PlacedDwelling, dwelling_in_area
from models.queries.evenings.invitations import invitation_of
from models.rules.access import CHECKERS, Actor, holds
from models.rules.attendance import LONGEST_WAIT, MOST_PEOPLE, why_closed
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.streets import suffix_key


@dataclass(frozen=True)
class Arrival:
    """What was noted at the door. With a code, the dwelling is the invited one; without code and street, the people
    come from elsewhere. `waited`: how long the device kept it before it could send it."""

    key: str
    people: int
    code: str = ""
    street_id: int = 0
    number: str = ""
    is_on_paper: bool = False
    waited: timedelta = timedelta(0)


@dataclass(frozen=True)
class CheckedIn:
    """The row that counts, and whether its dwelling was there already (from another device, or earlier)."""

    attendance: Attendance
    was_already: bool = False


def check_in(session: Session, case_id: int, by: Actor, at: datetime, arrival: Arrival, *,
             evening_id: int) -> CheckedIn:  # fmt: skip
    """Note who came. The same arrival sent again changes nothing; a dwelling that is there already counts once.

    Raises Invalid (the field that is wrong), GateNotMet (the door is closed) and NotAllowed.
    """
    case, evening = _take_evening(session, case_id, evening_id, by)
    sent = session.scalars(
        select(Attendance).where(Attendance.evening_id == evening_id, Attendance.key == arrival.key)
    ).one_or_none()
    if sent is not None:
        return CheckedIn(sent)
    _require_open(case, evening, at)
    if not 8 <= len(arrival.key) <= 64:
        raise Invalid("wrong_key", "Deze pagina is te oud. Open ze opnieuw.")
    if not 1 <= arrival.people <= MOST_PEOPLE:
        raise Invalid("people", f"Vul in hoeveel mensen er zijn: 1 tot {MOST_PEOPLE}.", "people")
    dwelling = _dwelling(session, case, evening, arrival)
    there = _present(session, evening_id, dwelling) if dwelling is not None else None
    if there is not None:
        return CheckedIn(there, was_already=True)
    assert by.person_id is not None
    row = Attendance(case_id=case_id, evening_id=evening_id, key=arrival.key, people=arrival.people,
                     how=_how(arrival), arrived_at=at - _believable(arrival.waited), noted_at=at,
                     noted_by_id=by.person_id, **(vars(dwelling) if dwelling is not None else {}))  # fmt: skip
    session.add(row)
    session.flush()
    return CheckedIn(row)


def remove_attendance(session: Session, case_id: int, by: Actor, at: datetime, *, attendance_id: int,
                      reason: str) -> None:  # fmt: skip
    """A check-in was wrong: it no longer counts, and the dwelling can be checked in again."""
    row = session.get(Attendance, attendance_id)
    if row is None or row.case_id != case_id:
        raise NotAllowed("unknown_attendance", "Deze aanmelding bestaat niet.")
    case, evening = _take_evening(session, case_id, row.evening_id, by)
    _require_open(case, evening, at)
    session.refresh(row)
    if row.removed_at is not None:
        raise Stale("removed", "Deze aanmelding is al verwijderd.")
    row.removed_at, row.removed_by_id, row.removal_reason = at, by.person_id, written(reason)
    session.flush()


def _take_evening(session: Session, case_id: int, evening_id: int, by: Actor) -> tuple[FoundingCase, InfoEvening]:
    """The evening under its lock: who checks in at the same time waits for a moment, the case itself is not locked."""
    locked = select(InfoEvening).where(InfoEvening.id == evening_id, InfoEvening.case_id == case_id)
    evening = session.scalars(
        locked.with_for_update(of=InfoEvening).execution_options(populate_existing=True)
    ).one_or_none()
    case = session.get(FoundingCase, case_id)
    if evening is None or case is None:
        raise NotAllowed("unknown_evening", "Deze infoavond bestaat niet.")
    if not holds(by, CHECKERS, case.place):
        raise NotAllowed("no_role", "Uw functie laat niet toe om mensen aan te melden.")
    return case, evening


def _require_open(case: FoundingCase, evening: InfoEvening, at: datetime) -> None:
    if case.ended_at is not None:
        raise GateNotMet("case_ended", "Dit dossier is beëindigd; er kan niets meer in gebeuren.")
    is_final = evening.minutes_approved_at is not None
    closed = why_closed(evening.state, day_of(evening.starts_at), day_of(at), is_final=is_final)
    if closed:
        raise GateNotMet("door_closed", closed)


def _dwelling(session: Session, case: FoundingCase, evening: InfoEvening, arrival: Arrival) -> PlacedDwelling | None:
    if arrival.code.strip():
        return _invited_dwelling(session, evening, arrival.code)
    return dwelling_in_area(session, case, arrival.street_id, arrival.number) if arrival.street_id else None


def _invited_dwelling(session: Session, evening: InfoEvening, code: str) -> PlacedDwelling:
    """The dwelling of the invitation. One to an evening that was moved leads here; one to another evening does not
    (bad story: a household is counted on two evenings of one founding)."""
    invitation = invitation_of(session, code)
    if invitation is None:
        raise Invalid("unknown_code", "Deze code kennen wij niet. Kijk ze na, of vul straat en nummer in.", "code")
    if invitation.case_id != evening.case_id:
        sentence = "Deze uitnodiging is van een ander netwerk. Mag men erbij zijn? Meld dan aan als ‘van elders’."
        raise Invalid("other_case", sentence, "code")
    if invitation.evening_id != evening.id:
        other = session.get_one(InfoEvening, invitation.evening_id)
        if other.state != "cancelled":
            when = other.starts_at.astimezone(BELGIUM)
            sentence = (
                f"Deze uitnodiging is voor de avond van {when:%d/%m/%Y} om {when:%H.%M} uur in {other.place}. "
                "Blijft men toch hier? Vul dan straat en nummer in."
            )
            raise Invalid("other_evening", sentence, "code")
    one = session.get_one(Dwelling, invitation.dwelling_id)
    return PlacedDwelling(one.street_id, one.number, one.suffix, suffix_key(one.suffix), one.id)


def _present(session: Session, evening_id: int, dwelling: PlacedDwelling) -> Attendance | None:
    return session.scalars(
        select(Attendance).where(
            Attendance.evening_id == evening_id,
            Attendance.street_id == dwelling.street_id,
            Attendance.house_number == dwelling.house_number,
            Attendance.suffix_key == dwelling.suffix_key,
            Attendance.removed_at.is_(None),
        )
    ).one_or_none()


def _how(arrival: Arrival) -> str:
    if arrival.is_on_paper:
        return "paper"
    return "code" if arrival.code.strip() else "list" if arrival.street_id else "walk_in"


def _believable(waited: timedelta) -> timedelta:
    """A device can't have waited less than nothing, nor longer than a day."""
    return min(max(waited, timedelta(0)), LONGEST_WAIT)
