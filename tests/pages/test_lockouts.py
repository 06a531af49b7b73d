"""Nobody can lock somebody else out: strangers are slowed down, the owner on a browser of theirs goes on."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.account import Attempt
from models.database import writing
from models.known_device import KnownDevice
from models.operations.accounts.attempts import LIMITS
from models.operations.accounts.credentials import choose_password, enrol_totp
from models.operations.accounts.known_devices import forget_old_devices
from models.operations.accounts.second_steps import wipe_second_steps
from models.person import Person
from models.rules.access import Role
from tests.app_codes import app_code
from tests.factories import Place
from tests.pages.sign_in_mails import ROOS, ask, code_in, link_in, mails
from tests.pages.visiting import Page, Visitor

PASSWORD = "vier paarden in de regen"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAYOR = "maria.burgemeester.oosterbeke@binstart.example"


@pytest.fixture
def mayor(place: Place, engine: Engine) -> Person:
    person, earlier = place.people[Role.MAYOR], datetime.now(UTC) - timedelta(minutes=5)
    with writing(engine) as session:
        choose_password(session, person.id, PASSWORD)
        enrol_totp(session, person.id, SECRET, pyotp.TOTP(SECRET).at(earlier), earlier)
    return person


def at_address(app: Flask, address: str) -> Visitor:
    """A browser that nobody used before, at this network address."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def type_password(client: Visitor, password: str = PASSWORD, email: str = MAYOR) -> Page:
    code = app_code(SECRET) if password == PASSWORD else "000000"
    return client.read("/aanmelden/wachtwoord").submit(email=email, password=password, code=code)


def by_mail(client: Visitor, engine: Engine, email: str) -> int:
    """Ask a mail and use it, then sign out; the status of the last answer that was not a redirect, else 302."""
    asked = ask(client, email)
    if asked.status != 302:
        return asked.status
    answer = client.read(link_in(mails(engine)[-1])).submit()
    client.read("/account").submit(action="/afmelden")
    return answer.status


def attack_password(app: Flask, addresses: int, tries: int = 2) -> list[int]:
    return [
        type_password(at_address(app, f"198.51.100.{number}"), "geraden wachtwoord").status
        for number in range(addresses)
        for _ in range(tries)
    ]


def test_from_many_addresses_guessing_at_one_account_is_stopped(mayor: Person, app: Flask) -> None:
    answers = attack_password(app, addresses=20)

    most = LIMITS["wrong_passwords_of_strangers"].number
    assert answers == [422] * most + [429] * (40 - most)


def attacked(engine: Engine) -> None:
    """As after that: strangers tried as often as they may."""
    count(engine, "wrong_passwords_of_strangers", MAYOR, LIMITS["wrong_passwords_of_strangers"].number)


def count(engine: Engine, kind: str, subject: str, number: int) -> None:
    now = datetime.now(UTC)
    with writing(engine) as session:
        session.add_all(Attempt(kind=kind, subject=subject, at=now) for _ in range(number))


def test_the_owner_on_a_browser_of_theirs_gets_in_while_a_stranger_guesses_from_many_addresses(
    mayor: Person, app: Flask, engine: Engine
) -> None:
    own = at_address(app, "192.0.2.1")
    assert by_mail(own, engine, MAYOR) == 302
    attacked(engine)

    assert type_password(at_address(app, "203.0.113.9")).status == 429  # a browser that is not known must wait
    assert type_password(own).status == 302


def test_also_a_stranger_at_the_same_network_address_does_not_stop_them(
    mayor: Person, app: Flask, engine: Engine
) -> None:
    own = at_address(app, "192.0.2.1")
    by_mail(own, engine, MAYOR)
    stranger = at_address(app, "192.0.2.1")
    for _ in range(5):
        type_password(stranger, "geraden wachtwoord")
    assert type_password(stranger).status == 429

    assert type_password(own).status == 302


def test_on_a_known_browser_guessing_is_slowed_down_as_everywhere(mayor: Person, app: Flask, engine: Engine) -> None:
    stolen = at_address(app, "192.0.2.1")
    by_mail(stolen, engine, MAYOR)

    answers = [type_password(stolen, "geraden wachtwoord").status for _ in range(4)]

    assert answers == [422, 422, 422, 429]


def test_a_browser_is_known_for_its_owner_only(mayor: Person, place: Place, app: Flask, engine: Engine) -> None:
    of_roos = at_address(app, "192.0.2.1")
    by_mail(of_roos, engine, ROOS)
    attacked(engine)

    assert type_password(of_roos).status == 429


def test_an_invented_cookie_makes_no_browser_known(mayor: Person, app: Flask, engine: Engine) -> None:
    attacked(engine)
    stranger = at_address(app, "203.0.113.9")
    for value in ("verzonnen", "x" * 500, ""):
        stranger.set_cookie("binstart-device", value)
        assert type_password(stranger).status == 429


def test_one_address_that_tries_many_accounts_is_stopped(mayor: Person, app: Flask, engine: Engine) -> None:
    stranger = at_address(app, "203.0.113.9")
    count(engine, "wrong_password_from_caller", "203.0.113.9", LIMITS["wrong_password_from_caller"].number - 2)

    answers = [type_password(stranger, "geraden wachtwoord", f"iemand{n}@binstart.example").status for n in range(3)]

    assert answers == [422, 422, 429]


def test_a_stranger_who_asks_mails_from_many_addresses_floods_no_mailbox_and_locks_nobody_out(
    place: Place, app: Flask, engine: Engine
) -> None:
    own = at_address(app, "192.0.2.1")
    assert by_mail(own, engine, ROOS) == 302
    asked_before = len(mails(engine))

    answers = [ask(at_address(app, f"198.51.100.{number}"), ROOS).status for number in range(10) for _ in range(2)]

    most = LIMITS["sign_in_mails_from_strangers"].number
    assert answers == [302] * most + [429] * (20 - most)
    assert len(mails(engine)) == asked_before + most
    assert by_mail(own, engine, ROOS) == 302


def test_strangers_who_use_up_what_the_whole_site_may_send_do_not_stop_a_known_browser(
    place: Place, app: Flask, engine: Engine
) -> None:
    own = at_address(app, "192.0.2.1")
    by_mail(own, engine, ROOS)
    count(engine, "sign_in_mail_for_site", "", 200)
    count(engine, "sign_in_mail_for_caller", "192.0.2.1", 10)

    assert ask(at_address(app, "192.0.2.1"), ROOS).status == 429
    assert by_mail(own, engine, ROOS) == 302


def test_a_stranger_who_asks_meanwhile_does_not_void_the_mail_of_the_owner(
    place: Place, app: Flask, engine: Engine
) -> None:
    owner = at_address(app, "192.0.2.1")
    ask(owner, ROOS)
    own_mail = mails(engine)[-1]

    ask(at_address(app, "198.51.100.1"), ROOS)

    assert owner.read("/aanmelden/code").submit(code=code_in(own_mail)).status == 302


def test_also_at_the_same_address_a_stranger_does_not_void_the_mail_of_a_known_browser(
    place: Place, app: Flask, engine: Engine
) -> None:
    own = at_address(app, "192.0.2.1")
    by_mail(own, engine, ROOS)
    ask(own, ROOS)
    own_mail = mails(engine)[-1]

    ask(at_address(app, "192.0.2.1"), ROOS)

    assert own.read(link_in(own_mail)).submit().status == 302


def test_wrong_codes_of_others_at_the_same_address_do_not_stop_a_known_browser(
    place: Place, app: Flask, engine: Engine
) -> None:
    own = at_address(app, "192.0.2.1")
    by_mail(own, engine, ROOS)
    count(engine, "wrong_code_from_caller", "192.0.2.1", 20)
    ask(own, ROOS)

    assert own.read("/aanmelden/code").submit(code=code_in(mails(engine)[-1])).status == 302


def test_after_an_hour_strangers_may_try_again(mayor: Person, app: Flask, engine: Engine) -> None:
    attacked(engine)
    with writing(engine) as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.at -= timedelta(hours=1)

    assert type_password(at_address(app, "203.0.113.9")).status == 302


def test_browsers_are_known_half_a_year_and_no_longer_after_a_second_step_was_wiped(
    mayor: Person, app: Flask, engine: Engine
) -> None:
    by_mail(at_address(app, "192.0.2.1"), engine, MAYOR)
    with writing(engine) as session:
        known = session.scalars(select(KnownDevice)).one()
        assert forget_old_devices(session, datetime.now(UTC) + timedelta(days=179)) == 0
        assert known.person_id == mayor.id
        wipe_second_steps(session, mayor.id)
    with Session(engine) as session:
        assert session.scalars(select(KnownDevice)).all() == []
    by_mail(at_address(app, "192.0.2.1"), engine, MAYOR)
    with writing(engine) as session:
        assert forget_old_devices(session, datetime.now(UTC) + timedelta(days=181)) == 1
