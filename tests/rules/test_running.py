"""Green, orange or red: the borders on both sides; and of a fault only its kind is told."""

from datetime import UTC, datetime, timedelta

import pytest

from models.rules.failed_work import FAULTS, fault_in_words, fault_of
from models.rules.running import (
    CERTIFICATE_NOW,
    CERTIFICATE_SOON,
    WORK_WAITS,
    Light,
    light_of_age,
    light_of_certificate,
    light_of_disk,
    worst,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GIGABYTE = 1024**3


@pytest.mark.parametrize(
    ("age", "light"),
    [
        (timedelta(0), Light.GREEN),
        (WORK_WAITS[0], Light.GREEN),
        (WORK_WAITS[0] + SECOND, Light.ORANGE),
        (WORK_WAITS[1], Light.ORANGE),
        (WORK_WAITS[1] + SECOND, Light.RED),
    ],
)
def test_what_waits_longer_gets_a_worse_light(age: timedelta, light: Light) -> None:
    assert light_of_age(NOW - age, NOW, WORK_WAITS) is light


def test_nothing_that_waits_is_green() -> None:
    assert light_of_age(None, NOW, WORK_WAITS) is Light.GREEN


@pytest.mark.parametrize(
    ("free", "total", "light"),
    [
        (50 * GIGABYTE, 100 * GIGABYTE, Light.GREEN),
        (6 * GIGABYTE, 1000 * GIGABYTE, Light.RED),
        (60 * GIGABYTE, 1000 * GIGABYTE, Light.ORANGE),
        (4 * GIGABYTE, 20 * GIGABYTE, Light.ORANGE),
        (GIGABYTE // 2, GIGABYTE, Light.RED),
        (0, 0, Light.RED),
    ],
)
def test_a_disk_is_judged_by_what_is_left_and_by_its_share(free: int, total: int, light: Light) -> None:
    assert light_of_disk(free, total) is light


@pytest.mark.parametrize(
    ("left", "light"),
    [
        (CERTIFICATE_SOON, Light.GREEN),
        (CERTIFICATE_SOON - SECOND, Light.ORANGE),
        (CERTIFICATE_NOW, Light.ORANGE),
        (CERTIFICATE_NOW - SECOND, Light.RED),
        (-SECOND, Light.RED),
    ],
)
def test_a_certificate_is_told_in_time(left: timedelta, light: Light) -> None:
    assert light_of_certificate(NOW + left, NOW) is light


def test_of_several_the_worst_counts() -> None:
    assert worst([Light.GREEN, Light.RED, Light.ORANGE]) is Light.RED
    assert worst([Light.GREEN, Light.ORANGE]) is Light.ORANGE
    assert worst([]) is Light.GREEN


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        ("NeverDeliverable: 550 roos.bewoner@oosterbeke.example: no such user", "NeverDeliverable"),
        ("GivenUp", "GivenUp"),
        ("roos.bewoner@oosterbeke.example: refused", "Onbekend"),
        ("Roos Bewoner: weg", "Onbekend"),
        ("the text was opened again before it was printed", "Onbekend"),
        ("", "Onbekend"),
    ],
)
def test_of_a_fault_only_its_kind_is_told(error: str, fault: str) -> None:
    assert fault_of(error) == fault


def test_each_known_fault_says_what_is_wrong_and_an_unknown_one_too() -> None:
    assert all(what for what, _todo in FAULTS.values())
    assert "onverwachts" in fault_in_words("ZeroDivisionError")[0]
