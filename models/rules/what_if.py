"""What if: thresholds, terms and steps changed on paper, held against foundings of the past. Nothing is changed.

It is arithmetic, no prophecy: everybody does what they did, on the day that they did it, and only the rule is another
one; the page says what that leaves out. Each result names the cases that it comes from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from models.rules.insight import ACTIVE, PastTerm
from models.rules.procedure import End, Stage
from models.rules.procedure_settings import ProcedureSettings

PARTIES = frozenset({"initiator", "municipality", "police"})


@dataclass(frozen=True)
class PastOpinion:
    """An opinion that was asked, and when it was answered or waited out."""

    asked_on: date
    over_on: date
    is_answered: bool


@dataclass(frozen=True)
class PastCase:
    """What happened in a founding, as far as another rule would have met it. `way`: its stages and its outcome;
    `marks`: what was done besides (models.queries.insight_facts.marks_of)."""

    case_id: int
    way: tuple[str, ...]
    supporting: int
    lowest_share: int
    waited_for_ministry: int
    marks: frozenset[str]
    terms: Sequence[PastTerm] = ()
    opinions: Sequence[PastOpinion] = ()

    def has_passed(self, stage: Stage) -> bool:
        """Whether it went on from this stage to the next one."""
        following = [*Stage][[*Stage].index(stage) + 1].value if stage is not Stage.LAUNCH else ACTIVE
        return following in self.way

    @property
    def outcome(self) -> str:
        """What became of it."""
        return self.way[-1]


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


def effects(cases: Sequence[PastCase], rules: OnPaper) -> dict[str, Effect]:
    """What these rules would have done with foundings of the past."""
    found = (
        _caught("below_threshold", cases, lambda one: one.has_passed(Stage.INFO_EVENING), _below(rules)),
        _caught("stopped_above_threshold", cases, lambda one: one.outcome == End.NOT_ENOUGH_SUPPORT,
                lambda one: None if _is_below(one, rules) else one.supporting),
        _caught("without_joint_judgement", cases, lambda one: one.has_passed(Stage.INFO_EVENING),
                lambda one: -1 if rules.joint_judgement_required and _lacks_judgement(one) else None),
        _late_opinions(cases, rules.opinion_term_days),
        _changed_consultations(cases, rules.opinion_term_days),
        *(_late_terms(cases, kind, getattr(rules, f"{kind}_term_days")) for kind in ("assessment", "consultation",
                                                                                   "signing")),
        _caught("without_judicial_contact", cases, lambda one: one.has_passed(Stage.CONSULTATION),
                lambda one: -1 if rules.judicial_contact_required and "contact:judicial" not in one.marks else None),
        _caught("waits_for_ministry", cases, lambda one: one.has_passed(Stage.FEDERAL_CHECK),
                lambda one: one.waited_for_ministry if rules.federal_check_blocks else None),
        _caught("without_ministry", cases, lambda one: one.has_passed(Stage.FEDERAL_CHECK),
                lambda one: -1 if rules.federal_check_blocks and "conform" not in one.marks else None),
    )  # fmt: skip
    return {one.code: one for one in found}


def _caught(code: str, cases: Sequence[PastCase], is_met: Callable[[PastCase], bool],
            number: Callable[[PastCase], int | None]) -> Effect:  # fmt: skip
    """`number`: of a case that the rule catches, -1 where it has none; None: it is not caught."""
    met = [one for one in cases if is_met(one)]
    caught = [(one.case_id, value if value >= 0 else None) for one in met if (value := number(one)) is not None]
    return Effect(code, len(met), tuple(caught))


def _is_below(one: PastCase, rules: OnPaper) -> bool:
    return one.supporting < rules.minimum_registered_dwellings or one.lowest_share < rules.minimum_street_share


def _below(rules: OnPaper) -> Callable[[PastCase], int | None]:
    return lambda one: one.supporting if _is_below(one, rules) else None


def _lacks_judgement(one: PastCase) -> bool:
    return not {f"enough:{party}" for party in PARTIES} <= one.marks


def _late_opinions(cases: Sequence[PastCase], days: int) -> Effect:
    """Opinions that were not there on the last day of the term."""
    asked = [(one.case_id, opinion) for one in cases for opinion in one.opinions]
    late = [(case_id, (o.over_on - o.asked_on).days) for case_id, o in asked
            if not o.is_answered or (o.over_on - o.asked_on).days > days]  # fmt: skip
    return Effect("late_opinions", len(asked), tuple(late))


def _changed_consultations(cases: Sequence[PastCase], days: int) -> Effect:
    """By how many days the waiting for advisers would have ended sooner (above 0) or later (below 0): it ends with the
    answer, or with the term where silence lets the case go on."""
    with_opinions = [one for one in cases if one.opinions]
    changed = [(one.case_id, gained) for one in with_opinions if (gained := days_gained(one.opinions, days))]
    return Effect("changed_consultations", len(with_opinions), tuple(changed))


def days_gained(opinions: Iterable[PastOpinion], days: int) -> int:
    """How many days sooner nobody would have been waited for any more. Who never answered is waited for until the day
    after the term, as the clock does."""
    then, now = date.min, date.min
    for one in opinions:
        then = max(then, one.over_on)
        term_over = date.fromordinal(one.asked_on.toordinal() + days + 1)
        now = max(now, min(one.over_on, term_over) if one.is_answered else term_over)
    return (then - now).days


def _late_terms(cases: Sequence[PastCase], kind: str, days: int) -> Effect:
    """Terms of this kind that took longer than so many days; days on which they stood still don't count."""
    over = [(one.case_id, term.taken) for one in cases for term in one.terms if term.kind == kind]
    known = [(case_id, taken) for case_id, taken in over if taken is not None]
    return Effect(f"late_{kind}", len(known), tuple((case_id, taken) for case_id, taken in known if taken > days))
