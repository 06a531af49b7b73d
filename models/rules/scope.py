"""How far an area reaches: streets, a whole municipality (businesses), or the members of a sector over the town.

Sources: domain.md sections 1 and 7 (BIN-Z per zone or per municipality; sector networks of farmers, pharmacists …).
"""

from collections.abc import Sequence
from enum import StrEnum

from models.rules.languages import SOURCE


class Scope(StrEnum):
    """What an area is made of."""

    STREETS = "streets"
    MUNICIPALITY = "municipality"
    MEMBERS = "members"


# Per kind of network what can be chosen; the first is what holds when nothing was chosen.
SCOPES: dict[str, tuple[Scope, ...]] = {
    "bin": (Scope.STREETS,),
    "bin_z": (Scope.STREETS, Scope.MUNICIPALITY),
    "sector": (Scope.MEMBERS,),
}


def can_be_wide(kind: str) -> bool:
    """Whether a network of this kind can reach over a whole municipality."""
    return any(scope is not Scope.STREETS for scope in SCOPES.get(kind, SCOPES["bin"]))


def scope_of(kind: str, chosen: str | None) -> Scope:
    """The scope that holds for a network of this kind when somebody chose `chosen`."""
    allowed = SCOPES.get(kind, SCOPES["bin"])
    return next((scope for scope in allowed if scope == chosen), allowed[0])


def describe_area(scope: str, municipality: str, streets: Sequence[str], language: str = SOURCE) -> tuple[str, ...]:
    """The area for people, a line per part: the streets in words, 'Heel Oosterbeke', or who the members are."""
    is_french = language == "fr"
    if scope == Scope.MUNICIPALITY:
        return (f"Toute la commune ({municipality})" if is_french else f"Heel {municipality}",)
    if scope == Scope.MEMBERS:
        whom = f"Les membres du secteur à {municipality}" if is_french else f"De leden van de sector in {municipality}"
        return (whom,)
    return tuple(streets)
