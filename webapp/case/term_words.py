"""How a term was computed, in sentences for people, from what was kept when it was computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from models.rules.terms import CHOSEN, TERM_KINDS, WORKING_DAYS
from models.term import Term
from webapp.formatting import day, weekday

WEEKEND_NAMES = ("zaterdag", "zondag")


@dataclass(frozen=True)
class ToldTerm:
    """A term with its explanation."""

    name: str
    kind: str
    subject_id: int
    ends_on: date | None
    is_over: bool
    lines: tuple[str, ...]


def told(term: Term) -> ToldTerm:
    """The term as a page shows it."""
    name = TERM_KINDS[term.kind].name
    is_over = term.over_at is not None
    return ToldTerm(name, term.kind, term.subject_id, term.ends_on, is_over, explained(term.computation))


def explained(computation: Mapping[str, Any]) -> tuple[str, ...]:
    """Start, days, kind of days, every day that did not count, what stood still, end: a sentence each."""
    unit = computation["unit"]
    starts = _("De termijn begint de dag na %(day)s.", day=weekday(_date(computation["starts_on"])))
    if unit == CHOSEN:
        end = day(_date(computation["ends_on"]))
        return (starts, _("De laatste dag, %(day)s, is gekozen door wie de termijn gaf.", day=end))
    return (
        starts,
        _length(computation["days"], unit),
        *_pauses(computation),
        *_skipped(computation["skipped"], unit),
        _end(computation["ends_on"]),
    )


def _length(days: int, unit: str) -> str:
    if unit == WORKING_DAYS:
        return _("Hij telt %(days)s werkdagen: weekends, feestdagen en sluitingsdagen tellen niet mee.", days=days)
    return _("Hij telt %(days)s kalenderdagen: elke dag telt mee, maar de laatste dag is een werkdag.", days=days)


def _pauses(computation: Mapping[str, Any]) -> list[str]:
    sentences = []
    for since, until in computation["pauses"]:
        start = day(_date(since))
        if until is None:
            sentences.append(_("Hij staat stil sinds %(start)s: er is aanvulling gevraagd.", start=start))
        else:
            sentences.append(_("Hij stond stil van %(start)s tot en met %(end)s.", start=start, end=day(_date(until))))
    if computation["paused_days"]:
        sentences.append(_("Daarom komen er %(days)s dagen bij.", days=computation["paused_days"]))
    return sentences


def _skipped(skipped: list[list[str]], unit: str) -> list[str]:
    if not skipped:
        return []
    beginning = (
        _("Niet meegeteld:")
        if unit == WORKING_DAYS
        else _("De termijn zou eindigen op een vrije dag. Daarom overgeslagen:")
    )
    return [f"{beginning} {'; '.join(_named(skipped))}."]


def _named(skipped: list[list[str]]) -> list[str]:
    """Weekends as one, other days with their names."""
    found = []
    for is_weekend, days in groupby(skipped, lambda one: one[1] in WEEKEND_NAMES):
        rows = list(days)
        if is_weekend:
            for number in range(0, len(rows), 2):
                found.append(_(" en ").join(weekday(_date(iso)) for iso, _name in rows[number : number + 2]))
        else:
            found += [f"{weekday(_date(iso))} ({name})" for iso, name in rows]
    return found


def _end(ends_on: str | None) -> str:
    if ends_on is None:
        return _("De laatste dag is pas bekend als de termijn weer loopt.")
    return _("De laatste dag is %(day)s.", day=weekday(_date(ends_on)))


def _date(iso: str) -> date:
    return date.fromisoformat(iso)
