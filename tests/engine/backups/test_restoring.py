"""What was there at one moment comes back whole and is checked, and what was wrong already is told."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from binstart.migrating import MIGRATIONS
from binstart.preparing import CannotStart
from models.account import WebSession
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.journal import JournalEntry
from models.operations.effects.claiming_work import claim_work
from models.queries.keeping.backups import last_backup
from models.settings import Settings
from tests.engine.backup_steps import (
    House,
    back_up,
    binstart,
    content,
    environment_of,
    files,
    is_empty,
    put_back,
)
from tests.engine.harness import until
from tests.factories import submitted


def test_all_rows_and_files_of_a_backup_come_back_and_are_checked(house: House, empty: Settings) -> None:
    before, kept = content(house.engine), files(house.settings.data_dir)

    lines, engine = put_back(back_up(house), house, empty)

    assert content(engine) == before
    del kept["secrets/prefect"]  # its database is not in it either
    assert files(empty.data_dir) == kept
    assert len(kept) == 4
    assert any("as many as there were" in line for line in lines)
    assert any("in 1 journals, 1 daily seals, the last of 2026-03-09" in line for line in lines)
    assert not any(line.startswith(("WRONG", "note")) for line in lines)
    engine.dispose()


def test_a_restored_installation_goes_on_where_it_was(house: House, empty: Settings) -> None:
    _, engine = put_back(back_up(house), house, empty)

    with writing(engine) as session:
        place = house.place
        case = submitted(session, place)
    with Session(engine) as session:
        assert session.scalar(select(func.max(FoundingCase.id))) == case.id == 2
    engine.dispose()


def test_who_was_signed_in_signs_in_again(house: House, empty: Settings) -> None:
    _, engine = put_back(back_up(house), house, empty)

    with Session(house.engine) as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0
    engine.dispose()


def test_open_work_is_asked_anew_so_that_no_run_of_after_the_backup_passes_for_it(
    house: House, empty: Settings
) -> None:
    """The bad story: Prefect's database is not restored, knows the run, and the letter of it is never made."""
    with writing(house.engine) as session:
        submitted(session, house.place)
        work = claim_work(session, "a worker", datetime.now(UTC), timedelta(minutes=1))
        assert work is not None
        case_id = work.case_id
    file = back_up(house)
    _, engine = put_back(file, house, empty)

    with writing(engine) as session:
        again = claim_work(session, "another worker", datetime.now(UTC), timedelta(minutes=1))
        assert again is not None
        assert again.case_id == case_id
        assert again.key != work.key
    engine.dispose()


def test_a_journal_that_was_rewritten_before_the_backup_is_restored_and_told(house: House, empty: Settings) -> None:
    with writing(house.engine) as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.sequence == 2)).one()
        entry.function = "mayor"

    lines, engine = put_back(back_up(house), house, empty)

    assert any(line.startswith("WRONG  case ") and "entry 2 was changed" in line for line in lines)
    engine.dispose()


def test_files_that_were_gone_or_damaged_before_the_backup_are_told_and_the_rest_is_restored(
    house: House, empty: Settings
) -> None:
    with Session(house.engine) as session:
        gone = session.scalars(select(Document.sha256)).one()
    (house.settings.documents_dir / gone).unlink()
    damaged = next(house.settings.uploads_dir.iterdir())
    damaged.write_bytes(b"rot")

    lines, engine = put_back(back_up(house), house, empty)

    assert "note: 1 files that the database names were gone when the backup was made" in lines
    assert f"note: uploads/{damaged.name} was damaged when the backup was made" in lines
    assert (empty.uploads_dir / damaged.name).read_bytes() == b"rot"
    engine.dispose()


def test_an_empty_folder_that_is_there_is_used_as_a_mounted_one_must_be(house: House, empty: Settings) -> None:
    file = back_up(house)
    empty.data_dir.mkdir()
    same = empty.data_dir.stat().st_ino

    _, engine = put_back(file, house, empty)

    assert empty.data_dir.stat().st_ino == same
    assert not (empty.data_dir / ".restoring").exists()
    engine.dispose()


def test_another_secret_than_that_of_the_backup_is_told(house: House, empty: Settings) -> None:
    file = back_up(house)

    lines, engine = put_back(file, house, empty.model_copy(update={"secret_key": "x" * 40}))

    assert any("BINSTART_SECRET_KEY is not the one of then" in line for line in lines)
    engine.dispose()


def test_the_command_makes_a_key_a_backup_and_a_restored_place(house: House, empty: Settings) -> None:
    key = house.folder / "another key"
    made = binstart("backup-key", str(key))
    assert made.stdout.startswith("BINSTART_BACKUP_KEY=age1")
    assert key.stat().st_mode & 0o777 == 0o600
    assert binstart("backup-key", str(key)).returncode == 1
    public = made.stdout.splitlines()[0].partition("=")[2]

    with_key = house.settings.model_copy(update={"backup_key": public})
    done = binstart("backup", settings=with_key, BINSTART_BACKUP_DIR=str(house.backups))
    assert done.returncode == 0, done.stderr
    file = Path(done.stdout.partition(": ")[0])
    restored = binstart("restore", str(file), "--key", str(key), settings=empty)

    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("restored the backup of ")
    assert binstart("journal", "verify", settings=empty).returncode == 0


def _at_revision(house: House, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = house.engine
    command.downgrade(config, revision)


def test_a_backup_of_an_older_version_comes_back_as_the_present_one(house: House, empty: Settings) -> None:
    _at_revision(house, "0054")
    with pytest.raises(CannotStart, match="was made, and the database could not note it"):
        back_up(house)  # made by that version it would have been noted; the file is as good

    lines, engine = put_back(next(house.backups.glob("*.age")), house, empty)

    assert "as many as there were" in lines[1]
    assert "backup_record" in inspect(engine).get_table_names()
    with Session(engine) as session:
        assert last_backup(session) is None
    engine.dispose()


def test_a_restore_that_is_killed_leaves_no_database_and_can_be_done_again(house: House, empty: Settings) -> None:
    file = back_up(house)
    slowly = house.folder / "slowly"
    os.mkfifo(slowly)
    environment = environment_of(empty)
    command_ = [sys.executable, "-m", "binstart", "restore", str(slowly), "--key", str(house.key)]
    with subprocess.Popen(command_, env=environment) as process, slowly.open("wb") as half:
        half.write(file.read_bytes()[: file.stat().st_size * 2 // 3])
        half.flush()
        until(lambda: (empty.data_dir / ".restoring").exists())
        process.kill()

    assert [one.name for one in empty.data_dir.iterdir()] == [".restoring"]
    shutil.rmtree(empty.data_dir)
    assert is_empty(empty)
    _, engine = put_back(file, house, empty)
    engine.dispose()
