"""The joint judgement after the evening, and until when voices count (domain.md 1 and 2.4 to 2.6)."""

from datetime import date

import pytest

from models.rules.happenings import Happening
from models.rules.notices import follows_from
from models.rules.support_judgements import all_judge_not, last_day_of_voices


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ({}, False),
        ({"initiator": "not", "municipality": "not"}, False),
        ({"initiator": "not", "municipality": "not", "police": "not_yet"}, False),
        ({"initiator": "not", "municipality": "not", "police": "not"}, True),
    ],
)
def test_only_three_times_not_is_not(standing: dict[str, str], expected: bool) -> None:
    assert all_judge_not(standing) is expected


def test_voices_count_some_days_after_the_evening_and_without_a_period_until_the_stage_closes() -> None:
    assert last_day_of_voices(date(2026, 4, 1), 14) == date(2026, 4, 15)
    assert last_day_of_voices(date(2026, 4, 1), 0) is None
    assert last_day_of_voices(None, 14) is None


def _judged(sequence: int, party: str, judgement: str, evening: int = 1, *earlier: Happening) -> Happening:
    data = {"party": party, "judgement": judgement, "evening_id": evening}
    return Happening(sequence, "support:judged", "info_evening", 1, data, date(2026, 4, 2), earlier=earlier)


def test_the_desk_is_asked_what_to_do_once_all_three_find_that_there_is_no_support() -> None:
    first, second = _judged(1, "initiator", "not"), _judged(2, "police", "not")

    kinds = [
        notice.kind
        for row in follows_from(_judged(3, "municipality", "not", 1, first, second))
        for notice in row.notices
    ]

    assert kinds == ["support_judged_not", "support_judged"]


def test_judgements_of_an_earlier_evening_do_not_count_for_this_one() -> None:
    first, second = _judged(1, "initiator", "not"), _judged(2, "police", "not")

    rows = follows_from(_judged(3, "municipality", "not", 2, first, second))

    assert [notice.kind for row in rows for notice in row.notices] == ["support_judged"]
