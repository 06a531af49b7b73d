"""Anybody writes to the coordinators of a network, and no page shows an address of theirs."""

from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.accounts.attempts import LIMITS
from models.outbox import Effect
from models.person import Person
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of
from tests.pages.test_public import a_network
from tests.pages.visiting import Page, Visitor

MESSAGE = {"name": "Nele Nieuw", "email": "nele@binstart.example", "text": "Mag ik meedoen, ook zonder auto?"}


@pytest.fixture
def slug(engine: Engine, place: Place) -> str:
    with writing(engine) as session:
        return advance_to(session, place, Stage.EVALUATION).number.lower()


@pytest.fixture
def coordinator(engine: Engine, slug: str) -> Person:
    with Session(engine) as session:
        case = session.scalars(select(FoundingCase).where(FoundingCase.number == slug.upper())).one()
        return coordinator_of(session, case)


def _mails(engine: Engine) -> list[dict[str, Any]]:
    with Session(engine) as session:
        return list(session.scalars(select(Effect.payload).where(Effect.key.startswith("relay:"))))


def _write(client: Visitor, slug: str, **changes: str) -> Page:
    return client.read(f"/netwerken/{slug}/schrijven").submit(**{**MESSAGE, **changes})


def test_a_message_goes_to_the_coordinator_who_answers_the_writer(
    client: Visitor, engine: Engine, slug: str, coordinator: Person
) -> None:
    page = client.read(f"/netwerken/{slug}")
    assert f"/netwerken/{slug}/schrijven" in page.links()

    done = _write(client, slug, text="Mag ik meedoen?\n\n<b>Ook</b> zonder \u202eauto?")

    assert "Uw bericht is vertrokken." in done.follow().text
    (mail,) = _mails(engine)
    assert (mail["to"], mail["facts"]["reply_to"]) == (coordinator.email, MESSAGE["email"])
    assert "    Mag ik meedoen?" in mail["text"]
    assert "zonder auto?" in mail["text"]  # no sign that turns the text around
    for path in (f"/netwerken/{slug}", f"/netwerken/{slug}/schrijven", "/netwerken.csv", "/netwerken.jsonld"):
        assert coordinator.email not in client.get(path).get_data(as_text=True)


def test_the_same_message_twice_goes_once(client: Visitor, engine: Engine, slug: str) -> None:
    _write(client, slug)

    assert _write(client, slug).status == 302
    assert len(_mails(engine)) == 1


@pytest.mark.parametrize(("changes", "faults"), [
    ({"name": ""}, ["Vul uw naam in."]),
    ({"name": "x" * 101}, ["Hoogstens 100 tekens."]),
    ({"email": "geen adres"}, ["Vul een e-mailadres in, zoals naam@voorbeeld.be."]),
    ({"email": "a@b.example\nBcc: x@kwaad.example"}, ["Vul een e-mailadres in, zoals naam@voorbeeld.be."]),
    ({"text": ""}, ["Schrijf wat u wilt zeggen."]),
    ({"text": " "}, ["Vul dit in."]),
    ({"text": "kort"}, ["Vul dit in."]),
    ({"text": "x" * 3001}, ["Hoogstens 3000 tekens."]),
])  # fmt: skip
def test_what_cannot_be_sent_is_told_at_its_field_and_stays(
    client: Visitor, engine: Engine, slug: str, changes: dict[str, str], faults: list[str]
) -> None:
    refused = _write(client, slug, **changes)

    assert (refused.status, refused.faults) == (422, faults)
    assert _mails(engine) == []


def test_who_sends_without_end_is_asked_to_wait(client: Visitor, engine: Engine, slug: str) -> None:
    most = LIMITS["relay_from_caller"].number
    answers = [_write(client, slug, text=f"Bericht nummer {number}.").status for number in range(most + 1)]

    assert answers == [302] * most + [429]
    assert len(_mails(engine)) == most


def test_one_network_gets_no_flood_from_many_callers(client: Visitor, engine: Engine, slug: str) -> None:
    most = LIMITS["relay_to_network"].number
    for number in range(most + 1):
        caller = {"REMOTE_ADDR": f"192.0.2.{number}"}
        page = client.read(f"/netwerken/{slug}/schrijven", environ_base=caller)
        token = page.soup.select_one("[name=csrf_token]")
        assert token is not None
        values = {**MESSAGE, "text": f"Bericht nummer {number}.", "csrf_token": str(token["value"])}
        answer = client.send(f"/netwerken/{slug}/schrijven", values, environ_base=caller)

    assert answer.status == 429
    assert len(_mails(engine)) == most


def test_a_network_without_a_known_coordinator_keeps_its_own_contact(
    client: Visitor, engine: Engine, place: Place
) -> None:
    with writing(engine) as session:
        a_network(session, place)

    page = client.read("/netwerken/bin-molen")

    assert "molen@binstart.example" in page.text
    assert client.read("/netwerken/bin-molen/schrijven").status == 404
    assert client.read("/netwerken/bestaat-niet/schrijven").status == 404


def test_the_page_of_a_network_says_which_charter_is_in_force(client: Visitor, slug: str) -> None:
    page = client.read(f"/netwerken/{slug}")

    assert "Versie 1 geldt sinds" in page.text
    assert any(link.startswith("/controle/") for link in page.links())
