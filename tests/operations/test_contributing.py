"""A second member of a dwelling at a contribution, where the municipality says so (domain.md 2.9 and 3: Affligem)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.contribution import MemberContribution
from models.enrolment import Enrolment
from models.operations.accounts.signing_in import Mail
from models.operations.networks import joining
from models.operations.networks.enrolling_on_paper import end_membership, enter_member
from models.operations.networks.joining import JoinAnswer
from models.person import Person
from models.queries.networks.contributions import contributions_of
from models.queries.networks.enrolments import enrolments_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later

MAIL = Mail("Onderwerp", "Tekst")


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    case = advance_to(session, place, Stage.EVALUATION)
    place.municipality.settings = {"second_member_contribution_cents": 600}
    return case


def _answer(place: Place, name: str, **changes: Any) -> JoinAnswer:
    values = {"name": name, "email": f"{name.split()[0].lower()}@binstart.example", "number": "3",
              "street_id": place.streets[0].id, "is_adult": True, "accepts_rules": True, "agrees": True,
              **changes}  # fmt: skip
    return JoinAnswer(**values)


def _waiting(session: Session, place: Place, case: FoundingCase, name: str, **changes: Any) -> Enrolment:
    row = joining.ask_to_join(session, case.number.lower(), later(case), _answer(place, name, **changes), 1,
                              lambda token, one: MAIL)  # fmt: skip
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)
    return row


def _welcome(session: Session, case: FoundingCase, row: Enrolment) -> None:
    actor = acting(session, coordinator_of(session, case), later(case))
    joining.welcome_member(session, case.id, actor, later(case), enrolment_id=row.id, write_notice=lambda one: MAIL)


def _pay(session: Session, case: FoundingCase, row: Enrolment, paid_on: date, by: Person | None = None) -> None:
    actor = acting(session, by or coordinator_of(session, case), later(case))
    joining.note_contribution_paid(session, case.id, actor, later(case), enrolment_id=row.id, paid_on=paid_on)


def _exempt(session: Session, case: FoundingCase, row: Enrolment, reason: str, by: Person | None = None) -> None:
    actor = acting(session, by or coordinator_of(session, case), later(case))
    joining.exempt_member(session, case.id, actor, later(case), enrolment_id=row.id, exemption_reason=reason)


def _state(session: Session, case: FoundingCase, row: Enrolment, on: date) -> str:
    lines = contributions_of((one.row for one in enrolments_of(session, case)), on)
    return lines[row.id].state if row.id in lines else ""


@pytest.fixture
def first(session: Session, place: Place, case: FoundingCase) -> Enrolment:
    row = _waiting(session, place, case, "Eva Eerste", accepts_contribution=True)
    _welcome(session, case, row)
    return row


def test_the_first_member_of_a_dwelling_pays_nothing_whatever_was_ticked(first: Enrolment) -> None:
    assert (first.state, first.contribution) == ("member", None)


def test_a_second_member_who_agreed_is_welcome_pays_and_owes_again_after_a_year(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    row = _waiting(session, place, case, "Thijs Tweede", accepts_contribution=True)
    today = day_of(later(case))
    assert _state(session, case, row, today) == "waiting"

    _welcome(session, case, row)

    assert row.contribution is not None
    assert (row.contribution.cents, row.contribution.agreed_at) == (600, later(case))
    assert _state(session, case, row, today) == "due"
    _pay(session, case, row, today)
    assert _state(session, case, row, today + timedelta(days=364)) == "paid"
    assert _state(session, case, row, today + timedelta(days=366)) == "due"


def test_a_second_member_who_did_not_agree_waits_until_they_do_by_their_link(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    row = _waiting(session, place, case, "Thijs Tweede")
    with pytest.raises(GateNotMet) as refusal:
        _welcome(session, case, row)
    assert refusal.value.code == "contribution_not_agreed"

    joining.accept_contribution(session, row, later(case))
    _welcome(session, case, row)

    assert row.state == "member"


def test_nobody_is_kept_out_for_money(session: Session, place: Place, case: FoundingCase, first: Enrolment) -> None:
    row = _waiting(session, place, case, "Thijs Tweede")
    with pytest.raises(Invalid) as refusal:
        _exempt(session, case, row, " ")
    assert refusal.value.field == "exemption_reason"

    _exempt(session, case, row, "Kan dit nu niet betalen.")
    _welcome(session, case, row)

    assert _state(session, case, row, day_of(later(case))) == "exempt"
    with pytest.raises(Stale):
        _pay(session, case, row, day_of(later(case)))


def test_there_is_no_third_member_of_a_dwelling(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    _welcome(session, case, _waiting(session, place, case, "Thijs Tweede", accepts_contribution=True))

    with pytest.raises(GateNotMet) as refusal:
        _welcome(session, case, _waiting(session, place, case, "Dirk Derde", accepts_contribution=True))

    assert refusal.value.code == "third_member"


def test_where_nothing_is_set_a_second_member_can_not_buy_a_place(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    row = _waiting(session, place, case, "Thijs Tweede", accepts_contribution=True)
    place.municipality.settings = {}

    with pytest.raises(GateNotMet) as refusal:
        _welcome(session, case, row)

    assert refusal.value.code == "second_member"


def test_when_the_first_leaves_the_second_owes_nothing_any_more(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    row = _waiting(session, place, case, "Thijs Tweede", accepts_contribution=True)
    _welcome(session, case, row)

    _welcome(session, case, _waiting(session, place, case, "Wim Werkt", connection="works"))
    joining.leave(session, first, later(case))

    assert _state(session, case, row, day_of(later(case))) == "alone"


def test_what_was_paid_goes_with_who_leaves(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    row = _waiting(session, place, case, "Thijs Tweede", accepts_contribution=True)
    _welcome(session, case, row)
    actor = acting(session, coordinator_of(session, case), later(case))

    end_membership(session, case.id, actor, later(case), enrolment_id=row.id)
    session.flush()

    assert session.scalars(select(MemberContribution)).all() == []


def test_on_paper_a_second_member_agrees_too_or_is_exempted(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    actor = acting(session, coordinator_of(session, case), later(case))
    plain = {"signed_on": day_of(later(case)), "rules_version": 1}
    with pytest.raises(Invalid) as refusal:
        enter_member(session, case.id, actor, later(case), _answer(place, "Thijs Tweede"), **plain)
    assert (refusal.value.code, refusal.value.field) == ("contribution_not_agreed", "accepts_contribution")

    row = enter_member(session, case.id, actor, later(case), _answer(place, "Thijs Tweede"), **plain,
                       exemption_reason="Kan dit nu niet betalen.")  # fmt: skip

    assert _state(session, case, row, day_of(later(case))) == "exempt"


@pytest.mark.parametrize("days", [1, -800])
def test_a_day_of_payment_that_can_not_be_is_refused(
    session: Session, place: Place, case: FoundingCase, first: Enrolment, days: int
) -> None:
    row = _waiting(session, place, case, "Thijs Tweede", accepts_contribution=True)
    _welcome(session, case, row)

    with pytest.raises(Invalid) as refusal:
        _pay(session, case, row, day_of(later(case)) + timedelta(days=days))

    assert refusal.value.field == "paid_on"


def test_only_a_coordinator_notes_and_exempts(
    session: Session, place: Place, case: FoundingCase, first: Enrolment
) -> None:
    officer = place.people[Role.MANDATED_OFFICER]

    with pytest.raises(NotAllowed):
        _exempt(session, case, first, "Zomaar.", officer)
    with pytest.raises(NotAllowed):
        _pay(session, case, first, day_of(later(case)), officer)
