"""Passkeys on both kinds of database: what is accepted, and everything that is not (ASVS V6.6, WebAuthn level 3)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.accounts.attempts import LIMITS, TooManyAttempts
from models.operations.accounts.passkeys import (
    MOST,
    add_passkey,
    begin_passkey,
    begin_passkey_sign_in,
    forget_passkey_challenges,
    person_by_passkey,
    remove_passkey,
    rename_passkey,
    site_of,
)
from models.operations.accounts.web_sessions import open_web_session
from models.person import Person
from models.queries.accounts.people import sessions_of
from models.rules.access import Actor, Role
from models.rules.refusals import Invalid
from models.second_step import Passkey, PasskeyChallenge
from tests.authenticator import Device
from tests.factories import START, Place

ORIGIN = "https://bin.oosterbeke.example"
SITE = site_of(ORIGIN)
assert SITE is not None
BROWSER, CALLER = "secret of one browser", "192.0.2.1"


@dataclass
class Owner:
    """The mayor, with one passkey on a device."""

    session: Session
    person: Person
    device: Device

    def sign_in(self, device: Device | None = None, browser: str = BROWSER, late: timedelta = timedelta()) -> Person:
        options = begin_passkey_sign_in(self.session, SITE, BROWSER, CALLER, START)
        self.device.counts += 1
        return person_by_passkey(self.session, SITE, browser, (device or self.device).show(options), START + late)


def add(session: Session, person: Person, device: Device, name: str = "laptop", **more: object) -> Passkey:
    options = begin_passkey(session, person, SITE, BROWSER, START)
    return add_passkey(session, person.id, SITE, str(more.get("browser", BROWSER)), name, device.make(options),
                       Actor(person.id, person.name), START, None)  # fmt: skip


@pytest.fixture
def device() -> Device:
    return Device(ORIGIN, SITE.name)


@pytest.fixture
def owner(session: Session, place: Place, device: Device) -> Owner:
    add(session, place.people[Role.MAYOR], device)
    return Owner(session, place.people[Role.MAYOR], device)


def test_a_passkey_signs_in_its_owner_without_a_name_being_typed(owner: Owner) -> None:
    assert owner.sign_in().id == owner.person.id
    assert owner.session.scalars(select(Passkey)).one().used_at == START


def test_what_is_asked_of_the_browser_demands_a_pin_finger_or_face_and_names_nobody(
    session: Session, place: Place
) -> None:
    asked = json.loads(begin_passkey_sign_in(session, SITE, BROWSER, CALLER, START))

    assert asked["userVerification"] == "required"
    assert asked["allowCredentials"] == []
    made = json.loads(begin_passkey(session, place.people[Role.MAYOR], SITE, BROWSER, START))
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["attestation"] == "none"


WRONG: dict[str, Callable[[Device], Device]] = {
    "another site's page": lambda device: replace(device, origin="https://bin-oosterbeke.evil.example"),
    "another port": lambda device: replace(device, origin=ORIGIN + ":8443"),
    "for another site": lambda device: replace(device, site="evil.example"),
    "no pin, finger or face": lambda device: replace(device, verifies=False),
    "another key": lambda device: Device(ORIGIN, SITE.name, credential_id=device.credential_id, counts=device.counts),
    "unknown": lambda device: Device(ORIGIN, SITE.name, key=device.key, counts=device.counts),
    "a copy that counts from the start": lambda device: replace(device, counts=1),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_not_that_passkey_on_this_site_is_refused_with_the_same_words(owner: Owner, fault: str) -> None:
    owner.sign_in()
    owner.sign_in()
    owner.device.counts += 1

    with pytest.raises(Invalid) as refusal:
        owner.sign_in(WRONG[fault](owner.device))

    assert refusal.value.code == "passkey_refused"
    assert owner.sign_in().id == owner.person.id


@pytest.mark.parametrize("fault", ["another site's page", "for another site", "no pin, finger or face"])
def test_what_was_not_made_for_this_site_is_not_added(
    session: Session, place: Place, device: Device, fault: str
) -> None:
    with pytest.raises(Invalid):
        add(session, place.people[Role.MAYOR], WRONG[fault](device))

    assert session.scalars(select(Passkey)).all() == []


def test_an_answer_works_once(owner: Owner) -> None:
    options = begin_passkey_sign_in(owner.session, SITE, BROWSER, CALLER, START)
    answer = owner.device.show(options)
    person_by_passkey(owner.session, SITE, BROWSER, answer, START)

    with pytest.raises(Invalid):
        person_by_passkey(owner.session, SITE, BROWSER, answer, START)


def test_an_answer_of_another_browser_is_refused(owner: Owner) -> None:
    with pytest.raises(Invalid):
        owner.sign_in(browser="another browser")


def test_an_answer_counts_five_minutes(owner: Owner) -> None:
    assert owner.sign_in(late=timedelta(minutes=4, seconds=59))
    with pytest.raises(Invalid):
        owner.sign_in(late=timedelta(minutes=5))


def test_what_was_asked_to_add_one_does_not_sign_in_and_the_other_way_round(owner: Owner, place: Place) -> None:
    to_add = begin_passkey(owner.session, owner.person, SITE, BROWSER, START)
    with pytest.raises(Invalid):
        person_by_passkey(owner.session, SITE, BROWSER, owner.device.show(to_add), START)

    to_sign_in = begin_passkey_sign_in(owner.session, SITE, BROWSER, CALLER, START)
    made = Device(ORIGIN, SITE.name).make(to_sign_in)
    with pytest.raises(Invalid):
        add_passkey(owner.session, owner.person.id, SITE, BROWSER, "x", made, Actor(owner.person.id, ""), START, None)


def test_a_passkey_is_not_added_to_the_account_of_somebody_else(owner: Owner, place: Place) -> None:
    other = place.people[Role.DESK_OFFICER]
    made = Device(ORIGIN, SITE.name).make(begin_passkey(owner.session, owner.person, SITE, BROWSER, START))

    with pytest.raises(Invalid):
        add_passkey(owner.session, other.id, SITE, BROWSER, "x", made, Actor(other.id, ""), START, None)


def test_the_same_passkey_is_not_added_twice(owner: Owner, place: Place) -> None:
    with pytest.raises(Invalid) as refusal:
        add(owner.session, place.people[Role.DESK_OFFICER], owner.device)

    assert refusal.value.code == "passkey_known"


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"response": {}}',
        '{"response": {"clientDataJSON": "%%%"}}',
        '{"response": {"clientDataJSON": 3}}',
        "\x00",
    ],
)
def test_nonsense_is_refused(owner: Owner, nonsense: str) -> None:
    begin_passkey_sign_in(owner.session, SITE, BROWSER, CALLER, START)

    with pytest.raises(Invalid):
        person_by_passkey(owner.session, SITE, BROWSER, nonsense, START)


def test_a_true_challenge_with_half_an_answer_is_refused(owner: Owner) -> None:
    options = begin_passkey_sign_in(owner.session, SITE, BROWSER, CALLER, START)
    told = json.loads(owner.device.show(options))
    del told["response"]["signature"]

    with pytest.raises(Invalid):
        person_by_passkey(owner.session, SITE, BROWSER, json.dumps(told), START)


def test_who_is_deactivated_does_not_get_in(owner: Owner) -> None:
    owner.person.is_active = False
    owner.session.flush()

    with pytest.raises(Invalid):
        owner.sign_in()


def test_a_second_passkey_belongs_to_the_same_person_and_names_the_first(owner: Owner) -> None:
    asked = json.loads(begin_passkey(owner.session, owner.person, SITE, BROWSER, START))
    assert [one["id"] for one in asked["excludeCredentials"]] == [
        owner.session.scalars(select(Passkey.credential_id)).one()
    ]

    add(owner.session, owner.person, Device(ORIGIN, SITE.name), "telefoon")

    assert len(set(owner.session.scalars(select(Passkey.user_handle)))) == 1


def test_a_person_has_ten_at_most(owner: Owner) -> None:
    for _ in range(MOST - 1):
        add(owner.session, owner.person, Device(ORIGIN, SITE.name))

    with pytest.raises(Invalid) as refusal:
        add(owner.session, owner.person, Device(ORIGIN, SITE.name))
    assert refusal.value.code == "too_many_passkeys"


def test_adding_and_removing_end_other_sessions(owner: Owner) -> None:
    open_web_session(owner.session, owner.person.id, "link", START)
    add(owner.session, owner.person, Device(ORIGIN, SITE.name))
    assert sessions_of(owner.session, owner.person.id, START) == []

    open_web_session(owner.session, owner.person.id, "link", START)
    passkey_id = owner.session.scalars(select(Passkey.id)).first()
    assert remove_passkey(owner.session, owner.person.id, passkey_id, Actor(owner.person.id, ""), START, None)
    assert sessions_of(owner.session, owner.person.id, START) == []
    with pytest.raises(Invalid):
        owner.sign_in()


def test_nobody_removes_or_names_one_of_somebody_else(owner: Owner, place: Place) -> None:
    other = place.people[Role.DESK_OFFICER]
    passkey = owner.session.scalars(select(Passkey)).one()

    assert not remove_passkey(owner.session, other.id, passkey.id, Actor(other.id, ""), START, None)
    assert not rename_passkey(owner.session, other.id, passkey.id, "gestolen")
    assert rename_passkey(owner.session, owner.person.id, passkey.id, "laptop van het werk")


def test_who_asks_without_end_must_wait(session: Session, place: Place) -> None:
    for _ in range(LIMITS["passkey_from_caller"].number):
        begin_passkey_sign_in(session, SITE, BROWSER, CALLER, START)

    with pytest.raises(TooManyAttempts):
        begin_passkey_sign_in(session, SITE, BROWSER, CALLER, START)


def test_what_had_to_be_signed_is_forgotten_and_never_kept_in_plain(session: Session, place: Place) -> None:
    challenge = json.loads(begin_passkey_sign_in(session, SITE, BROWSER, CALLER, START))["challenge"]

    assert challenge not in str([vars(row) for row in session.scalars(select(PasskeyChallenge))])
    assert forget_passkey_challenges(session, START) == 0
    assert forget_passkey_challenges(session, START + timedelta(days=1)) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080", "http://[::1]:8080", ""])
def test_a_bare_network_address_has_no_passkeys(address: str) -> None:
    assert site_of(address) is None
