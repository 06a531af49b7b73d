"""An event as the table of notices sees it, and what it means for what follows: pure questions about the journal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from models.rules.evaluation_form import SIDE_NAMES
from models.rules.procedure import MINISTRY_TOLD, Stage


@dataclass(frozen=True)
class Happening:
    """One entry of the journal, with those before it (which carry no earlier ones themselves). `on`: day in Belgium."""

    sequence: int
    event: str
    stage: str
    round: int
    data: Mapping[str, Any]
    on: date
    by_id: int | None = None
    earlier: tuple["Happening", ...] = ()


def _before(happening: Happening, *events: str) -> list[Happening]:
    return [one for one in happening.earlier if one.event in events]


def once(happening: Happening) -> str:
    """A document that exists once in a case."""
    return "1"


def kit_version(happening: Happening) -> str:
    """Under which version the documents of a launch kit are kept: each launch of a case counts its own."""
    return f"{happening.data['kit_round']}.{happening.data['version']}"


def round_number(happening: Happening) -> str:
    """The version is the round."""
    return str(happening.round)


def ordinal(*events: str) -> Callable[[Happening], str]:
    """The version counts these events in this case: the second decision is version 2."""
    return lambda happening: str(len(_before(happening, *events)) + 1)


def version_to_sign(happening: Happening) -> str:
    """The version of a charter that lies ready for signing."""
    # One version can be frozen again after it was reopened: 2.1, 2.2; signed it is simply 2.
    frozen = [one for one in _before(happening, "charter:frozen") if one.data["version"] == happening.data["version"]]
    return f"{happening.data['version']}.{len(frozen) + 1}"


def is_about(name: str, *values: str) -> Callable[[Happening], bool]:
    """Whether the data of the event names one of these values."""
    return lambda happening: happening.data[name] in values


def decisions_standing(happening: Happening) -> dict[str, Happening]:
    """Per side its decision in this round as it stands after this event, corrections included."""
    decided = ("founding:approved", "founding:refused", "founding:corrected")
    every = [*_before(happening, *decided), happening]
    return {one.data["side"]: one for one in every if one.event in decided and one.round == happening.round}


def approves(decision: Happening) -> bool:
    """Whether a decision, corrected or not, approves the founding."""
    return decision.event == "founding:approved" or bool(decision.data.get("is_approved"))


def both_approve(happening: Happening) -> bool:
    """Whether both sides approve the founding after this event."""
    return sum(approves(one) for one in decisions_standing(happening).values()) > 1


def is_conform(happening: Happening) -> bool:
    """Of the version that was sent last; what is said of an older one changes nothing for the partners."""
    return happening.data["result"] == "conform" and bool(happening.data.get("is_latest", True))


def is_under_conditions(happening: Happening) -> bool:
    """Whether the decision was given under conditions."""
    return bool(happening.data.get("conditions"))


def conditions_told(happening: Happening) -> str:
    """Under which conditions the sides approved in this round, up to this event: who, and a line for each."""
    told = {side: one.data for side, one in decisions_standing(happening).items()}
    return "\n\n".join(
        "\n".join([f"Voorwaarden van {data['body']}:", *(f"- {one}" for one in data["conditions"])])
        for data in told.values()
        if data.get("conditions")
    )


def opens(stage: Stage) -> Callable[[Happening], bool]:
    """Whether this stage opens."""
    return lambda happening: happening.data["stage"] == stage


def opens_first_charter(happening: Happening) -> bool:
    """Whether the charter is written for the first time."""
    return opens(Stage.CHARTER)(happening) and happening.round == 1


def is_first_note_of_evening(happening: Happening) -> bool:
    """Whether nobody noted before how this evening went."""
    noted = {one.data["evening_id"] for one in _before(happening, "info_evening:recorded")}
    return happening.data["evening_id"] not in noted


def moves_an_evening(happening: Happening) -> bool:
    """Whether the evening that is planned replaces one that people have in their diary already."""
    if "moved_from" in happening.data:
        return happening.data["moved_from"] is not None
    return calendar_sequence(happening) > 0


def calls_off_an_evening(happening: Happening) -> bool:
    """Whether an evening that people have in their diary does not take place."""
    return happening.event == "info_evening:called_off"


def _plan_of(happening: Happening) -> Happening:
    """How the evening that is called off was planned last, with what came before that."""
    plan = next(one for one in reversed(_before(happening, "info_evening:planned"))
                if one.data["evening_id"] == happening.data["evening_id"])  # fmt: skip
    return replace(plan, earlier=tuple(one for one in happening.earlier if one.sequence < plan.sequence))


def calendar_sequence(happening: Happening) -> int:
    """How often the evening was planned before and not held, and once more when it is called off: the SEQUENCE of its
    calendar entry (RFC 5545)."""
    if calls_off_an_evening(happening):
        return calendar_sequence(_plan_of(happening)) + 1
    if "moved_from" in happening.data:
        return len(_planned_before(happening))
    count = 0
    for one in happening.earlier:
        if one.event == "info_evening:planned":
            count += 1
        elif one.event == "info_evening:recorded":
            count = 0
    return count


def calendar_ordinal(happening: Happening) -> int:
    """Which evening of the case this is: one that was held and a second one are two entries in the diary."""
    if calls_off_an_evening(happening):
        return calendar_ordinal(_plan_of(happening))
    if "moved_from" in happening.data:
        first = (_planned_before(happening) or [happening])[-1]
        plans = [one for one in _before(happening, "info_evening:planned") if one.sequence < first.sequence]
        return 1 + sum(not moves_an_evening(one) for one in plans)
    return 1 + len({one.data["evening_id"] for one in _before(happening, "info_evening:recorded")})


def came_from_adviser(happening: Happening) -> bool:
    """Whether the adviser answered, by a link or inside, and not the desk in their place."""
    return bool(happening.data.get("is_by_link") or happening.data.get("is_inside"))


def judgements_standing(happening: Happening) -> dict[str, str]:
    """Per party its last judgement of the support after the evening of this one."""
    every = [*_before(happening, "support:judged"), happening]
    of_evening = [one.data for one in every if one.data["evening_id"] == happening.data["evening_id"]]
    return {data["party"]: data["judgement"] for data in of_evening}


def _planned_before(happening: Happening) -> list[Happening]:
    """How the evening was planned before it was moved, the last plan first."""
    plans = {one.data["evening_id"]: one for one in happening.earlier if one.event == "info_evening:planned"}
    found, before = [], happening.data["moved_from"]
    while before in plans:
        found.append(plans[before])
        before = plans[before].data.get("moved_from")
    return found


def has_climbed(step: str) -> Callable[[Happening], bool]:
    """Whether the ladder has come to this step, or past it."""
    past = ("deputy", "head", "again") if step == "deputy" else ("head", "again")
    return lambda happening: happening.data.get("step", "after") in past


def ends_network(happening: Happening) -> bool:
    """Whether a network stops or merges by the outcome of its evaluation."""
    return bool(happening.data.get("end"))


def concerns_ministry(happening: Happening) -> bool:
    """Whether the list of networks of the ministry changes by it (besafe.be, procedure; in 2020 it said that it is not
    always told of networks that stop or merge). An amended charter is sent by itself, when it is signed."""
    code = happening.data.get("outcome_code", "")
    return code in MINISTRY_TOLD or (code == "continue" and bool(happening.data.get("was_suspended")))


def are_all_views(happening: Happening) -> bool:
    """Whether with this one all three sides gave their view, for the first time in this round."""
    sides = {one.data["side"] for one in _before(happening, "evaluation:filled_in") if one.round == happening.round}
    return happening.data["side"] not in sides and len(sides) == len(SIDE_NAMES) - 1
