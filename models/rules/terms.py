"""A term and how it was computed: start, days, kind of days, every day that did not count, what stood still, end.

The one way in which a term of a case comes to be. The result is plain data, kept beside the term, so that a page says
what held when it was computed, also after a closing day was added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.rules.refusals import Invalid
from models.rules.working_days import Calendar, on_or_after_working_day

CALENDAR_DAYS, WORKING_DAYS, CHOSEN = "calendar", "working", "chosen"
LONGEST_TERM = 5 * 366  # days between start and end, whatever stands still


@dataclass(frozen=True)
class TermKind:
    """A term of the procedure: its name on screen, the settings that hold its days and the kind of its days."""

    name: str
    days_setting: str
    unit_setting: str = ""  # empty: always calendar days


TERM_KINDS: dict[str, TermKind] = {
    "assessment": TermKind("Nazicht van de aanvraag door de gemeente", "assessment_term_days", "assessment_term_unit"),
    "completion": TermKind("Aanvulling van de aanvraag", "completion_term_days", "completion_term_unit"),
    "consultation": TermKind("Overleg", "consultation_term_days", "consultation_term_unit"),
    "opinion": TermKind("Advies", "opinion_term_days", "opinion_term_unit"),
    "contact": TermKind("Antwoord van een overheid", "contact_term_days", "contact_term_unit"),
    "signing": TermKind("Ondertekening van het charter", "signing_term_days", "signing_term_unit"),
    "federal_answer": TermKind("Antwoord van de FOD Binnenlandse Zaken", "federal_reminder_days"),
    "succession": TermKind("Opvolging van een coördinator", "succession_term_days"),
    "evaluation": TermKind("Evaluatie", "evaluation_term_days", "evaluation_term_unit"),
}


@dataclass(frozen=True)
class Pause:
    """A term stood still: the days after `since` up to and with `until` did not count. `until` None: it still does."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether this day did not count because of it."""
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class ComputedTerm:
    """A term with its explanation. `ends_on` None: it stands still, so its end is not known."""

    starts_on: date
    days: int
    unit: str
    ends_on: date | None
    skipped: tuple[tuple[date, str], ...] = ()
    pauses: tuple[Pause, ...] = ()
    paused_days: int = 0

    def as_data(self) -> dict[str, Any]:
        """Plain values: days in ISO 8601."""
        return {
            "starts_on": self.starts_on.isoformat(),
            "days": self.days,
            "unit": self.unit,
            "skipped": [[day.isoformat(), name] for day, name in self.skipped],
            "pauses": [[one.since.isoformat(), one.until.isoformat() if one.until else None] for one in self.pauses],
            "paused_days": self.paused_days,
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
        }


def compute_term(start: date, days: int, unit: str, days_off: Calendar, pauses: Sequence[Pause] = ()) -> ComputedTerm:
    """A term that begins the day after `start`. In calendar days it ends on the first working day from its last day;
    in working days every day off is left out. Raises Invalid when no end can be found."""
    if any(one.until is None for one in pauses):
        return ComputedTerm(start, days, unit, None, pauses=tuple(pauses))
    day, counted, paused = start, 0, 0
    skipped: list[tuple[date, str]] = []
    while counted < days:
        day += timedelta(days=1)
        if (day - start).days > LONGEST_TERM:
            raise Invalid("no_end", "Deze termijn heeft geen einde. Kijk de sluitingsdagen na.")
        name = days_off.day_off(day) if unit == WORKING_DAYS else ""
        if any(one.covers(day) for one in pauses):
            paused += 1
        elif name:
            skipped.append((day, name))
        else:
            counted += 1
    end = on_or_after_working_day(day, days_off)
    while day < end:
        skipped.append((day, days_off.day_off(day)))
        day += timedelta(days=1)
    return ComputedTerm(start, days, unit, end, tuple(skipped), tuple(pauses), paused)


def chosen_term(start: date, end: date) -> ComputedTerm:
    """A term of which somebody chose the last day."""
    return ComputedTerm(start, (end - start).days, CHOSEN, end)
