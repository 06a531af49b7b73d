"""What can be asked of the API: filters, pages, and from when."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from models.rules.procedure import Stage
from webapp.api.declaring import Parameters

PAGE_LENGTH, LONGEST_PAGE = 25, 100
CURSOR_DIGITS = 15
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _number(typed: Any) -> int:
    """Digits and nothing else: pydantic would also read '2.0'."""
    if not isinstance(typed, str) or not re.fullmatch(r"[0-9]{1,9}", typed):
        raise ValueError("this is no number")
    return int(typed)


def _moment(typed: Any) -> datetime:
    """A moment with its time zone (RFC 3339), in UTC. Pydantic would also read a bare number."""
    if not isinstance(typed, str) or not _MOMENT.fullmatch(typed):
        raise ValueError("give a moment with its time zone, such as 2026-03-02T09:00:00Z")
    told = typed.upper().replace(":60", ":59", 1) if typed[17:19] == "60" else typed.upper()
    if told.startswith("0000"):
        return _FIRST
    try:
        return datetime.fromisoformat(told).astimezone(UTC)
    except OverflowError:  # within a day of the first or the last year that can be written
        return _FIRST if told.startswith("0001") else _LAST


def _day(typed: Any) -> date:
    """A day (RFC 3339)."""
    if not isinstance(typed, str) or not _DAY.fullmatch(typed):
        raise ValueError("give a day, such as 2026-03-02")
    return date.min if typed.startswith("0000") else date.fromisoformat(typed)


Limit = Annotated[int, Field(ge=1, le=LONGEST_PAGE), BeforeValidator(_number)]
Cursor = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{CURSOR_DIGITS}}}$")]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]
Kind = Literal["bin", "bin_z", "sector"]


class NoParameters(Parameters):
    """Nothing can be asked."""


class PageParameters(Parameters):
    """Which page of a list."""

    limit: Limit = Field(PAGE_LENGTH, description="How many at most on this page.")
    cursor: Cursor | None = Field(None, description="Where this page begins: as `next` of the page before gives it.")

    @property
    def after(self) -> int:
        """The row after which the page begins."""
        return int(self.cursor, 16) if self.cursor else 0


class CaseParameters(PageParameters):
    """Which cases."""

    stage: Stage | None = Field(None, description="Only cases in this stage.")
    state: Literal["open", "ended"] | None = Field(None, description="Only cases that are open, or that ended.")
    municipality: Slug | None = Field(
        None, description="Only cases of this municipality, by its `slug`: for the token of a police zone."
    )
    changed_since: Moment | None = Field(
        None, description="Only cases in which something happened at or after this moment."
    )


class StatisticsParameters(Parameters):
    """Over which foundings."""

    kind: Kind | None = Field(None, description="Only foundings of this kind.")
    opened_from: Day | None = Field(None, description="Only foundings that were opened on or after this day.")
    opened_until: Day | None = Field(None, description="Only foundings that were opened on or before this day.")


def cursor_after(row_id: int) -> str:
    """The cursor of the page after this row. What is in it may change: it is for us alone to read."""
    return f"{row_id:0{CURSOR_DIGITS}x}"
