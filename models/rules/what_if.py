"""What if: thresholds, terms and steps changed on paper, held against foundings of the past. Nothing is changed.

It is arithmetic, no prophecy: everybody does what they did, on the day that they did it, and only the rule is another
one; the page says what that leaves out. Each result names the cases that it comes from.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from models.rules.insight import ACTIVE, FOUNDING, PastTerm
from models.rules.procedure import End, Stage
from models.rules.procedure_settings import ProcedureSettings

PARTIES = ("initiator", "municipality", "police")
TERMS = ("assessment", "consultation", "signing")  # whose number of late ones changes; none of them moves a case
NO_NUMBER = -1


class PastOpinion(NamedTuple):
    """An opinion that was asked, and when it was answered or waited out; days as ordinals."""

    asked: int
    over: int
    is_answered: int


class PastCase(NamedTuple):
    """What happened in a founding, as far as another rule would have met it; a plain tuple, since tens of thousands are
    read. `way`: models.rules.insight.variant_of, with dots between; `marks`: what was done besides
    (models.queries.insight.insight_facts.marks_of)."""

    case_id: int
    way: str
    supporting: int
    lowest_share: int
    waited_for_ministry: int
    marks: Collection[str]
    terms: Sequence[PastTerm] = ()
    opinions: Sequence[PastOpinion] = ()


@lru_cache(maxsize=1 << 12)
def passed_stages(way: str) -> frozenset[Stage]:
    """From which stages a founding that went this way went on to the next one."""
    parts = way.split(".")
    following = dict(pairwise((*FOUNDING, ACTIVE)))
    return frozenset(stage for stage in FOUNDING if str(following[stage]) in parts)


@dataclass(frozen=True)
class OnPaper:
    """The settings that can be changed on paper; named as in ProcedureSettings."""

    minimum_registered_dwellings: int
    minimum_street_share: int
    joint_judgement_required: bool
    opinion_term_days: int
    assessment_term_days: int
    consultation_term_days: int
    signing_term_days: int
    judicial_contact_required: bool
    federal_check_blocks: bool


def on_paper(settings: ProcedureSettings) -> OnPaper:
    """As it is now."""
    return OnPaper(**{one.name: getattr(settings, one.name) for one in fields(OnPaper)})


@dataclass(frozen=True)
class Effect:
    """What one rule does: the cases that it catches, each with a number where it has one (days, dwellings)."""

    code: str
    looked_at: int  # how many foundings (or terms) came to this rule at all
    caught: tuple[tuple[int, int | None], ...]

    @property
    def count(self) -> int:
        """How many it catches; a case with two late opinions counts twice."""
        return len(self.caught)


@dataclass(frozen=True)
class Past:
    """Foundings of the past, sorted by the rules that they came to. Sorted once, and held against two sets of rules."""

    count: int
    evening_passed: Sequence[PastCase]
    stopped: Sequence[PastCase]
    consultation_passed: Sequence[PastCase]
    check_passed: Sequence[PastCase]
    opinions: Sequence[tuple[int, Sequence[PastOpinion]]]
    taken: Mapping[str, Sequence[tuple[int, int]]]  # by kind of term, the days that each one took


def sort_out(cases: Iterable[PastCase]) -> Past:
    """The foundings by the rules that they came to. What is not asked any more of a case is not kept."""
    passed: dict[Stage, list[PastCase]] = {stage: [] for stage in FOUNDING}
    taken: dict[str, list[tuple[int, int]]] = {kind: [] for kind in TERMS}
    opinions: list[tuple[int, Sequence[PastOpinion]]] = []
    stopped: list[PastCase] = []
    count = 0
    for one in cases:
        count += 1
        for term in one.terms:
            if term.kind in taken and (days := term.taken) is not None:
                taken[term.kind].append((one.case_id, days))
        if one.opinions:
            opinions.append((one.case_id, one.opinions))
        kept = one._replace(terms=(), opinions=())
        for stage in passed_stages(one.way):
            passed[stage].append(kept)
        if one.way.endswith(f".{End.NOT_ENOUGH_SUPPORT.value}"):
            stopped.append(kept)
    return Past(count, passed[Stage.INFO_EVENING], stopped, passed[Stage.CONSULTATION], passed[Stage.FEDERAL_CHECK],
                opinions, taken)  # fmt: skip


def effects(past: Past, rules: OnPaper) -> dict[str, Effect]:
    """What these rules would have done with foundings of the past."""
    asks_judgement, asks_contact, blocks = (
        rules.joint_judgement_required, rules.judicial_contact_required, rules.federal_check_blocks)  # fmt: skip
    found = (
        _caught("below_threshold", past.evening_passed,
                lambda one: one.supporting if _is_below(one, rules) else None),
        _caught("stopped_above_threshold", past.stopped,
                lambda one: None if _is_below(one, rules) else one.supporting),
        _caught("without_joint_judgement", past.evening_passed,
                lambda one: NO_NUMBER if asks_judgement and _lacks_judgement(one) else None),
        _late_opinions(past, rules.opinion_term_days),
        _changed_consultations(past, rules.opinion_term_days),
        *(_late_terms(past, kind, getattr(rules, f"{kind}_term_days")) for kind in TERMS),
        _caught("without_judicial_contact", past.consultation_passed,
                lambda one: NO_NUMBER if asks_contact and "contact:judicial" not in one.marks else None),
        _caught("waits_for_ministry", past.check_passed,
                lambda one: one.waited_for_ministry if blocks else None),
        _caught("without_ministry", past.check_passed,
                lambda one: NO_NUMBER if blocks and "conform" not in one.marks else None),
    )  # fmt: skip
    return {one.code: one for one in found}


def _caught(code: str, cases: Sequence[PastCase], number: Callable[[PastCase], int | None]) -> Effect:
    """`number`: of a case that the rule catches, NO_NUMBER where it has none; None: it is not caught."""
    caught = [(one.case_id, value) for one in cases if (value := number(one)) is not None]
    return Effect(code, len(cases), tuple((one, None if value == NO_NUMBER else value) for one, value in caught))


def _is_below(one: PastCase, rules: OnPaper) -> bool:
    return one.supporting < rules.minimum_registered_dwellings or one.lowest_share < rules.minimum_street_share


def _lacks_judgement(one: PastCase) -> bool:
    return any(f"enough:{party}" not in one.marks for party in PARTIES)


def _late_opinions(past: Past, days: int) -> Effect:
    """Opinions that were not there on the last day of the term."""
    late = [(case_id, one.over - one.asked) for case_id, opinions in past.opinions for one in opinions
            if not one.is_answered or one.over - one.asked > days]  # fmt: skip
    return Effect("late_opinions", sum(len(opinions) for _, opinions in past.opinions), tuple(late))


def _changed_consultations(past: Past, days: int) -> Effect:
    """By how many days the waiting for advisers would have ended sooner (above 0) or later (below 0): it ends with the
    answer, or with the term where silence lets the case go on."""
    changed = [(case_id, gained) for case_id, opinions in past.opinions if (gained := days_gained(opinions, days))]
    return Effect("changed_consultations", len(past.opinions), tuple(changed))


def days_gained(opinions: Iterable[PastOpinion], days: int) -> int:
    """How many days sooner nobody would have been waited for any more. Who never answered is waited for until the day
    after the term, as the clock does."""
    then, now = 0, 0
    for one in opinions:
        term_over = one.asked + days + 1
        then = max(then, one.over)
        now = max(now, min(one.over, term_over) if one.is_answered else term_over)
    return then - now


def _late_terms(past: Past, kind: str, days: int) -> Effect:
    """Terms of this kind that took longer than so many days; days on which they stood still don't count."""
    taken = past.taken[kind]
    return Effect(f"late_{kind}", len(taken), tuple(one for one in taken if one[1] > days))
