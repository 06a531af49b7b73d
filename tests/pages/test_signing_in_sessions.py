"""Sessions: where they begin, how long they last, and everything that ends them (web.md 4.4)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.account import WebSession
from models.clock import move_forward_to
from models.database import writing
from models.operations.accounts.web_sessions import forget_ended_web_sessions
from models.person import Person
from models.rules.access import Role
from models.settings import settings
from tests.factories import Place
from tests.pages.conftest import SignedIn
from tests.pages.sign_in_mails import ROOS, ask, link_in, mails
from tests.pages.visiting import Visitor


def who(place: Place, kind: str) -> Person:
    if kind == "resident":
        assert place.resident is not None
        return place.resident
    return place.people[Role.ADMINISTRATOR if kind == "administrator" else Role.DESK_OFFICER]


def let_idle(engine: Engine, time: timedelta) -> None:
    with writing(engine) as session:
        for row in session.scalars(select(WebSession)):
            row.seen_at -= time


def let_age(engine: Engine, time: timedelta) -> None:
    with writing(engine) as session:
        for row in session.scalars(select(WebSession)):
            row.created_at -= time
            row.expires_at -= time


@pytest.mark.parametrize(("kind", "minutes"), [("resident", 120), ("staff", 30), ("administrator", 15)])
def test_a_session_left_alone_ends(place: Place, engine: Engine, signed_in: SignedIn, kind: str, minutes: int) -> None:
    soon, late = signed_in(who(place, kind)), signed_in(who(place, kind))

    let_idle(engine, timedelta(minutes=minutes - 1))
    assert soon.read("/account").status == 200
    let_idle(engine, timedelta(minutes=1, seconds=1))

    assert late.read("/account").status == 302
    assert soon.read("/account").status == 200  # it was used in between


@pytest.mark.parametrize(("kind", "hours"), [("resident", 12), ("staff", 10), ("administrator", 8)])
def test_a_session_ends_however_busy_it_is(
    place: Place, engine: Engine, signed_in: SignedIn, kind: str, hours: int
) -> None:
    browser = signed_in(who(place, kind))

    let_age(engine, timedelta(hours=hours) - timedelta(minutes=1))
    assert browser.read("/account").status == 200
    let_age(engine, timedelta(minutes=1, seconds=1))

    assert browser.read("/account").status == 302


def test_the_demonstration_clock_ends_no_session(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    browser = signed_in(place.people[Role.MAYOR])

    with writing(engine) as session:
        move_forward_to(session, datetime.now(UTC) + timedelta(days=400))

    assert browser.read("/account").status == 200


def test_the_moment_last_seen_is_written_once_a_minute_at_most(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[Role.MAYOR])

    browser.read("/account")
    before = seen_at(engine)
    let_idle(engine, timedelta(seconds=61))
    browser.read("/account")
    after = seen_at(engine)
    browser.read("/account")

    assert after > before
    assert seen_at(engine) == after


def test_sending_a_form_counts_as_being_there(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    page = browser.read("/account/naam")
    let_idle(engine, timedelta(minutes=5))
    before = seen_at(engine)

    answer = page.submit(name="")

    assert answer.status == 422
    assert seen_at(engine) > before


def seen_at(engine: Engine) -> datetime:
    with Session(engine) as session:
        return session.scalars(select(WebSession.seen_at)).one()


def test_signing_out_ends_the_session_also_for_who_kept_the_cookie(
    place: Place, app: Flask, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    kept = browser.get_cookie("binstart")
    assert kept is not None

    answer = browser.read("/account").submit(action="/afmelden")

    assert answer.location == "/aanmelden"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = app.test_client()
    thief.set_cookie("binstart", kept.value)
    assert thief.get("/account").status_code == 302


def test_a_session_does_not_survive_the_deactivation_of_its_person(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[Role.MAYOR])

    with writing(engine) as session:
        session.get_one(Person, place.people[Role.MAYOR].id).is_active = False

    assert browser.read("/account").status == 302


def test_an_invented_token_is_nobody(client: Visitor, place: Place) -> None:
    with client.session_transaction() as cookie:
        cookie["token"] = "verzonnen"

    assert client.read("/account").status == 302


def test_signing_in_throws_away_what_the_browser_held_before(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    with client.session_transaction() as cookie:
        before = dict(cookie)

    client.read(link_in(mails(engine)[0])).submit()

    with client.session_transaction() as cookie:
        assert set(cookie) <= {"token", "_flashes", "csrf_token"}
        assert cookie.get("csrf_token") != before["csrf_token"]


def test_signing_in_as_somebody_else_ends_the_session_that_was_there(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    form = browser.read("/account").soup.select_one("input[name=csrf_token]")
    assert form is not None
    browser.send("/aanmelden", {"csrf_token": str(form["value"]), "email": ROOS})

    browser.read(link_in(mails(engine)[0])).submit()

    with Session(engine) as session:
        row = session.scalars(select(WebSession)).one()
    assert place.resident is not None
    assert row.person_id == place.resident.id


def test_people_see_where_they_are_signed_in_and_end_it(place: Place, signed_in: SignedIn) -> None:
    here, elsewhere = signed_in(place.people[Role.MAYOR]), signed_in(place.people[Role.MAYOR])
    page = here.read("/account/sessies")
    other = page.soup.select_one('form[action*="/beeindigen"]')
    assert other is not None

    page.submit(action=str(other["action"]))

    assert "dit toestel" in page.text
    assert here.read("/account").status == 200
    assert elsewhere.read("/account").status == 302


def test_nobody_ends_the_session_of_somebody_else(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    victim, attacker = signed_in(place.people[Role.MAYOR]), signed_in(place.people[Role.DESK_OFFICER])
    with Session(engine) as session:
        row = session.scalars(select(WebSession).where(WebSession.person_id == place.people[Role.MAYOR].id)).one()
    token = attacker.read("/account").soup.select_one("input[name=csrf_token]")
    assert token is not None

    answer = attacker.send(f"/account/sessies/{row.id}/beeindigen", {"csrf_token": str(token["value"])})

    assert answer.status == 404
    assert victim.read("/account").status == 200


def test_one_can_sign_out_everywhere_but_here(place: Place, signed_in: SignedIn) -> None:
    here, elsewhere, third = (signed_in(place.people[Role.MAYOR]) for _ in range(3))

    here.read("/account/sessies").submit(action="/account/sessies/andere-beeindigen")

    assert here.read("/account").status == 200
    assert elsewhere.read("/account").status == third.read("/account").status == 302


def test_sessions_that_are_over_are_forgotten(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    signed_in(place.people[Role.MAYOR])
    let_age(engine, timedelta(days=2))
    signed_in(place.people[Role.MAYOR])

    with writing(engine) as session:
        forgotten = forget_ended_web_sessions(session, datetime.now(UTC) - timedelta(days=1))

    assert forgotten == 1
    with Session(engine) as session:
        assert len(session.scalars(select(WebSession)).all()) == 1


def test_who_is_signed_in_is_sent_on_from_the_sign_in_page(place: Place, signed_in: SignedIn) -> None:
    answer = signed_in(place.people[Role.MAYOR]).read("/aanmelden?next=/account/sessies")

    assert answer.location == "/account/sessies"


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/account/naam")
    let_age(engine, timedelta(days=1))

    answer = page.submit(name="Een lange naam die niemand twee keer wil typen")

    assert answer.status == 401
    assert "Een lange naam die niemand twee keer wil typen" in answer.text
    assert "/aanmelden?next=/account/naam" in answer.links()


@pytest.mark.parametrize("kind", ["resident", "staff", "administrator"])
def test_how_long_a_session_lasts_is_a_setting_for_each_kind_of_account(
    place: Place, engine: Engine, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv(f"BINSTART_IDLE_MINUTES_{kind.upper()}", "5")
    monkeypatch.setenv(f"BINSTART_SESSION_HOURS_{kind.upper()}", "1")
    settings.cache_clear()
    idle, busy = signed_in(who(place, kind)), signed_in(who(place, kind))

    let_idle(engine, timedelta(minutes=4))
    assert busy.read("/account").status == 200
    let_idle(engine, timedelta(minutes=1, seconds=1))
    assert idle.read("/account").status == 302
    let_age(engine, timedelta(minutes=60))
    assert busy.read("/account").status == 302


def test_signing_in_gives_the_browser_a_cookie_of_its_own_that_opens_nothing(
    place: Place, client: Visitor, app: Flask, engine: Engine
) -> None:
    ask(client, ROOS)
    answer = client.read(link_in(mails(engine)[0])).submit()

    cookie = client.get_cookie("binstart-device")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert "Max-Age=15552000" in str(answer.headers.getlist("Set-Cookie"))
    thief = app.test_client()
    thief.set_cookie("binstart-device", cookie.value)
    assert thief.get("/account").status_code == 302
    with engine.connect() as connection:
        assert cookie.value not in str(connection.execute(text("select * from known_device")).all())
