"""Whose turn it is: of all who may meet a condition, who is expected to do it, and which conditions can be met now.

The procedure says who MAY act (`models.rules.procedure`); a work list that shows everything that somebody may do hides
what they must do. A desk officer may complete a request for the initiator, but waits for the initiator first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.rules.access import STEERING_GROUP, Role
from models.rules.procedure import ACTIONS, GATES, Condition, Stage, roles_for
from models.rules.procedure_settings import ProcedureSettings

# Per action, who is expected first where that is not everybody who may (domain.md sections 1 and 3).
EXPECTED: dict[str, frozenset[Role]] = {
    "complete_request": frozenset({Role.INITIATOR}),
    "record_judicial_contact": frozenset({Role.MANDATED_OFFICER}),
    "record_administrative_contact": frozenset({Role.MANDATED_OFFICER}),
    "give_opinion": frozenset({Role.DESK_OFFICER, Role.MANDATED_OFFICER}),
    "answer_adviser": frozenset({Role.DESK_OFFICER, Role.MANDATED_OFFICER}),
    "record_screening": frozenset({Role.MANDATED_OFFICER}),
    "judge_as_initiator": frozenset({Role.INITIATOR}),
    "judge_as_municipality": frozenset({Role.DESK_OFFICER}),
    "judge_as_police": frozenset({Role.MANDATED_OFFICER}),
    "edit_charter": STEERING_GROUP,
    "open_evaluation": frozenset(),  # the clock opens it on its day
    "fill_evaluation_as_coordinator": frozenset({Role.COORDINATOR}),
    "fill_evaluation_as_municipality": frozenset({Role.DESK_OFFICER}),
    "record_discussion": frozenset({Role.DESK_OFFICER}),
}

# What the bearer of an office decides or signs in person; it comes first in their list.
DECISIONS = frozenset({"decide_as_police", "decide_as_municipality", "decide_launch", "sign_charter"})


# What somebody outside answers first; we only note it. In a work list it waits for them until the term is over.
OUTSIDE = {"give_opinion": "adviser", "record_federal_answer": "ministry"}

# What comes after the evening; before it, nobody has to do anything but wait for it.
AFTER_THE_EVENING = frozenset({"record_info_evening", "appoint_steering_group"})


@dataclass(frozen=True)
class Turn:
    """A condition that can be met now: by which action, who is expected to (`expected`) and who may (`allowed`)."""

    condition: Condition
    action: str
    expected: frozenset[Role]
    allowed: frozenset[Role]


def turns(stage: Stage, waiting_for: Collection[str], settings: ProcedureSettings, *, has_coordinator: bool = True,
          evening_to_come: bool = False) -> tuple[Turn, ...]:  # fmt: skip
    """What can be done now to meet the gate, in its order. `waiting_for`: codes of the unmet conditions.

    One action that meets several conditions (the results of the evening) comes once. Without a coordinator there is
    nobody to screen: another must be chosen first (the bad story: the police wait for the desk, and the desk for them).
    """
    found: dict[str, Turn] = {}
    for condition in GATES[stage]:
        action = ACTIONS[condition.action]
        if condition.code not in waiting_for or set(action.before) & set(waiting_for):
            continue
        if action.code == "record_screening" and not has_coordinator:
            action = ACTIONS["appoint_steering_group"]
        if evening_to_come and action.code in AFTER_THE_EVENING:
            continue
        allowed = roles_for(action, settings)
        expected = EXPECTED.get(action.code, allowed) & allowed
        found.setdefault(action.code, Turn(condition, action.code, expected, allowed))
    return tuple(found.values())


def own_turns(open_turns: Sequence[Turn], roles: Collection[Role],
              delegated: Collection[str] = ()) -> tuple[Turn, ...]:  # fmt: skip
    """Those of the turns that somebody with these roles, and these delegated actions, is expected to take; decisions
    first."""
    mine = [turn for turn in open_turns if turn.action in delegated or not turn.expected.isdisjoint(roles)]
    return tuple(sorted(mine, key=lambda turn: turn.action not in DECISIONS))
