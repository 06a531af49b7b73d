"""The house around every page: health, headers, cookies, and how it starts."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event

import webapp
from models.rules.access import Role
from models.settings import settings
from tests.factories import Place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from webapp import create_app

TEMPLATES = Path(webapp.__file__).parent / "templates"
# web.md 4.6, word for word
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
PUBLIC_PAGES = [
    "/aanmelden",
    "/aanmelden/wachtwoord",
    "/hulp",
    "/privacy",
    "/toegankelijkheid",
    "/dev/mail",
    "/dev/clock",
]


def test_the_site_says_that_it_is_healthy(client: Visitor) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert answer.json["database"] is True
    assert re.match(r"\d", answer.json["version"])


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_site_says_when_its_database_is_away(away: Visitor, path: str) -> None:
    answer = away.get(path)

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["database"] is False


def test_pages_say_plainly_that_the_database_is_away(away: Visitor) -> None:
    page = away.read("/hulp")

    assert page.status == 503
    assert "even niet bereikbaar" in page.title


@pytest.fixture
def away(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Visitor:
    """A visitor of an app whose database can't be reached."""
    monkeypatch.setenv("BINSTART_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/binstart.sqlite")
    settings.cache_clear()
    app = create_app()
    app.test_client_class = Visitor
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@pytest.mark.parametrize("path", [*PUBLIC_PAGES, "/bestaat-niet", "/robots.txt", "/static/binstart.css"])
def test_every_answer_carries_the_security_headers(client: Visitor, path: str) -> None:
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Permissions-Policy"] == "geolocation=(), camera=(), microphone=(), payment=()"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers  # this installation has no https


def test_an_installation_with_https_insists_on_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_BASE_URL", "https://bin.oosterbeke.example")
    settings.cache_clear()

    answer = create_app().test_client().get("/aanmelden", base_url="https://bin.oosterbeke.example")

    cookie = answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert cookie.startswith("__Host-binstart=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: Visitor) -> None:
    cookie = client.get("/aanmelden").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_pages_of_who_is_signed_in_are_kept_nowhere(place: Place, signed_in: SignedIn, client: Visitor) -> None:
    assert signed_in(place.people[Role.MAYOR]).read("/hulp").headers["Cache-Control"] == "no-store"
    assert client.read("/hulp").headers["Cache-Control"] == "no-cache"


def test_marked_files_are_kept_for_a_year_and_others_are_asked_again(client: Visitor) -> None:
    marked = next(
        str(link["href"])
        for link in client.read("/hulp").soup.select("link[rel=stylesheet]")
        if "binstart" in str(link)
    )

    assert "max-age=31536000" in client.get(marked).headers["Cache-Control"]
    assert "max-age=31536000" not in client.get("/static/binstart.css").headers["Cache-Control"]


def test_every_file_that_a_page_asks_for_is_there(client: Visitor) -> None:
    page = client.read("/hulp")
    addresses = [str(tag.get("href") or tag.get("src")) for tag in page.soup.select("head link, script")]

    assert len(addresses) >= 6
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_no_template_holds_script_style_or_handler(template: Path) -> None:
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"<style|\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", text)


def test_an_officer_sees_name_and_function_on_every_page(place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/privacy")

    assert "Maria Burgemeester" in page.text
    assert "burgemeester" in page.text


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_every_page_says_whom_to_call_when_it_is_urgent(client: Visitor, path: str) -> None:
    page = client.read(path)

    assert page.status == 200
    assert "Dringend? Bel 101." in page.text
    assert page.title


def test_the_help_page_names_the_municipality_with_its_phone(place: Place, client: Visitor) -> None:
    assert "02 000 00 00" in client.read("/hulp").text


def test_looking_at_pages_writes_nothing(
    place: Place, app: Flask, engine: Engine, signed_in: SignedIn, client: Visitor
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    written: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    for path in [*PUBLIC_PAGES, "/account", "/account/sessies", "/account/naam", "/account/tweede-stap"]:
        client.read(path)
        browser.read(path)

    assert written == []


def test_a_page_of_the_skeleton_needs_few_questions_to_the_database(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *rest: asked.append(statement))

    browser.read("/account")

    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 8


def test_without_a_long_secret_nothing_starts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_SECRET_KEY", "kort")
    settings.cache_clear()

    with pytest.raises(ValueError, match="BINSTART_SECRET_KEY"):
        create_app()


def test_only_named_proxies_are_believed_about_who_calls(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(app: Flask) -> None:
        from flask import request

        app.before_request(lambda: seen.append(request.remote_addr))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})

    look(app)
    monkeypatch.setenv("BINSTART_TRUSTED_PROXIES", "1")
    settings.cache_clear()
    look(create_app())

    assert seen == ["127.0.0.1", "203.0.113.9"]


def test_robots_stay_out_of_cases_and_accounts(client: Visitor) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()

    assert {"Disallow: /aanmelden", "Disallow: /account", "Disallow: /dossier"} <= set(lines)
