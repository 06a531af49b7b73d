"""Lines about requests hold no personal data: not of the path, the query, the form, nor of what went wrong."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from models.database import db, writing
from models.log import log_of, set_up_log
from models.operations.accounts.credentials import choose_password, enrol_totp
from models.person import Person
from models.rules.access import Role
from tests.app_codes import app_code
from tests.factories import Place
from tests.pages.visiting import Visitor
from webapp.transaction import write_more

NAME, MAIL, SECRET = "Roos-Ongewoon", "roos.ongewoon@bewoner.example", "geheim-teken-1234567890"
PERSONAL = ("ongewoon", "bewoner.example", "geheim-teken", "127.0.0.1", "203.0.113")
KEYS = {"timestamp", "level", "event", "request", "method", "route", "status", "ms", "role"}

Lines = Callable[[], list[str]]


@pytest.fixture(params=["json", "text"])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    """What this process says from now on, in each of the two formats."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    set_up_log(request.param, stream)
    yield lambda: stream.getvalue().splitlines()
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before


@pytest.fixture
def broken(app: Flask) -> Flask:
    """The app with pages that fail with personal data in what they say."""

    def fail(name: str) -> str:
        try:
            raise KeyError(f"{NAME} {MAIL}")
        except KeyError as error:
            raise ValueError(f"no place for {name} {MAIL}") from error

    def fail_in_the_database(name: str) -> str:
        row = {"name": name, "email": MAIL, "is_active": True}
        write_more()
        db.session.execute(insert(Person), [row, row])
        return ""

    app.add_url_rule("/stuk/<name>", view_func=fail)
    app.add_url_rule("/stuk-in-de-databank/<name>", view_func=fail_in_the_database)
    return app


def play(app: Flask) -> int:
    """Requests with personal data in each place where it can stand. Returns how many."""
    client = app.test_client()
    client.get(f"/?straat={NAME}&mail={MAIL}", headers={"X-Forwarded-For": "203.0.113.9"})
    client.get(f"/{NAME}/{MAIL}?token={SECRET}")
    client.get(f"/dossier/{NAME}", headers={"Referer": f"http://localhost/?q={MAIL}", "User-Agent": NAME})
    client.post("/aanmelden", data={"email": MAIL})
    client.post("/aanmelden/wachtwoord", data={"email": MAIL, "password": SECRET})
    client.post("/aanmelden", data={"email": f"{MAIL}\0"})
    client.open(f"/{NAME}", method=f"X-{NAME}")
    client.get(f"/stuk/{NAME}?q={SECRET}")
    client.get(f"/stuk-in-de-databank/{NAME}")
    return 9


def test_no_line_holds_what_somebody_typed(broken: Flask, lines: Lines) -> None:
    count = play(broken)

    said = lines()
    assert len([one for one in said if "ms=" in one or '"ms"' in one]) == count
    for word in PERSONAL:
        assert word not in "\n".join(said).lower()


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_a_request_is_told_with_its_route_and_a_fault_with_its_kind_and_place(broken: Flask, lines: Lines) -> None:
    play(broken)

    told = [json.loads(one) for one in lines()]
    requests = [one for one in told if one["event"] == "request"]
    assert {frozenset(one) for one in requests} == {frozenset(KEYS)}
    assert [one["route"] for one in requests] == [
        "/", "-", "/dossier/<number>", "/aanmelden", "/aanmelden/wachtwoord", "/aanmelden", "-", "/stuk/<name>",
        "/stuk-in-de-databank/<name>",
    ]  # fmt: skip
    assert requests[6]["method"] == "OTHER"
    assert [one["status"] for one in requests[-2:]] == [500, 500]
    failed = [one for one in told if one["event"] == "request failed"]
    assert [one["fault"] for one in failed] == ["ValueError < KeyError", "IntegrityError < IntegrityError"]
    assert "tests/pages/test_request_log.py:" in failed[0]["where"]
    assert failed[0]["request"] == requests[7]["request"] != requests[8]["request"]


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_who_asks_is_told_by_role_and_not_by_name(lines: Lines, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    signed_in(place.people[Role.ADMINISTRATOR]).get("/beheer")

    assert json.loads(lines()[-1])["role"] == "administrator"
    assert place.people[Role.ADMINISTRATOR].name not in "\n".join(lines())


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_each_sign_in_is_told_with_its_way_and_each_refused_one_with_its_place(
    client: Visitor, place: Place, engine: Engine, lines: Lines
) -> None:
    mayor, secret, earlier = place.people[Role.MAYOR], pyotp.random_base32(), datetime.now(UTC) - timedelta(minutes=5)
    with writing(engine) as session:
        choose_password(session, mayor.id, "vier paarden in de regen")
        enrol_totp(session, mayor.id, secret, pyotp.TOTP(secret).at(earlier), earlier)
    page = client.read("/aanmelden/wachtwoord")

    page.submit(email=mayor.email, password="vier paarden in de zon", code="")
    page.submit(email=mayor.email, password="vier paarden in de regen", code=app_code(secret))

    told = [json.loads(one) for one in lines()]
    refused, let_in = [one for one in told if one["event"].startswith(("sign", "signed"))]
    requests = {one["request"]: one for one in told if one["event"] == "request"}
    assert (refused["event"], refused["level"]) == ("sign-in refused", "warning")
    assert refused["route"] == "/aanmelden/wachtwoord"
    assert (let_in["event"], let_in["way"]) == ("signed in", "password_and_code")
    assert [requests[one["request"]]["status"] for one in (refused, let_in)] == [422, 302]
    assert all(str(mayor.email) not in one and str(mayor.name) not in one for one in lines())


@pytest.mark.parametrize("lines", ["json", "text"], indirect=True)
def test_a_line_break_in_a_value_makes_no_second_line(lines: Lines) -> None:
    forged = "idea\n2026-01-01T00:00:00Z info signed in\r\x85\u2028way=link"

    log_of("worker").info("work", flow=forged, outcome=forged)
    logging.getLogger("elsewhere").warning(f"refused {forged}")

    assert len(lines()) == 2


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_each_line_has_its_moment_in_utc(lines: Lines) -> None:
    log_of("worker").info("work")
    logging.getLogger("elsewhere").warning("refused")

    moments = [datetime.fromisoformat(json.loads(one)["timestamp"]) for one in lines()]

    assert [moment.utcoffset() for moment in moments] == [timedelta(0), timedelta(0)]
    assert all(abs(datetime.now(UTC) - moment) < timedelta(minutes=1) for moment in moments)


def test_of_the_lines_of_others_only_the_words_of_the_program_stay(lines: Lines) -> None:
    try:
        raise LookupError(MAIL)
    except LookupError:
        logging.getLogger("gunicorn.error").exception("Error handling request %s", f"/{NAME}?token={SECRET}")
        log_of("worker").exception("that failed; the worker goes on")
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: {NAME}")
    logging.getLogger("elsewhere").warning(f"refused {MAIL}")
    logging.getLogger("elsewhere").info("not told at all")
    sys.excepthook(ValueError, ValueError(MAIL), None)

    said = "\n".join(lines())

    assert len(lines()) == 5
    assert "Error handling request" in said
    assert said.count("LookupError") == 2
    assert "Task exception was never retrieved" in said
    for word in PERSONAL:
        assert word not in said.lower()


def test_an_error_of_the_database_does_not_repeat_what_was_typed(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError) as caught:
        db.session.execute(insert(Person), [{"name": NAME, "email": MAIL, "is_active": True}] * 2)

    assert MAIL not in str(caught.value)
    assert "parameters hidden" in str(caught.value)
