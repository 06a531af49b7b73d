"""By which signs a network seems dormant (domain.md 2.15, 4 and 8)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.rules.dormancy import SIGNS, Life, checked_answer, seems_dormant, signs_of
from models.rules.refusals import Invalid

ON = date(2027, 9, 1)
BUSY = Life(active_since=date(2026, 1, 1), last_message_on=date(2027, 8, 1), last_meeting_on=date(2027, 6, 1),
            coordinators=1, members=40, bounced=0, evaluation_due_on=None)  # fmt: skip


def test_a_network_that_works_shows_no_sign() -> None:
    assert signs_of(BUSY, ON, 6) == ()


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"coordinators": 0}, "no_coordinator"),
        ({"last_message_on": date(2027, 2, 28)}, "no_message"),
        ({"last_message_on": None}, "no_message"),
        ({"last_meeting_on": None}, "no_meeting"),
        ({"bounced": 8}, "mail_bounces"),
        ({"evaluation_due_on": date(2027, 8, 31)}, "evaluation_late"),
    ],
)
def test_each_sign_is_seen_by_itself(change: dict[str, Any], sign: str) -> None:
    assert signs_of(replace(BUSY, **change), ON, 6) == (sign,)


@pytest.mark.parametrize(
    "change",
    [
        {"last_message_on": date(2027, 3, 1)},  # six months to the day
        {"bounced": 2, "members": 4},  # too few to say anything
        {"bounced": 7, "members": 40},  # less than a fifth
        {"evaluation_due_on": ON},
        {"last_meeting_on": None, "last_message_on": None, "active_since": date(2027, 5, 1)},  # it just began
    ],
)
def test_what_is_no_sign_yet(change: dict[str, Any]) -> None:
    assert signs_of(replace(BUSY, **change), ON, 6) == ()


def test_where_nobody_wants_to_ask_there_are_no_signs() -> None:
    assert signs_of(replace(BUSY, coordinators=0, last_message_on=None), ON, 0) == ()


@pytest.mark.parametrize("code", SIGNS)
def test_one_sign_is_not_enough_but_for_a_missing_coordinator(code: str) -> None:
    assert seems_dormant((code,)) is (code == "no_coordinator")


def test_two_signs_are() -> None:
    assert seems_dormant(("no_message", "no_meeting"))
    assert not seems_dormant(())


def test_an_answer_that_nobody_offered_is_refused() -> None:
    with pytest.raises(Invalid):
        checked_answer("misschien")
