"""Signing in by a provider of identities (OpenID Connect), with a real one on loopback (web.md 1.4, ASVS V10.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.account import WebSession
from models.authority import Authority
from models.authority_journal import AuthorityJournalEntry
from models.database import writing
from models.identity import Identity
from models.person import Person
from models.rules.access import Role
from models.settings import settings
from tests.factories import Place
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, PASSWORD, Provider, running_provider
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

FILE = """
[acm]
for = "staff"
label = "Toegang Vlaanderen"
issuer = "{issuer}"
client_id = "{client_id}"
client_secret_file = "acm.secret"
strong = true

[itsme]
for = "residents"
label = "itsme"
issuer = "{issuer}"
client_id = "{client_id}"
client_secret_file = "acm.secret"

[eid]
for = "staff"
label = "eID"
issuer = "{issuer}"
client_id = "{client_id}"
client_secret_file = "acm.secret"
acr_values = ["urn:eid", "urn:itsme"]

[oud]
for = "staff"
label = "Oude dienst"
issuer = "{issuer}/oud"
client_id = "{client_id}"
client_secret_file = "acm.secret"
"""
MAYOR = "maria.burgemeester.oosterbeke@binstart.example"
ROOS = "roos.bewoner.oosterbeke@binstart.example"


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that Binstart knows, with the mayor and a new resident as its people."""
    with running_provider() as running:
        (tmp_path / "acm.secret").write_text(CLIENT_SECRET + "\n")
        file = tmp_path / "providers.toml"
        file.write_text(FILE.format(issuer=running.issuer, client_id=CLIENT_ID))
        monkeypatch.setenv("BINSTART_IDENTITY_PROVIDERS", str(file))
        settings.cache_clear()
        running.add("maria", email=MAYOR, email_verified=True, name="Maria van de provider")
        running.add("nele", email="nele@binstart.example", email_verified=True, name="Nele Nieuw")
        yield running


def go(client: Visitor, way: str = "acm", path: str = "/aanmelden") -> str:
    """Press the button; the address at the provider to which the page leads."""
    page = client.read(path).submit(action=f"/aanmelden/met/{way}")
    assert page.status == 200, page.text
    address = page.headers["Refresh"].removeprefix("0; url=")
    assert address in page.links()
    return address


def log_in_there(address: str, username: str = "maria", answer: str = "yes", password: str = PASSWORD) -> str:
    """Fill in the page of the provider, over real HTTP; where it sends the browser back to, as a path."""
    with httpx.Client(timeout=30) as there:
        assert "Aanmelden bij de provider" in there.get(address).text
        sent = there.post(address, data={"username": username, "password": password, "answer": answer})
        assert sent.status_code == 302, sent.text
    parts = urlsplit(sent.headers["location"])
    return f"{parts.path}?{parts.query}"


def sign_in(client: Visitor, username: str = "maria", way: str = "acm") -> Page:
    return client.read(log_in_there(go(client, way), username))


def is_signed_in(client: Visitor) -> bool:
    return client.read("/account").status == 200


@pytest.fixture
def bound_mayor(place: Place, engine: Engine, provider: Provider) -> Person:
    """The mayor, whose account is connected to the provider."""
    return bind(engine, provider, place.people[Role.MAYOR], "maria")


def bind(engine: Engine, provider: Provider, person: Person, username: str) -> Person:
    now = datetime.now(UTC)
    with writing(engine) as session:
        session.add(Identity(person_id=person.id, issuer=provider.issuer, subject=f"subject of {username}",
                             bound_at=now, used_at=now))  # fmt: skip
    return person


def test_staff_sign_in_by_a_provider(bound_mayor: Person, client: Visitor, engine: Engine) -> None:
    answer = sign_in(client)

    assert answer.status == 302, answer.text
    assert is_signed_in(client)
    with Session(engine) as session:
        row = session.scalars(select(WebSession)).one()
    assert (row.person_id, row.method, row.provider, row.is_strong) == (bound_mayor.id, "provider", "acm", True)


def test_code_proof_state_and_nonce_go_along_and_none_of_them_stands_in_a_table(
    provider: Provider, place: Place, client: Visitor, engine: Engine
) -> None:
    address = go(client)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/aanmelden/terug/acm"
    assert min(map(len, (asked["code_challenge"], asked["state"], asked["nonce"]))) >= 43
    with engine.connect() as connection:
        kept = str(connection.execute(text("select * from provider_sign_in")).one())
    assert not [name for name in ("state", "nonce", "code_challenge") if asked[name] in kept]


def test_a_person_is_found_by_issuer_and_subject_whatever_the_address_says(
    bound_mayor: Person, provider: Provider, client: Visitor
) -> None:
    provider.people["maria"]["email"] = "getrouwd@elders.example"

    sign_in(client)

    assert "Maria Burgemeester Oosterbeke" in client.read("/account").text


def test_a_subject_of_another_issuer_is_somebody_else(bound_mayor: Person, client: Visitor, engine: Engine) -> None:
    with writing(engine) as session:
        session.scalars(select(Identity)).one().issuer = "https://een-andere.example"

    assert sign_in(client).status == 403
    assert not is_signed_in(client)


def test_who_signs_in_lands_on_the_page_that_they_wanted(bound_mayor: Person, client: Visitor) -> None:
    answer = client.read(log_in_there(go(client, path="/aanmelden?next=/account/sessies")))

    assert answer.location == "/account/sessies"
    assert "via een aanmelddienst" in answer.follow().text


def test_a_resident_who_is_new_gets_an_account(
    provider: Provider, place: Place, client: Visitor, engine: Engine
) -> None:
    sign_in(client, "nele", "itsme")

    assert "bewoner" in client.read("/account").text
    with Session(engine) as session:
        person = session.scalars(select(Person).where(Person.email == "nele@binstart.example")).one()
        assert (person.name, person.password_hash) == ("Nele Nieuw", None)
        assert session.scalars(select(Identity)).one().person_id == person.id


def test_the_second_time_a_resident_gets_the_same_account(
    provider: Provider, place: Place, client: Visitor, app: Flask, engine: Engine
) -> None:
    sign_in(client, "nele", "itsme")
    sign_in(app.test_client(), "nele", "itsme")

    with Session(engine) as session:
        assert len(session.scalars(select(Person).where(Person.name == "Nele Nieuw")).all()) == 1


@pytest.mark.parametrize("verified", [False, None, "true", 1])
@pytest.mark.parametrize("way", ["acm", "itsme"])
def test_an_address_that_is_not_verified_opens_and_makes_no_account(
    provider: Provider, place: Place, client: Visitor, engine: Engine, verified: object, way: str
) -> None:
    allow_by_address(engine)
    provider.people["maria"]["email_verified"] = verified
    provider.people["nele"]["email_verified"] = verified

    for username in ("maria", "nele"):
        answer = sign_in(client, username, way)
        assert answer.title == "Uw e-mailadres is niet bevestigd"
        assert "bevestig uw e-mailadres bij" in answer.text.lower()
    assert not is_signed_in(client)
    with Session(engine) as session:
        assert session.scalars(select(Identity)).all() == []


def allow_by_address(engine: Engine) -> None:
    """The administrators let the first sign-in find staff by their address."""
    with writing(engine) as session:
        for authority in session.scalars(select(Authority)):
            authority.settings = {**authority.settings, "bind_by_verified_email": True}


def test_staff_are_not_found_by_their_address_unless_the_administrator_says_so(
    provider: Provider, place: Place, client: Visitor, engine: Engine
) -> None:
    answer = sign_in(client)

    assert (answer.status, answer.title) == (403, "We kennen u nog niet als medewerker")
    assert "koppel Toegang Vlaanderen op de pagina van uw account" in answer.text
    assert not is_signed_in(client)


def test_where_the_administrator_says_so_a_verified_address_binds_once_and_the_journal_tells(
    provider: Provider, place: Place, client: Visitor, app: Flask, engine: Engine
) -> None:
    allow_by_address(engine)

    assert sign_in(client).status == 302
    with Session(engine) as session:
        assert session.scalars(select(Identity)).one().person_id == place.people[Role.MAYOR].id
        entry = session.scalars(select(AuthorityJournalEntry)).one()
    assert entry.event == "identity:bound"
    assert MAYOR not in str(entry.data)

    provider.people["maria"]["sub"] = "somebody else with that address"
    assert sign_in(app.test_client()).status == 403


def test_an_address_that_is_known_to_nobody_here_opens_nothing_for_staff(
    provider: Provider, place: Place, client: Visitor, engine: Engine
) -> None:
    allow_by_address(engine)

    assert sign_in(client, "nele").title == "We kennen u nog niet als medewerker"


def test_a_resident_is_not_found_by_the_way_for_staff(
    provider: Provider, place: Place, client: Visitor, engine: Engine
) -> None:
    allow_by_address(engine)
    provider.add("roos", email=ROOS, email_verified=True)

    assert sign_in(client, "roos").title == "We kennen u nog niet als medewerker"


def test_by_the_way_for_residents_nobody_takes_over_an_account_by_its_address(
    provider: Provider, place: Place, client: Visitor, engine: Engine
) -> None:
    allow_by_address(engine)
    provider.add("roos", email=ROOS.upper(), email_verified=True)

    for username in ("maria", "roos"):
        answer = sign_in(client, username, "itsme")
        assert answer.title == "Er is al een account met uw e-mailadres"
    assert not is_signed_in(client)


def test_who_is_signed_in_connects_their_account_and_other_devices_are_signed_out(
    provider: Provider, place: Place, signed_in: SignedIn, client: Visitor
) -> None:
    mayor = place.people[Role.MAYOR]
    elsewhere, here = signed_in(mayor), signed_in(mayor)

    page = here.read("/account").submit(action="/account/koppelen/acm")
    answer = here.read(log_in_there(page.headers["Refresh"].removeprefix("0; url=")))

    assert answer.location == "/account"
    assert "Gekoppeld" in here.read("/account").text
    assert not is_signed_in(elsewhere)
    assert sign_in(client).status == 302
    assert "Maria Burgemeester" in client.read("/account").text


def test_what_is_connected_can_be_taken_away_by_its_owner_only(
    bound_mayor: Person, place: Place, signed_in: SignedIn, client: Visitor, engine: Engine
) -> None:
    with Session(engine) as session:
        path = f"/account/koppelingen/{session.scalars(select(Identity.id)).one()}/verwijderen"
    other = signed_in(place.people[Role.DESK_OFFICER])
    token = other.read("/account").soup.select_one("input[name=csrf_token]")
    assert token is not None
    assert other.send(path, {"csrf_token": str(token["value"])}).status == 404

    assert signed_in(bound_mayor).read("/account").submit(action=path).location == "/account"

    assert sign_in(client).status == 403


def test_an_identity_of_somebody_else_can_not_be_connected(
    bound_mayor: Person, place: Place, signed_in: SignedIn, client: Visitor
) -> None:
    other = signed_in(place.people[Role.DESK_OFFICER])
    page = other.read("/account").submit(action="/account/koppelen/acm")

    answer = other.read(log_in_there(page.headers["Refresh"].removeprefix("0; url=")))

    assert answer.title == "Deze aanmelding hoort al bij een ander account"


def test_who_signed_out_on_the_way_connects_nothing(
    provider: Provider, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    page = browser.read("/account").submit(action="/account/koppelen/acm")
    with writing(engine) as session:
        session.delete(session.scalars(select(WebSession)).one())

    assert browser.read(log_in_there(page.headers["Refresh"].removeprefix("0; url="))).status == 410
    with Session(engine) as session:
        assert session.scalars(select(Identity)).all() == []


def test_who_is_deactivated_does_not_get_in(bound_mayor: Person, client: Visitor, engine: Engine) -> None:
    with writing(engine) as session:
        session.get_one(Person, bound_mayor.id).is_active = False

    assert sign_in(client).title == "Uw account is afgesloten"
    assert not is_signed_in(client)
