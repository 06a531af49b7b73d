"""Opinions: asked, waited for, given, and recorded as not received after their term."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.consultation import advising, consulting
from models.operations.effects.planning_effects import plan_effects
from models.operations.requests import requesting
from models.opinion import Opinion
from models.outbox import Effect
from models.rules.access import Role
from models.rules.refusals import Invalid
from models.term import Term
from tests.consultation_steps import approve_all, case_in_consultation, person
from tests.factories import Place, acting, later


def test_an_opinion_that_is_waited_for_keeps_the_stage_open(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    officer = person(session, place, Role.MANDATED_OFFICER, case)
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="wijkinspecteur")
    approve_all(session, place, case)
    assert case.stage == "consultation"

    advising.give_opinion(session, case.id, officer, later(case), opinion_id=opinion.id, tendency="favourable",
                            text="De buurt is er klaar voor.")  # fmt: skip

    assert case.stage == "info_evening"


def test_an_opinion_that_is_given_leaves_the_term_of_another_running(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    officer = person(session, place, Role.MANDATED_OFFICER, case)
    given = advising.ask_opinion(session, case.id, officer, later(case), adviser="wijkinspecteur")
    awaited = advising.ask_opinion(session, case.id, officer, later(case), adviser="parket")

    advising.give_opinion(session, case.id, officer, later(case), opinion_id=given.id, tendency="favourable",
                            text="De buurt is er klaar voor.")  # fmt: skip

    running = select(Term.subject_id).where(Term.case_id == case.id, Term.kind == "opinion", Term.over_at.is_(None))
    assert session.scalars(running).all() == [awaited.id]


def test_an_opinion_that_never_comes_expires_after_its_term_and_the_case_goes_on(
    session: Session, place: Place
) -> None:
    case = case_in_consultation(session, place)
    officer = person(session, place, Role.MANDATED_OFFICER, case)
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="parket")
    approve_all(session, place, case)
    on_last_day = later(case) + (opinion.due_on - day_of(later(case)))
    assert advising.expire_opinions(session, case.id, on_last_day) == 0

    expired = advising.expire_opinions(session, case.id, on_last_day + timedelta(days=1))

    assert (expired, session.get(Opinion, opinion.id).state, case.stage) == (1, "expired", "info_evening")


def test_when_the_case_ends_the_adviser_need_not_answer_any_more_and_hears_it(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    officer = person(session, place, Role.MANDATED_OFFICER, case)
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="parket",
                                   email="advies@parket.example", question="Ziet u een bezwaar?")  # fmt: skip
    given = advising.ask_opinion(session, case.id, officer, later(case), adviser="wijkinspecteur")
    advising.give_opinion(session, case.id, officer, later(case), opinion_id=given.id, tendency="favourable",
                          text="De buurt is er klaar voor.")  # fmt: skip

    consulting.decide_as_police(session, case.id, person(session, place, Role.POLICE_CHIEF, case), later(case),
                                is_approved=False, reason="Er loopt een onderzoek.")  # fmt: skip

    assert (opinion.state, given.state) == ("asked", "given")  # a correction can open the case again
    plan_effects(session, case.id, later(case))
    mails = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == "mail")).all()
    assert [one.payload["notice"] for one in mails if one.payload["to"] == "advies@parket.example"] == [
        "advice_asked", "advice_lapsed"
    ]  # fmt: skip


def test_a_case_that_ends_later_leaves_the_opinion_that_never_came_as_it_was(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    officer = person(session, place, Role.MANDATED_OFFICER, case)
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="parket")
    approve_all(session, place, case)
    advising.expire_opinions(session, case.id, later(case) + (opinion.due_on - day_of(later(case))) + timedelta(days=1))

    requesting.withdraw_request(session, case.id, acting(session, place.resident), later(case), reason="We stoppen.")

    assert (case.end, opinion.state) == ("withdrawn", "expired")


def test_an_opinion_of_another_case_is_not_found(session: Session, place: Place) -> None:
    case, other = case_in_consultation(session, place), case_in_consultation(session, place)
    officer = person(session, place, Role.MANDATED_OFFICER, case)
    opinion = advising.ask_opinion(session, other.id, officer, later(case), adviser="parket")

    with pytest.raises(Invalid):
        advising.give_opinion(session, case.id, officer, later(case), opinion_id=opinion.id, tendency="favourable",
                                text="Goed.")  # fmt: skip
