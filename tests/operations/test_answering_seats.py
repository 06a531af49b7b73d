"""An invitation to the stuurgroep: it gives nothing until it is accepted, and can be left to somebody else."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.charters import drafting_charter, saving_sections
from models.operations.evenings import informing
from models.operations.evenings.answering_seats import accept_seat, decline_seat
from models.person import Person
from models.queries.charters.charter_pages import view_charter
from models.queries.evenings.seats import offered_seats
from models.rules.access import Actor, Role, roles_on
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import freeze, ready_to_freeze
from tests.factories import Place, acting, advance_to, coordinator_of, later

LARS = informing.Seat("Lars Later", "lars@oosterbeke.example", Role.STEERING_GROUP_MEMBER.value)


def _invite_lars(session: Session, place: Place, case: FoundingCase) -> Person:
    """Lars is asked to join the stuurgroep of a case in its charter stage."""
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    cora = coordinator_of(session, case)
    seats = [informing.Seat(cora.name, cora.email or "", Role.COORDINATOR.value), LARS]
    informing.appoint_steering_group(session, case.id, desk, later(case), seats=seats)
    return session.scalars(select(Person).where(Person.email == LARS.email)).one()


def _write(session: Session, case: FoundingCase, by: Actor, at: datetime) -> None:
    saving_sections.save_section(
        session, case.id, by, at, section="members", revision=0, content={"text": "Leden zijn 18 jaar of ouder."}
    )


def test_who_was_asked_sees_and_writes_nothing_until_they_accept(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    lars = _invite_lars(session, place, case)
    assert roles_on(acting(session, lars, later(case)), case.place) == frozenset()
    with pytest.raises(NotAllowed):
        _write(session, case, acting(session, lars, later(case)), later(case))

    accept_seat(session, case.id, acting(session, lars, later(case)), later(case), is_of_age=True)

    assert roles_on(acting(session, lars, later(case)), case.place) == {Role.STEERING_GROUP_MEMBER}
    _write(session, case, acting(session, lars, later(case)), later(case))
    entries = session.scalars(select(JournalEntry).where(JournalEntry.event == "seat:accepted")).all()
    assert [one.data for one in entries if one.by_id == lars.id] == [{"seat": "lid van de stuurgroep"}]


def test_who_is_not_of_age_does_not_take_the_seat(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    lars = _invite_lars(session, place, case)

    with pytest.raises(Invalid, match="18 jaar") as refused:
        accept_seat(session, case.id, acting(session, lars, later(case)), later(case), is_of_age=False)

    assert refused.value.field == "is_of_age"
    assert [one.person_id for one in offered_seats(session, case.id)] == [lars.id]


def test_who_declines_leaves_the_list_and_is_not_asked_again(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    lars = _invite_lars(session, place, case)

    decline_seat(session, case.id, acting(session, lars, later(case)), later(case))

    left = session.scalars(select(Mandate).where(Mandate.person_id == lars.id)).one()
    assert (left.until is not None, left.is_accepted) == (True, False)
    assert roles_on(acting(session, lars, later(case)), case.place) == frozenset()
    with pytest.raises(Stale, match="al beantwoord"):
        accept_seat(session, case.id, acting(session, lars, later(case)), later(case), is_of_age=True)


def test_nobody_answers_for_somebody_else(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    _invite_lars(session, place, case)

    with pytest.raises(Stale):
        accept_seat(session, case.id, acting(session, place.neighbour, later(case)), later(case), is_of_age=True)

    assert len(offered_seats(session, case.id)) == 1


def test_who_stays_in_the_list_need_not_accept_again(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    _invite_lars(session, place, case)

    assert [one.person.name for one in offered_seats(session, case.id)] == [LARS.name]


def test_the_text_is_not_frozen_while_somebody_has_not_answered(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    lars = _invite_lars(session, place, case)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    with pytest.raises(GateNotMet, match="Lars Later antwoordde nog niet") as refused:
        drafting_charter.freeze_charter(session, case.id, desk, later(case))
    assert refused.value.code == "seat_not_answered"
    view = view_charter(session, case, day_of(later(case)))
    assert view is not None
    assert view.unanswered_seats == ("Lars Later",)

    accept_seat(session, case.id, acting(session, lars, later(case)), later(case), is_of_age=True)

    assert freeze(session, place, case).state == "frozen"
