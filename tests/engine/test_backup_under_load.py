"""A backup while others write: what was answered before it began is in it, with its files, and nothing half."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.backup.keys import private_keys
from binstart.backup.restoring import restore
from binstart.migrating import address_of
from models.case import FoundingCase
from models.document import Document
from models.settings import Settings
from tests.engine.backup_steps import House, binstart, make_house, new_database
from tests.engine.harness import ROOT, until

WRITERS = ("antdorp", "berghoek", "clusdorp")


@contextmanager
def _writers(house: House) -> Iterator[dict[str, Path]]:
    """Processes that write until the block ends, and where each says what was committed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BINSTART_")} | {
        "BINSTART_DATA_DIR": str(house.settings.data_dir),
        "BINSTART_DATABASE_URL": house.settings.database_url,
    }
    said = {name: house.folder / name for name in WRITERS}
    processes = []
    try:
        for name, file in said.items():
            with file.open("wb") as out:
                command = [sys.executable, "-m", "tests.engine.backup_writer", name]
                processes.append(subprocess.Popen(command, env=environment, stdout=out, cwd=ROOT))
        yield said
    finally:
        for one in processes:
            one.kill()
            one.wait()


def _answered(said: dict[str, Path]) -> set[str]:
    return {line for file in said.values() for line in file.read_text().split("\n")[:-1]}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_what_was_answered_before_a_backup_began_is_in_it_with_its_files(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        _back_up_under_load(tmp_path, "", "")
        return
    server = request.getfixturevalue("postgresql_server")
    with new_database(server) as url, new_database(server) as elsewhere:
        _back_up_under_load(tmp_path, url, elsewhere)


def _back_up_under_load(folder: Path, url: str, elsewhere: str) -> None:
    house = make_house(folder, url)
    with _writers(house) as said:
        until(lambda: all(len(file.read_text().split("\n")) > 5 for file in said.values()))
        before = _answered(said)
        done = binstart("backup", "--to", str(house.backups), settings=house.settings)
        after = _answered(said)
    assert done.returncode == 0, done.stderr
    assert len(after) > len(before)  # they went on while it was made

    place = Settings(data_dir=folder / "elsewhere", database_url=elsewhere)
    engine = address_of(place)
    file = next(house.backups.glob("*.age"))
    lines = restore(file, private_keys(house.key), place, engine)

    assert not any(line.startswith(("WRONG", "note: 1", "note: 2")) for line in lines), lines
    with Session(engine) as session:
        found = set(session.scalars(select(FoundingCase.number)))
        named = session.execute(select(FoundingCase.number, Document.sha256).join(Document)).all()
    assert before <= found
    with_document = {number for number, sha256 in named if (place.documents_dir / sha256).exists()}
    assert with_document == found
    engine.dispose()
    house.engine.dispose()
