"""Becoming a member: asked, confirmed by mail, welcomed by a coordinator; changed, paused, stopped, and forgotten."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.consent import ChannelConsent
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.operations.accounts.signing_in import Mail
from models.operations.keeping.retaining import forget_members
from models.operations.launches.launching import network_of
from models.operations.networks import joining
from models.operations.networks.joining import JoinAnswer
from models.outbox import Effect
from models.person import Person
from models.queries.networks.consents import consented_channels, present_consents
from models.queries.networks.enrolments import enrolments_of, joinable
from models.rules.access import Role
from models.rules.enrolments import CONSENT_TEXTS, consent_text
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_place

MAIL = Mail("Onderwerp", "Tekst")


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


def _slug(case: FoundingCase) -> str:
    return case.number.lower()


def _answer(place: Place, **changes: Any) -> JoinAnswer:
    values = {"name": "Nele Nieuw", "email": "nele@binstart.example", "street_id": place.streets[0].id, "number": "3",
              "is_adult": True, "accepts_rules": True, "agrees": True, **changes}  # fmt: skip
    return JoinAnswer(**values)


def _ask(session: Session, place: Place, case: FoundingCase, **changes: Any) -> tuple[Enrolment, str]:
    tokens: list[str] = []

    def write(token: str, row: Enrolment) -> Mail:
        tokens.append(token)
        return MAIL

    row = joining.ask_to_join(session, _slug(case), later(case), _answer(place, **changes), 1, write)
    return row, tokens[0] if tokens else ""


def _waiting(session: Session, place: Place, case: FoundingCase, **changes: Any) -> Enrolment:
    row, _token = _ask(session, place, case, **changes)
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)
    return row


def _welcome(session: Session, case: FoundingCase, row: Enrolment, by: Person | None = None) -> None:
    actor = acting(session, by or coordinator_of(session, case), later(case))
    joining.welcome_member(session, case.id, actor, later(case), enrolment_id=row.id, write_notice=lambda one: MAIL)


def _refuse(session: Session, case: FoundingCase, row: Enrolment, reason: str = "U woont er niet.") -> None:
    actor = acting(session, coordinator_of(session, case), later(case))
    joining.refuse_member(session, case.id, actor, later(case), enrolment_id=row.id, reason=reason,
                          write_notice=lambda one: MAIL)  # fmt: skip


def _mails(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Effect).where(Effect.key.startswith("join")).order_by(Effect.id)).all()
    return [(row.key.split(":")[0], row.payload["to"]) for row in rows]


def test_from_the_form_to_a_welcome_with_a_mail_at_each_step(
    session: Session, place: Place, case: FoundingCase
) -> None:
    row, token = _ask(session, place, case)
    assert enrolments_of(session, case) == ()
    assert joining.open_enrolment(session, token, later(case)) is row
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)

    _welcome(session, case, row)

    cora = coordinator_of(session, case)
    assert _mails(session) == [("join", row.email), ("join_waits", cora.email), ("join_welcomed", row.email)]
    assert (row.state, row.decided_by_id, row.rules_version) == ("member", cora.id, 1)
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "member:welcomed")).one()
    assert row.name not in str(told.data)
    with pytest.raises(Stale):
        _welcome(session, case, row)


@pytest.mark.parametrize(("changes", "field"), [
    ({"is_adult": False}, "is_adult"),
    ({"accepts_rules": False}, "accepts_rules"),
    ({"agrees": False}, "agrees"),
    ({"channel": "sms"}, "phone"),
    ({"channel": "duif"}, "channel"),
    ({"phone": "bel mij"}, "phone"),
    ({"phone": "0470 00 00 01", "second_phone": "0470 00 00 01"}, "second_phone"),
    ({"second_phone": "x"}, "second_phone"),
    ({"connection": "zwerft"}, "connection"),
    ({"number": "9999"}, "number"),
    ({"street_id": 999_999}, "street_id"),
    ({"email": "geen adres"}, "email"),
    ({"name": " "}, "name"),
])  # fmt: skip
def test_what_makes_nobody_a_member_is_refused_at_its_field(
    session: Session, place: Place, case: FoundingCase, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _ask(session, place, case, **changes)

    assert refusal.value.field == field
    assert session.scalars(select(Enrolment)).all() == []


def test_one_member_per_dwelling_is_a_setting(session: Session, place: Place, case: FoundingCase) -> None:
    first = _waiting(session, place, case)
    second = _waiting(session, place, case, name="Noor Nieuw", email="noor@binstart.example")
    worker = _waiting(session, place, case, name="Wim Werkt", email="wim@binstart.example", connection="works")
    assert [line.is_second for line in enrolments_of(session, case)] == [True, True, False]
    _welcome(session, case, first)

    with pytest.raises(GateNotMet):
        _welcome(session, case, second)
    _welcome(session, case, worker)  # who works there is no second of a household
    place.municipality.settings = {"one_member_per_dwelling": False}
    _welcome(session, case, second)

    assert second.state == "member"


def test_who_asks_twice_is_in_the_list_once(session: Session, place: Place, case: FoundingCase) -> None:
    _waiting(session, place, case)
    _waiting(session, place, case, name="nele nieuw", channel="call", phone="0470 00 00 01")
    _waiting(session, place, case, name="Noor Nieuw")  # a housemate with the same address

    assert [(line.row.name, line.row.channel) for line in enrolments_of(session, case)] == [
        ("Noor Nieuw", "mail"), ("nele nieuw", "call")
    ]  # fmt: skip


def test_who_is_not_welcomed_hears_why_and_is_forgotten(session: Session, place: Place, case: FoundingCase) -> None:
    row = _waiting(session, place, case)
    with pytest.raises(Invalid):
        _refuse(session, case, row, " ")

    _refuse(session, case, row)

    assert _mails(session)[-1] == ("join_refused", "nele@binstart.example")
    assert (row.state, row.name, row.email, row.street_id) == ("refused", "", "", None)
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "member:refused")).one()
    assert "woont" not in str(told.data)


def test_a_member_changes_pauses_and_stops_with_the_link(session: Session, place: Place, case: FoundingCase) -> None:
    row, token = _ask(session, place, case)
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)
    _welcome(session, case, row)
    joining.change_enrolment(session, row, later(case), _answer(place, number="4", email="", channel="call",
                                                               phone="0470 00 00 01"))  # fmt: skip
    joining.pause(session, row, is_pausing=True)
    assert (row.house_number, row.email, row.channel, row.state) == (4, "nele@binstart.example", "call", "paused")
    joining.pause(session, row, is_pausing=False)

    joining.leave(session, row, later(case))
    joining.leave(session, row, later(case))

    assert (row.state, row.name, row.phone, row.token_hash) == ("left", "", "", None)
    assert joining.open_enrolment(session, token, later(case)) is None
    assert enrolments_of(session, case) == ()
    with pytest.raises(Stale):
        joining.change_enrolment(session, row, later(case), _answer(place))


def test_a_link_works_seven_days_to_confirm_and_then_as_long_as_one_is_a_member(
    session: Session, place: Place, case: FoundingCase
) -> None:
    row, token = _ask(session, place, case)
    assert joining.open_enrolment(session, token, later(case, 8)) is None
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)

    assert joining.open_enrolment(session, token, later(case, 3000)) is row
    assert joining.open_enrolment(session, "x" + token, later(case)) is None


def test_police_and_desk_welcome_nobody_and_nobody_of_elsewhere_does(
    session: Session, place: Place, case: FoundingCase
) -> None:
    row = _waiting(session, place, case)
    other = make_place(session, "westveld", "WES")
    foreign = advance_to(session, other, Stage.EVALUATION)

    for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER, Role.MAYOR):
        with pytest.raises(NotAllowed):
            _welcome(session, case, row, place.people[role])
    with pytest.raises(NotAllowed):  # through a case of their own
        _welcome(session, foreign, row)
    with pytest.raises(NotAllowed):
        _welcome(session, case, row, coordinator_of(session, foreign))


def test_one_joins_a_network_that_is_active_and_has_a_coordinator(
    session: Session, place: Place, case: FoundingCase
) -> None:
    assert joinable(session, _slug(case)) is not None
    assert joinable(session, "bestaat-niet") is None
    network = network_of(session, case.id)
    assert network is not None
    network.state = "suspended"
    session.flush()

    with pytest.raises(GateNotMet):
        _ask(session, place, case)


def test_an_address_gets_no_more_than_a_few_mails(session: Session, place: Place, case: FoundingCase) -> None:
    for _number in range(5):
        _ask(session, place, case)

    assert len(_mails(session)) == 3


def test_who_never_confirmed_and_the_members_of_an_ended_network_are_forgotten(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _ask(session, place, case)
    _waiting(session, place, case, name="Noor", email="noor@binstart.example")
    at = later(case)
    assert forget_members(session, at + timedelta(days=36)) == 0
    assert forget_members(session, at + timedelta(days=38)) == 1
    network = network_of(session, case.id)
    assert network is not None
    network.state, network.ended_on = "terminated", day_of(at)
    session.flush()

    assert forget_members(session, at + timedelta(days=20)) == 0
    assert forget_members(session, at + timedelta(days=32)) == 1


def test_a_text_of_consent_that_somebody_agreed_to_never_changes() -> None:
    prints = {number: hashlib.sha256(text.encode()).hexdigest()[:12] for number, text in CONSENT_TEXTS.items()}

    assert prints == {1: "8e6f8b66759b", 2: "70d84bf97a5a"}
    assert "BIN Molen" in consent_text(1, "BIN Molen")


def test_for_each_channel_is_kept_when_and_to_which_text_somebody_agreed(
    session: Session, place: Place, case: FoundingCase
) -> None:
    plain = _waiting(session, place, case)
    other = _waiting(session, place, case, name="Bea Bel", email="bea@binstart.example", channel="sms",
                     may_call=True, phone="0470 00 00 01", number="4")  # fmt: skip

    found = consented_channels(session, [plain.id, other.id, 999_999])

    assert found == {plain.id: {"mail"}, other.id: {"mail", "sms", "call"}, 999_999: set()}
    assert {(one.version, one.given_at) for one in present_consents(other)} == {(max(CONSENT_TEXTS), later(case))}


def test_who_changes_channel_withdraws_one_and_gives_another_and_the_rest_keeps_its_moment(
    session: Session, place: Place, case: FoundingCase
) -> None:
    row = _waiting(session, place, case, channel="sms", phone="0470 00 00 01")
    at = later(case, 9)

    joining.change_enrolment(session, row, at, _answer(place, channel="mail", may_call=True, phone="0470 00 00 01"))

    held = {one.channel: (one.given_at, one.withdrawn_at) for one in row.consents}
    assert held == {"mail": (later(case), None), "sms": (later(case), at), "call": (at, None)}
    joining.leave(session, row, at)
    assert consented_channels(session, [row.id]) == {row.id: set()}


def test_who_may_be_phoned_gives_a_number(session: Session, place: Place, case: FoundingCase) -> None:
    for changes in ({"may_call": True}, {"may_sms": True}):
        with pytest.raises(Invalid) as refusal:
            _ask(session, place, case, **changes)
        assert refusal.value.field == "phone"


def test_what_was_agreed_goes_with_a_member_who_is_erased_for_good(
    session: Session, place: Place, case: FoundingCase
) -> None:
    row, _token = _ask(session, place, case)
    assert row.expires_at is not None

    assert forget_members(session, row.expires_at + timedelta(days=40)) == 1

    assert session.scalars(select(ChannelConsent)).all() == []
