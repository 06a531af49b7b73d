"""Every role, every route, also from elsewhere: each is answered as the access table says, and nothing else is open."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from models.authority import Authority
from models.case import FoundingCase
from models.database import connect, db, writing
from models.mandate import Mandate
from models.operations.accounts.web_sessions import open_web_session
from models.person import Person
from models.queries.cases.facts import settings_of
from models.queries.keeping.readiness import newest_revision
from models.rules.access import ANYONE, PERMISSIONS, PROGRAM, SIGNED_IN, Role
from models.rules.procedure import ACTIONS, Stage, roles_for
from models.settings import settings
from models.tables import metadata
from tests.factories import advance_to, make_place
from tests.safe_answers import faults_of
from webapp import create_app
from webapp.clock import real_now

PEOPLE = [*Role, "stranger", "nobody"]  # stranger: signed in, without any role
WITHOUT_HEADER = {"projecting.show_agenda", "public_widget.show_widget"}  # on the wall; in pages of other sites
NUMBERED = (
    "draft_id", "opinion_id", "seat_id", "evening_id", "signature_id", "person_id", "participant_id",
    "candidate_id", "mandate_id", "closing_day_id", "attendance_id", "absence_id", "ballot_id", "delegation_id",
    "document_id", "upload_id", "session_id", "save_id", "comment_id",
    "enrolment_id", "message_id", "delivery_id", "former_name_id", "meeting_id", "quote_id",
    "succession_id", "successor_id", "measure_id",
    "identity_id", "passkey_id", "reset_id",
    "entry_id", "effect_id",
    "token_id",
    "token_id", "webhook_id", "request_id",
)  # fmt: skip
FILLERS = dict.fromkeys(NUMBERED, "999999") | {
    "text_kind": "mails",
    "form": "txt",
    "channel": "sms",
    "public_number": "OOS-2026-0001",
    "position": "0",
    "slug": "oosterbeke",
    "step": "name",
    "piece": "post_1",
    "section": "area",
    "section_code": "area",
    "stage": "idea",
    "code": "x",
    "fingerprint": "0" * 64,
    "token": "x",
    "key": "x",
    "provider_name": "x",
    "kind": "charter",
    "filename": "binstart.css",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("routes")
    environment = pytest.MonkeyPatch()
    environment.setenv("BINSTART_DATA_DIR", str(folder))
    environment.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    environment.setenv("BINSTART_DEMONSTRATION", "true")
    settings.cache_clear()
    engine = connect(settings().effective_database_url)
    metadata.create_all(engine)
    with engine.begin() as connection:  # as our migrations would leave it: /readyz looks
        connection.execute(text("create table alembic_version (version_num varchar(32))"))
        connection.execute(text("insert into alembic_version values (:newest)"), {"newest": newest_revision()})
    with writing(engine) as session:
        here, elsewhere = make_place(session), make_place(session, "westveld", "WES")
        for place in (here, elsewhere):
            advance_to(session, place, Stage.CHARTER)
            _give_every_seat(session, place.municipality)
    engine.dispose()
    yield create_app()
    settings.cache_clear()
    environment.undo()


def _give_every_seat(session: Session, municipality: Authority) -> None:
    """A deputy coordinator too: the factories seat a coordinator and a member."""
    case = session.scalars(select(FoundingCase).where(FoundingCase.municipality_id == municipality.id)).one()
    person = Person(name="Dora Deputy", email=f"dora@{municipality.slug}.example", created_at=case.opened_at)
    session.add(person)
    session.flush()
    session.add(
        Mandate(
            person_id=person.id,
            role=Role.DEPUTY_COORDINATOR.value,
            case_id=case.id,
            function="plaatsvervangend",
            since=case.opened_at.date(),
        )
    )


@pytest.fixture(scope="module")
def browsers(app: Flask) -> dict[tuple[str, str], FlaskClient]:
    """A signed-in browser per municipality and role."""
    found = {("oosterbeke", "nobody"): app.test_client()}
    with app.app_context():
        people = {
            (slug, role): _holder(db.session(), slug, role) for slug in ("oosterbeke", "westveld") for role in Role
        }
        stranger = Person(name="Sara Vreemd", email="sara@elders.example", created_at=real_now())
        db.session.add(stranger)
        db.session.flush()
        ids = {key: person.id for key, person in people.items()} | {("oosterbeke", "stranger"): stranger.id}
        tokens = {key: open_web_session(db.session(), person_id, "link", real_now()) for key, person_id in ids.items()}
        db.session.commit()
    for key, token in tokens.items():
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["token"] = token
        found[key] = client
    return found


def _holder(session: Session, slug: str, role: Role) -> Person:
    municipality = session.scalars(select(Authority).where(Authority.slug == slug)).one()
    case = session.scalars(select(FoundingCase).where(FoundingCase.municipality_id == municipality.id)).one()
    mandates = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(
            Mandate.role == role.value,
            (Mandate.case_id == case.id) | Mandate.authority_id.in_([municipality.id, municipality.zone_id]),
        )
    )
    return session.scalars(mandates).first()


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"]


def _posted(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]


def _case_number(app: Flask, slug: str) -> str:
    with app.app_context():
        return db.session.scalars(
            select(FoundingCase.number)
            .join(Authority, Authority.id == FoundingCase.municipality_id)
            .where(Authority.slug == slug)
        ).one()


def _address(app: Flask, rule: Rule, number: str) -> str:
    values = {name: number if name == "number" else FILLERS[name] for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def _allowed(app: Flask, permission: str, number: str) -> set[str]:
    if permission in ACTIONS:
        with app.app_context():
            case = db.session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()
            return {role.value for role in roles_for(ACTIONS[permission], settings_of(case))}
    listed = PERMISSIONS[permission]
    if listed == PROGRAM:
        return set()
    if listed == ANYONE:
        return {*PEOPLE}
    if listed == SIGNED_IN:
        return {*PEOPLE} - {"nobody"}
    return {Role(role).value for role in listed}


def test_every_route_states_who_may_open_it(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            permission = getattr(app.view_functions[rule.endpoint], "permission", None)
            assert permission in PERMISSIONS or permission in ACTIONS, rule.endpoint


def test_every_route_about_a_case_names_the_case(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if "number" in rule.arguments:
            assert app.view_functions[rule.endpoint].case_argument == "number", rule.endpoint


def test_the_matrix_has_people_for_every_role(browsers: dict[tuple[str, str], FlaskClient]) -> None:
    assert {role for slug, role in browsers if slug == "westveld"} == {*Role}


Walk = Callable[[str], list[tuple[Rule, TestResponse]]]


@pytest.fixture(scope="module")
def walk(app: Flask, browsers: dict[tuple[str, str], FlaskClient]) -> Walk:
    """`walk(person)`: what they are answered at home on every route, opened once for all tests."""
    number = _case_number(app, "oosterbeke")

    @cache
    def walked(person: str) -> list[tuple[Rule, TestResponse]]:
        browser = browsers["oosterbeke", person]
        return [(rule, browser.get(_address(app, rule, number))) for rule in _rules(app)]

    return walked


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_at_home_every_route_is_answered_as_the_table_says(app: Flask, walk: Walk, person: str) -> None:
    number, wrong = _case_number(app, "oosterbeke"), []
    for rule, answer in walk(person):
        view, status = app.view_functions[rule.endpoint], answer.status_code
        is_allowed = person in _allowed(app, view.permission, number)
        if PERMISSIONS.get(view.permission) == PROGRAM:
            is_fitting = status == 401  # no person is a program, signed in or not
        else:
            is_fitting = _is_fitting(status, person, is_allowed, view.case_argument is not None)
        if not is_fitting:
            wrong.append((rule.endpoint, view.permission, status))

    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_every_answer_carries_the_strict_policy_and_brings_no_script_style_or_handler(walk: Walk, person: str) -> None:
    faults = [
        f"{rule.endpoint}: {fault}" for rule, answer in walk(person) for fault in faults_of(rule.endpoint, answer)
    ]

    assert "\n".join(faults) == ""


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "nobody"], ids=str)
def test_what_is_answered_to_who_is_signed_in_is_stored_nowhere_unless_everybody_gets_the_same(
    walk: Walk, person: str
) -> None:
    for_everybody = {rule.endpoint: answer.data for rule, answer in walk("nobody")}
    kept = [
        rule.endpoint
        for rule, answer in walk(person)
        if "no-store" not in answer.headers.get("Cache-Control", "") and answer.data != for_everybody[rule.endpoint]
    ]

    assert kept == []


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "nobody"], ids=str)
def test_every_page_of_who_is_signed_in_has_the_button_to_sign_out(walk: Walk, person: str) -> None:
    """ASVS 7.4.4."""
    missing = {
        rule.endpoint
        for rule, answer in walk(person)
        if answer.status_code == 200 and answer.mimetype == "text/html" and b'action="/afmelden"' not in answer.data
    }

    assert missing - WITHOUT_HEADER == set()


def _is_fitting(status: int, person: str, is_allowed: bool, is_about_a_case: bool) -> bool:
    if status >= 500:
        return False
    if is_allowed:
        return status not in (401, 403)
    if person == "nobody":
        return status == 302
    if is_about_a_case and person in ("stranger", Role.ADMINISTRATOR):
        return status == 404  # no role on the case: not even that it exists
    return status == 403


@pytest.mark.parametrize("person", Role, ids=str)
def test_nobody_of_another_municipality_or_zone_learns_that_a_case_exists(
    app: Flask, browsers: dict[tuple[str, str], FlaskClient], person: str
) -> None:
    number = _case_number(app, "oosterbeke")
    browser = browsers["westveld", person]
    opened = [
        rule.endpoint
        for rule in _rules(app)
        if "number" in rule.arguments
        and PERMISSIONS.get(app.view_functions[rule.endpoint].permission)
        != PROGRAM  # 401: tests/pages/test_api_reading
        and browser.get(_address(app, rule, number)).status_code != 404
    ]

    assert opened == []


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_what_somebody_may_not_do_is_refused_when_they_send_it_all_the_same_and_changes_nothing(
    app: Flask, browsers: dict[tuple[str, str], FlaskClient], person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_any_token(monkeypatch)
    number, before, wrong = _case_number(app, "oosterbeke"), _everything(app), []
    for rule in _posted(app):
        view = app.view_functions[rule.endpoint]
        if person not in _allowed(app, view.permission, number):
            status = browsers["oosterbeke", person].post(_address(app, rule, number)).status_code
            is_refused = _is_fitting(status, person, False, view.case_argument is not None)
            if not (status == 401 if person == "nobody" else is_refused):
                wrong.append((rule.endpoint, view.permission, status))

    assert wrong == []
    assert _everything(app) == before


@pytest.mark.parametrize("person", Role, ids=str)
def test_nobody_of_another_municipality_or_zone_sends_anything_to_a_case(
    app: Flask, browsers: dict[tuple[str, str], FlaskClient], person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_any_token(monkeypatch)
    number, before = _case_number(app, "oosterbeke"), _everything(app)
    answered = {
        rule.endpoint: browsers["westveld", person].post(_address(app, rule, number)).status_code
        for rule in _posted(app)
        if "number" in rule.arguments and PERMISSIONS.get(app.view_functions[rule.endpoint].permission) != ANYONE
    }

    assert {endpoint: status for endpoint, status in answered.items() if status != 404} == {}
    assert _everything(app) == before


def _take_any_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every form came from our own page: else the missing token is what is refused."""
    monkeypatch.setattr("flask_wtf.csrf.validate_csrf", lambda *given, **named: None)


def _everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All rows, but not when somebody was last here."""
    with app.app_context():
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key)).all()]
            for table in metadata.sorted_tables
            if table.name != "web_session"
        }


def test_every_action_of_the_procedure_has_a_page(app: Flask) -> None:
    guarded = {getattr(view, "permission", "") for view in app.view_functions.values()}

    assert set(ACTIONS) - guarded == set()
