"""Is what came out of a backup what the backup says, and what the journals say?"""

from pathlib import Path
from typing import IO

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from binstart.backup.making import key_marks, secret_mark
from binstart.backup.manifest import Manifest
from binstart.journals import told
from models.queries.keeping.backups import kept_files
from models.queries.keeping.checking_journals import Seen, check_journals
from models.queries.keeping.journal_chains import last_seal
from models.rules.journal_chain import seal_line
from models.settings import Settings


class NotAsWritten(Exception):
    """The backup opened, and what it holds is not what it says."""


def require_same_sums(content: IO[bytes], sums: IO[bytes]) -> None:
    """The hashes of what came out, against the list in the backup; raises NotAsWritten at the first that differs."""
    sums.seek(0)
    for ours in sums:
        if content.read(len(ours)) != ours:
            raise NotAsWritten(f"the hash of {ours.decode().split()[-1]} is another one than the backup says")
    if content.read(1):
        raise NotAsWritten("a file is missing in it")


def require_same_rows(rows: dict[str, int], manifest: Manifest) -> None:
    """As many rows in each table as there were; raises NotAsWritten naming those that differ."""
    other = sorted(name for name in rows | manifest.tables if rows.get(name) != manifest.tables.get(name))
    if other:
        told_ = (f"{name} has {rows.get(name, 0)} rows, not {manifest.tables.get(name, 0)}" for name in other)
        raise NotAsWritten("; ".join(told_))


def check_content(connection: Connection, manifest: Manifest, folder: Path) -> list[str]:
    """Every file that the database names is in the folder, and every journal is as it was written. Returns lines for
    people. Raises NotAsWritten for files; a journal that was rewritten before the backup is told, and restored."""
    seen = Seen()
    with Session(connection) as session:
        faults = [f"{one.where}: {one.words}" for one in check_journals(session, None, seen)]
        seal = last_seal(session)
        line = seal_line(seal.number, seal.day, seal.hash) if seal else ""
        lost = sum(not (folder / kind / sha256).exists() for kind, sha256 in kept_files(session))
    if line != manifest.seal:
        raise NotAsWritten(f"its newest seal is ‘{line}’, and was ‘{manifest.seal}’")
    if lost > manifest.lost:
        raise NotAsWritten(f"{lost} files that the database names are not in it")
    note = [f"note: {lost} files that the database names were gone when the backup was made"] if lost else []
    note += [f"note: {name} was damaged when the backup was made" for name in manifest.damaged]
    return [told(seen), *note, *(f"WRONG  {fault}" for fault in faults)]


def about_secret(manifest: Manifest, settings: Settings, work: Path) -> list[str]:
    """A line where the secret of the installation is another one than when the backup was made."""
    if secret_mark(settings.model_copy(update={"data_dir": work})) == manifest.secret_mark:
        return []
    advice = "name that one as BINSTART_SECRET_KEY_BEFORE, or all sign in again and webhooks get other secrets"
    return [f"note: BINSTART_SECRET_KEY is not the one of then: {advice}"]


def about_keys(manifest: Manifest, settings: Settings) -> list[str]:
    """A line where the keys that open notes of the police are not there: no backup holds them."""
    if not manifest.key_mark or manifest.key_mark in key_marks(settings):
        return []
    need = f"note: notes of the police and apps for codes need key {manifest.key_mark}, which is in no backup"
    return [f"{need}: put your copy into {settings.keys_file}"]
