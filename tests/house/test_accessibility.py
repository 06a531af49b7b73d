"""The accessibility statement tells of the pages and journeys that exist now, and of nothing else."""

import json
import re
from pathlib import Path

import pytest

from drills.accessibility.finding import rules
from drills.accessibility.journeys import FILE as JOURNEYS_FILE
from drills.accessibility.not_reached import NOT_REACHED
from drills.accessibility.results import FILE
from models.settings import settings
from tests.browser.test_staff_by_keyboard import ACTIONS
from tests.pages.test_case_actions import JOURNEYS
from webapp import create_app
from webapp.site.accessibility import HOWS, JOURNEY_NAMES, VISITORS

RESULTS = json.loads(FILE.read_text(encoding="utf-8"))
TAKEN = json.loads(JOURNEYS_FILE.read_text(encoding="utf-8"))
TESTS = Path(__file__).parents[1]
MARK = re.compile(r'^@pytest\.mark\.journey\("(\w+)", "(\w+)"\)', re.MULTILINE)
MOST_NOT_REACHED = 29  # lower it when the list becomes shorter; never raise it


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The endpoints of everything that can be opened, with the pages of the demonstration."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BINSTART_DATA_DIR", str(tmp_path_factory.mktemp("addresses")))
        environment.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
        environment.setenv("BINSTART_DEMONSTRATION", "true")
        settings.cache_clear()
        found = {rule.endpoint for rule in rules(create_app())}
    settings.cache_clear()
    return found


def test_every_page_was_walked_or_says_why_not(addresses: set[str]) -> None:
    """A new page: `python -m drills.accessibility`, and commit what it wrote."""
    known = {*RESULTS["pages"], *RESULTS["no_pages"], *NOT_REACHED}

    assert (addresses - known, known - addresses) == (set(), set())


def test_what_was_not_walked_is_what_the_list_says_and_the_list_grows_no_longer() -> None:
    assert set(RESULTS["not_reached"]) == set(NOT_REACHED)
    assert len(NOT_REACHED) <= MOST_NOT_REACHED


def test_nothing_was_found_on_any_page() -> None:
    assert RESULTS["findings"] == []


def test_every_role_walked() -> None:
    assert {role for roles in RESULTS["pages"].values() for role in roles} == set(VISITORS)


def test_the_journeys_of_the_statement_are_those_that_tests_take() -> None:
    """A new journey: `python -m drills.accessibility.journeys`, and a name in webapp/site/accessibility.py."""
    text = "".join(file.read_text(encoding="utf-8") for file in TESTS.glob("*/test_*.py"))
    marked = {*MARK.findall(text), *((one, "keyboard") for one in ACTIONS.values()),
              *((one, "without_scripts") for one in JOURNEYS.values())}  # fmt: skip

    assert {(name, how) for name, hows in TAKEN.items() for how in hows} == marked
    assert set(TAKEN) == set(JOURNEY_NAMES)
    assert {how for _name, how in marked} == set(HOWS)


def test_every_journey_is_taken_by_keyboard_and_without_scripts() -> None:
    assert {name: set(hows) for name, hows in TAKEN.items()} == {name: set(HOWS) for name in JOURNEY_NAMES}
