"""Erasing the personal data of a case that ended long ago: its columns, their history, files, and journal.

What goes is what models.privacy declares with the term 'case', so there is no second list. Number, stages, decisions
without their words, counts and the chain of the journal stay. Mails and work went before, by their own terms; backups
that were made earlier still hold it until they go (models.queries.keeping.erasures).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from models.case_erasure import CaseErasure
from models.document import Document
from models.file_store import FileStore
from models.house_style import HouseStyle
from models.invitation import LetterRun
from models.journal import JournalEntry
from models.operations.cases.acting import lock_case
from models.operations.keeping.erasing_words import erase_words
from models.outbox import Effect
from models.privacy.declared import DECLARED
from models.privacy.places import emptied, of_case, tables
from models.rules.journal_chain import ERASED, WORDS_ERASED
from models.rules.journal_events import TYPED
from models.upload import Upload

WHY = "de bewaartermijn van het dossier is voorbij"
TERM = "case"


@dataclass(frozen=True)
class Stores:
    """Where files lie, by their sha256."""

    documents: FileStore
    uploads: FileStore


def erase_case(session: Session, case_id: int, stores: Stores, at: datetime) -> CaseErasure:
    """Erase everything with the term 'case', in one transaction; only files that no other row names.

    The files go first: who is interrupted finds the rows again the next night, and no file is left behind.
    """
    lock_case(session, case_id)
    row = erasure_of(session, case_id)
    row.files = _erase_files(session, case_id, stores)
    row.words = _erase_journal(session, case_id, at)
    session.execute(delete(Effect).where(Effect.case_id == case_id, Effect.kind != "webhook"))
    columns = {name: [column for column, held in one.columns.items()
                      if held is not None and held.term == TERM] for name, one in DECLARED.items()}  # fmt: skip
    schema = tables()
    for name, table in schema.items():
        if columns[name] and not DECLARED[name].goes:
            _empty(session, table, case_id, [one for one in columns[name] if not _is_special(name, one)])
    for name, table in reversed(schema.items()):
        if columns[name] and DECLARED[name].goes:
            _remove(session, table, case_id)
    row.held_until, row.hold_reason, row.erased_at = None, "", at
    session.flush()
    session.expire_all()
    return row


def erasure_of(session: Session, case_id: int) -> CaseErasure:
    """The row that tells of it; made where there is none yet."""
    row = session.scalars(select(CaseErasure).where(CaseErasure.case_id == case_id)).one_or_none()
    if row is None:
        row = CaseErasure(case_id=case_id)
        session.add(row)
        session.flush()
    return row


def _is_special(table: str, column: str) -> bool:
    return (table, column) == ("journal_entry", "data")  # by erase_words, or its chain would break


def _empty(session: Session, table: Table, case_id: int, names: list[str]) -> None:
    where = of_case(table, case_id)
    if where is None or not names:
        return
    values: dict[str, Any] = {name: emptied(table.c[name]) for name in names}
    session.execute(update(table).where(where).values(**values))


def _remove(session: Session, table: Table, case_id: int) -> None:
    where = of_case(table, case_id)
    if where is not None:
        session.execute(delete(table).where(where))


def _erase_files(session: Session, case_id: int, stores: Stores) -> int:
    documents = set(session.scalars(select(Document.sha256).where(Document.case_id == case_id)))
    kept = set(session.scalars(select(Document.sha256).where(Document.case_id != case_id)))
    kept |= set(session.scalars(select(HouseStyle.logo_sha256))) | set(session.scalars(
        select(LetterRun.body_sha256).where(LetterRun.case_id != case_id)))  # fmt: skip
    uploads = set(session.scalars(select(Upload.sha256).where(Upload.case_id == case_id)))
    elsewhere = set(session.scalars(select(Upload.sha256).where(Upload.case_id != case_id, Upload.sha256.in_(uploads))))
    documents |= set(session.scalars(select(LetterRun.body_sha256).where(LetterRun.case_id == case_id))) - {""}
    session.execute(update(LetterRun).where(LetterRun.case_id == case_id).values(body_sha256="", texts=[]))
    gone = [(stores.documents, one) for one in documents - kept] + [
        (stores.uploads, one) for one in uploads - elsewhere
    ]
    for store, sha256 in gone:
        store.forget(sha256)
    return len(gone)


def _erase_journal(session: Session, case_id: int, at: datetime) -> int:
    """Take what people typed out of each entry; the chain and the seals hold, and the journal says that it was done."""
    entries = session.execute(
        select(JournalEntry.sequence, JournalEntry.data)
        .where(JournalEntry.case_id == case_id, JournalEntry.event != WORDS_ERASED)
        .order_by(JournalEntry.sequence)
    ).all()
    typed = [(sequence, name) for sequence, data in entries for name in sorted(TYPED & data.keys())
             if data[name] and data[name] != ERASED]  # fmt: skip
    for sequence, name in typed:
        erase_words(session, case_id, sequence, name, at, WHY)
    return len(typed)
