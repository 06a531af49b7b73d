"""Signing in with a link and a code by mail: what they open, for whom, how often and how long (web.md 4.4)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.account import SignInLink, WebSession
from models.database import writing
from models.operations.accounts.signing_in import open_link, use_link
from models.person import Person
from tests.factories import Place
from tests.pages.sign_in_mails import ROOS, STRANGER, ask, code_in, is_signed_in, link_in, mails
from tests.pages.visiting import Visitor


@pytest.fixture
def other_device(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def test_a_resident_signs_in_with_the_button_on_the_page_of_the_link(
    place: Place, client: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)

    answer = client.read(link_in(mails(engine)[0])).submit()

    assert answer.status == 302
    assert "Roos Bewoner Oosterbeke" in answer.follow().text
    assert is_signed_in(client)


def test_looking_at_the_link_uses_nothing_up(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)
    link = link_in(mails(engine)[0])

    for _ in range(3):
        other_device.read(link)  # a mail scanner
    client.read(link)

    assert not is_signed_in(client)
    assert client.read(link).submit().status == 302


def test_a_mail_scanner_that_asks_only_the_head_is_turned_away(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    assert client.head(link_in(mails(engine)[0])).status_code == 405


def test_a_link_works_once(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    page = client.read(link_in(mails(engine)[0]))
    page.submit()
    client.read("/account").submit(action="/afmelden")

    assert client.read(page.path).status == 410
    assert not is_signed_in(client)


def test_of_two_who_use_the_same_link_one_wins(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    token = link_in(mails(engine)[0]).rsplit("/", 1)[1]
    at = datetime.now(UTC)

    with Session(engine) as first, Session(engine) as second:
        seen_by_first, seen_by_second = open_link(first, token, at), open_link(second, token, at)
        assert seen_by_first
        assert seen_by_second
        second.rollback()
        winner = use_link(first, seen_by_first, "192.0.2.1", at)
        first.commit()
        loser = use_link(second, seen_by_second, "192.0.2.2", at)

    assert winner is not None
    assert loser is None


def test_a_link_works_ten_minutes(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    page = client.read(link_in(mails(engine)[0]))
    let_time_pass(engine, timedelta(minutes=10))

    assert page.submit().status == 410
    assert client.read("/aanmelden/code").submit(code=code_in(mails(engine)[0])).status == 422
    assert not is_signed_in(client)


def let_time_pass(engine: Engine, time: timedelta) -> None:
    """As if the links had been asked that much earlier."""
    with writing(engine) as session:
        for link in session.scalars(select(SignInLink)):
            link.expires_at -= time


def test_on_another_device_the_link_alone_is_not_enough(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)

    page = other_device.read(link_in(mails(engine)[0]))
    answer = page.submit()

    assert "ander venster" in page.title
    assert answer.status == 422
    assert not is_signed_in(other_device)


def test_on_another_device_the_code_is_asked(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)

    other_device.read(link_in(mails(engine)[0])).submit(code=code_in(mails(engine)[0]))

    assert is_signed_in(other_device)
    assert not is_signed_in(client)


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_the_code_works_in_the_window_where_it_was_asked(
    place: Place, client: Visitor, engine: Engine, typed: Callable[[str], str]
) -> None:
    page = ask(client, ROOS).follow()

    answer = page.submit(code=typed(code_in(mails(engine)[0])))

    assert answer.status == 302
    assert is_signed_in(client)


def test_the_code_does_not_work_in_a_window_that_did_not_ask(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)
    ask(other_device, STRANGER)

    answer = other_device.read("/aanmelden/code").submit(code=code_in(mails(engine)[0]))

    assert answer.status == 422
    assert not is_signed_in(other_device)


def test_after_five_wrong_codes_the_right_one_is_void_too(place: Place, client: Visitor, engine: Engine) -> None:
    page = ask(client, ROOS).follow()

    for _ in range(5):
        assert "klopt niet" in " ".join(page.submit(code="AAAA-AAAA").faults)

    assert page.submit(code=code_in(mails(engine)[0])).status == 422
    assert client.read(link_in(mails(engine)[0])).status == 410


def test_after_four_wrong_codes_the_right_one_still_works(place: Place, client: Visitor, engine: Engine) -> None:
    page = ask(client, ROOS).follow()

    for _ in range(4):
        page.submit(code="AAAA-AAAA")

    assert page.submit(code=code_in(mails(engine)[0])).status == 302


def test_a_caller_who_guesses_codes_of_many_mails_is_stopped(place: Place, app: Flask) -> None:
    answers = []
    for number in range(5):
        client = app.test_client()
        page = ask(client, f"doel{number}@binstart.example").follow()
        answers += [page.submit(code="AAAA-AAAA").status for _ in range(5)]

    assert answers == [422] * 20 + [429] * 5


def test_a_new_mail_voids_the_one_before(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    ask(client, ROOS)
    older, newer = mails(engine)

    assert client.read(link_in(older)).status == 410
    assert client.read("/aanmelden/code").submit(code=code_in(older)).status == 422
    assert client.read(link_in(newer)).submit().status == 302


def test_who_is_deactivated_after_asking_does_not_get_in(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    with writing(engine) as session:
        session.execute(update(Person).where(Person.email == ROOS).values(is_active=False))

    assert client.read(link_in(mails(engine)[0])).submit().status == 410
    assert not is_signed_in(client)


def test_a_stranger_who_signs_in_becomes_a_person_and_gives_a_name(client: Visitor, engine: Engine) -> None:
    ask(client, f"  {STRANGER.upper()} ", next="/hulp")

    page = client.read(link_in(mails(engine)[0])).submit().follow()
    answer = page.submit(name="Nadia Nieuw")

    assert page.title == "Hoe heet u?"
    assert answer.location == "/hulp"
    with Session(engine) as session:
        person = session.scalars(select(Person)).one()
    assert (person.email, person.name) == (STRANGER, "Nadia Nieuw")


def test_who_signs_in_lands_on_the_page_that_they_wanted(place: Place, client: Visitor, engine: Engine) -> None:
    wanted = client.read("/account/sessies")
    ask_page = wanted.follow()
    ask_page.submit(email=ROOS)

    answer = client.read(link_in(mails(engine)[0])).submit()

    assert answer.location == "/account/sessies"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx", "hulp"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(
    place: Place, client: Visitor, engine: Engine, wanted: str
) -> None:
    page = client.read("/aanmelden")
    page.submit(email=ROOS, next=wanted)

    answer = client.read(link_in(mails(engine)[0])).submit()

    assert "evil" not in answer.location
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))


def test_the_page_of_the_link_does_not_leak_its_address(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    for path in (link_in(mails(engine)[0]), "/aanmelden/link/niet-geldig"):
        headers = client.read(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"


def test_signing_in_opens_a_session_with_a_hashed_token(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    client.read(link_in(mails(engine)[0])).submit()

    with client.session_transaction() as cookie:
        token = cookie["token"]
    with Session(engine) as session:
        row = session.scalars(select(WebSession)).one()
    assert row.method == "link"
    assert token not in row.token_hash
