"""The answer to an invitation to the stuurgroep: from the acceptance on, the seat opens the case and its charter."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.mandate import Mandate
from models.operations.cases.acting import lock_case, proceed, record
from models.queries.cases.facts import settings_of
from models.queries.evenings.seats import offered_seat
from models.rules.access import Actor
from models.rules.refusals import GateNotMet, Invalid, Stale

ANSWERED = "Deze uitnodiging is al beantwoord, of u staat niet meer in de lijst."


def accept_seat(session: Session, case_id: int, by: Actor, at: datetime, *, is_of_age: bool) -> None:
    """Take the seat. Members of a BIN are 18 or older (domain.md 2.6), so who accepts declares it.

    Raises Stale when nothing is asked of them (any more), GateNotMet when the case has ended.
    """
    case, seat = _offered(session, case_id, by)
    if not is_of_age:
        raise Invalid("not_of_age", "Wie in de stuurgroep zit, is 18 jaar of ouder. Vink dit aan.", "is_of_age")
    seat.is_accepted, seat.since = True, day_of(at)
    _note(session, case, seat, "seat:accepted", by, at)


def decline_seat(session: Session, case_id: int, by: Actor, at: datetime) -> None:
    """Leave the seat to somebody else. No reason is asked; desk and police hear that they must look further."""
    case, seat = _offered(session, case_id, by)
    seat.until = day_of(at)
    _note(session, case, seat, "seat:declined", by, at)


def _offered(session: Session, case_id: int, by: Actor) -> tuple[FoundingCase, Mandate]:
    case = lock_case(session, case_id)
    seat = offered_seat(session, case_id, by.person_id)
    if seat is None:
        raise Stale("seat_answered", ANSWERED)
    if case.ended_at is not None:
        raise GateNotMet("case_ended", "Dit dossier is beëindigd; er kan niets meer in gebeuren.")
    return case, seat


def _note(session: Session, case: FoundingCase, seat: Mandate, event: str, by: Actor, at: datetime) -> None:
    session.flush()
    record(session, case, event, by, at, seat.role, seat=seat.function)
    proceed(session, case, settings_of(case), at)
