"""Staff tell where they live; it works in the four eyes, and stands nowhere but with the person."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_journal import AuthorityJournalEntry
from models.clock import day_of
from models.operations.accounts.homes import tell_home
from models.operations.consultation import consulting
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed
from tests.factories import START, Place, acting, advance_to, later, make_place

CHIEF = Role.POLICE_CHIEF


def test_who_tells_that_they_live_in_the_streets_of_a_case_does_not_decide_on_it(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    chief = place.people[CHIEF]
    tell_home(session, acting(session, chief), START, dwelling_id=place.streets[0].dwellings[3].id)

    with pytest.raises(NotAllowed) as refusal:
        consulting.decide_as_police(session, case.id, acting(session, chief), later(case), is_approved=True,
                                    reason="Akkoord.")  # fmt: skip

    assert refusal.value.code == "four_eyes"


def test_outside_the_area_is_told_too_and_takes_the_dwelling_away(session: Session, place: Place) -> None:
    chief = place.people[CHIEF]
    tell_home(session, acting(session, chief), START, dwelling_id=place.streets[0].dwellings[3].id)

    tell_home(session, acting(session, chief), START, dwelling_id=None)

    assert (chief.dwelling_id, chief.home_told_on) == (None, day_of(START))


def test_the_journal_of_the_authority_tells_that_it_was_told_and_never_where(session: Session, place: Place) -> None:
    chief = place.people[CHIEF]
    tell_home(session, acting(session, chief), START, dwelling_id=place.streets[0].dwellings[3].id)

    entry = session.scalars(select(AuthorityJournalEntry)).one()
    told: tuple[Any, ...] = (entry.authority_id, entry.event, entry.by_id, entry.data)
    assert told == (place.zone.id, "home:told", chief.id, {})


def test_a_dwelling_elsewhere_is_refused(session: Session, place: Place) -> None:
    other = make_place(session, "westveld", "WES")

    with pytest.raises(Invalid) as refusal:
        tell_home(session, acting(session, place.people[CHIEF]), START,
                  dwelling_id=other.streets[0].dwellings[0].id)  # fmt: skip

    assert refusal.value.field == "address"


def test_a_resident_tells_nothing_here(session: Session, place: Place) -> None:
    with pytest.raises(NotAllowed):
        tell_home(session, acting(session, place.resident), START, dwelling_id=None)
