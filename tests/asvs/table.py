"""The table of OWASP ASVS in SECURITY_ASVS.md: what we say of each requirement, and what the tests saw of it."""

import ast
import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
REQUIREMENTS = Path(__file__).parent / "requirements.toml"
OUTCOMES = Path(__file__).parent / "outcomes.json"
TABLE = ROOT / "SECURITY_ASVS.md"

CHAPTERS = (
    "Encoding and injection", "Validation and business logic", "Web front end", "API and web service", "Files",
    "Signing in", "Sessions", "Who may do what", "Self-contained tokens", "OAuth and OpenID Connect", "Cryptography",
    "Secure communication", "Configuration", "Data protection", "Coding and architecture", "Logs and errors", "WebRTC",
)  # fmt: skip
# The states of a line, in the words of the table.
PROVEN, DOCUMENTED, OPERATOR, NOT_FOR_US, OPEN = "proven", "documented", "who runs it", "does not apply", "open"
FAILED, NOT_SEEN = "NOT PROVEN: failed", "NOT PROVEN: not run"


@dataclass(frozen=True)
class Requirement:
    """One requirement, by its number ('6.2.3'). `tests`: 'pages/test_x.py::test_y', or '::*' for all of a file."""

    number: str
    level: int
    we: str = ""
    tests: tuple[str, ...] = ()
    documented: str = ""
    operator: str = ""
    not_for_us: str = ""
    open: str = ""

    @property
    def answers(self) -> list[str]:
        """Which of the answers are given; tests may stand beside one of them."""
        return [name for name in ("documented", "operator", "not_for_us", "open") if getattr(self, name)]


def requirements() -> list[Requirement]:
    """All that are listed, in the order of the file."""
    listed = tomllib.loads(REQUIREMENTS.read_text(encoding="utf-8"))
    return [
        Requirement(number, **{**given, "tests": tuple(given.get("tests", ()))}) for number, given in listed.items()
    ]


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests in a file, named from tests/; none where there is no such file."""
    path = ROOT / "tests" / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))


def spelled_out(test: str) -> list[str]:
    """The tests that a name stands for: itself, or all of its file."""
    file, _, name = test.partition("::")
    return [f"{file}::{one}" for one in sorted(names_in(file))] if name == "*" else [test]


def named_tests() -> list[str]:
    """Every test that a line names, once."""
    return sorted({one for row in requirements() for test in row.tests for one in spelled_out(test)})


def seen() -> dict[str, str]:
    """What the last run saw of each named test: passed, failed or skipped."""
    outcomes: dict[str, str] = json.loads(OUTCOMES.read_text(encoding="utf-8")) if OUTCOMES.exists() else {}
    return outcomes


def state_of(row: Requirement, outcomes: dict[str, str]) -> str:
    """The state of a line. What a test saw fail is never told as proven or documented, nor as left to somebody."""
    saw = {outcomes.get(one, "not run") for test in row.tests for one in spelled_out(test)}
    if "failed" in saw:
        return FAILED
    if saw - {"passed"}:
        return NOT_SEEN
    states = {"documented": DOCUMENTED, "operator": OPERATOR, "not_for_us": NOT_FOR_US, "open": OPEN}
    return states[row.answers[0]] if row.answers else PROVEN


def written(rows: list[Requirement], outcomes: dict[str, str]) -> str:
    """The whole of SECURITY_ASVS.md."""
    lines = [*HEAD.splitlines(), "", *_counted(rows, outcomes)]
    for number, title in enumerate(CHAPTERS, 1):
        lines += ["", f"## V{number} {title}", "", "| | Level | State | What we do | Proof, or what is missing |",
                  "| --- | --- | --- | --- | --- |"]  # fmt: skip
        lines += [_line(row, outcomes) for row in rows if row.number.split(".")[0] == str(number)]
    return "\n".join(lines) + "\n"


def _counted(rows: list[Requirement], outcomes: dict[str, str]) -> list[str]:
    counts = Counter((state_of(row, outcomes), row.level) for row in rows)
    lines = ["| State | Level 1 | Level 2 |", "| --- | --- | --- |"]
    for state in (PROVEN, DOCUMENTED, OPERATOR, NOT_FOR_US, OPEN, FAILED, NOT_SEEN):
        lines.append(f"| {state} | {counts[state, 1]} | {counts[state, 2]} |")
    return lines


def _line(row: Requirement, outcomes: dict[str, str]) -> str:
    proof = [f"`{test}`" for test in row.tests]
    if row.documented or row.operator:
        file, _, heading = (row.documented or row.operator).partition("#")
        proof.insert(0, f"[{heading}]({file}#{heading.lower().replace(' ', '-')})")
    if row.open:
        proof.insert(0, f"missing: {row.open}")
    cells = (row.number, row.level, state_of(row, outcomes), row.we or row.not_for_us, "<br>".join(proof))
    return "| " + " | ".join(map(str, cells)) + " |"


HEAD = """# OWASP ASVS 5.0.0, levels 1 and 2

Written by `python -m tests.asvs`, which runs every test that is named here and puts down what it saw; change
[tests/asvs/requirements.toml](tests/asvs/requirements.toml), not this file. The numbers are those of the
[OWASP Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/)
5.0.0, where their texts are; the words are ours. Nobody outside of the team has verified it.

*Proven*: a test fails when it no longer holds. *Documented*: the requirement asks for a text, and there it is.
*Who runs it*: left to the proxy, the network or the people around Binstart. *Open*: not met, not wholly, or not proven.
"""
