"""The consultation: police and municipality each decide, the judicial authority is told."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.consultation import consulting, contacting
from models.rules.access import Role
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.consultation_steps import approve_all, case_in_consultation, person
from tests.factories import Place, acting, give_role, later, submitted


def test_both_approvals_and_the_judicial_contact_open_the_info_evening(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)

    approve_all(session, place, case)

    assert case.stage == "info_evening"


@pytest.mark.parametrize("side", ["police", "municipality"])
def test_a_refusal_of_either_side_ends_the_case_with_reason_and_body(session: Session, place: Place, side: str) -> None:
    case = case_in_consultation(session, place)
    decide = consulting.decide_as_police if side == "police" else consulting.decide_as_municipality
    role = Role.POLICE_CHIEF if side == "police" else Role.MAYOR

    decide(
        session, case.id, person(session, place, role, case), later(case), is_approved=False, reason="Geen capaciteit."
    )

    assert case.end == "refused"


def test_the_second_of_two_decisions_of_one_side_is_told_that_it_was_decided(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    chief = person(session, place, Role.POLICE_CHIEF, case)
    consulting.decide_as_police(session, case.id, chief, later(case), is_approved=True, reason="Akkoord.")

    with pytest.raises(Stale) as refusal:
        consulting.decide_as_police(session, case.id, chief, later(case), is_approved=False, reason="Toch niet.")

    assert refusal.value.code == "already_decided"


def test_one_person_does_not_decide_for_both_sides(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    give_role(session, place.people[Role.POLICE_CHIEF], Role.MAYOR, place.municipality)
    both = person(session, place, Role.POLICE_CHIEF, case)
    consulting.decide_as_police(session, case.id, both, later(case), is_approved=True, reason="Akkoord.")

    with pytest.raises(NotAllowed) as refusal:
        consulting.decide_as_municipality(session, case.id, both, later(case), is_approved=True, reason="Akkoord.")

    assert refusal.value.code == "both_sides"


def test_approvals_without_the_judicial_contact_do_not_open_the_evening(session: Session, place: Place) -> None:
    case, at = case_in_consultation(session, place), None
    at = later(case)
    consulting.decide_as_police(session, case.id, person(session, place, Role.POLICE_CHIEF, case), at, is_approved=True,
                                reason="Goed.")  # fmt: skip
    consulting.decide_as_municipality(session, case.id, person(session, place, Role.MAYOR, case), at, is_approved=True,
                                      reason="Goed.")  # fmt: skip

    assert (case.stage, case.waiting_for) == ("consultation", ["judicial_authority_contacted"])


def test_a_zone_that_needs_no_judicial_contact_goes_on_without_it(session: Session, place: Place) -> None:
    place.zone.settings = {"judicial_contact_required": False}
    case = case_in_consultation(session, place)
    at = later(case)

    consulting.decide_as_police(session, case.id, person(session, place, Role.POLICE_CHIEF, case), at, is_approved=True,
                                reason="Goed.")  # fmt: skip
    consulting.decide_as_municipality(session, case.id, person(session, place, Role.MAYOR, case), at, is_approved=True,
                                      reason="Goed.")  # fmt: skip

    assert case.stage == "info_evening"


def test_the_municipality_s_body_is_on_the_decision_also_when_the_mayor_clicks(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)

    consulting.decide_as_municipality(session, case.id, person(session, place, Role.MAYOR, case), later(case),
                                      is_approved=True, reason="Zitting van 2 maart.")  # fmt: skip

    from models.approval import Approval

    assert session.scalars(select(Approval.body)).one() == "college van burgemeester en schepenen"


def test_a_contact_in_the_future_was_no_contact(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)

    with pytest.raises(Invalid) as refusal:
        contacting.record_judicial_contact(
            session, case.id, person(session, place, Role.MANDATED_OFFICER, case), later(case),
            contacted_on=day_of(later(case, 5)), means="telefoon",
        )  # fmt: skip

    assert refusal.value.field == "contacted_on"


def test_sent_back_a_case_is_in_idea_again_and_needs_new_decisions(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    at = later(case)
    consulting.decide_as_police(session, case.id, person(session, place, Role.POLICE_CHIEF, case), at, is_approved=True,
                                reason="Goed.")  # fmt: skip

    consulting.send_back_to_idea(
        session, case.id, person(session, place, Role.MAYOR, case), at, reason="Gebied te groot."
    )

    assert (case.stage, case.round) == ("idea", 2)
    assert case.waiting_for == ["request_complete", "request_accepted"]


def test_in_idea_nobody_can_decide_for_the_police(session: Session, place: Place) -> None:
    case = submitted(session, place)

    with pytest.raises(GateNotMet) as refusal:
        consulting.decide_as_police(session, case.id, acting(session, place.people[Role.POLICE_CHIEF]), later(case),
                                    is_approved=True, reason="Te vroeg.")  # fmt: skip

    assert refusal.value.code == "wrong_stage"
