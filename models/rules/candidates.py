"""Candidates for coordinator, deputy and stuurgroep: how a meeting recognises them, and who must be of age.

Sources: seed 000, agenda item 5 ('erkenning en goedkeuring van de leden van de stuurgroep'); domain.md 2.6 (Estaimpuis:
a coordinator by vote of all members) and 3 (a coordinator is of age and approved by the community).
"""

from models.rules.access import Role
from models.rules.ballots import is_approved

WAYS = {"acclamation": "bij acclamatie", "vote": "bij stemming"}

# What somebody can be a candidate for; of several that were recognised the first one counts.
FUNCTIONS = (Role.COORDINATOR.value, Role.DEPUTY_COORDINATOR.value, Role.STEERING_GROUP_MEMBER.value)
OF_AGE = frozenset({Role.COORDINATOR.value, Role.DEPUTY_COORDINATOR.value})  # a deputy acts as the coordinator
FUNCTION_OF_WISH = {  # what a participant wants to do (models.rules.participants.WISHES)
    "coordinator": Role.COORDINATOR.value,
    "deputy": Role.DEPUTY_COORDINATOR.value,
    "steering_group": Role.STEERING_GROUP_MEMBER.value,
}


def is_recognised(way: str, votes_for: int, votes_against: int) -> bool:
    """By acclamation; by vote with more for than against, so a tie is no recognition (as with every vote)."""
    return way == "acclamation" or is_approved(votes_for, votes_against)
