"""The table of OWASP ASVS says of every requirement what is so, and is what the tests saw."""

import re

import pytest

from tests.asvs.__main__ import outcomes_in
from tests.asvs.table import (
    FAILED,
    NOT_SEEN,
    OPEN,
    PROVEN,
    ROOT,
    TABLE,
    Requirement,
    named_tests,
    names_in,
    requirements,
    seen,
    spelled_out,
    state_of,
    written,
)

# The numbers of levels 1 and 2 in ASVS 5.0.0; what is missing in a row is of level 3.
NUMBERS = (
    "1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2 2.1.1-3 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2 "
    "4.1.1-3 4.2.1 4.3.1-2 4.4.1-4 5.1.1 5.2.1-3 5.3.1-2 5.4.1-3 6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 "
    "6.8.1-4 7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2 8.1.1-2 8.2.1-3 8.3.1 8.4.1 9.1.1-3 9.2.1-4 10.1.1-2 "
    "10.2.1-2 10.3.1-4 10.4.1-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1 11.6.1 12.1.1-3 "
    "12.2.1-2 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.1-5 14.1.1-2 14.2.1-4 14.3.1-3 15.1.1-3 15.2.1-3 15.3.1-7 16.1.1 "
    "16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2"
)
OF_LEVEL_1 = 70


def _all_numbers() -> list[str]:
    found = []
    for row in NUMBERS.split():
        section, _, last = row.rpartition(".")
        first, _, until = last.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(until or first) + 1)]
    return found


def test_every_requirement_of_levels_1_and_2_is_there_once() -> None:
    assert [row.number for row in requirements()] == _all_numbers()
    assert len(_all_numbers()) == 253
    assert {row.level for row in requirements()} == {1, 2}
    assert sum(row.level == 1 for row in requirements()) == OF_LEVEL_1


@pytest.mark.parametrize("row", requirements(), ids=lambda row: row.number)
def test_each_says_one_thing_and_what_it_names_is_there(row: Requirement) -> None:
    assert len(row.answers) == 1 if row.answers else row.tests
    assert row.we or row.not_for_us
    for test in row.tests:
        file, _, name = test.partition("::")
        assert names_in(file) if name == "*" else name in names_in(file), f"{test} is no test"
    if row.documented or row.operator:
        file, _, heading = (row.documented or row.operator).partition("#")
        text = (ROOT / file).read_text(encoding="utf-8")
        found = re.search(rf"^#+ {re.escape(heading)}\n+(\S.*)", text, re.MULTILINE)
        assert found, f"{file} has no heading {heading} with a text below it"


def test_the_table_is_what_the_command_would_write() -> None:
    assert TABLE.read_text(encoding="utf-8") == written(requirements(), seen())


def test_no_named_test_was_seen_failing_and_nothing_else_is_kept() -> None:
    """One that was not run yet, as a new one, stands in the table as that."""
    outcomes = seen()

    assert {test: outcome for test, outcome in outcomes.items() if outcome == "failed"} == {}
    assert set(outcomes) <= set(named_tests())


def test_a_line_is_proven_only_when_all_its_tests_were_seen_passing() -> None:
    row = Requirement("1.1.1", 2, "x", tests=("pages/a.py::test_a", "pages/a.py::test_b"))
    both = {"pages/a.py::test_a": "passed", "pages/a.py::test_b": "passed"}

    assert state_of(row, both) == PROVEN
    assert state_of(row, {**both, "pages/a.py::test_b": "failed"}) == FAILED
    assert state_of(row, {**both, "pages/a.py::test_b": "skipped"}) == NOT_SEEN
    assert state_of(row, {"pages/a.py::test_a": "passed"}) == NOT_SEEN


def test_what_is_open_stays_open_whatever_its_tests_show() -> None:
    row = Requirement("1.1.1", 2, "x", tests=("pages/a.py::test_a",), open="something")

    assert state_of(row, {"pages/a.py::test_a": "passed"}) == OPEN
    assert state_of(row, {"pages/a.py::test_a": "failed"}) == FAILED


def test_a_star_stands_for_all_tests_of_a_file() -> None:
    assert "house/test_asvs.py::test_a_star_stands_for_all_tests_of_a_file" in spelled_out("house/test_asvs.py::*")
    assert spelled_out("house/none.py::*") == []


def test_a_report_of_a_run_is_read_with_the_worst_of_each_test() -> None:
    report = """<testsuites><testsuite>
      <testcase classname="tests.pages.test_a" name="test_one[x]"/>
      <testcase classname="tests.pages.test_a" name="test_one[y]"><failure/></testcase>
      <testcase classname="tests.rules.test_b" name="test_two[sqlite]"/>
      <testcase classname="tests.rules.test_b" name="test_two[postgresql]"><skipped/></testcase>
      <testcase classname="tests.rules.test_b" name="test_three"><skipped/></testcase>
      <testcase classname="tests.rules.test_b" name="test_four"><error/></testcase>
    </testsuite></testsuites>"""

    assert outcomes_in(report) == {
        "pages/test_a.py::test_one": "failed", "rules/test_b.py::test_two": "passed",
        "rules/test_b.py::test_three": "skipped", "rules/test_b.py::test_four": "failed",
    }  # fmt: skip
