"""The figures over all foundings, worked out from one plain line per founding.

The list of cases behind a figure is picked by the same rule as the figure (`behind`), so that both always agree. Every
number of days on a page is that of a real case: no averages, which one forgotten case can spoil.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

from models.rules.insight import ACTIVE, FOUNDING, RUNNING, WAITED_FOR, PastTerm, is_kept, is_missed
from models.rules.procedure import End, Stage

SIDES = tuple(WAITED_FOR)
TOTAL = "total"


class Founding(NamedTuple):
    """One founding as the figures see it; a plain tuple, since a page looks at tens of thousands.

    `stages`: the days of each stage (in the order of FOUNDING) that was left for good; `waiting`: of those the days on
    which somebody was waited for; `waited_for`: the days for each of SIDES. None: not so.
    """

    case_id: int
    outcome: str
    ended_in: str  # the stage in which it ended; empty: it runs or was launched
    way: str  # models.rules.insight.variant_of, with dots between
    total: int | None  # None: it runs
    total_waiting: int | None
    supporting: int
    dwellings: int
    stages: Sequence[int | None]
    waiting: Sequence[int | None]
    waited_for: Sequence[int | None]


@dataclass(frozen=True)
class Spread:
    """How long something took, over some cases. Half of them took at most `median` days, a quarter at most `quarter`,
    three in four at most `three_quarters`; each is the number of a real case (nearest rank)."""

    count: int
    quarter: int
    median: int
    three_quarters: int
    longest: int


def spread(values: Collection[int]) -> Spread | None:
    """The spread of these numbers; None: there are none."""
    if not values:
        return None
    ordered = sorted(values)
    quarter, median, three_quarters = (ordered[ceil(len(ordered) * part) - 1] for part in (0.25, 0.5, 0.75))
    return Spread(len(ordered), quarter, median, three_quarters, ordered[-1])


@dataclass(frozen=True)
class LeadTime:
    """How long a stage or the whole (`total`) takes. Waiting and working are medians of their own, so they need not
    add up."""

    what: str
    days: Spread
    waiting: Spread
    working: Spread


def lead_times(foundings: Sequence[Founding]) -> tuple[LeadTime, ...]:
    """Per stage that was left for good, and at last in total for networks that were launched."""
    found = []
    for place, stage in enumerate(FOUNDING):
        known = [(days, one.waiting[place] or 0) for one in foundings if (days := one.stages[place]) is not None]
        found.append(_lead_time(stage.value, known))
    launched = [one for one in foundings if one.outcome == ACTIVE]
    found.append(_lead_time(TOTAL, [(one.total, one.total_waiting or 0) for one in launched if one.total is not None]))
    return tuple(one for one in found if one is not None)


def _lead_time(what: str, known: Sequence[tuple[int, int]]) -> LeadTime | None:
    total, waiting = spread([days for days, _ in known]), spread([wait for _, wait in known])
    working = spread([days - wait for days, wait in known])
    return LeadTime(what, total, waiting, working) if total and waiting and working else None


@dataclass(frozen=True)
class Waited:
    """For whom was waited: how many days in all, and the spread over the cases that did."""

    waited_for: str
    days: int
    spread: Spread


def waited_for(foundings: Sequence[Founding]) -> tuple[Waited, ...]:
    """For whom foundings waited, the most days first."""
    found = []
    for place, code in enumerate(SIDES):
        days = [value for one in foundings if (value := one.waited_for[place]) is not None]
        over = spread(days)
        if over is not None:
            found.append(Waited(code, sum(days), over))
    return tuple(sorted(found, key=lambda one: -one.days))


@dataclass(frozen=True)
class Outcome:
    """What became of some foundings, and in which stage they ended (empty: launched, or still running)."""

    outcome: str
    ended_in: str
    count: int


_OUTCOMES = (ACTIVE, RUNNING, *(end.value for end in End))


def outcomes(foundings: Sequence[Founding]) -> tuple[Outcome, ...]:
    """How many foundings became what, in the order of the procedure."""
    counts: dict[tuple[str, str], int] = {}
    for one in foundings:
        key = (one.outcome, one.ended_in)
        counts[key] = counts.get(key, 0) + 1
    stages = ["", *(stage.value for stage in Stage)]
    order = sorted(counts, key=lambda key: (_OUTCOMES.index(key[0]), stages.index(key[1])))
    return tuple(Outcome(*key, counts[key]) for key in order)


@dataclass(frozen=True)
class Variant:
    """One way that foundings took, and how long it took them."""

    way: str
    days: Spread


def variants(foundings: Sequence[Founding]) -> tuple[Variant, ...]:
    """The ways of the foundings that are over, the most taken first."""
    days: dict[str, list[int]] = {}
    for one in foundings:
        if one.total is not None:
            days.setdefault(one.way, []).append(one.total)
    found = [Variant(way, over) for way, some in days.items() if (over := spread(some))]
    return tuple(sorted(found, key=lambda one: (-one.days.count, one.way)))


@dataclass(frozen=True)
class TermFigure:
    """Of one kind of term how many were kept and missed, and the spread of the days that were used."""

    kind: str
    kept: int
    missed: int
    taken: Spread | None


def term_figures(terms: Iterable[PastTerm], today: date) -> tuple[TermFigure, ...]:
    """Terms kept and missed by kind. One that still runs counts only once its last day has passed."""
    kept: dict[str, int] = {}
    missed: dict[str, int] = {}
    taken: dict[str, list[int]] = {}
    on = today.toordinal()
    for one in terms:
        if is_missed(one, on):
            missed[one.kind] = missed.get(one.kind, 0) + 1
        elif is_kept(one):
            kept[one.kind] = kept.get(one.kind, 0) + 1
        if (days := one.taken) is not None:
            taken.setdefault(one.kind, []).append(days)
    kinds = sorted({*kept, *missed})
    return tuple(TermFigure(k, kept.get(k, 0), missed.get(k, 0), spread(taken.get(k, []))) for k in kinds)


def support_share(one: Founding) -> int | None:
    """Of hundred dwellings how many support the founding, downwards; None: it has no dwellings to count, or its info
    evening has not come yet."""
    if not one.dwellings or Stage.INFO_EVENING.value not in one.way.split("."):
        return None
    return 100 * one.supporting // one.dwellings


def support_spreads(foundings: Sequence[Founding]) -> dict[str, Spread]:
    """The spread of the support in per cent, by what became of the founding."""
    shares: dict[str, list[int]] = {}
    for one in foundings:
        share = support_share(one)
        if share is not None:
            shares.setdefault(one.outcome, []).append(share)
    return {code: over for code in _OUTCOMES if (over := spread(shares.get(code, [])))}


# What a figure is called in an address, with what comes behind its colon.
FIGURES = ("fase", "totaal", "wacht", "afloop", "weg", "steun")


def behind(figure: str, foundings: Iterable[Founding]) -> list[tuple[int, int | None]]:
    """The cases behind a figure, each with its own number, the highest first. A figure is called 'fase:idea', 'totaal',
    'wacht:adviser', 'afloop:refused:consultation', 'weg:idea.refused' or 'steun:active'; anything else has none."""
    what, _, which = figure.partition(":")
    found = [(one.case_id, one.total) if value is True else (one.case_id, value)
             for one in foundings if (value := _value(one, what, which)) is not None]  # fmt: skip
    return sorted(found, key=lambda row: (-(row[1] if row[1] is not None else -1), row[0]))


def _value(one: Founding, what: str, which: str) -> int | bool | None:
    """The number of one founding for a figure; None: it is not behind it; True: it is, and has no number of its own."""
    if what == "fase" and which in FOUNDING:
        return one.stages[FOUNDING.index(Stage(which))]
    if what == "totaal" and one.outcome == ACTIVE:
        return one.total
    if what == "wacht" and which in SIDES:
        return one.waited_for[SIDES.index(which)]
    if what == "afloop" and which == f"{one.outcome}:{one.ended_in}":
        return True
    if what == "weg" and which == one.way:
        return one.total
    if what == "steun" and which == one.outcome:
        return support_share(one)
    return None
