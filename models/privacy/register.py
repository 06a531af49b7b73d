"""The register of processing activities (GDPR art. 30) and the notice (art. 13, 14), as the declarations give them."""

from dataclasses import dataclass

from models.privacy.activities import ACTIVITIES
from models.privacy.declared import personal
from models.privacy.declaring import KINDS, NOBODY, Activity, Controller, Held
from models.rules.retention import TERMS, RetentionRule

# An authority's register holds what it decides on by itself or together with the other one.
CONTROLLERS = {
    "municipality": (Controller.MUNICIPALITY, Controller.TOGETHER),
    "police_zone": (Controller.POLICE, Controller.TOGETHER),
}


@dataclass(frozen=True)
class Data:
    """What is kept of one kind under one term. `roles`: who of the access table sees it; 'anyone' where everybody does,
    'signed_in' where only its owner does; empty: no person."""

    kind: str
    columns: tuple[str, ...]  # 'voice.name'
    rule: RetentionRule
    roles: tuple[str, ...]


@dataclass(frozen=True)
class RegisterLine:
    """One activity with everything that is kept for it."""

    activity: Activity
    data: tuple[Data, ...]


def register_of(authority_kind: str) -> tuple[RegisterLine, ...]:
    """The lines of a municipality or of a police zone."""
    return tuple(_line(one) for one in ACTIVITIES if one.controller in CONTROLLERS[authority_kind])


def whole_register() -> tuple[RegisterLine, ...]:
    """All lines, as the notice tells them."""
    return tuple(_line(one) for one in ACTIVITIES)


def _line(activity: Activity) -> RegisterLine:
    grouped: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for table, column, held in personal():
        if held.activity is activity:
            grouped.setdefault((held.kind, held.term, readers(held)), []).append(f"{table}.{column}")
    order = list(KINDS)
    in_order = sorted(grouped.items(), key=lambda one: order.index(one[0][0]))
    data = [Data(KINDS[kind], tuple(columns), TERMS[term], roles)
            for (kind, term, roles), columns in in_order]  # fmt: skip
    return RegisterLine(activity, tuple(data))


def readers(held: Held) -> tuple[str, ...]:
    """Who sees it, as words of the access table."""
    if held.seen_by == NOBODY:
        return ()
    roles = held.roles
    return (roles,) if isinstance(roles, str) else tuple(sorted(role.value for role in roles))


@dataclass(frozen=True)
class Told:
    """One line of the notice: kinds of data that are kept as long and seen by the same people."""

    kinds: tuple[str, ...]
    rule: RetentionRule
    roles: tuple[str, ...]


def told(line: RegisterLine) -> tuple[Told, ...]:
    """What the notice says of an activity, without numbers that only refer to somebody: they go with whom they name."""
    grouped: dict[tuple[RetentionRule, tuple[str, ...]], list[str]] = {}
    for one in line.data:
        if one.kind != KINDS["linked"]:
            kinds = grouped.setdefault((one.rule, one.roles), [])
            if one.kind not in kinds:
                kinds.append(one.kind)
    return tuple(Told(tuple(kinds), rule, roles) for (rule, roles), kinds in grouped.items())
