"""Voting at an info evening: about what, in which way, and what came of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from models.rules.procedure import agenda_of

WAYS = {"hands": "handopsteken", "paper": "stembriefje", "phone": "telefoon, één stem per woning"}
CHOICES = {"for": "Voor", "against": "Tegen", "abstention": "Onthouding"}

VOTING_LASTS = timedelta(days=1)  # from the beginning of the evening; a vote that nobody closed counts no further

# What the gate of the evening asks the meeting to approve: the name, and the agenda item that it is noted with.
APPROVALS = {
    "network": ("Goedkeuring van het BIN", "approval_of_network"),
    "objectives": ("Goedkeuring van de doelstellingen", "approval_of_network"),
    "steering_group": ("Goedkeuring van de stuurgroep", "involvement_and_steering_group"),
}


def subjects_of(extra_items: Sequence[str]) -> dict[str, str]:
    """What can be voted about at one evening: the three approvals, then each agenda item, by code."""
    return {code: title for code, (title, _item) in APPROVALS.items()} | agenda_of(extra_items)


def is_approved(votes_for: int, votes_against: int) -> bool:
    """More for than against. Who abstains counts for neither, and a tie is no approval (DECISIONS)."""
    return votes_for > votes_against


def is_voting_over(began_at: datetime, at: datetime) -> bool:
    """Whether votes by phone count no further: a day after the evening began, also where nobody closed the vote."""
    return at > began_at + VOTING_LASTS


def why_no_ballots(state: str, held_on: date, today: date, *, is_final: bool) -> str:
    """Why there can be no voting at an evening now; empty: there can. `is_final`: its minutes are approved."""
    if state == "cancelled":
        return "Deze infoavond gaat niet door of is verplaatst. Er kan niet gestemd worden."
    if is_final:
        return "Het verslag van deze infoavond is goedgekeurd. Er kan niet meer gestemd worden."
    if today < held_on:
        return "Deze infoavond is nog niet vandaag. Stemmen kan op de dag zelf."
    return ""
