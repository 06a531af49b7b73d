"""The ladder of reminders: before, after, the deputy, the head, and then ever longer pauses."""

from datetime import date, timedelta

import pytest

from models.rules.reminders import AFTER, AGAIN, BEFORE, DEPUTY, HEAD, Ladder, step_due

DUE = date(2026, 5, 4)
LADDER = Ladder(before=5, after=1, deputy=7, head=14)


def _walk(ladder: Ladder, first: int, last: int) -> list[tuple[int, str]]:
    """The steps of all days from `first` to `last`, counted from the last day of the term."""
    taken: list[tuple[str, date]] = []
    for number in range(first, last + 1):
        day = DUE + timedelta(days=number)
        if step := step_due(DUE, taken, day, ladder):
            taken.append((step, day))
    return [((day - DUE).days, step) for step, day in taken]


def test_the_steps_come_once_each_and_the_pauses_grow_to_two_months() -> None:
    assert _walk(LADDER, -30, 230) == [
        (-5, BEFORE), (1, AFTER), (7, DEPUTY), (14, HEAD), (21, AGAIN), (35, AGAIN), (63, AGAIN), (119, AGAIN),
        (175, AGAIN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ladder", "steps"),
    [
        (Ladder(before=0, after=1, deputy=7, head=14), [(1, AFTER), (7, DEPUTY), (14, HEAD)]),
        (Ladder(before=0, after=2, deputy=0, head=9), [(2, AFTER), (9, HEAD)]),
        (Ladder(before=3, after=1, deputy=0, head=0), [(-3, BEFORE), (1, AFTER), (8, AGAIN)]),
        (Ladder(before=0, after=0, deputy=0, head=0), [(1, AFTER), (8, AGAIN)]),
    ],
)
def test_a_step_of_no_days_is_left_out_but_who_is_late_is_always_reminded(
    ladder: Ladder, steps: list[tuple[int, str]]
) -> None:
    assert _walk(ladder, -10, 14) == steps


def test_after_a_long_sleep_only_the_highest_step_is_taken() -> None:
    woken = DUE + timedelta(days=400)

    assert step_due(DUE, [], woken, LADDER) == HEAD
    assert step_due(DUE, [(HEAD, woken)], woken + timedelta(days=1), LADDER) == ""


def test_run_twice_on_one_day_nothing_comes_the_second_time() -> None:
    day = DUE + timedelta(days=7)

    assert step_due(DUE, [(AFTER, DUE + timedelta(days=1)), (DEPUTY, day)], day, LADDER) == ""
