"""Advice from inside and outside: the answers that an adviser can give, what silence means, and how long a link works.

No law sets these terms or what silence means: each municipality or zone chooses (models.rules.procedure_settings).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from models.rules.reminders import AFTER, AGAIN, BEFORE, Ladder, step_due

TENDENCIES = {
    "favourable": "gunstig",
    "conditional": "gunstig onder voorwaarden",
    "unfavourable": "ongunstig",
    "no_competence": "geen bevoegdheid",
}

# What an adviser can ask instead of answering; the link lives on.
MORE_TIME, MORE_INFORMATION = "more_time", "more_information"
QUESTIONS = {MORE_TIME: "meer tijd", MORE_INFORMATION: "meer informatie"}

# Answers that say nothing without a text, and what one reads when it is missing.
TEXT_NEEDED = {
    "conditional": "Vul in welke voorwaarden u stelt.",
    "unfavourable": "Vul in waarom uw advies ongunstig is.",
    MORE_TIME: "Vul in waarom u meer tijd nodig hebt.",
    MORE_INFORMATION: "Vul in wat u nog wilt weten.",
}

# domain.md section 1 (police, prosecutor, municipality) and its Dutch variant (housing corporation).
ADVISER_KINDS = {
    "neighbourhood_officer": "wijkinspecteur",
    "police_zone": "andere politiezone",
    "prosecutor": "parket",
    "municipal_service": "gemeentelijke dienst",
    "housing_corporation": "woningcorporatie",
    "other": "iemand anders",
}

# What silence after the term means, and the state in which the opinion is then.
SILENCE = {"proceeds": "expired", "favourable": "presumed", "blocks": "overdue"}

AWAITED = ("asked", "overdue")  # the gate waits for these
ANSWERABLE = (*AWAITED, "expired", "presumed")  # a late answer still counts while the consultation lasts


def link_state(state: str, due_on: date, given_on: date | None, on: date, *, days: int,
               closed_on: date | None = None) -> str:  # fmt: skip
    """What a link opens on this day: open, answered, withdrawn, over (the consultation is), or nothing: expired.

    While the case waits for the opinion the link works; afterwards for so many days after the term, the answer, or
    `closed_on`: the day on which the consultation closed (None: it goes on) with this opinion still open.
    """
    is_open = state in ANSWERABLE
    last = max(due_on, given_on or due_on, (closed_on or due_on) if is_open else due_on) + timedelta(days=days)
    if on > last and not (state in AWAITED and closed_on is None):
        return "expired"
    if not is_open:
        return "answered" if state == "given" else state
    return "open" if closed_on is None else "over"


def reminder_step(state: str, asked_on: date, due_on: date, taken: Sequence[Mapping[str, str]], on: date, *,
                  before: int, after: int, days: int) -> str:  # fmt: skip
    """The reminder that an adviser gets on this day; empty: none. Days before and after the term; 0: no such step.

    Who was asked within the days before hears nothing twice. After the term one reminder follows as long as the link
    works; where the case waits for the opinion they go on, ever further apart.
    """
    if on <= due_on and asked_on >= due_on - timedelta(days=before):
        return ""
    steps = [(one["step"], date.fromisoformat(one["on"])) for one in taken if one["due_on"] == due_on.isoformat()]
    step = step_due(due_on, steps, on, Ladder(before, after, 0, 0))
    if step == BEFORE:
        return step if state == "asked" else ""
    if not after or step not in (AFTER, AGAIN):
        return ""
    is_awaited = state in AWAITED
    if step == AGAIN:
        return step if is_awaited else ""
    return step if is_awaited or on <= due_on + timedelta(days=days) else ""
