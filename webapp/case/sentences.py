"""The journal as sentences for people: days as days, stages by their names, control numbers short enough to compare."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from models.operations.charters.signing_by_link import SIGNATORY
from models.operations.consultation.advising_by_link import ADVISER, ADVISER_INSIDE
from models.queries.cases.case_parts import JournalRow
from models.rules.access import DELEGATE, DEPUTY
from models.rules.charter_sections import SECTION
from models.rules.journal_events import plain_sentence
from webapp.case.term_words import explained
from webapp.formatting import day
from webapp.rule_words import said
from webapp.words import ROLE_NAMES, STAGE_NAMES


def sentence_of(event: str, data: Mapping[str, Any]) -> str:
    """What happened, in one or two sentences."""
    sentence = plain_sentence(event, {name: _readable(name, value) for name, value in data.items()})
    if not data.get("conditions"):
        return sentence
    conditions = "; ".join(said(one).rstrip(".") for one in data["conditions"])
    return _("%(sentence)s Voorwaarden: %(conditions)s.", sentence=said(sentence), conditions=conditions)


def journal_line(row: JournalRow) -> dict[str, Any]:
    """One line of the journal as a page shows it, with how its term was computed."""
    return {
        "at": row.at,
        "sentence": sentence_of(row.event, row.data),
        "function": function_name(row.function),
        "term": explained(row.data["term"]) if "term" in row.data else (),
    }


def function_name(function: str) -> str:
    """Who did it, by function: 'korpschef', 'plaatsvervangend voor korpschef'; what happened by itself: 'Binstart'."""
    if function.startswith(DEPUTY):
        return _("plaatsvervangend voor %(function)s", function=ROLE_NAMES[function.removeprefix(DEPUTY)])
    if function.startswith(DELEGATE):
        return _("bij delegatie voor %(function)s", function=ROLE_NAMES[function.removeprefix(DELEGATE)])
    if function == ADVISER:
        return _("adviseur, via de link")
    if function == SIGNATORY:
        return _("ondertekenaar, via de link")
    if function == ADVISER_INSIDE:
        return _("adviseur, aangemeld")
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
