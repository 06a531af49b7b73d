"""The paths that cases took: which stages in which order, what was sent back, how they ended, and how many took each.

Read from the journal, as it leaves for process mining (models.rules.mining.path_step): another program that is given
the file finds the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.rules.mining import PATH_EVENTS, path_step

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Variant:
    """One path: its steps (stages, 'sent_back', 'reopened', an end) and how many cases took it so far."""

    steps: tuple[str, ...]
    count: int


def variants_of_path(session: Session, where: ColumnElement[bool]) -> tuple[Variant, ...]:
    """The paths of these cases, the most taken first."""
    counts = Counter(steps for _case_id, steps in paths_of(session, where))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Variant(steps, count) for steps, count in ordered)


def paths_of(session: Session, where: ColumnElement[bool]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each of these cases with its path."""
    question = (
        select(JournalEntry.case_id, JournalEntry.event, JournalEntry.stage, JournalEntry.data["end"].as_string())
        .join(FoundingCase, FoundingCase.id == JournalEntry.case_id)
        .where(where, JournalEntry.event.in_(PATH_EVENTS))
        .order_by(JournalEntry.case_id, JournalEntry.sequence)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for case_id, rows in groupby(session.execute(question), key=lambda row: row[0]):
        yield case_id, tuple(step for row in rows if (step := _step(row)) is not None)


def _step(row: Any) -> str | None:
    return path_step(row[1], row[2], row[3])
