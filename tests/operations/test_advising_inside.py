"""An opinion asked of somebody who works here: they answer signed in. And advisers hear when theirs is not needed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.cases import correcting
from models.operations.consultation import consulting
from models.operations.consultation.advising_by_link import (
    AdviserAnswer,
    answer_asked_opinion,
    find_advice,
    find_own_advice,
)
from models.operations.consultation.reminding_advisers import remind_advisers
from models.operations.effects import planning_effects
from models.operations.requests import requesting
from models.opinion import Opinion
from models.outbox import Effect
from models.person import Person
from models.queries.consultation.advice import asked_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.advice_steps import FOLDER, answer, ask_outside, link_of
from tests.factories import Place, acting, advance_to, later, make_place

OFFICER, CHIEF = Role.MANDATED_OFFICER, Role.POLICE_CHIEF


@pytest.fixture
def elsewhere(session: Session) -> Place:
    """Another municipality with another zone of the same installation."""
    return make_place(session, "westveld", "WES")


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.CONSULTATION)


def _asked(session: Session, place: Place, case: FoundingCase, person: Person) -> Opinion:
    return ask_outside(session, place, case, later(case), adviser="de andere zone", adviser_kind="police_zone",
                       email=(person.email or "").upper())  # fmt: skip


def _gives(session: Session, opinion: Opinion, person: Person, at: datetime, chosen: str = "favourable",
           text: str = "") -> None:  # fmt: skip
    given = AdviserAnswer(chosen, text, opinion.due_on + timedelta(days=9) if chosen == "more_time" else None)
    answer_asked_opinion(session, opinion.id, acting(session, person, at), at, given, FOLDER)


def _mails(session: Session, case: FoundingCase, kind: str, at: datetime) -> list[str]:
    planning_effects.plan_effects(session, case.id, at)
    rows = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == "mail").order_by(Effect.id))
    return [one.payload["to"] for one in rows if one.payload["notice"] == kind]


def test_who_works_here_gets_no_link_and_finds_it_in_their_own_list(
    session: Session, place: Place, elsewhere: Place, case: FoundingCase
) -> None:
    person = elsewhere.people[OFFICER]

    opinion = _asked(session, place, case, person)

    (waiting,) = asked_of(session, person.id, day_of(later(case)))
    assert (waiting.opinion_id, waiting.network, waiting.municipality) == (opinion.id, "BIN Kerkkwartier", "Oosterbeke")
    assert opinion.link_seed == ""
    assert _mails(session, case, "advice_asked", later(case)) == [person.email]
    assert asked_of(session, elsewhere.people[CHIEF].id, day_of(later(case))) == []


def test_a_resident_with_an_account_still_gets_a_link(session: Session, place: Place, case: FoundingCase) -> None:
    opinion = _asked(session, place, case, place.neighbour)

    assert (opinion.person_id, bool(opinion.link_seed)) == (None, True)


def test_who_was_asked_answers_and_the_journal_tells_that_they_were_signed_in(
    session: Session, place: Place, elsewhere: Place, case: FoundingCase
) -> None:
    person, at = elsewhere.people[OFFICER], later(case, 2)
    opinion = _asked(session, place, case, person)

    _gives(session, opinion, person, at, "conditional", "Mits een vorming.")

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "opinion:given")).one()
    assert (opinion.state, opinion.text, opinion.recorded_by_id) == ("given", "Mits een vorming.", person.id)
    assert (entry.by_id, entry.function) == (person.id, "adviser_inside")
    assert _mails(session, case, "advice_receipt", at) == [person.email]
    assert asked_of(session, person.id, day_of(at)) == []
    with pytest.raises(Stale):
        _gives(session, opinion, person, at)


@pytest.mark.parametrize("chosen", ["more_time", "more_information"])
def test_who_was_asked_can_ask_back(
    session: Session, place: Place, elsewhere: Place, case: FoundingCase, chosen: str
) -> None:
    opinion = _asked(session, place, case, elsewhere.people[OFFICER])

    _gives(session, opinion, elsewhere.people[OFFICER], later(case), chosen, "Ik moet overleggen.")

    assert opinion.open_question is not None
    assert "adviser_questions_answered" in case.waiting_for


def test_nobody_else_answers_or_sees_it(session: Session, place: Place, elsewhere: Place, case: FoundingCase) -> None:
    opinion = _asked(session, place, case, elsewhere.people[OFFICER])

    for person in (elsewhere.people[CHIEF], place.people[OFFICER], place.resident):
        assert find_own_advice(session, opinion.id, acting(session, person), later(case)) is None
        with pytest.raises(NotAllowed):
            _gives(session, opinion, person, later(case))


def test_who_lives_in_the_area_gives_no_opinion_on_it(
    session: Session, place: Place, elsewhere: Place, case: FoundingCase
) -> None:
    person = elsewhere.people[OFFICER]
    opinion = _asked(session, place, case, person)
    person.dwelling_id = place.streets[0].dwellings[3].id
    session.flush()

    with pytest.raises(NotAllowed) as refusal:
        _gives(session, opinion, person, later(case))

    assert refusal.value.code == "four_eyes"


def test_nobody_asks_their_own_opinion(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(Invalid) as refusal:
        _asked(session, place, case, place.people[OFFICER])

    assert (refusal.value.code, refusal.value.field) == ("yourself", "email")


def test_who_was_asked_is_reminded_too(session: Session, place: Place, elsewhere: Place, case: FoundingCase) -> None:
    _asked(session, place, case, elsewhere.people[OFFICER])

    assert remind_advisers(session, case.id, later(case, 28)) == 1
    assert _mails(session, case, "advice_reminder", later(case, 28)) == [elsewhere.people[OFFICER].email]


def _refused(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    consulting.decide_as_police(session, case.id, acting(session, place.people[CHIEF], at), at, is_approved=False,
                                reason="Te weinig agenten.")  # fmt: skip


def test_an_adviser_hears_that_the_case_ended_and_the_link_says_so(
    session: Session, place: Place, case: FoundingCase
) -> None:
    opinion, at = ask_outside(session, place, case, later(case)), later(case, 3)
    _refused(session, place, case, at)

    found = find_advice(session, link_of(session, opinion), at + timedelta(days=1))

    assert _mails(session, case, "advice_lapsed", at) == [opinion.email]
    assert found is not None
    assert found.state == "over"
    with pytest.raises(GateNotMet):
        answer(session, opinion, at, "favourable")


def test_an_adviser_hears_it_when_the_consultation_closes_or_the_request_is_withdrawn(
    session: Session, place: Place, case: FoundingCase
) -> None:
    opinion, at = ask_outside(session, place, case, later(case)), later(case, 3)

    requesting.withdraw_request(session, case.id, acting(session, place.resident), at, reason="Wij verhuizen.")

    assert _mails(session, case, "advice_lapsed", at) == [opinion.email]


def test_who_answered_hears_nothing_more(session: Session, place: Place, case: FoundingCase) -> None:
    opinion, at = ask_outside(session, place, case, later(case)), later(case, 3)
    answer(session, opinion, at, "favourable")
    _refused(session, place, case, at)

    assert _mails(session, case, "advice_lapsed", at) == []


def test_a_corrected_refusal_asks_the_opinion_again(session: Session, place: Place, case: FoundingCase) -> None:
    opinion, at = ask_outside(session, place, case, later(case)), later(case, 3)
    _refused(session, place, case, at)

    correcting.correct_decision(session, case.id, acting(session, place.people[CHIEF], at), at, is_approved=True,
                                reason="De zone krijgt versterking.")  # fmt: skip

    found = find_advice(session, link_of(session, opinion), at)
    assert _mails(session, case, "advice_revived", at) == [opinion.email]
    assert found is not None
    assert found.state == "open"


def test_a_request_that_is_sent_back_asks_the_opinion_again_once_it_returns(
    session: Session, place: Place, case: FoundingCase
) -> None:
    opinion, at = ask_outside(session, place, case, later(case)), later(case, 3)
    chief = acting(session, place.people[CHIEF], at)
    consulting.send_back_to_idea(session, case.id, chief, at, reason="Het gebied overlapt.")
    assert _mails(session, case, "advice_lapsed", at) == [opinion.email]
    resident = acting(session, place.resident, at)
    requesting.complete_request(session, case.id, resident, at, motives="Er waren drie inbraken.", households=15,
                                expectations={}, addition="Aangepast.")  # fmt: skip

    requesting.accept_request(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at)

    assert _mails(session, case, "advice_revived", at) == [opinion.email]
