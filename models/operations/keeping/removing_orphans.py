"""Files that no row speaks of, as their transaction failed or their worker died first. After a week they go."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.file_store import FileStore, KeptFile
from models.queries.keeping.backups import kept_files

ORPHAN_KEPT = timedelta(days=7)  # longer than anything takes between keeping a file and noting it
FEW, PART = 20, 0.05


class TooMany(Exception):
    """So many files are unknown to the database that it must be the wrong one, or an old one: none was removed."""


def find_orphans(session: Session, kind: str, lying: Iterable[KeptFile], now: datetime) -> list[str]:
    """The names among `lying` that no row of this kind (DOCUMENTS, UPLOADS) names, and that lie there for a week.

    Raises TooMany when that is more than a few and more than one in twenty of all: a bucket that two installations
    share, or a database of last month beside the files of today, must not cost files. `now`: real time.
    """
    all_of_them = list(lying)  # before the rows are read: a file is there before its row
    named = {sha256 for one, sha256 in kept_files(session) if one == kind}
    found = [one.name for one in all_of_them if one.kept_at < now - ORPHAN_KEPT and one.name not in named]
    if len(found) > max(FEW, PART * len(all_of_them)):
        raise TooMany(f"{len(found)} of {len(all_of_them)} {kind} are in no row")
    return found


def remove_orphans(store: FileStore, names: Iterable[str], now: datetime) -> int:
    """Take them away, but for one that somebody kept again meanwhile; returns how many went."""
    count = 0
    for name in names:
        kept = store.find(name)
        if kept is not None and kept.kept_at < now - ORPHAN_KEPT:
            store.forget(name)
            count += 1
    return count
