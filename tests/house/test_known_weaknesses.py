"""`make check` tells known weaknesses in pinned packages, and never takes 'nobody answers' for 'there are none'."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from binstart.setup_weaknesses import PYTHON, ROOT, SCRIPTS, Asked, _kept, told

ONE = {"dependencies": [{"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-0"}]}]}
NONE = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": []}]}
Registry = Callable[[object, object], Asked]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """`registry(of the weak one, of ours)`: a program that answers so, as pip-audit would."""

    def make(of_weak: object, of_ours: object) -> Asked:
        program = tmp_path / "audit.py"
        program.write_text(
            "import json, sys\n"
            "weak = 'jinja2==2.4.1' in open(sys.argv[-1]).read()\n"
            f"said = {of_weak!r} if weak else {of_ours!r}\n"
            "print(said if isinstance(said, str) else json.dumps(said))\n"
        )
        return Asked(PYTHON.kind, (sys.executable, str(program)), PYTHON.pins, PYTHON.weak, PYTHON.read)

    return make


def test_a_known_weakness_is_told_with_its_package_and_name(registry: Registry) -> None:
    ours = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}]}

    assert told(ROOT, (registry(ONE, ours),)) == (["Known weakness in flask 3.1.3: CVE-1, CVE-2"], True, True)


def test_where_none_is_known_nothing_is_said(registry: Registry) -> None:
    assert told(ROOT, (registry(ONE, NONE),)) == ([], False, True)


@pytest.mark.parametrize("of_weak", [NONE, "", "405 Method Not Allowed", {"error": {}}, {"dependencies": []}], ids=str)
def test_who_does_not_know_of_a_weakness_of_long_ago_is_not_believed(registry: Registry, of_weak: object) -> None:
    lines, is_known, has_answered = told(ROOT, (registry(of_weak, NONE),))

    assert lines == ["NOT ASKED about known weaknesses in Python packages: nobody who knows any answers here."]
    assert (is_known, has_answered) == (False, False)


def test_a_program_that_is_not_there_is_told_as_not_asked() -> None:
    gone = Asked("scripts", ("/nowhere/npm",), SCRIPTS.pins, SCRIPTS.weak, SCRIPTS.read)

    assert told(ROOT, (gone,))[1:] == (False, False)


def test_what_npm_answers_is_read_and_its_errors_are_no_answer() -> None:
    assert SCRIPTS.read(json.dumps({"vulnerabilities": {"lodash": {"severity": "critical"}}})) == {
        "lodash": ["critical"]
    }
    with pytest.raises(KeyError):
        SCRIPTS.read(json.dumps({"message": "405", "error": {}}))


def test_an_answer_is_kept_for_its_day_and_its_pins(tmp_path: Path) -> None:
    file = tmp_path / "weaknesses.json"
    file.write_text(json.dumps({"on": "2026-11-27", "pins": "a", "said": [["line"], False, False]}))

    assert _kept(file, "a", date(2026, 11, 27)) == (["line"], False, False)
    assert _kept(file, "b", date(2026, 11, 27)) is None
    assert _kept(file, "a", date(2026, 11, 28)) is None
    assert _kept(tmp_path / "none.json", "a", date(2026, 11, 27)) is None


def test_make_check_asks() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]

    assert "binstart/setup_weaknesses.py" in recipe
    assert '"S"' in (ROOT / "pyproject.toml").read_text()  # and ruff reads the source as bandit does
