"""Asks whether a weakness is known in one of the pinned packages, and says so plainly where nobody could be asked.

Run by `make check`. A registry that keeps no advisories answers "nothing is known" of everything; so a package with a
weakness that has been public for years is asked about first, and whoever does not know of it is not believed. What was
answered is kept for the day, as long as no pin changes. Words on the command line:
    --must-answer   ends with 1 where nobody could be asked (before a release, on a connected machine)
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
PINS = ("requirements/test.txt", "package-lock.json")
KEPT = ".venv/weaknesses.json"
PATIENCE = 20  # seconds for each question
# Both have advisories of long ago: nobody who is asked about weaknesses can say that they have none.
WEAK_PYTHON = "jinja2==2.4.1\n"
WEAK_SCRIPT = {"name": "weak", "lockfileVersion": 3, "requires": True,
               "packages": {"": {"name": "weak", "dependencies": {"lodash": "4.17.4"}},
                            "node_modules/lodash": {"version": "4.17.4"}}}  # fmt: skip

Found = dict[str, list[str]]  # package and version: the names of its weaknesses


@dataclass(frozen=True)
class Asked:
    """Whom we ask about one kind of packages. `command` gets the file of pins as its last word, or runs beside it."""

    kind: str
    command: tuple[str, ...]
    pins: str
    weak: str
    read: Callable[[str], Found]


def read_pip_audit(said: str) -> Found:
    """What pip-audit wrote. Raises ValueError or KeyError where that is no answer."""
    listed = json.loads(said)["dependencies"]
    return {
        f"{one['name']} {one['version']}": [weak["id"] for weak in one["vulns"]] for one in listed if one.get("vulns")
    }


def read_npm_audit(said: str) -> Found:
    """What npm wrote. Raises ValueError or KeyError where that is no answer."""
    return {name: [one["severity"]] for name, one in json.loads(said)["vulnerabilities"].items()}


PYTHON = Asked("Python packages",
               (sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off",
                "--format", "json", "--requirement"), "requirements/test.txt", WEAK_PYTHON, read_pip_audit)  # fmt: skip
SCRIPTS = Asked("scripts", ("npm", "audit", "--package-lock-only", "--json", "--prefix"), "package-lock.json",
                json.dumps(WEAK_SCRIPT), read_npm_audit)  # fmt: skip


def weaknesses_in(asked: Asked, root: Path) -> Found | None:
    """What is known of the pins in this folder; None where nobody answers, or who answers does not know."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / Path(asked.pins).name
        file.write_text(asked.weak, encoding="utf-8")
        if asked.pins.endswith(".json"):
            package = {"name": "weak", "dependencies": {"lodash": "4.17.4"}}
            file.with_name("package.json").write_text(json.dumps(package), encoding="utf-8")
        if not _said(asked, file):
            return None
    return _said(asked, root / asked.pins)


def _said(asked: Asked, pins: Path) -> Found | None:
    about = pins.parent if asked.pins.endswith(".json") else pins
    try:
        done = subprocess.run(
            [*asked.command, str(about)], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return asked.read(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return None


def told(root: Path, all_asked: tuple[Asked, ...] = (PYTHON, SCRIPTS)) -> tuple[list[str], bool, bool]:
    """Lines to print, whether something is known, and whether everybody answered."""
    answers = {asked.kind: weaknesses_in(asked, root) for asked in all_asked}
    lines = []
    for kind, found in answers.items():
        if found is None:
            lines.append(f"NOT ASKED about known weaknesses in {kind}: nobody who knows any answers here.")
        lines += [f"Known weakness in {package}: {', '.join(names)}" for package, names in (found or {}).items()]
    return lines, any(answers.values()), None not in answers.values()


def main() -> int:
    """Ask, or say again what was answered today."""
    pins = sha256(b"".join((ROOT / file).read_bytes() for file in PINS)).hexdigest()
    kept = _kept(ROOT / KEPT, pins, datetime.now(UTC).date())
    lines, is_known, has_answered = kept or told(ROOT)
    today = {"on": datetime.now(UTC).date().isoformat(), "pins": pins, "said": [lines, is_known, has_answered]}
    (ROOT / KEPT).write_text(json.dumps(today), encoding="utf-8")
    for line in lines:
        print(line)
    return 1 if is_known or ("--must-answer" in sys.argv and not has_answered) else 0


def _kept(file: Path, pins: str, today: date) -> tuple[list[str], bool, bool] | None:
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
        if (before["on"], before["pins"]) != (today.isoformat(), pins):
            return None
        lines, is_known, has_answered = before["said"]
    except (OSError, ValueError, KeyError):
        return None
    return lines, is_known, has_answered


if __name__ == "__main__":
    sys.exit(main())
