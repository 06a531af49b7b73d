"""For whom a document is made, and so who may open it: one word per document, decided when it is planned."""

from models.rules.access import ANYONE, EVERYONE_ON_THE_CASE, STAFF, Actor, CasePlace, Role, holds

# 'initiator': letters to who asked; the stuurgroep came later and has no business with them.
AUDIENCES: dict[str, frozenset[Role] | str] = {
    "public": ANYONE,
    "partners": EVERYONE_ON_THE_CASE,
    "initiator": STAFF | {Role.INITIATOR},
    "staff": STAFF,
}


def may_open(actor: Actor | None, audience: str, place: CasePlace) -> bool:
    """Whether this person (None: not signed in) may open a document of a case. Unknown audiences are closed."""
    allowed = AUDIENCES.get(audience)
    if allowed == ANYONE:
        return True
    if allowed is None or isinstance(allowed, str) or actor is None:
        return False
    return holds(actor, allowed, place)
