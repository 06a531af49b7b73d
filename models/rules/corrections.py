"""When a decision on a founding can be corrected: by its author, within a set time, while nobody built on it.

Source: issue of the consultation; DECISIONS, 'Corrections'. A refusal that is corrected opens the case again.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.procedure import End

NOT_CORRECTED = "In deze gemeente worden beslissingen niet gecorrigeerd."
NOT_YOURS = "Alleen wie de beslissing nam, kan ze corrigeren."
TOO_LATE = "De tijd om deze beslissing te corrigeren is voorbij."
BUILT_ON = "De andere partij besliste intussen: deze beslissing verandert niet meer."
ASKED_AGAIN = "Er is intussen een nieuwe aanvraag voor dit gebied: deze weigering verandert niet meer."
ENDED = "Dit dossier is beëindigd; er kan niets meer in gebeuren."


@dataclass(frozen=True)
class Standing:
    """The decision of one side as it stands now, with what came after it. `noted_on`: the day on which it was noted
    first, before any correction; `end`: how the case ended, if it did."""

    is_approved: bool
    by_id: int
    noted_on: date
    other_side_decided_since: bool
    end: str | None
    has_new_request: bool


def last_day(noted_on: date, days: int) -> date:
    """The last day on which a decision can be corrected."""
    return noted_on + timedelta(days=days)


def why_not_corrected(standing: Standing | None, person_id: int | None, on: date, days: int) -> str:
    """Why this person can't correct the decision on this day, as a sentence; empty: they can. `days`: 0 is never."""
    if not days:
        return NOT_CORRECTED
    if standing is None or standing.by_id != person_id:
        return NOT_YOURS
    if standing.end is not None and (standing.end != End.REFUSED or standing.is_approved):
        return ENDED
    if standing.other_side_decided_since:
        return BUILT_ON
    if standing.has_new_request:
        return ASKED_AGAIN
    return TOO_LATE if on > last_day(standing.noted_on, days) else ""
