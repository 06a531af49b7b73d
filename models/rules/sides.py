"""The two sides that work on a case, each with its own people, notes and list: the police and the municipality."""

from collections.abc import Collection

from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, Actor, CasePlace, Role, roles_on

SIDES = {"police": "de politie", "municipality": "de gemeente"}
ROLES_OF_SIDE = {"police": POLICE_ROLES, "municipality": MUNICIPAL_ROLES}


def sides_of(roles: Collection[Role]) -> tuple[str, ...]:
    """The sides that somebody with these roles is on; in a small zone one person can be on both."""
    return tuple(side for side, listed in ROLES_OF_SIDE.items() if not listed.isdisjoint(roles))


def sides_on(actor: Actor, place: CasePlace) -> tuple[str, ...]:
    """The sides on which a person works on one case; none for residents and for staff of elsewhere."""
    return sides_of(roles_on(actor, place))
