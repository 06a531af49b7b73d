"""`binstart journal verify` and `export`: all journals at one moment, read as a stream."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from binstart.preparing import CannotStart
from models.case import FoundingCase
from models.clock import present
from models.database import writing
from models.journal_seal import JournalSeal
from models.operations.keeping.erasing_words import erase_words
from models.queries.keeping.checking_journals import Seen, check_journals
from models.queries.keeping.journal_chains import chains, sealed_heads
from models.rules.journal_chain import seal_body
from models.rules.refusals import Invalid

FORM = 1  # of the file; binstart/journal_file/README.md describes it


def verify_journals(engine: Engine, seals_file: str, say: Callable[[str], None]) -> int:
    """Say each fault as it is found, then what was looked at. Returns how many faults there are.

    Raises CannotStart when the file of seals or the journals can't be read.
    """
    seen, faults = Seen(), 0
    with one_moment(engine) as session:
        for fault in check_journals(session, _outside(seals_file), seen):
            faults += 1
            say(f"WRONG  {fault.where}: {fault.words}")
    held = "none of them held against a file outside" if not seals_file else f"held against {seals_file}"
    say(f"{'WRONG' if faults else 'ok   '}  {told(seen)}; seals: {held}")
    return faults


def told(seen: Seen) -> str:
    """What was looked at, as words."""
    last = f", the last of {seen.last_sealed_on}" if seen.last_sealed_on else ""
    erased = f"; words were erased in {seen.erased}, as is noted there" if seen.erased else ""
    return (
        f"{seen.entries:,} entries in {seen.chains:,} journals, {seen.seals:,} daily seals{last}; "
        f"{seen.after_last_seal:,} entries came after their last seal{erased}"
    )


def _outside(seals_file: str) -> list[str] | None:
    if not seals_file:
        return None
    try:
        return Path(seals_file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"the file of seals can't be read: {seals_file} ({error})") from None


@contextmanager
def one_moment(engine: Engine) -> Iterator[Session]:
    """A session that sees the database as it is now, however long it reads."""
    try:
        with Session(engine) as session:
            if engine.dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
    except DBAPIError as error:
        raise CannotStart(f"the journals can't be read: {' '.join(str(error.orig).split())}") from None


def export_journals(engine: Engine, file: Path) -> str:
    """Write the file, readable for its owner alone; returns what was done as a line for people.

    It gets its name when it is whole. Raises CannotStart with the reason when nothing was written.
    """
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with _private(unfinished) as out, one_moment(engine) as session:
            for line in _lines(session):
                out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        unfinished.replace(file)
    except OSError as error:
        raise CannotStart(f"{file} can't be written: {error.strerror}") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return f"{file}: all journals and seals, {file.stat().st_size:,} bytes"


def _private(file: Path) -> TextIO:
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8")


def _lines(session: Session) -> Iterator[dict[str, Any]]:
    yield {"file": "binstart journals", "form": FORM, "made_at": datetime.now(UTC).isoformat()}
    seals = session.scalars(select(JournalSeal).order_by(JournalSeal.number)).all()
    for one in seals:
        body = seal_body(one.number, one.day, one.sealed_at, one.chains, one.entries, one.root)
        yield {"seal": body, "hash": one.hash, "heads": sorted(sealed_heads(session, one.number))}
    count = 0
    for chain in chains(session):
        if chain.length:
            count += 1
            yield {"chain": chain.name, "length": chain.length, "head": chain.head}
            for entry in chain.entries:
                yield {"entry": entry.body, "hash": entry.hash}
    yield {"end": {"seals": len(seals), "chains": count}}


def erase_words_of(engine: Engine, number: str, entry: int, name: str, because: str) -> str:
    """Take words out of an entry of the case with this number; a line for people. Raises CannotStart."""
    try:
        with writing(engine) as session:
            case_id = session.scalar(select(FoundingCase.id).where(FoundingCase.number == number))
            if case_id is None:
                raise CannotStart(f"there is no case {number}")
            erase_words(session, case_id, entry, name, present(session), because)
    except Invalid:
        raise CannotStart(f"nothing was erased: {number} has no entry {entry} with words under ‘{name}’") from None
    return f"{number}, entry {entry}: the words under ‘{name}’ are erased, and the journal says so"
