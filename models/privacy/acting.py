"""Who did something, as many tables keep it: the number of a person, whose name is forgotten with their account."""

from models.privacy.activities import ACCOUNTABILITY
from models.privacy.declaring import Part, held

PERSON_RULE = "account"


def acted(names: str) -> Part:
    """Columns that hold the number of who acted, and nothing else of them."""
    return held(ACCOUNTABILITY, PERSON_RULE, "see_journal", linked=names)
