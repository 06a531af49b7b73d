"""Every action page of desk, police and case does its work, and refuses the wrong person, place, page and text."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import connect, writing
from models.journal import JournalEntry
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import ACTIONS
from models.tables import metadata
from tests.factories import Place, make_place
from tests.pages.action_examples import EXAMPLES, Example
from tests.pages.conftest import SignedIn
from tests.pages.reading_languages import left_in_dutch
from tests.pages.visiting import Page, Visitor

JOURNEYS = {  # which example carries a journey of the accessibility statement: a form that is sent by a plain client
    "accept_request": "accept_request", "give_opinion": "give_opinion", "decide_as_police": "decide",
    "decide_as_municipality": "decide", "plan_info_evening": "plan_evening", "record_discussion": "evaluate",
    "appoint_steering_group": "appoint_steering_group", "decide_launch": "launch",
}  # fmt: skip


def _as_journey(example: Example) -> ParameterSet:
    code = example.code
    marks = [pytest.mark.journey(JOURNEYS[code], "without_scripts")] if code in JOURNEYS else []
    return pytest.param(example, id=code, marks=marks)


each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
with_a_needed_field = pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if one.needed], ids=lambda example: example.code
)


@dataclass
class Ready:
    """A place with one case per example, and another municipality with the same functions."""

    place: Place
    elsewhere: Place
    cases: dict[str, FoundingCase]
    actors: dict[str, Person]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ready]:
    """One database file with a case ready for each example; every test gets a copy."""
    file = tmp_path_factory.mktemp("examples") / "prepared.sqlite"
    engine = connect(f"sqlite:///{file}")
    metadata.create_all(engine)
    with writing(engine) as session:
        place, elsewhere = make_place(session), make_place(session, "westveld", "WES")
        cases = {example.code: example.ready(session, place) for example in EXAMPLES}
        actors = {one.code: one.person(session, place, cases[one.code]) for one in EXAMPLES}
    engine.dispose()
    return file, Ready(place, elsewhere, cases, actors)


@pytest.fixture(scope="module")
def empty_database(prepared: tuple[Path, Ready]) -> Path:
    """What the app begins with here."""
    return prepared[0]


@pytest.fixture
def ready(app: Flask, prepared: tuple[Path, Ready]) -> Ready:
    """The cases and people of this test's copy."""
    return prepared[1]


def _open(example: Example, ready: Ready, signed_in: SignedIn) -> Page:
    page = signed_in(ready.actors[example.code]).read(example.address(ready.cases[example.code].number))
    assert page.status == 200, page.text
    return page


def _events(engine: Engine, case: FoundingCase) -> list[str]:
    with Session(engine) as session:
        question = select(JournalEntry.event).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
        return list(session.scalars(question))


@pytest.mark.parametrize("example", [_as_journey(example) for example in EXAMPLES])
def test_who_may_do_it_does_it_and_comes_back_to_the_case(
    example: Example, ready: Ready, engine: Engine, signed_in: SignedIn
) -> None:
    case = ready.cases[example.code]
    page = _open(example, ready, signed_in)
    before = _events(engine, case).count(example.event)

    answer = page.submit(**example.values)

    assert answer.status == 302, answer.text
    assert answer.follow().status == 200
    assert _events(engine, case).count(example.event) == before + 1


@each_example
def test_who_reads_french_finds_nothing_of_ours_in_dutch(
    example: Example, ready: Ready, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        session.get_one(Person, ready.actors[example.code].id).language = "fr"

    page = _open(example, ready, signed_in)

    assert page.soup.html is not None
    assert page.soup.html["lang"] == "fr"
    for charter in page.soup.select("[lang=nl], .kept-lines"):  # what is kept in its own language
        charter.decompose()
    assert left_in_dutch(page.soup, "fr") == []


@each_example
def test_another_function_on_the_case_is_told_who_may(example: Example, ready: Ready, signed_in: SignedIn) -> None:
    person = ready.place.resident if example.other_role is Role.INITIATOR else ready.place.people[example.other_role]
    page = signed_in(person).read(example.address(ready.cases[example.code].number))

    assert page.status == 403
    assert "voorbehouden aan" in page.text


@each_example
def test_the_same_function_elsewhere_does_not_find_the_page(
    example: Example, ready: Ready, signed_in: SignedIn
) -> None:
    role = Role.DESK_OFFICER if example.role in (Role.COORDINATOR, Role.INITIATOR) else example.role
    page = signed_in(ready.elsewhere.people[role]).read(example.address(ready.cases[example.code].number))

    assert page.status == 404


@each_example
def test_who_is_not_signed_in_signs_in_first(example: Example, ready: Ready, client: Visitor) -> None:
    page = client.read(example.address(ready.cases[example.code].number))

    assert page.status == 302
    assert "/aanmelden" in page.location


@with_a_needed_field
def test_a_field_left_empty_is_told_and_all_that_was_typed_stays(
    example: Example, ready: Ready, engine: Engine, signed_in: SignedIn
) -> None:
    page = _open(example, ready, signed_in)
    before = _events(engine, ready.cases[example.code])

    answer = page.submit(**{**example.values, **example.typed, example.needed: ""})

    assert answer.status == 422
    assert len(answer.faults) == 1, answer.faults
    at_field = answer.soup.select_one(".govuk-error-message")
    assert at_field is not None
    assert answer.faults[0] in at_field.get_text()
    for name, value in example.typed.items():
        assert _shown(answer.soup, name) == value
    assert _events(engine, ready.cases[example.code]) == before


@each_example
def test_a_page_from_an_earlier_stage_is_refused_with_the_present_state(
    example: Example, ready: Ready, engine: Engine, signed_in: SignedIn
) -> None:
    case = ready.cases[example.code]
    page = _open(example, ready, signed_in)
    before = _events(engine, case)

    answer = page.submit(**{**example.values, "seen": "idea:7"})

    assert answer.status == 409
    assert case.number in answer.text
    sentences = [text for text in example.values.values() if " " in text]
    assert all(text in answer.text for text in sentences)
    assert _events(engine, case) == before


@each_example
def test_strange_input_is_refused_or_taken_as_text_and_never_breaks_the_page(
    example: Example, ready: Ready, signed_in: SignedIn
) -> None:
    page = _open(example, ready, signed_in)
    fields = page.soup.select("main form :is(input, textarea, select)[name]")
    names = [str(one["name"]) for one in fields if one["name"] not in _OURS]

    for strange in STRANGE:
        answer = page.submit(**{**dict.fromkeys(names, strange), "seen": "idea:7"})
        assert answer.status in (302, 400, 409, 413, 422), (strange[:20], answer.status)
    twice = {name: ["x", "y"] for name in names}
    like_lists = {f"{name}{mark}": "1" for name in names for mark in ("[]", "[0]", "-²-name", "-99999999999-name")}
    assert page.submit(**{**twice, **like_lists, "seen": "idea:7"}).status in (302, 409, 422)


_OURS = ("csrf_token", "seen")
STRANGE = (
    "nul\0in het midden", "😀👮🏽 \u202eomgekeerd", "9" * 40, "-1", "1e9", "½", "²", "٣", " ", "x" * 20_000, "<script>",
    "2026-02-31",
)  # fmt: skip


def _shown(soup: BeautifulSoup, name: str) -> str:
    control = soup.select_one(f'main [name="{name}"]')
    assert control is not None, name
    return control.get_text().strip() if control.name == "textarea" else str(control.get("value", ""))


def test_the_examples_are_all_actions_of_these_pages() -> None:
    elsewhere = {
        "edit_charter", "freeze_charter", "reopen_charter", "sign_charter", "refuse_signature",
        "record_ink_signature", "check_ink_signature", "add_signatory", "open_section", "settle_remark",
        "comment_charter",
        "record_screening", "complete_request", "withdraw_request",
    }  # fmt: skip

    assert {example.code for example in EXAMPLES} == ACTIONS.keys() - elsewhere


def test_a_decision_wakes_the_engine_and_a_look_at_it_does_not(
    ready: Ready, signed_in: SignedIn, tmp_path: Path
) -> None:
    accepting = next(one for one in EXAMPLES if one.code == "accept_request")
    page = _open(accepting, ready, signed_in)
    assert not (tmp_path / "wake").exists()

    assert page.submit().status == 302

    assert (tmp_path / "wake").exists()
