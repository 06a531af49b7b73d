"""The journal as sentences for people: days as days, stages by their names, control numbers short enough to compare."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from models.rules.charter_sections import SECTION
from models.rules.journal_events import EVENTS
from webapp.formatting import day
from webapp.words import ROLE_NAMES, STAGE_NAMES


def sentence_of(event: str, data: Mapping[str, Any]) -> str:
    """What happened, in one or two sentences."""
    return EVENTS[event].format(**{name: _readable(name, value) for name, value in data.items()})


def function_name(function: str) -> str:
    """Who did it, by function: 'korpschef'; for what happened by itself 'Binstart'."""
    return str(ROLE_NAMES[function]) if function in ROLE_NAMES else _("Binstart, vanzelf")


def _readable(name: str, value: Any) -> Any:
    if name == "stage" and value in STAGE_NAMES:
        return str(STAGE_NAMES[value])
    if name == "section" and value in SECTION:
        return SECTION[value].title
    if name == "fingerprint":
        return str(value)[:12]
    if name.endswith("_on") and isinstance(value, str) and value:
        return day(date.fromisoformat(value))
    return value
