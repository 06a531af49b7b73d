"""A number for a text, a list for a number, a truth for a day: what programs and scripts send in another type than is
asked is refused or left out, never breaks a page and changes nothing (ASVS 15.3.5)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from models.case import FoundingCase
from models.database import writing
from models.enrolment import Enrolment
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.operations.accounts.passkeys import (
    Site,
    add_passkey,
    begin_passkey,
    begin_passkey_sign_in,
    person_by_passkey,
)
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid
from models.second_step import Passkey
from models.settings import settings
from models.tables import metadata
from tests.charter_steps import section
from tests.factories import Place, acting, advance_to, coordinator_of
from tests.pages.action_examples import with_evening_planned
from tests.pages.api_steps import ask, token_for
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from tests.planted import MOMENT, plant
from webapp.api.declaring import READINGS

DEEP = 5_000  # lists in lists: more than a reader of JSON can follow
# One of each type of JSON, and numbers that are none.
VALUES: list[Any] = [None, True, False, 0, -1, 1.5, 10**30, "", "een", "1e3", "٣", [], [1], ["1", "2"], {}, {"id": 1}]
BODIES = [*(json.dumps(one) for one in VALUES), "", "{", "NaN", "[" * DEEP, '{"reference":' * DEEP]
# What a form or an address can send instead of a number, a day or a code.
TYPED = ["true", "null", "[]", "{}", "1.5", "-1", "1e3", "٣", "9" * 30, "2026-13-45", "een"]

SITE = Site("localhost", "http://localhost")


def a_file() -> tuple[BytesIO, str]:
    """A file where a text is asked."""
    return BytesIO(b"1"), "x.txt"


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows, but not when somebody was last here, nor that somebody tried."""
    with Session(engine) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables if table.name not in ("web_session", "attempt", "passkey_challenge")
        }  # fmt: skip


@pytest.fixture
def report(client: Visitor, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """`report(body)`: what the gateway of text messages is answered."""
    monkeypatch.setattr(settings(), "sms_gateway_key", "goed")

    def send(body: str) -> int:
        return client.post("/sms/verslag", data=body, content_type="application/json",
                           headers={"Authorization": "Bearer goed"}).status_code  # fmt: skip

    return send


@pytest.fixture
def delivery(engine: Engine, place: Place) -> int:
    """A text message of which no report came yet, with the number 1: `true` is no other word for it."""
    with writing(engine) as session:
        advance_to(session, place, Stage.EVALUATION)
        network = session.scalars(select(NeighbourhoodNetwork)).one()
        member = plant(session, Enrolment, network_id=network.id, state="member")
        message = plant(session, Message, network_id=network.id, kind="prevention")
        return plant(session, Delivery, message_id=message.id, enrolment_id=member.id, channel="sms",
                     state="handed_over", id=1).id  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:20])
def test_a_report_that_is_none_is_refused(
    report: Callable[[str], int], delivery: int, engine: Engine, body: str
) -> None:
    before = everything(engine)

    assert 400 <= report(body) < 500
    assert everything(engine) == before


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("name", ["reference", "status"])
def test_a_report_with_a_field_of_another_type_changes_nothing(
    report: Callable[[str], int], delivery: int, engine: Engine, name: str, value: Any
) -> None:
    before = everything(engine)

    assert report(json.dumps({"reference": str(delivery), "status": "delivered", name: value})) in (204, 422)
    assert everything(engine) == before


def test_a_report_in_its_own_types_does_change_something(
    report: Callable[[str], int], delivery: int, engine: Engine
) -> None:
    before = everything(engine)

    assert report(json.dumps({"reference": str(delivery), "status": "failed"})) == 204
    assert everything(engine) != before


def _told(challenge: Any, **others: Any) -> dict[str, Any]:
    """What a device answers, in shape."""
    signed = {"type": "webauthn.get", "challenge": challenge, "origin": "http://localhost"}
    return {"id": "eA", "rawId": "eA", "type": "public-key",
            "response": {"clientDataJSON": _packed(json.dumps(signed)), "authenticatorData": "eA", "signature": "eA"},
            **others}  # fmt: skip


def _packed(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _within(whole: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    return {**whole, "response": {**whole["response"], name: value}}


def _in_other_types() -> Iterator[Callable[[str], str]]:
    """Answers with one part in another type; each gets a challenge that counts."""
    for value in VALUES:
        for name in ("id", "rawId", "type", "response"):
            yield lambda asked, name=name, value=value: json.dumps({**_told(asked), name: value})  # type: ignore[misc]
        for name in ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"):
            yield lambda asked, name=name, value=value: json.dumps(_within(_told(asked), name, value))  # type: ignore[misc]
        yield lambda asked, value=value: json.dumps(_told(value))  # type: ignore[misc]
    for body in BODIES:
        yield lambda asked, body=body: json.dumps(_within(_told(asked), "clientDataJSON", _packed(body)))  # type: ignore[misc]
        yield lambda asked, body=body: body  # type: ignore[misc]


def test_an_answer_of_a_passkey_in_other_types_signs_nobody_in(engine: Engine, place: Place) -> None:
    person = place.people[Role.DESK_OFFICER]
    with writing(engine) as session:
        plant(session, Passkey, person_id=person.id, credential_id="eA", public_key=b"x", user_handle="eA")
        session.flush()
        for number, answer in enumerate(_in_other_types()):
            asked = json.loads(begin_passkey_sign_in(session, SITE, "browser", str(number), MOMENT))["challenge"]
            with pytest.raises(Invalid):
                person_by_passkey(session, SITE, "browser", answer(asked), MOMENT)


def test_a_passkey_in_other_types_is_not_added(engine: Engine, place: Place) -> None:
    person = place.people[Role.DESK_OFFICER]
    with writing(engine) as session:
        by, kept = acting(session, person, MOMENT), session.get_one(Person, person.id)
        for answer in _in_other_types():
            asked = json.loads(begin_passkey(session, kept, SITE, "browser", MOMENT))["challenge"]
            with pytest.raises(Invalid):
                add_passkey(session, person.id, SITE, "browser", "Mijn sleutel", answer(asked), by, MOMENT, None)


@pytest.mark.parametrize("body", [body for body in BODIES if len(body) < 20_000], ids=lambda body: body[:20])
def test_the_page_refuses_a_passkey_that_is_none(client: Visitor, engine: Engine, body: str) -> None:
    before, page = everything(engine), client.read("/aanmelden/passkey")

    assert page.submit(credential=body).status == 422
    assert everything(engine) == before


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case whose evening was held some days ago."""
    with writing(engine) as session:
        return with_evening_planned(session, place)


def _door(signed_in: SignedIn, place: Place, case: FoundingCase) -> tuple[Visitor, str, dict[str, Any]]:
    browser = signed_in(place.people[Role.DESK_OFFICER])
    page = browser.read(f"/dossier/{case.number}/check-in")
    form = page.soup.select_one("main form[data-door-form]")
    fields = {name: form.select_one(f"input[name={name}]")["value"] for name in ("csrf_token", "evening_id")}
    return browser, page.path, {**fields, "people": "1", "street_id": "0", "key": "tablet-1-key", "waited": "0"}


@pytest.mark.parametrize("name", ["people", "evening_id"])
def test_a_count_at_the_door_in_another_type_counts_nobody(
    name: str, case: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser, path, fields = _door(signed_in, place, case)
    before = everything(engine)

    answers = [browser.send(path, {**fields, name: typed}, headers={"Accept": "application/json"}).status
               for typed in (*TYPED, a_file())]  # fmt: skip

    assert {status for status in answers if not 400 <= status < 500} == set()
    assert everything(engine) == before


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:20])
def test_a_count_in_json_is_no_form(
    body: str, case: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser, path, fields = _door(signed_in, place, case)
    before = everything(engine)

    answer = browser.post(path, data=body, content_type="application/json",
                          headers={"Accept": "application/json", "X-CSRFToken": fields["csrf_token"]})  # fmt: skip

    assert 400 <= answer.status_code < 500
    assert everything(engine) == before


def test_what_is_kept_while_typing_keeps_its_types(engine: Engine, place: Place, signed_in: SignedIn) -> None:
    """A list of texts, rows or a file where one text is asked: refused or left out, the section is as it was."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)
        coordinator = coordinator_of(session, case)
        before = json.dumps(section(session, case, "area").content)
    page = signed_in(coordinator).read(f"/dossier/{case.number}/charter/area")
    token = page.soup.select_one("input[name=csrf_token]")["value"]

    for typed in (*TYPED, None):
        for name in ("revision", "segments-0-from_number", "segments-٣-street", "segments-0", "segments", "households"):
            sent = MultiDict(
                [("csrf_token", token), ("segments-0-street", "Kerkstraat"), (name, typed or a_file()), (name, "2.5")]
            )
            answer = page.visitor.send(f"{page.path}/bewaren", sent)
            assert answer.status < 500, (name, typed)

    with Session(engine) as session:
        assert json.dumps(section(session, session.get_one(FoundingCase, case.id), "area").content) == before


def test_every_parameter_of_the_api_in_another_type_is_refused_or_left_out(
    client: FlaskClient, engine: Engine, place: Place
) -> None:
    token = token_for(engine, place)
    with writing(engine) as session:
        number = advance_to(session, place, Stage.CONSULTATION).number
    before, wrong = everything(engine), set()
    for reading in READINGS:
        for name in reading.parameters.model_fields:
            for typed in (*TYPED, "1&" + name + "=2", "[1]&" + name + "[]=1"):
                path = reading.path.replace("<number>", number)
                status = ask(client, token, f"{path}?{name}={typed}").status_code
                if status not in (200, 404) and not 400 <= status < 500:
                    wrong.add((reading.path, name, typed, status))

    assert wrong == set()
    assert {name: rows for name, rows in everything(engine).items() if name != "api_token"} == {
        name: rows for name, rows in before.items() if name != "api_token"}  # fmt: skip
