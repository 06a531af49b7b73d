"""`python -m drills.accessibility.journeys`: run the tests of the journeys, and write which of them passed.

A test that takes a journey from its begin to its end says so: `@pytest.mark.journey("join_network", "keyboard")`.
"""

import json
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "webapp" / "site" / "accessibility_journeys.json"
WHERE = ("tests/browser", "tests/pages")


class Journeys:
    """A plugin of pytest: the journeys of all tests that ran, and of those that failed."""

    def __init__(self) -> None:
        self.taken: dict[str, set[tuple[str, str]]] = {}
        self.failed: set[tuple[str, str]] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Remember what each test takes; the others need not run."""
        for item in items:
            marks = {(mark.args[0], mark.args[1]) for mark in item.iter_markers("journey")}
            if marks:
                self.taken[item.nodeid] = marks
        items[:] = [item for item in items if item.nodeid in self.taken]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One test that did not pass is enough."""
        if report.outcome != "passed":
            self.failed |= self.taken.get(report.nodeid, set())

    def passed(self) -> dict[str, list[str]]:
        """The ways that are proven, by journey."""
        proven = sorted(set().union(*self.taken.values()) - self.failed)
        return {name: [how for one, how in proven if one == name] for name in dict(proven)}


def main() -> int:
    """Run, and write. The code is pytest's."""
    journeys = Journeys()
    code = pytest.main(["-q", "-p", "no:xdist", *WHERE, *sys.argv[1:]], plugins=[journeys])
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(hows)}" for name, hows in journeys.passed().items())
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
