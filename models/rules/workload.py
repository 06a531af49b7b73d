"""The load of the staff: who sees it by name.

A list of colleagues with numbers beside them soon measures people (DECISIONS, 'Insight'): only the head of a service
sees names, everybody sees themselves, and all others see functions. What is counted are cases and journal entries of
the present staff, never how well or fast somebody worked.
"""

from dataclasses import dataclass

from models.rules.access import Actor, Role

HEADS = frozenset({Role.MAYOR, Role.POLICE_CHIEF})


@dataclass(frozen=True)
class PersonLoad:
    """One member of staff in one function: open cases in hand, and entries in the journal per month."""

    person_id: int
    name: str
    function: str
    in_hand: int
    entries: tuple[int, ...]


@dataclass(frozen=True)
class FunctionLoad:
    """The same for all who hold a function together."""

    function: str
    people: int
    in_hand: int
    entries: tuple[int, ...]


def is_head_of(actor: Actor, authority_id: int) -> bool:
    """Whether this person leads the municipality or zone; who stands in for a head does not read along."""
    return any(
        grant.role in HEADS and grant.authority_id == authority_id and grant.in_place_of is None
        for grant in actor.grants
    )


def shown_by_name(loads: tuple[PersonLoad, ...], actor: Actor, authority_id: int) -> tuple[PersonLoad, ...]:
    """Of these the ones that this person sees by name."""
    if is_head_of(actor, authority_id):
        return loads
    return tuple(one for one in loads if one.person_id == actor.person_id)


def by_function(loads: tuple[PersonLoad, ...]) -> tuple[FunctionLoad, ...]:
    """All loads together by function."""
    found = []
    for function in dict.fromkeys(one.function for one in loads):
        own = [one for one in loads if one.function == function]
        entries = tuple(sum(month) for month in zip(*(one.entries for one in own), strict=True))
        found.append(FunctionLoad(function, len(own), sum(one.in_hand for one in own), entries))
    return tuple(found)


def months_before(year: int, month: int, count: int) -> tuple[str, ...]:
    """So many months up to and with this one, the oldest first: ('2025-12', '2026-01')."""
    last = 12 * year + month - 1
    return tuple(f"{one // 12}-{one % 12 + 1:02}" for one in range(last - count + 1, last + 1))
