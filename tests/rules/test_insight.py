"""What is counted of a founding: its way, its days, for whom it waited, its terms (DECISIONS, 'Insight')."""

from datetime import date, timedelta

import pytest

from models.rules.insight import (
    Happening,
    Opening,
    PastTerm,
    Span,
    days_in,
    founding_of,
    is_kept,
    is_missed,
    outcome_of,
    times_of,
    variant_of,
    waits_of,
)
from models.rules.insight_figures import (
    Founding,
    behind,
    lead_times,
    outcomes,
    spread,
    support_share,
    term_figures,
    variants,
    waited_for,
)

START = date(2026, 3, 2)
TODAY = START + timedelta(days=500)


def day(number: int) -> date:
    return START + timedelta(days=number)


LAUNCHED = (
    Opening("idea", day(0), day(5), "closed"),
    Opening("consultation", day(5), day(35), "closed"),
    Opening("info_evening", day(35), day(65), "closed"),
    Opening("charter", day(65), day(95), "closed"),
    Opening("federal_check", day(95), day(180), "closed"),
    Opening("launch", day(180), day(200), "closed"),
)
SENT_BACK = (
    Opening("idea", day(0), day(5), "closed"),
    Opening("consultation", day(5), day(15), "sent_back"),
    Opening("idea", day(15), day(25), "closed"),
    Opening("consultation", day(25), day(40), "refused"),
)


def test_a_founding_that_was_launched_counts_up_to_the_launch() -> None:
    assert variant_of(LAUNCHED)[-2:] == ("launch", "active")
    assert times_of(LAUNCHED, ()).total == 200


def test_what_comes_after_the_first_launch_is_no_part_of_the_founding() -> None:
    life = (*LAUNCHED, Opening("evaluation", day(200), day(600), "closed"), Opening("charter", day(600), None))

    assert founding_of(life) == LAUNCHED
    assert outcome_of(life) == "active"
    assert variant_of(life) == variant_of(LAUNCHED)
    assert times_of(life, ()).stages["charter"] == 30


def test_a_network_that_ended_later_was_launched_all_the_same() -> None:
    ended = (*LAUNCHED, Opening("evaluation", day(200), day(600), "terminated"))

    assert outcome_of(ended) == "active"


def test_sending_back_shows_in_the_way_and_all_openings_of_a_stage_count_together() -> None:
    times = times_of(SENT_BACK, ())

    assert variant_of(SENT_BACK) == ("idea", "consultation", "idea", "consultation", "refused")
    assert (times.stages["idea"], times.stages["consultation"], times.total) == (15, 25, 40)


def test_a_stage_that_is_open_again_has_no_days_yet() -> None:
    times = times_of((*SENT_BACK[:2], Opening("idea", day(15))), ())

    assert "idea" not in times.stages
    assert times.stages["consultation"] == 10
    assert (times.total, outcome_of((*SENT_BACK[:2], Opening("idea", day(15))))) == (None, "running")


@pytest.mark.parametrize(
    ("entries", "whom", "days"),
    [
        ([("opinion:asked", 7, "1"), ("opinion:given", 20, "1")], "adviser", 13),
        ([("opinion:asked", 7, "1"), ("opinion:expired", 30, "1")], "adviser", 23),
        ([("opinion:asked", 7, "1")], "adviser", 28),  # ends with the stage
        ([("opinion:asked", 7, "1"), ("opinion:asked", 10, "2"), ("opinion:given", 12, "1"),
          ("opinion:given", 17, "2")], "adviser", 10),
        ([("founding:approved", 10, "police"), ("founding:approved", 30, "municipality")], "municipality", 20),
        ([("founding:approved", 10, "municipality"), ("founding:approved", 12, "police")], "police", 2),
        ([("completion:asked", 1, ""), ("request:completed", 4, "")], "initiator", 3),
        ([("info_evening:planned", 36, "1"), ("info_evening:cancelled", 40, "1"), ("info_evening:planned", 40, "2"),
          ("info_evening:recorded", 61, "2")], "evening", 25),
        ([("charter:frozen", 70, ""), ("signature:refused", 75, ""), ("charter:frozen", 80, ""),
          ("charter:completed", 95, "")], "signatories", 20),
        ([("charter:sent", 96, ""), ("federal_answer:recorded", 180, "")], "ministry", 84),
    ],
)  # fmt: skip
def test_for_whom_a_founding_waited(entries: list[tuple[str, int, str]], whom: str, days: int) -> None:
    happenings = [Happening(event, day(number), subject) for event, number, subject in entries]

    times = times_of(LAUNCHED, waits_of(LAUNCHED, happenings, TODAY))

    assert times.waited_for == {whom: days}
    assert times.total_waiting == days


def test_who_decides_second_lets_nobody_wait() -> None:
    entries = [
        Happening("founding:approved", day(10), "police"),
        Happening("founding:approved", day(12), "municipality"),
    ]

    times = times_of(LAUNCHED, waits_of(LAUNCHED, entries, TODAY))

    assert times.waited_for == {"municipality": 2}


def test_after_sending_back_the_initiator_is_waited_for_and_nobody_of_the_round_before() -> None:
    entries = [
        Happening("founding:approved", day(10), "police"),
        Happening("case:sent_back", day(15), "idea"),
        Happening("opinion:lapsed", day(15), "7"),
        Happening("stage:opened", day(15), "idea"),
        Happening("request:completed", day(22)),
        Happening("stage:opened", day(25), "consultation"),
        Happening("founding:approved", day(30), "police"),
    ]

    times = times_of(SENT_BACK, waits_of(SENT_BACK, entries, TODAY))

    assert times.waited_for == {"municipality": 5 + 10, "initiator": 7}
    assert times.waiting == {"idea": 7, "consultation": 15}


def test_a_day_on_which_two_are_waited_for_counts_once() -> None:
    spans = [Span("adviser", day(6), day(16)), Span("municipality", day(10), day(20))]

    times = times_of(LAUNCHED, spans)

    assert times.waiting["consultation"] == 14
    assert times.waited_for == {"adviser": 10, "municipality": 10}


def test_days_in_spans_that_touch_overlap_or_lie_inside_each_other() -> None:
    assert days_in([]) == 0
    assert days_in([(day(0), day(3)), (day(3), day(5)), (day(1), day(2)), (day(9), day(9)), (day(10), day(12))]) == 7


def number(days: int) -> int:
    return day(days).toordinal()


@pytest.mark.parametrize(
    ("ends", "over", "kept", "missed"),
    [
        (30, 30, True, False),  # on the last day
        (30, 31, False, True),
        (30, None, False, True),  # runs, and its last day has passed
        (999, None, False, False),  # runs
        (None, None, False, False),  # stands still
        (None, 20, True, False),  # was over while it stood still
    ],
)
def test_when_a_term_is_kept_or_missed(ends: int | None, over: int | None, kept: bool, missed: bool) -> None:
    term = PastTerm("opinion", number(0), 0 if ends is None else number(ends), 0 if over is None else number(over))

    assert (is_kept(term), is_missed(term, TODAY.toordinal())) == (kept, missed)


def test_days_of_standstill_are_not_used() -> None:
    assert PastTerm("assessment", number(0), number(40), number(20), paused=12).taken == 8


def test_the_spread_is_made_of_numbers_that_happened() -> None:
    found = spread([9, 1, 5, 7])

    assert found is not None
    assert (found.quarter, found.median, found.three_quarters, found.longest) == (1, 5, 7, 9)
    assert spread([]) is None


def _founding(case_id: int, **changes: object) -> Founding:
    values: dict[str, object] = {
        "case_id": case_id, "outcome": "active", "ended_in": "", "way": "idea.consultation.info_evening.active",
        "total": 200, "total_waiting": 120, "supporting": 30, "dwellings": 90,
        "stages": (5, 30, 30, None, None, None), "waiting": (0, 20, 25, None, None, None),
        "waited_for": (None, 20, None, None, 25, None, None),
    }  # fmt: skip
    return Founding(**{**values, **changes})  # type: ignore[arg-type]


def test_the_figures_of_some_foundings() -> None:
    refused = _founding(2, outcome="refused", ended_in="idea", way="idea.refused", total=9, total_waiting=4,
                        stages=(9, None, None, None, None, None), waiting=(4, None, None, None, None, None),
                        waited_for=(4, None, None, None, None, None, None))  # fmt: skip
    some = [_founding(1), refused, _founding(3, total=300, outcome="running", way="idea.running")]

    times = {one.what: one for one in lead_times(some)}
    assert (times["idea"].days.count, times["idea"].days.longest, times["idea"].waiting.longest) == (3, 9, 4)
    assert (times["total"].days.count, times["total"].working.median) == (1, 80)
    assert [(one.waited_for, one.days) for one in waited_for(some)] == [("evening", 50), ("adviser", 40),
                                                                        ("initiator", 4)]  # fmt: skip
    assert [(one.outcome, one.ended_in, one.count) for one in outcomes(some)] == [
        ("active", "", 1), ("running", "", 1), ("refused", "idea", 1)]  # fmt: skip
    assert {one.way for one in variants([_founding(1), refused])} == {one.way for one in (_founding(1), refused)}


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("fase:idea", [(2, 9), (1, 5)]),
        ("fase:charter", []),
        ("totaal", [(1, 200)]),
        ("wacht:adviser", [(1, 20)]),
        ("afloop:active:", [(1, 200)]),
        ("afloop:refused:idea", [(2, 9)]),
        ("weg:idea.refused", [(2, 9)]),
        ("steun:active", [(1, 33)]),
        ("steun:refused", []),
        ("fase:nothing", []),
        ("anything", []),
        ("", []),
    ],
)
def test_the_cases_behind_a_figure(figure: str, expected: list[tuple[int, int]]) -> None:
    refused = _founding(2, outcome="refused", ended_in="idea", way="idea.refused", total=9,
                        stages=(9, None, None, None, None, None),
                        waited_for=(None, None, None, None, None, None, None))  # fmt: skip

    assert behind(figure, [_founding(1), refused]) == expected


def test_a_sector_without_dwellings_has_no_share_of_support() -> None:
    assert support_share(_founding(1, dwellings=0)) is None
    assert support_share(_founding(1, way="idea.withdrawn")) is None


def test_terms_by_kind() -> None:
    days = [(number(0), number(30), number(10)), (number(0), number(30), number(31))]
    terms = [*(PastTerm("opinion", *one) for one in days), PastTerm("assessment", number(0), number(30), 0)]

    opinion = next(one for one in term_figures(terms, day(20)) if one.kind == "opinion")

    assert (opinion.kept, opinion.missed) == (1, 1)
    assert [one.kind for one in term_figures(terms, day(20))] == ["opinion"]
