"""Backup and restore of a country's journals, and checking them: 20,000 cases, 600,000 entries, 100 MB of documents.

Each command runs as a process of its own. The journals are chained as they are in life; the entries of one case are
those that a founding to its evaluation left.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from benchmarks.commands import measured
from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target
from binstart.backup.keys import make_key
from models.case import FoundingCase
from models.database import connect, writing
from models.document import Document
from models.journal import JournalEntry
from models.operations.keeping.sealing_journals import seal_journals
from models.rules.journal_chain import case_body, chained
from models.rules.procedure import Stage
from tests.engine.backup_steps import new_database
from tests.factories import START, advance_to, make_place

TITLE = "backup, restore and check of 20,000 cases, 600,000 journal entries and 100 MB of documents: seconds and MB"
CASES, ENTRIES, DOCUMENTS, AT_ONCE = 20_000, 30, 1_000, 500  # entries of each case
DOCUMENT_SIZE = 100_000  # bytes
LARGEST_MEMORY = 200.0  # MB


def run() -> Result:
    """Measure; takes about five minutes, most of it the filling."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind, is_migrated=True) as (data, url), _elsewhere(kind, url) as empty:
            _measure(kind, data, url, empty, figures)
    steps = ("verify", "export", "backup", "restore")
    targets = tuple(Target(f"{kind}, {step}: peak MB", LARGEST_MEMORY) for kind in KINDS for step in steps)
    return Result("backup", figures, targets, (f"{CASES} cases, {CASES * ENTRIES} entries, {DOCUMENTS} documents",))


@contextmanager
def _elsewhere(kind: str, url: str) -> Iterator[str]:
    """The address of an empty database to restore into; empty: SQLite in its own folder."""
    if kind == "SQLite":
        yield ""
        return
    with new_database(url) as empty:
        yield empty


def _measure(kind: str, data: Path, url: str, empty: str, figures: dict[str, float]) -> None:
    engine = connect(url)
    with writing(engine) as session:
        _fill(session, data)
    with writing(engine) as session:
        seal_journals(session, date(2026, 3, 9), datetime(2026, 3, 9, tzinfo=UTC))
    engine.dispose()
    key, backups, elsewhere = data.parent / "key", data.parent / "backups", data.parent / "elsewhere"
    here = {"BINSTART_DATA_DIR": str(data), "BINSTART_DATABASE_URL": url, "BINSTART_BACKUP_KEY": make_key(key)}
    there = {"BINSTART_DATA_DIR": str(elsewhere), "BINSTART_DATABASE_URL": empty}

    said = _step("verify", kind, ["journal", "verify"], here, figures)
    if f"{CASES * ENTRIES:,} entries in {CASES:,} journals" not in said:
        raise RuntimeError(f"other journals were checked: {said}")
    _step("export", kind, ["journal", "export", "--output", str(data.parent / "journals")], here, figures)
    figures[f"{kind}, export: file MB"] = (data.parent / "journals").stat().st_size / 1024**2
    _step("backup", kind, ["backup", "--to", str(backups)], here, figures)
    (file,) = backups.glob("*.age")
    figures[f"{kind}, backup: file MB"] = file.stat().st_size / 1024**2
    _step("restore", kind, ["restore", str(file), "--key", str(key)], there, figures)


def _step(step: str, kind: str, words: list[str], settings: dict[str, str], figures: dict[str, float]) -> str:
    used = measured(words, **settings)
    figures[f"{kind}, {step}: seconds"] = used.seconds
    figures[f"{kind}, {step}: processor seconds"] = used.processor_seconds
    figures[f"{kind}, {step}: peak MB"] = used.peak
    return used.said


def _fill(session: Session, data: Path) -> None:
    lived = advance_to(session, make_place(session), Stage.EVALUATION)
    session.flush()
    like = _values(lived)
    entries = [_values(one) for one in session.scalars(select(JournalEntry).where(JournalEntry.case_id == lived.id))]
    session.execute(delete(JournalEntry))
    lived.journal_length, lived.journal_hash = 0, ""
    session.flush()
    for first in range(1, CASES + 1, AT_ONCE):
        rows, journals = [], []
        for number in range(first, first + AT_ONCE):
            chain = _chain(f"OUD-{number:05d}", entries)
            journals.append(chain)
            rows.append({**like, "number": f"OUD-{number:05d}", "journal_length": ENTRIES,
                         "journal_hash": chain[-1]["hash"]})  # fmt: skip
        ids = _keep_cases(session, rows)
        session.execute(
            insert(JournalEntry),
            [{**entry, "case_id": ids[row["number"]]} for row, chain in zip(rows, journals, strict=True) for entry in
             chain],
        )  # fmt: skip
    _keep_documents(session, data, lived.id)


def _keep_cases(session: Session, rows: list[dict[str, Any]]) -> dict[str, int]:
    session.execute(insert(FoundingCase), rows)
    made = select(FoundingCase.number, FoundingCase.id).where(FoundingCase.number.in_([row["number"] for row in rows]))
    return dict(session.execute(made).tuples().all())


def _chain(number: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A journal of its own out of these entries, as often as it needs them."""
    before, made = "", []
    for sequence in range(1, ENTRIES + 1):
        one = entries[sequence % len(entries)]
        body = case_body(number, sequence, one["at"], one["event"], one["stage"], one["round"], one["by_id"],
                         one["function"], one["data"])  # fmt: skip
        before = chained(before, body)
        made.append({**one, "sequence": sequence, "hash": before})
    return made


def _keep_documents(session: Session, data: Path, case_id: int) -> None:
    """Files of bytes that can't be made smaller, as those of PDFs can't."""
    (data / "documents").mkdir()
    rows = []
    for number in range(DOCUMENTS):
        content = os.urandom(DOCUMENT_SIZE)
        sha256 = hashlib.sha256(content).hexdigest()
        (data / "documents" / sha256).write_bytes(content)
        rows.append({"case_id": case_id, "kind": "receipt", "version": f"x{number}", "title": "Ontvangstbewijs",
                     "media_type": "application/pdf", "filename": "x.pdf", "sha256": sha256, "size": DOCUMENT_SIZE,
                     "audience": "staff", "produced_at": START})  # fmt: skip
    session.execute(insert(Document), rows)


def _values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}
