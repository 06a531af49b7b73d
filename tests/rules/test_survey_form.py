"""The survey of the members: what is asked, what is told, and from when (models.rules.survey_form; issue 7)."""

from datetime import date

import pytest

from models.rules.refusals import Invalid
from models.rules.survey_form import (
    BASELINE,
    FEWEST_ANSWERS,
    QUESTIONS,
    YEARLY,
    checked_answers,
    counted,
    possible_kinds,
    questions_of,
    require_kind,
    share_of_good,
)

SAFETY = QUESTIONS[0]
LAUNCHED = date(2026, 1, 10)


def test_the_baseline_asks_only_what_can_be_known_before_the_network_works() -> None:
    assert [one.code for one in questions_of(BASELINE)] == ["safety", "neighbours", "police"]
    assert len(questions_of(YEARLY)) == 6


def test_every_question_has_good_steps_of_its_own_and_others() -> None:
    for question in QUESTIONS:
        assert 0 < len(question.good) < len(question.steps)
        assert set(question.good) <= set(question.steps)


def test_the_feeling_of_safety_has_five_steps() -> None:
    assert len(SAFETY.steps) == 5


def test_what_somebody_leaves_open_is_no_answer() -> None:
    assert checked_answers(YEARLY, {"safety": "safe", "police": "", "text": "  "}) == {"safety": "safe"}


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({}, "nothing_answered", "safety"),
        ({"safety": "", "text": " "}, "nothing_answered", "safety"),
        ({"safety": "perfect"}, "unknown_step", "safety"),
        ({"text": "x" * 1001}, "too_long", "text"),
        ({"useful_messages": "very"}, "nothing_answered", "safety"),  # not asked in a baseline
    ],
)
def test_answers_that_cannot_be_are_refused_at_their_question(values: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_answers(BASELINE, values)

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_of_nine_answers_nothing_is_told_and_of_ten_the_counts() -> None:
    nine = [{"safety": "safe"}] * (FEWEST_ANSWERS - 1)

    assert counted(YEARLY, nine) == {}
    assert counted(YEARLY, [*nine, {"safety": "unsafe"}])["counts"]["safety"] == {
        "very_safe": 0, "safe": 9, "neutral": 0, "unsafe": 1, "very_unsafe": 0,
    }  # fmt: skip


def test_a_question_that_nine_answered_is_left_out_though_ten_answered_the_survey() -> None:
    answers = [{"safety": "safe", "police": "very"}] * 9 + [{"safety": "safe"}]

    assert set(counted(YEARLY, answers)["counts"]) == {"safety"}


def test_texts_are_kept_from_ten_up_and_in_no_order_of_writing() -> None:
    written = [{"text": word} for word in ("noot", "aap", "mies", "wim", "zus", "jet", "teun", "vuur", "gijs")]

    assert counted(YEARLY, [*written, {"safety": "safe"}])["texts"] == []
    told = counted(YEARLY, [*written, {"text": "lam"}])["texts"]
    assert told == sorted(told)
    assert len(told) == 10


@pytest.mark.parametrize(("counts", "share"), [
    ({"safe": 7, "unsafe": 3}, 70), ({"very_safe": 1, "safe": 1, "neutral": 1}, 67), ({"unsafe": 10}, 0), ({}, 0),
    ({"safe": 1, "unsafe": 7}, 13),
])  # fmt: skip
def test_the_share_of_good_answers_is_rounded_to_a_whole_number(counts: dict[str, int], share: int) -> None:
    assert share_of_good(SAFETY, counts) == share


@pytest.mark.parametrize(
    ("kind", "on", "earlier", "code"),
    [
        ("monthly", LAUNCHED, [], "unknown_kind"),
        (BASELINE, LAUNCHED, [(BASELINE, LAUNCHED)], "has_baseline"),
        (BASELINE, date(2026, 7, 13), [], "too_late"),
        (YEARLY, date(2027, 3, 1), [(YEARLY, date(2027, 1, 2))], "asked_this_year"),
    ],
)
def test_a_survey_that_would_not_compare_is_refused(
    kind: str, on: date, earlier: list[tuple[str, date]], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        require_kind(kind, on, LAUNCHED, earlier)

    assert refusal.value.code == code


def test_only_surveys_that_compare_are_offered() -> None:
    assert possible_kinds(date(2026, 3, 1), LAUNCHED, []) == (BASELINE, YEARLY)
    assert possible_kinds(date(2027, 3, 1), LAUNCHED, []) == (YEARLY,)
    assert possible_kinds(date(2027, 3, 1), LAUNCHED, [(YEARLY, date(2027, 1, 2))]) == ()


def test_a_baseline_in_the_first_half_year_and_one_survey_a_year_are_fine() -> None:
    require_kind(BASELINE, date(2026, 7, 12), LAUNCHED, [])
    require_kind(YEARLY, date(2027, 3, 1), LAUNCHED, [(BASELINE, LAUNCHED), (YEARLY, date(2026, 12, 31))])
