"""The second step of staff: asked where an authority says so, codes to recover with, and wiping it under four eyes."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.account import WebSession
from models.authority import Authority
from models.authority_journal import AuthorityJournalEntry
from models.database import writing
from models.operations.accounts import second_steps
from models.operations.accounts.credentials import choose_password, enrol_totp
from models.operations.accounts.web_sessions import open_web_session
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.second_step import RecoveryCode
from tests.app_codes import app_code
from tests.factories import Place
from tests.pages.conftest import SignedIn, app_of
from tests.pages.sign_in_mails import ask, link_in, mails
from tests.pages.visiting import Page, Visitor

PASSWORD = "vier paarden in de regen"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAYOR = "maria.burgemeester.oosterbeke@binstart.example"


def code() -> str:
    return app_code(SECRET)


def give_app(engine: Engine, person: Person) -> Person:
    """An app for codes; its code of five minutes ago was the last one used."""
    earlier = datetime.now(UTC) - timedelta(minutes=5)
    with writing(engine) as session:
        enrol_totp(session, person.id, SECRET, pyotp.TOTP(SECRET).at(earlier), earlier)
    return person


@pytest.fixture
def mayor(place: Place, engine: Engine) -> Person:
    """The mayor, with an app for codes."""
    return give_app(engine, place.people[Role.MAYOR])


@pytest.fixture
def asked(place: Place, engine: Engine) -> None:
    """The municipality asks a second step of its staff."""
    with writing(engine) as session:
        authority = session.get_one(Authority, place.municipality.id)
        authority.settings = {**authority.settings, "second_factor_required": True}


@pytest.fixture
def strong(app: Flask, engine: Engine):
    """`strong(person)`: a browser in which this person signed in with two factors."""

    def sign_in(person: Person) -> Visitor:
        with writing(engine) as session:
            token = open_web_session(session, person.id, "link_and_code", datetime.now(UTC))
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["token"] = token
        return client

    return sign_in


def by_mail(client: Visitor, engine: Engine, email: str = MAYOR, **options: str) -> Page:
    ask(client, email, **options)
    return client.read(link_in(mails(engine)[-1])).submit()


def told(engine: Engine, email: str = MAYOR) -> list[str]:
    """The mails to this address about what changed, without the one to sign in."""
    with Session(engine) as session:
        rows = session.execute(select(Effect.key, Effect.payload).where(Effect.kind == "mail").order_by(Effect.id))
        return [payload["text"] for key, payload in rows if payload["to"] == email and not key.startswith("sign_in:")]


def events(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(AuthorityJournalEntry.event).order_by(AuthorityJournalEntry.id)))


def codes_on(page: Page) -> list[str]:
    return [item.get_text() for item in page.soup.select(".recovery-codes code")]


# --- asked ---


def test_where_it_is_asked_a_mail_alone_opens_nothing(
    mayor: Person, asked: None, client: Visitor, engine: Engine
) -> None:
    by_mail(client, engine)

    for path in ("/werklijst", "/account", "/account/wachtwoord", "/account/tweede-stap", "/account/passkeys", "/"):
        assert client.read(path).location.startswith("/aanmelden/tweede-stap"), path
    token = client.read("/aanmelden/tweede-stap").soup.select_one("main input[name=csrf_token]")
    assert token is not None
    sent = client.send("/account/sessies/andere-beeindigen", {"csrf_token": str(token["value"])})
    assert sent.location.startswith("/aanmelden/tweede-stap")


def test_with_a_code_of_the_app_one_gets_in_and_goes_where_one_wanted(
    mayor: Person, asked: None, client: Visitor, engine: Engine
) -> None:
    page = by_mail(client, engine, next="/account/sessies").follow().follow()
    assert page.title == "Uw tweede stap"
    assert "U bent aangemeld" not in page.text

    answer = page.submit(code=code())

    assert answer.location == "/account/sessies"
    assert "met een mail en een code" in answer.follow().text
    with Session(engine) as session:
        assert [(row.method, row.is_strong) for row in session.scalars(select(WebSession))] == [("link_and_code", True)]


def test_a_code_works_once_and_wrong_ones_are_slowed_down(
    mayor: Person, asked: None, client: Visitor, app: Flask, engine: Engine
) -> None:
    typed = code()
    by_mail(client, engine)
    assert client.read("/aanmelden/tweede-stap").submit(code=typed).status == 302
    again = app.test_client()
    by_mail(again, engine)
    page = again.read("/aanmelden/tweede-stap")

    answers = [page.submit(code=wrong).status for wrong in (typed, "000000", "000000", code())]

    assert answers == [422, 422, 422, 429]
    assert again.read("/account").status == 302


def test_where_it_is_not_asked_a_mail_is_enough(mayor: Person, client: Visitor, engine: Engine) -> None:
    by_mail(client, engine)

    assert client.read("/account").status == 200


def test_where_the_zone_asks_it_its_municipalities_ask_it_too_unless_they_say_otherwise(
    mayor: Person, place: Place, client: Visitor, engine: Engine
) -> None:
    with writing(engine) as session:
        session.get_one(Authority, place.zone.id).settings = {"second_factor_required": True}
    by_mail(client, engine)
    assert client.read("/account").status == 302

    with writing(engine) as session:
        authority = session.get_one(Authority, place.municipality.id)
        authority.settings = {**authority.settings, "second_factor_required": False}

    assert client.read("/account").status == 200


def test_residents_are_asked_nothing(place: Place, asked: None, signed_in: SignedIn) -> None:
    assert place.resident is not None

    assert signed_in(place.resident).read("/account").status == 200


def test_a_session_of_before_it_was_asked_must_show_it_too(
    mayor: Person, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    browser = signed_in(mayor)
    assert browser.read("/account").status == 200

    with writing(engine) as session:
        authority = session.get_one(Authority, place.municipality.id)
        authority.settings = {**authority.settings, "second_factor_required": True}

    assert browser.read("/account").location.startswith("/aanmelden/tweede-stap")


def test_who_has_none_sets_one_up_before_anything_else(
    place: Place, asked: None, client: Visitor, engine: Engine
) -> None:
    by_mail(client, engine)
    page = client.read("/werklijst").follow()
    assert page.title == "App voor codes koppelen"
    assert "vraagt een tweede stap" in page.text
    key = page.soup.select_one("code")
    assert key is not None
    secret = key.get_text().replace(" ", "")

    answer = page.submit(code=app_code(secret))

    assert answer.location == "/account/herstelcodes"
    assert client.read("/account").status == 200
    assert events(engine) == ["second_step:added"]


def test_who_has_one_can_not_set_up_another_instead_of_showing_it(
    mayor: Person, asked: None, client: Visitor, engine: Engine
) -> None:
    by_mail(client, engine)

    assert client.read("/account/tweede-stap").location.startswith("/aanmelden/tweede-stap")
    assert client.read("/account/passkeys").location.startswith("/aanmelden/tweede-stap")


def test_the_last_one_can_not_be_taken_away_where_it_is_asked(
    mayor: Person, asked: None, strong, engine: Engine
) -> None:
    page = strong(mayor).read("/account").submit(action="/account/tweede-stap/verwijderen").follow()

    assert "Stel eerst een andere in" in page.text
    with Session(engine) as session:
        assert app_of(session, mayor.id) == SECRET


def test_without_a_session_there_is_no_second_step(place: Place, client: Visitor) -> None:
    assert client.read("/aanmelden/tweede-stap").location == "/aanmelden"


# --- changing how one signs in ---


def test_a_mailbox_alone_replaces_no_app_no_password_and_no_codes(
    mayor: Person, signed_in: SignedIn, engine: Engine
) -> None:
    browser = signed_in(mayor)

    for path in ("/account/wachtwoord", "/account/tweede-stap", "/account/passkeys"):
        assert browser.read(path).location == f"/aanmelden/tweede-stap?next={path}", path
    page = browser.read("/account")
    assert page.submit(action="/account/tweede-stap/verwijderen").location.startswith("/aanmelden/tweede-stap")
    page = browser.read("/account/herstelcodes")
    assert page.submit(action="/account/herstelcodes/nieuw").location.startswith("/aanmelden/tweede-stap")
    with Session(engine) as session:
        assert app_of(session, mayor.id) == SECRET


def test_after_showing_it_the_app_can_be_taken_away_and_the_owner_gets_a_mail(
    mayor: Person, strong, engine: Engine
) -> None:
    elsewhere, here = strong(mayor), strong(mayor)

    here.read("/account").submit(action="/account/tweede-stap/verwijderen")

    with Session(engine) as session:
        assert session.get_one(Person, mayor.id).totp_secret is None
    assert here.read("/account").status == 200
    assert elsewhere.read("/account").status == 302
    assert "losgekoppeld van uw account" in told(engine)[0]
    assert "http://localhost/account" in told(engine)[0]
    assert events(engine)[-1] == "second_step:removed"


def test_the_owner_gets_a_mail_for_each_thing_that_is_added(place: Place, signed_in: SignedIn, engine: Engine) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    browser.read("/account/wachtwoord").submit(password=PASSWORD, password_again=PASSWORD)
    page = browser.read("/account/tweede-stap")
    key = page.soup.select_one("code")
    assert key is not None
    page.submit(code=app_code(key.get_text().replace(" ", "")))
    browser.read("/account/herstelcodes").submit(action="/account/herstelcodes/nieuw")

    sentences = [mail.split("\n")[2] for mail in told(engine)]

    assert sentences == [
        "Er is een nieuw wachtwoord gekozen voor uw account.",
        "Er is een app voor codes gekoppeld aan uw account.",
        "Er zijn nieuwe herstelcodes gemaakt. De vorige werken niet meer.",
    ]


# --- codes to recover with ---


def test_ten_codes_are_shown_once_and_kept_as_hashes(mayor: Person, strong, engine: Engine) -> None:
    browser = strong(mayor)

    page = browser.read("/account/herstelcodes").submit(action="/account/herstelcodes/nieuw")

    codes = codes_on(page)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){5}[A-HJ-NP-Z2-9]{4}", one) for one in codes)
    assert page.headers["Cache-Control"] == "no-store"
    assert codes_on(browser.read("/account/herstelcodes")) == []
    with engine.connect() as connection:
        kept = str(connection.execute(text("select * from recovery_code")).all())
    assert not [one for one in codes if one in kept or one.replace("-", "") in kept]


def test_a_code_of_when_they_were_shorter_still_counts_once(mayor: Person, engine: Engine) -> None:
    now = datetime.now(UTC)
    with writing(engine) as session:
        kept = second_steps._hash(mayor.id, "ABCDEFGHJKLMNPQR")
        session.add(RecoveryCode(person_id=mayor.id, code_hash=kept))
        session.flush()
        person = session.get_one(Person, mayor.id)

        assert second_steps.use_recovery_code(session, person, "abcd-efgh-jklm-npqr", now)
        assert not second_steps.use_recovery_code(session, person, "abcd-efgh-jklm-npqr", now)


def test_a_recovery_code_works_once_at_the_second_step_and_with_the_password(
    mayor: Person, asked: None, strong, app: Flask, engine: Engine
) -> None:
    page = strong(mayor).read("/account/herstelcodes").submit(action="/account/herstelcodes/nieuw")
    first, second, *_rest = codes_on(page)
    with writing(engine) as session:
        choose_password(session, mayor.id, PASSWORD)

    def after_mail(typed: str) -> int:
        client = app.test_client()
        by_mail(client, engine)
        return client.read("/aanmelden/tweede-stap").submit(code=typed).status

    def with_password(typed: str) -> int:
        page = app.test_client().read("/aanmelden/wachtwoord")
        return page.submit(email=MAYOR, password=PASSWORD, code=typed).status

    assert after_mail(first.lower()) == 302
    assert after_mail(first) == with_password(first) == 422
    assert with_password(second) == 302
    assert with_password(second) == 422
    with Session(engine) as session:
        assert len(session.scalars(select(RecoveryCode).where(RecoveryCode.used_at.is_(None))).all()) == 8
    assert events(engine).count("recovery_codes:used") == 2


def test_new_codes_void_the_ones_before(mayor: Person, asked: None, strong, client: Visitor, engine: Engine) -> None:
    browser = strong(mayor)
    old = codes_on(browser.read("/account/herstelcodes").submit(action="/account/herstelcodes/nieuw"))[0]
    browser.read("/account/herstelcodes").submit(action="/account/herstelcodes/nieuw")

    by_mail(client, engine)

    assert client.read("/aanmelden/tweede-stap").submit(code=old).status == 422


def test_a_code_of_somebody_else_does_not_count(
    mayor: Person, place: Place, asked: None, strong, client: Visitor, engine: Engine
) -> None:
    desk = give_app(engine, place.people[Role.DESK_OFFICER])
    theirs = codes_on(strong(desk).read("/account/herstelcodes").submit(action="/account/herstelcodes/nieuw"))[0]

    by_mail(client, engine)

    assert client.read("/aanmelden/tweede-stap").submit(code=theirs).status == 422


def test_without_a_second_step_there_are_no_codes(place: Place, signed_in: SignedIn, engine: Engine) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/account/herstelcodes")

    assert page.soup.select_one('form[action="/account/herstelcodes/nieuw"]') is None
