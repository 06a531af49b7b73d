"""How the site speaks HTTP: which methods it knows, what it takes from where, and which cookies it gives."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.account import SignInLink
from models.database import writing
from models.operations.accounts.credentials import choose_password, enrol_totp
from models.person import Person
from models.rules.access import Role
from models.settings import settings
from tests.app_codes import app_code
from tests.factories import Place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from webapp import create_app

HTTPS = "https://bin.oosterbeke.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND", "DEBUG"])
def test_no_address_knows_another_method_than_reading_and_sending(app: Flask, client: Visitor, method: str) -> None:
    known = {known for rule in app.url_map.iter_rules() for known in rule.methods or ()}

    assert known == {"GET", "HEAD", "POST", "OPTIONS"}
    assert {client.open(path, method=method).status_code for path in ("/hulp", "/", "/static/binstart.css")} == {405}


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static", "/static/vendor/", "/.git/config", "/.git/HEAD", "/.env", "/.svn/entries",
     "/static/../../.env", "/static/..%2f..%2f.env", "/static/%2e%2e/%2e%2e/pyproject.toml", "/requirements/run.txt",
     "/webapp/security.py", "/binstart.sqlite", "/data/binstart.sqlite", "/console", "/debug", "/server-status",
     "/.well-known/", "/secrets/web"],
)  # fmt: skip
def test_neither_folders_nor_files_of_the_installation_can_be_asked(client: Visitor, path: str) -> None:
    assert client.get(path).status_code in (404, 308)
    assert client.get(path, follow_redirects=True).status_code == 404


def test_a_debug_switch_in_the_environment_switches_nothing_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    noisy = create_app()
    noisy.add_url_rule("/fout", "fail", lambda: 1 / 0)

    answer = noisy.test_client().get("/fout")

    assert not noisy.debug
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)


def test_what_stands_in_the_address_never_counts_as_typed_in_a_form(client: Visitor, engine: Engine) -> None:
    token = str(client.read("/aanmelden").soup.select_one("input[name=csrf_token]")["value"])

    answer = client.send("/aanmelden?email=iemand@binstart.example", {"csrf_token": token})

    assert answer.status == 422
    with Session(engine) as session:
        assert session.scalars(select(SignInLink)).all() == []


def test_of_a_field_that_is_sent_twice_the_first_counts_alone(client: Visitor, engine: Engine) -> None:
    page = client.read("/aanmelden")

    page.submit(email=["een@binstart.example", "twee@binstart.example"])

    with Session(engine) as session:
        assert session.scalars(select(SignInLink.email)).all() == ["een@binstart.example"]


def test_fields_that_a_form_does_not_have_change_nothing(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    resident = place.resident
    with Session(engine) as session:
        before = {key: value for key, value in vars(session.get_one(Person, resident.id)).items() if key[0] != "_"}
    unasked = {name: "1" for name in before if name != "name"}

    answer = signed_in(resident).read("/account/naam").submit(name="Roos Anders", **unasked)

    assert answer.status == 302
    with Session(engine) as session:
        after = {key: value for key, value in vars(session.get_one(Person, resident.id)).items() if key[0] != "_"}
    assert after == {**before, "name": "Roos Anders"}


def test_with_https_every_cookie_is_for_this_host_alone_and_closed_to_scripts(
    place: Place, app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mayor, earlier = place.people[Role.MAYOR], datetime.now(UTC) - timedelta(minutes=5)
    with writing(engine) as session:
        choose_password(session, mayor.id, "vier paarden in de regen")
        enrol_totp(session, mayor.id, SECRET, pyotp.TOTP(SECRET).at(earlier), earlier)
    monkeypatch.setenv("BINSTART_BASE_URL", HTTPS)
    settings.cache_clear()
    secure = create_app()
    secure.test_client_class = Visitor
    browser = secure.test_client()
    assert isinstance(browser, Visitor)
    page = browser.read("/aanmelden/wachtwoord", base_url=HTTPS)
    typed = {"email": mayor.email, "password": "vier paarden in de regen", "code": app_code(SECRET),
             "csrf_token": str(page.soup.select_one("input[name=csrf_token]")["value"])}  # fmt: skip

    answer = browser.send("/aanmelden/wachtwoord", typed, base_url=HTTPS)

    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert answer.status == 302
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-binstart", "__Host-binstart-device"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "domain" not in cookie.lower()
