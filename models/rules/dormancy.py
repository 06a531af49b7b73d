"""Networks that seem dormant: by which signs one sees it, and what is asked of them.

Sources: domain.md 2.15 and 4 (networks that ended because nobody gave input, or stood still without a coordinator; the
ministry is not always told when one stops) and section 8, points 5, 7 and 13.
"""

from dataclasses import dataclass
from datetime import date

from models.rules.refusals import Invalid
from models.rules.working_days import months_later

SIGNS = {
    "no_coordinator": "Er is geen coördinator",
    "no_message": "Al {months} maanden geen bericht in het logboek",
    "no_meeting": "Al {months} maanden geen bijeenkomst",
    "mail_bounces": "Van veel leden komt de mail terug",
    "evaluation_late": "De evaluatie is over tijd",
}
ANSWERS = {
    "alive": "Het netwerk werkt, er was alleen niets te melden",
    "needs_help": "Wij hebben hulp nodig",
    "stops": "Wij willen stoppen",
}
FEWEST_BOUNCED, BOUNCED_SHARE = 3, 20  # members, and per cent of all


@dataclass(frozen=True)
class Life:
    """What is known of a network. None: never, or not known."""

    active_since: date
    last_message_on: date | None
    last_meeting_on: date | None
    coordinators: int
    members: int
    bounced: int
    evaluation_due_on: date | None


def signs_of(life: Life, on: date, months: int) -> tuple[str, ...]:
    """The signs that a network is dormant, as codes of SIGNS. `months`: how long nothing may happen; 0: nobody asks."""
    if not months:
        return ()
    found = {
        "no_coordinator": life.coordinators == 0,
        "no_message": _is_long_ago(life.last_message_on or life.active_since, on, months),
        "no_meeting": _is_long_ago(life.last_meeting_on or life.active_since, on, months),
        "mail_bounces": life.bounced >= FEWEST_BOUNCED and 100 * life.bounced >= BOUNCED_SHARE * life.members,
        "evaluation_late": life.evaluation_due_on is not None and life.evaluation_due_on < on,
    }
    return tuple(code for code in SIGNS if found[code])


def _is_long_ago(day: date, on: date, months: int) -> bool:
    return months_later(day, months) < on


def seems_dormant(signs: tuple[str, ...]) -> bool:
    """One quiet half year says little: a network without coordinator is dormant, else two signs are needed."""
    return "no_coordinator" in signs or len(signs) >= 2


def checked_answer(answer: str) -> str:
    """Raises Invalid for an answer that nobody offered."""
    if answer not in ANSWERS:
        raise Invalid("unknown_answer", "Kies een antwoord.", "answer")
    return answer
