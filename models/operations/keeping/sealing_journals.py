"""The daily seal over the journals of all cases and authorities, and its line in a file outside of the database."""

import fcntl
import os
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.journal_seal import JournalSeal, SealedHead
from models.queries.keeping.journal_chains import chains_that_moved, last_seal
from models.rules.journal_chain import NOTHING_BEFORE, chained, root_of, seal_body, seal_line

_ONE_AT_A_TIME = 0x5EA1  # key of PostgreSQL's lock; SQLite lets one write at a time by itself


def seal_journals(session: Session, day: date, at: datetime) -> JournalSeal | None:
    """Seal what all journals hold now. None: this day has its seal already, also when another worker is making it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    before = last_seal(session)
    if before is not None and before.day >= day:
        return None
    moved = chains_that_moved(session)
    number = before.number + 1 if before else 1
    chains = (before.chains if before else 0) + sum(one.sealed == 0 for one in moved)
    entries = (before.entries if before else 0) + sum(one.length - one.sealed for one in moved)
    root = root_of((one.name, one.length, one.head) for one in moved)
    body = seal_body(number, day, at, chains, entries, root)
    seal = JournalSeal(number=number, day=day, sealed_at=at, chains=chains, entries=entries, root=root,
                       hash=chained(before.hash if before else NOTHING_BEFORE, body))  # fmt: skip
    session.add(seal)
    session.flush()
    rows = [
        {"kind": one.kind, "owner_id": one.owner_id, "chain": one.name, "sequence": one.length, "hash": one.head,
         "seal_number": number}
        for one in moved
    ]  # fmt: skip
    if rows:
        session.execute(insert(SealedHead), rows)
    return seal


def keep_seals_outside(session: Session, file: Path) -> int:
    """Add the seals that the file lacks, a line each. Returns how many. Several workers may do it at once."""
    seals = session.scalars(select(JournalSeal).order_by(JournalSeal.number)).all()
    with file.open("a+", encoding="utf-8") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.seek(0)
        content = out.read()
        known = set(content.splitlines())
        missing = [line for one in seals if (line := seal_line(one.number, one.day, one.hash)) not in known]
        if missing:
            begin = "\n" if content and not content.endswith("\n") else ""  # a line that was cut off stays as it is
            out.write(begin + "".join(f"{line}\n" for line in missing))
            out.flush()
            os.fsync(out.fileno())
    return len(missing)
