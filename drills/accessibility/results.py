"""What a walk found, as the one file that the statement of the site is made from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from drills.accessibility.finding import Found
from drills.accessibility.looking import LOOKS, RULES, Look

FILE = Path(__file__).parents[2] / "webapp" / "site" / "accessibility_results.json"
AXE_PACKAGE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "package.json"


@dataclass(frozen=True, order=True)
class Finding:
    """What keeps somebody in this role from using a page of this kind."""

    page: str
    role: str
    what: str


@dataclass
class Seen:
    """What was looked at, as role and kind, and what was found there."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    chromium: str = ""


def as_results(found: Found, seen: Seen, expected: set[str], for_programs: set[str], others: tuple[Look, ...],
               on: date) -> dict[str, Any]:  # fmt: skip
    """All of it, sorted. `expected`: every address of the site, of which some are for programs with a token; what is no
    page is a download or was not reached."""
    pages: dict[str, set[str]] = {}
    for role, kind in seen.pages:
        pages.setdefault(kind, set()).add(role)
    files = {kind: answer for kind, answers in found.others.items() for answer in answers if "/" in answer}
    files = {kind: answer for kind, answer in files.items() if kind not in found.kinds()}
    files |= dict.fromkeys(for_programs, "application/json")
    return {
        "tested_on": on.isoformat(),
        "version": version("binstart"),
        "axe": json.loads(AXE_PACKAGE.read_text(encoding="utf-8"))["version"],
        "chromium": seen.chromium,
        "rules": list(RULES),
        "looks": _named(LOOKS),
        "looks_in_other_roles": _named(others),
        "pages": {kind: sorted(roles) for kind, roles in sorted(pages.items())},
        "left_out_in_other_roles": len(found.pages) - len(seen.pages),
        "no_pages": dict(sorted(files.items())),
        "not_reached": sorted(expected - pages.keys() - files.keys()),
        "findings": [asdict(one) for one in sorted(set(seen.findings))],
    }


def _named(looks: tuple[Look, ...]) -> list[str]:
    return [f"{look.name}, {theme}" for look in looks for theme in look.themes]


def write(results: Mapping[str, Any], file: Path = FILE) -> None:
    """One line for each page and finding, so that a difference reads well."""
    lines = []
    for name, value in results.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"    {json.dumps(key)}: {json.dumps(one)}" for key, one in value.items())
            lines.append(f'  "{name}": {{\n{inner}\n  }}' if value else f'  "{name}": {{}}')
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in value)
            lines.append(f'  "{name}": [\n{inner}\n  ]')
        else:
            lines.append(f'  "{name}": {json.dumps(value)}')
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
