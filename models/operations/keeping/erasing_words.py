"""Taking words out of a journal when the law asks for it, without breaking its chain, and noting that it was done."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalEntry
from models.operations.cases.acting import lock_case, record, written
from models.operations.cases.writing_case import write_case
from models.rules.access import SYSTEM
from models.rules.journal_chain import ERASED, WORDS_ERASED, case_body, remains_of
from models.rules.refusals import Invalid


def erase_words(session: Session, case_id: int, sequence: int, name: str, at: datetime, reason: str) -> None:
    """Take the words called `name` ('reason', or a list of them) out of an entry, for a reason that must hold no name.

    The entry keeps its hash, so the chain and the seals hold; a new entry says what was done and what remained, so
    that nothing more can be changed in it. What was typed stands elsewhere too (the reason of a decision, a letter):
    that is erased where it stands. Raises Invalid when there is no such entry, or no such words in it.
    """
    case = lock_case(session, case_id)
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case_id, JournalEntry.sequence == sequence)
    ).one_or_none()
    if entry is None:
        raise Invalid("no_entry", "Deze regel staat niet in het logboek.", "sequence")
    if not isinstance(entry.data.get(name), str | list | dict) or entry.event == WORDS_ERASED:
        raise Invalid("no_words", f"In deze regel staan geen woorden onder ‘{name}’.", "name")
    entry.data = {**entry.data, name: ERASED}
    session.flush()
    body = case_body(case.number, sequence, entry.at, entry.event, entry.stage, entry.round, entry.by_id,
                     entry.function, entry.data)  # fmt: skip
    record(session, case, WORDS_ERASED, SYSTEM, at, sequence=sequence, name=name, reason=written(reason),
           remains=remains_of(body))  # fmt: skip
    write_case(session)
