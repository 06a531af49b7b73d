"""A network that seems dormant is asked, answers, and somebody sees to it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.networks.asking_networks import answer_for_network, ask_if_dormant, ask_network, see_to_network
from models.operations.networks.messaging import SentElsewhere, enter_message
from models.queries.networks.dormancy import cases_to_ask, dormant_networks, last_check, signs_in_case
from models.rules.access import Actor, Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_place
from tests.message_steps import TIP, officer

QUIET = 200  # days: more than the six months of the setting


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


def _by(session: Session, place: Place, case: FoundingCase, role: Role, days: int = QUIET) -> Actor:
    return acting(session, place.people[role], later(case, days))


def _events(session: Session, case: FoundingCase) -> list[str]:
    rows = session.query(JournalEntry).filter_by(case_id=case.id).order_by(JournalEntry.sequence)
    return [row.event for row in rows if row.event in ("network:asked", "network:answered", "network:seen_to")]


def test_the_clock_asks_once_and_again_only_after_somebody_saw_to_it(
    session: Session, place: Place, case: FoundingCase
) -> None:
    assert not ask_if_dormant(session, case.id, later(case, 30))
    assert cases_to_ask(session, day_of(later(case, 30))) == []
    day = day_of(later(case, QUIET))
    assert cases_to_ask(session, day) == [case.id]

    assert ask_if_dormant(session, case.id, later(case, QUIET))
    assert not ask_if_dormant(session, case.id, later(case, QUIET + 1))
    assert cases_to_ask(session, day + timedelta(days=400)) == []

    cora = acting(session, coordinator_of(session, case), later(case, QUIET))
    at = later(case, QUIET + 3)
    answer_for_network(session, case.id, cora, at, answer="needs_help", note="Ik ben ziek.")
    see_to_network(
        session, case.id, _by(session, place, case, Role.DESK_OFFICER), at, follow_up="Gebeld en langs geweest."
    )

    assert _events(session, case) == ["network:asked", "network:answered", "network:seen_to"]
    check = last_check(session, case.id)
    assert check is not None
    assert (check.asked_by_id, check.signs, check.answer) == (None, ["no_message", "no_meeting"], "needs_help")
    assert cases_to_ask(session, day_of(at) + timedelta(days=30)) == []
    assert cases_to_ask(session, day_of(at) + timedelta(days=200)) == [case.id]


def test_a_message_is_a_sign_of_life(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case, QUIET)
    enter_message(session, case.id, acting(session, officer(place), at), at, TIP, SentElsewhere("telefoon", at))

    assert signs_in_case(session, case, day_of(at)) == ("no_meeting",)
    assert not ask_if_dormant(session, case.id, at)


def test_staff_ask_at_one_sign_and_not_twice(session: Session, place: Place, case: FoundingCase) -> None:
    desk = _by(session, place, case, Role.DESK_OFFICER)
    with pytest.raises(GateNotMet):
        ask_network(session, case.id, desk, later(case, 30))

    ask_network(session, case.id, desk, later(case, QUIET))

    with pytest.raises(Stale):
        ask_network(session, case.id, desk, later(case, QUIET + 1))


def test_who_may_ask_answer_and_see_to_it(session: Session, place: Place, case: FoundingCase) -> None:
    at, other = later(case, QUIET), make_place(session, "westveld", "WES")
    cora = acting(session, coordinator_of(session, case), at)
    desk = _by(session, place, case, Role.DESK_OFFICER)
    for actor in (cora, acting(session, other.people[Role.DESK_OFFICER], at), _by(session, place, case, Role.MAYOR)):
        with pytest.raises(NotAllowed):
            ask_network(session, case.id, actor, at)
    ask_network(session, case.id, desk, at)

    with pytest.raises(NotAllowed):
        answer_for_network(session, case.id, desk, at, answer="alive")
    with pytest.raises(NotAllowed):
        see_to_network(session, case.id, cora, at, follow_up="Zelf opgelost.")
    with pytest.raises(Invalid):
        answer_for_network(session, case.id, cora, at, answer="misschien")


def test_nothing_is_answered_that_was_not_asked(session: Session, case: FoundingCase) -> None:
    cora = acting(session, coordinator_of(session, case), later(case, QUIET))

    with pytest.raises(Stale):
        answer_for_network(session, case.id, cora, later(case, QUIET), answer="alive")


def test_each_sees_the_dormant_networks_of_their_own_authority(
    session: Session, place: Place, case: FoundingCase
) -> None:
    other = make_place(session, "westveld", "WES")
    theirs = advance_to(session, other, Stage.EVALUATION)
    on = day_of(later(case, QUIET))

    found = {
        name: [one.case.id for one in dormant_networks(session, {authority.id}, on)]
        for name, authority in (("own", place.municipality), ("zone", place.zone), ("other", other.municipality))
    }

    assert found == {"own": [case.id], "zone": [case.id], "other": [theirs.id]}
    assert dormant_networks(session, {place.municipality.id}, day_of(later(case, 10))) == ()
