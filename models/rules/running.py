"""Is everything running? What is green, orange or red, for who must decide whether to look into it.

The borders are ours (DECISIONS, 'Is everything running?'): orange is worth a look today, red means that people wait.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum


class Light(StrEnum):
    """One traffic light. Pages write the word beside it: colour alone tells nothing to who does not see it."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"


Borders = tuple[timedelta, timedelta]  # older than the first is orange, older than the second red

WORK_WAITS: Borders = (timedelta(minutes=2), timedelta(minutes=15))
WORK_FAILS: Borders = (timedelta(minutes=5), timedelta(hours=1))
MAIL_WAITS: Borders = (timedelta(minutes=10), timedelta(hours=1))
CLOCK_RUNS: Borders = (timedelta(hours=26), timedelta(hours=50))  # each part runs once a day
BACKUP_IS_MADE: Borders = (timedelta(hours=26), timedelta(hours=74))  # once a day; over a weekend somebody must see it
WORKER_SHOWS: Borders = (timedelta(minutes=2), timedelta(minutes=10))

LITTLE_DISK, NO_DISK = 5 * 1024**3, 1024**3  # bytes
LITTLE_SHARE, NO_SHARE = 0.10, 0.02  # of the disk
CERTIFICATE_SOON, CERTIFICATE_NOW = timedelta(days=60), timedelta(days=14)


def worst(lights: Iterable[Light]) -> Light:
    """The worst of several; green when there are none."""
    found = set(lights)
    return next((light for light in (Light.RED, Light.ORANGE) if light in found), Light.GREEN)


def light_of_age(since: datetime | None, now: datetime, borders: Borders) -> Light:
    """How bad it is that the oldest of something is from `since`; None: there is nothing."""
    age = now - since if since is not None else timedelta(0)
    return Light.RED if age > borders[1] else Light.ORANGE if age > borders[0] else Light.GREEN


def light_of_disk(free: int, total: int) -> Light:
    """Bytes that are free, of so many: the worse of what is left and of its share."""
    share = free / total if total else 0.0
    if free < NO_DISK or share < NO_SHARE:
        return Light.RED
    return Light.ORANGE if free < LITTLE_DISK or share < LITTLE_SHARE else Light.GREEN


def light_of_certificate(ends_at: datetime, now: datetime) -> Light:
    """How soon a certificate ends."""
    left = ends_at - now
    return Light.RED if left < CERTIFICATE_NOW else Light.ORANGE if left < CERTIFICATE_SOON else Light.GREEN
