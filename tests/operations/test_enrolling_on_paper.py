"""Members without a mail: entered from a signed form, and ended when somebody asks."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.operations.accounts.signing_in import Mail
from models.operations.launches.launching import network_of
from models.operations.networks.enrolling_on_paper import end_membership, enter_member
from models.operations.networks.joining import JoinAnswer, ask_to_join, confirm_joining
from models.person import Person
from models.queries.networks.enrolments import enrolments_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_place


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


def _enter(session: Session, place: Place, case: FoundingCase, *, by: Person | None = None,
           signed_on: date | None = None, **changes: Any) -> Enrolment:  # fmt: skip
    values = {"name": "Paula Papier", "email": "", "street_id": place.streets[0].id, "number": "3",
              "phone": "0470 00 00 01", "channel": "call", "is_adult": True, "accepts_rules": True, "agrees": True,
              **changes}  # fmt: skip
    actor = acting(session, by or coordinator_of(session, case), later(case))
    return enter_member(session, case.id, actor, later(case), JoinAnswer(**values),
                        signed_on=signed_on or day_of(later(case)), rules_version=1)  # fmt: skip


def _end(session: Session, case: FoundingCase, row: Enrolment, by: Person | None = None) -> None:
    actor = acting(session, by or coordinator_of(session, case), later(case))
    end_membership(session, case.id, actor, later(case), enrolment_id=row.id)


def test_a_signed_form_makes_a_member_without_a_mail(session: Session, place: Place, case: FoundingCase) -> None:
    row = _enter(session, place, case)

    (line,) = enrolments_of(session, case)
    assert (line.row.state, line.row.way, line.row.email, line.dwelling) == ("member", "paper", "", "Kerkstraat 3")
    assert row.signed_on == day_of(later(case))


@pytest.mark.parametrize(("changes", "field"), [
    ({"agrees": False}, "agrees"),
    ({"channel": "mail"}, "email"),
    ({"email": "geen adres"}, "email"),
    ({"phone": ""}, "phone"),
    ({"signed_on": 1}, "signed_on"),
    ({"number": "9999"}, "number"),
])  # fmt: skip
def test_a_form_that_cannot_be_is_refused_at_its_field(
    session: Session, place: Place, case: FoundingCase, changes: dict[str, Any], field: str
) -> None:
    if "signed_on" in changes:
        changes = {"signed_on": day_of(later(case)) + timedelta(days=1)}

    with pytest.raises(Invalid) as refusal:
        _enter(session, place, case, **changes)

    assert refusal.value.field == field


def test_a_dwelling_with_a_member_is_told_at_its_number(session: Session, place: Place, case: FoundingCase) -> None:
    _enter(session, place, case)

    with pytest.raises(Invalid) as refusal:
        _enter(session, place, case, name="Piet Papier")

    assert (refusal.value.code, refusal.value.field) == ("second_member", "number")
    _enter(session, place, case, name="Wim Werkt", connection="works")


def test_who_asks_to_stop_is_erased_and_may_come_back(session: Session, place: Place, case: FoundingCase) -> None:
    row = _enter(session, place, case)

    _end(session, case, row)

    assert (row.state, row.name, row.phone) == ("left", "", "")
    with pytest.raises(Stale):
        _end(session, case, row)
    assert _enter(session, place, case).state == "member"


def test_only_a_coordinator_of_that_network_enters_and_ends(session: Session, place: Place, case: FoundingCase) -> None:
    row = _enter(session, place, case)
    other = make_place(session, "westveld", "WES")
    foreign = advance_to(session, other, Stage.EVALUATION)

    for by in (place.people[Role.DESK_OFFICER], place.people[Role.MANDATED_OFFICER], coordinator_of(session, foreign)):
        with pytest.raises(NotAllowed):
            _enter(session, place, case, by=by, number="4")
        with pytest.raises(NotAllowed):
            _end(session, case, row, by)
    with pytest.raises(NotAllowed):  # through a case of their own
        _end(session, foreign, row)


def test_nobody_comes_to_a_network_that_is_suspended(session: Session, place: Place, case: FoundingCase) -> None:
    network = network_of(session, case.id)
    assert network is not None
    network.state = "suspended"
    session.flush()

    with pytest.raises(GateNotMet):
        _enter(session, place, case)


def test_a_signature_gives_consent_on_its_own_day_and_without_an_address_not_to_mails(
    session: Session, place: Place, case: FoundingCase
) -> None:
    signed_on = day_of(later(case)) - timedelta(days=5)

    row = _enter(session, place, case, may_sms=True, signed_on=signed_on)

    assert {(one.channel, day_of(one.given_at)) for one in row.consents} == {("call", signed_on), ("sms", signed_on)}


def test_a_form_that_comes_back_twice_makes_no_double(session: Session, place: Place, case: FoundingCase) -> None:
    place.municipality.settings = {"one_member_per_dwelling": False}
    _enter(session, place, case)

    with pytest.raises(Invalid) as refusal:
        _enter(session, place, case, name="paula  papier")

    assert (refusal.value.code, refusal.value.field) == ("member_already", "name")
    _enter(session, place, case, number="4")  # somebody else of that name


def test_a_form_of_who_asked_online_leads_to_their_question(session: Session, place: Place, case: FoundingCase) -> None:
    answer = JoinAnswer("Paula Papier", "paula@binstart.example", street_id=place.streets[0].id, number="3",
                        is_adult=True, accepts_rules=True, agrees=True)  # fmt: skip
    waiting = ask_to_join(session, case.number.lower(), later(case), answer, 1, lambda token, row: Mail("x", "x"))
    confirm_joining(session, waiting, later(case), lambda row: Mail("x", "x"))

    with pytest.raises(Invalid) as refusal:
        _enter(session, place, case)

    assert (refusal.value.code, refusal.value.field) == ("waits_already", "name")
