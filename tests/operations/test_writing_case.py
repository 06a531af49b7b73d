"""What an operation puts on a case and in its journal is written together, and never lost or kept too long."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import mark_as_writing
from models.journal import JournalEntry
from models.operations.cases.acting import lock_case, record
from models.operations.cases.writing_case import put_on_case, set_due_day, write_case
from models.rules.access import SYSTEM
from tests.factories import START, make_place, submitted


@pytest.fixture
def writer(empty_engine: Engine) -> Iterator[Session]:
    """A session that commits."""
    with Session(empty_engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        yield session


@pytest.fixture
def case(writer: Session) -> FoundingCase:
    """A case that was just submitted, and committed."""
    case = submitted(writer, make_place(writer))
    writer.commit()
    return case


def test_what_was_put_on_a_case_is_in_the_object_at_once_and_in_its_row_after_the_commit(
    empty_engine: Engine, writer: Session, case: FoundingCase
) -> None:
    set_due_day(writer, case, date(2026, 12, 24))
    record(writer, case, "case:reopened", SYSTEM, START)

    assert case.due_on == date(2026, 12, 24)
    writer.commit()
    with Session(empty_engine) as other:
        row = other.get_one(FoundingCase, case.id)
        assert (row.due_on, row.journal_length) == (date(2026, 12, 24), case.journal_length)
        assert _entries(other, case.id) == row.journal_length


def test_a_case_that_is_locked_again_keeps_the_head_of_its_journal(writer: Session, case: FoundingCase) -> None:
    before = case.journal_length

    record(writer, case, "case:reopened", SYSTEM, START)
    record(writer, lock_case(writer, case.id), "case:reopened", SYSTEM, START)
    writer.commit()

    assert (case.journal_length, _entries(writer, case.id)) == (before + 2, before + 2)


def test_what_was_rolled_back_is_not_written_later(writer: Session, case: FoundingCase) -> None:
    length = case.journal_length

    record(writer, lock_case(writer, case.id), "case:reopened", SYSTEM, START)
    writer.rollback()
    write_case(writer)
    writer.commit()

    assert (case.journal_length, _entries(writer, case.id)) == (length, length)


def test_of_two_values_for_a_column_the_last_one_is_written(writer: Session, case: FoundingCase) -> None:
    put_on_case(writer, case, waiting_for=["first"])
    put_on_case(writer, case, waiting_for=["second"])
    writer.commit()

    writer.refresh(case)
    assert case.waiting_for == ["second"]


def _entries(session: Session, case_id: int) -> int:
    return session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.case_id == case_id)) or 0
