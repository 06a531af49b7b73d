"""The survey of the members on one screen: what is asked, how answers are checked, and from when they are told.

Sources: the evaluation form (domain.md 4: feeling of safety, relation citizen–police, how members experience the
network); issue 7: anonymous, once per member, results from ten answers up only.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.rules.refusals import Invalid

VERSION = 1  # of the questions below: another wording of one is another version, and another code
FEWEST_ANSWERS = 10  # below this, somebody could be recognised, and the figures say nothing
LONGEST_TEXT = 1000
BASELINE, YEARLY = "baseline", "yearly"
KIND_NAMES = {BASELINE: "nulmeting", YEARLY: "jaarlijkse bevraging"}
BASELINE_WITHIN = timedelta(days=183)  # after the launch: later, it is no longer how things were before the network
ONLINE, ON_PAPER = "online", "paper"


@dataclass(frozen=True)
class SurveyQuestion:
    """One question with its steps, from good to bad. `good`: the steps that count as good."""

    code: str
    sentence: str
    steps: Mapping[str, str]
    good: tuple[str, ...]


_DEGREES = {"very": "ja, zeker", "rather": "eerder wel", "neutral": "niet echt ja, niet echt nee",
            "rather_not": "eerder niet", "not": "nee"}  # fmt: skip
QUESTIONS = (
    SurveyQuestion(
        "safety", "Hoe veilig voelt u zich in uw eigen straat?",
        {"very_safe": "heel veilig", "safe": "veilig", "neutral": "niet veilig en niet onveilig", "unsafe": "onveilig",
         "very_unsafe": "heel onveilig"},
        ("very_safe", "safe"),
    ),
    SurveyQuestion(
        "neighbours", "Hoeveel buren in uw straat kent u goed genoeg om iets te vragen?",
        {"many": "veel buren", "some": "enkele buren", "one": "één of twee buren", "none": "geen enkele buur"},
        ("many", "some"),
    ),
    SurveyQuestion(
        "enough_messages", "Krijgt u genoeg berichten van het netwerk?",
        {"too_many": "te veel", "enough": "genoeg", "too_few": "te weinig", "none": "ik kreeg er nog geen"},
        ("enough",),
    ),
    SurveyQuestion("useful_messages", "Zijn de berichten nuttig voor u?", _DEGREES, ("very", "rather")),
    SurveyQuestion("police", "Hebt u een goede band met de politie in uw buurt?", _DEGREES, ("very", "rather")),
    SurveyQuestion("reporting", "Zou u iets verdachts sneller melden dan vóór u lid was?", _DEGREES,
                   ("very", "rather")),
)  # fmt: skip
# Asked at the launch too, so that years compare; what supposes a network that works is not.
IN_BASELINE = ("safety", "neighbours", "police")
TEXT = "text"
TEXT_SENTENCE = "Wat wilt u nog zeggen over het netwerk?"


def questions_of(kind: str) -> tuple[SurveyQuestion, ...]:
    """What a survey of this kind asks."""
    return tuple(one for one in QUESTIONS if kind == YEARLY or one.code in IN_BASELINE)


def checked_answers(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The answers as they are kept: nobody must answer each question, but at least one. Raises Invalid at the field."""
    answers: dict[str, str] = {}
    for question in questions_of(kind):
        value = values.get(question.code) or ""
        if value and value not in question.steps:
            raise Invalid("unknown_step", "Kies een van de antwoorden.", question.code)
        if value:
            answers[question.code] = value
    text = str(values.get(TEXT) or "").strip()
    if len(text) > LONGEST_TEXT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_TEXT} tekens.", TEXT)
    if text:
        answers[TEXT] = text
    if not answers:
        raise Invalid("nothing_answered", "Beantwoord minstens één vraag.", questions_of(kind)[0].code)
    return answers


def counted(kind: str, answers: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What remains of the answers of a closed survey: counts per question, without who answered what together. A
    question that fewer than ten answered has no counts, nor has any where fewer than ten members answered; texts
    are kept where ten or more wrote one, sorted by their words, so in no order of writing."""
    if len(answers) < FEWEST_ANSWERS:
        return {}
    counts: dict[str, dict[str, int]] = {}
    for question in questions_of(kind):
        given = Counter(one[question.code] for one in answers if question.code in one)
        if given.total() >= FEWEST_ANSWERS:
            counts[question.code] = {step: given[step] for step in question.steps}
    texts = sorted(one[TEXT] for one in answers if TEXT in one)
    return {"counts": counts, "texts": texts if len(texts) >= FEWEST_ANSWERS else []}


def share_of_good(question: SurveyQuestion, counts: Mapping[str, int]) -> int:
    """How many in a hundred of who answered chose a good step, rounded."""
    total = sum(counts.values())
    return (200 * sum(counts.get(step, 0) for step in question.good) + total) // (2 * total) if total else 0


def possible_kinds(on: date, active_since: date, earlier: Sequence[tuple[str, date]]) -> tuple[str, ...]:
    """Which surveys can be opened on this day, as `require_kind` says."""
    return tuple(kind for kind in KIND_NAMES if _is_possible(kind, on, active_since, earlier))


def _is_possible(kind: str, on: date, active_since: date, earlier: Sequence[tuple[str, date]]) -> bool:
    try:
        require_kind(kind, on, active_since, earlier)
    except Invalid:
        return False
    return True


def require_kind(kind: str, on: date, active_since: date, earlier: Sequence[tuple[str, date]]) -> None:
    """Refuse a survey that would not compare. `earlier`: kind and day of opening of those before."""
    if kind not in KIND_NAMES:
        raise Invalid("unknown_kind", "Kies een soort bevraging.", "kind")
    if kind == BASELINE and any(one == BASELINE for one, _day in earlier):
        raise Invalid("has_baseline", "De nulmeting is er al: er is er maar één.", "kind")
    if kind == BASELINE and on > active_since + BASELINE_WITHIN:
        raise Invalid("too_late", "Een nulmeting kan alleen in het eerste half jaar na de lancering.", "kind")
    if kind == YEARLY and any(one == YEARLY and day.year == on.year for one, day in earlier):
        raise Invalid("asked_this_year", "De leden zijn dit jaar al bevraagd.", "kind")
