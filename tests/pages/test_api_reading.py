"""Other programs read cases, journals, networks and figures: of one authority, and nothing about residents."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.api_token import ApiToken
from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.network import NeighbourhoodNetwork
from models.operations.cases.summing_up import sum_up_all
from models.person import Person
from models.rules.access import PERMISSIONS, PROGRAM
from models.rules.api_scopes import API_SCOPES
from models.rules.procedure import Stage
from models.rules.published_events import PUBLISHED
from models.settings import settings
from tests.factories import Place, advance_to, make_place, submitted
from tests.pages.api_steps import ROOT, ask, token_for
from webapp.api.declaring import READINGS

NOW = datetime.now(UTC)


@pytest.fixture
def launched(engine: Engine, place: Place) -> str:
    """A case that took every step, with its figures."""
    with writing(engine) as session:
        number = advance_to(session, place, Stage.EVALUATION).number
    with writing(engine) as session:
        sum_up_all(session, NOW)
    return number


@pytest.fixture
def token(engine: Engine, place: Place) -> str:
    return token_for(engine, place)


def test_a_case_tells_where_it_is_what_is_needed_and_who_must_act(
    client: FlaskClient, engine: Engine, place: Place, token: str
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        session.add_all(_paper(case, audience) for audience in ("public", "partners", "staff", "initiator"))

    told = ask(client, token, f"/cases/{case.number}").json

    assert told is not None
    assert (told["stage"], told["state"], told["name"], told["round"]) == ("consultation", "open", case.name, 1)
    assert {one["code"]: one["is_met"] for one in told["conditions"]}["police_approved"] is False
    assert "police_chief" in told["waits_for"]
    assert (told["terms"][0]["kind"], told["terms"][0]["over_at"]) == ("consultation", None)
    [paper] = told["documents"]
    assert paper["url"].startswith("http://localhost/document/")
    assert paper["title"] == "Stuk voor public"
    assert told["municipality"] == {"slug": "oosterbeke", "name": "Oosterbeke"}


def _paper(case: FoundingCase, audience: str) -> Document:
    return Document(case_id=case.id, kind="receipt", version=audience, title=f"Stuk voor {audience}",
                    filename="a.pdf", media_type="application/pdf", sha256="0" * 64, size=1,
                    audience=audience, produced_at=NOW)  # fmt: skip


def test_a_name_that_a_resident_typed_and_nobody_read_stays_here(
    client: FlaskClient, engine: Engine, place: Place, token: str
) -> None:
    with writing(engine) as session:
        number = submitted(session, place).number

    assert ask(client, token, f"/cases/{number}").json["name"] is None  # type: ignore[index]


def test_a_journal_tells_what_happened_without_reasons_and_without_what_is_internal(
    client: FlaskClient, token: str, launched: str
) -> None:
    answer = ask(client, token, f"/cases/{launched}/journal?limit=100")

    events = {one["event"] for one in answer.json["items"]}  # type: ignore[index]
    assert {"request:submitted", "founding:approved", "charter:completed", "network:activated"} <= events
    assert events <= PUBLISHED
    assert {one.partition(":")[0] for one in PUBLISHED}.isdisjoint(
        {"note", "screening", "judicial_authority", "administrative_authority", "member", "participant", "voice",
         "seat", "candidate", "contact", "adviser", "adviser_question"}
    )  # fmt: skip
    assert "Past in ons beleid" not in answer.text


def test_no_answer_holds_a_name_or_address_of_anybody(
    client: FlaskClient, engine: Engine, token: str, launched: str
) -> None:
    with Session(engine) as session:
        people = [(person.name, person.email) for person in session.scalars(select(Person))]
        slug = session.scalars(select(NeighbourhoodNetwork.slug)).one()

    texts = [ask(client, token, path).text for path in _paths(launched, slug)]

    assert len(people) > 5
    assert [word for pair in people for word in pair if word and any(word in text for text in texts)] == []
    assert not any("Kerkstraat" in text for text in texts)


def _paths(number: str, slug: str) -> list[str]:
    return [one.path.replace("<number>", number).replace("<slug>", slug) for one in READINGS]


def test_networks_and_figures_are_those_of_the_authority(
    client: FlaskClient, engine: Engine, token: str, launched: str
) -> None:
    networks = ask(client, token, "/networks").json
    figures = ask(client, token, "/statistics").json

    assert networks is not None
    assert figures is not None
    [network] = networks["items"]
    assert (network["state"], network["kind"], network["scope"]) == ("active", "bin", "streets")
    assert ask(client, token, f"/networks/{network['slug']}").json == network
    assert (figures["count"], figures["outcomes"]) == (1, [{"outcome": "active", "ended_in": None, "count": 1}])
    assert {one["what"] for one in figures["lead_times"]} >= {"total", "consultation"}
    assert ask(client, token, "/statistics?opened_from=2030-01-01").json["count"] == 0  # type: ignore[index]


def test_pages_hold_each_case_once_and_lead_on_by_link(
    client: FlaskClient, engine: Engine, place: Place, token: str
) -> None:
    with writing(engine) as session:
        numbers = [submitted(session, place).number for _ in range(5)]

    seen, path, links = [], "/cases?limit=2&stage=idea", []
    while path:
        answer = ask(client, token, path)
        assert answer.json is not None
        seen.append([one["number"] for one in answer.json["items"]])
        links.append(answer.headers.get("Link"))
        path = (answer.json["next"] or "").removeprefix(f"http://localhost{ROOT}")

    assert seen == [numbers[:2], numbers[2:4], numbers[4:]]
    assert links[2] is None
    assert links[0] is not None
    assert links[0].endswith('; rel="next"')
    assert "stage=idea" in links[0]


@pytest.mark.parametrize(("query", "count"), [
    ("", 2), ("stage=idea", 1), ("stage=charter", 0), ("state=open", 2), ("state=ended", 0),
    ("municipality=oosterbeke", 2), ("municipality=westveld", 0),
    ("changed_since=2026-03-02T09:00:00Z", 2), ("changed_since=2026-03-02T10:00:01%2B01:00", 1),
    ("changed_since=2030-01-01T00:00:00Z", 0), ("changed_since=0001-01-01T00:00:00%2B14:00", 2),
])  # fmt: skip
def test_cases_are_filtered(
    client: FlaskClient, engine: Engine, place: Place, token: str, query: str, count: int
) -> None:
    with writing(engine) as session:
        submitted(session, place)
        advance_to(session, place, Stage.CONSULTATION)

    assert len(ask(client, token, f"/cases?{query}").json["items"]) == count  # type: ignore[index]


@pytest.mark.parametrize(("path", "pointer"), [
    ("/cases?limit=0", "/query/limit"), ("/cases?limit=101", "/query/limit"), ("/cases?limit=2.0", "/query/limit"),
    ("/cases?limit=1&limit=2", "/query/limit"), ("/cases?stage=begin", "/query/stage"), ("/cases?x=1", "/query/x"),
    ("/cases?cursor=1", "/query/cursor"), ("/cases?changed_since=1700000000", "/query/changed_since"),
    ("/cases?changed_since=2026-03-02T09:00:00", "/query/changed_since"),
    ("/statistics?opened_from=2026-02-30", "/query/opened_from"), ("/networks?state=open", "/query/state"),
])  # fmt: skip
def test_a_wrong_parameter_is_refused_with_where_it_is(
    client: FlaskClient, token: str, path: str, pointer: str
) -> None:
    answer = ask(client, token, path)

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json is not None
    assert [one["pointer"] for one in answer.json["errors"]] == [pointer]


def test_an_answer_that_did_not_change_is_not_sent_again(
    client: FlaskClient, engine: Engine, place: Place, token: str
) -> None:
    tag = ask(client, token, "/cases").headers["ETag"]

    again = ask(client, token, "/cases", If_None_Match=tag)
    with writing(engine) as session:
        submitted(session, place)
    changed = ask(client, token, "/cases", If_None_Match=tag)

    assert (again.status_code, again.text) == (304, "")
    assert changed.status_code == 200


@pytest.mark.parametrize(("path", "headers", "status", "code"), [
    ("/cases", {}, 200, None),
    ("/cases/OOS-2026-9999", {}, 404, "not_found"),
    ("/networks/nergens", {}, 404, "not_found"),
    ("/bestaat-niet", {}, 404, "not_found"),
    ("/cases", {"Accept": "text/html"}, 406, "not_acceptable"),
    ("/cases", {"Accept": "text/html, */*;q=0.1"}, 200, None),
    ("/cases", {"Authorization": "Bearer binstart_onzin"}, 401, "invalid_token"),
    ("/cases", {"Authorization": "Basic Zm9vOmJhcg=="}, 401, "no_token"),
    ("/cases", {"Authorization": ""}, 401, "no_token"),
])  # fmt: skip
def test_each_refusal_is_a_problem_with_its_code(
    client: FlaskClient, token: str, path: str, headers: dict[str, str], status: int, code: str | None
) -> None:
    answer = ask(client, token, path, **headers)

    assert answer.status_code == status
    if code is not None:
        assert answer.mimetype == "application/problem+json"
        assert answer.json is not None
        assert (answer.json["status"], answer.json["code"]) == (status, code)
        assert answer.json["type"] == f"http://localhost/api#fout-{code}"
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client: FlaskClient, token: str, method: str) -> None:
    answer = getattr(client, method)(f"{ROOT}/cases", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_a_head_has_the_same_headers_and_no_content(client: FlaskClient, token: str) -> None:
    answer = client.head(f"{ROOT}/cases", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.data, "ETag" in answer.headers) == (200, b"", True)


def test_a_program_that_asks_without_end_is_asked_to_wait(
    app: Flask, client: FlaskClient, engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_API_REQUESTS_PER_MINUTE", "3")
    settings.cache_clear()
    eager, calm = token_for(engine, place), token_for(engine, place)

    answers = [ask(client, eager, "/networks") for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["RateLimit"].split(";")[1] for one in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert ask(client, calm, "/networks").status_code == 200


def test_that_a_token_was_used_is_noted_and_a_revoked_or_ended_one_opens_nothing(
    client: FlaskClient, engine: Engine, place: Place
) -> None:
    used, revoked, ended = (token_for(engine, place) for _ in range(3))
    with writing(engine) as session:
        rows = session.scalars(select(ApiToken).order_by(ApiToken.id)).all()
        rows[1].revoked_at = NOW
        rows[2].ends_on = date.today() - timedelta(days=1)  # noqa: DTZ011 - long enough ago in every time zone

    statuses = [ask(client, one, "/cases").status_code for one in (used, revoked, ended)]

    assert statuses == [200, 401, 401]
    with Session(engine) as session:
        noted = [row.last_used_at is not None for row in session.scalars(select(ApiToken).order_by(ApiToken.id))]
    assert noted == [True, False, False]


@pytest.mark.parametrize("scope", API_SCOPES)
@pytest.mark.parametrize("whose", ["own", "own_zone", "other", "other_zone"])
def test_every_address_is_answered_as_scope_and_authority_say(
    client: FlaskClient, engine: Engine, place: Place, launched: str, scope: str, whose: str
) -> None:
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES")
        slug = session.scalars(select(NeighbourhoodNetwork.slug)).one()
    authority: Authority = {"own": place.municipality, "own_zone": place.zone, "other": other.municipality,
                            "other_zone": other.zone}[whose]  # fmt: skip
    holder = place if whose.startswith("own") else other
    token, wrong = token_for(engine, holder, authority, [scope]), []

    for one in READINGS:
        answer = ask(client, token, one.path.replace("<number>", launched).replace("<slug>", slug))
        is_about_one = "<" in one.path
        expected = 403 if one.scope != scope else 404 if is_about_one and whose.startswith("other") else 200
        told = answer.json or {}
        holds_nothing = told.get("items") == [] or told.get("count") == 0
        if answer.status_code != expected or (expected == 200 and holds_nothing != whose.startswith("other")):
            wrong.append((one.path, answer.status_code, expected, answer.text[:200]))
        if expected == 403 and told.get("missing_scope") != one.scope:
            wrong.append((one.path, "missing_scope", told))

    assert wrong == []


def test_every_scope_opens_something_and_every_address_asks_one() -> None:
    assert {one.scope for one in READINGS} == set(API_SCOPES) == {p for p, who in PERMISSIONS.items() if who == PROGRAM}


def test_a_person_who_is_signed_in_needs_a_token_all_the_same(place: Place, signed_in) -> None:  # type: ignore[no-untyped-def]
    for person in place.people.values():
        assert signed_in(person).get(f"{ROOT}/cases").status_code == 401


def test_the_page_about_the_api_tells_scopes_addresses_and_refusals(client: FlaskClient) -> None:
    page = client.read("/api")  # type: ignore[attr-defined]

    assert page.status == 200
    assert all(scope in page.text for scope in API_SCOPES)
    assert page.soup.select_one("#fout-insufficient_scope") is not None
    assert f"{ROOT}/cases/{{number}}/journal" in page.text
