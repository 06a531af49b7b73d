"""What a backup is, what it leaves behind, and when none is made."""

import fcntl

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.backup.making import make_backup
from binstart.preparing import CannotStart
from models.backup_record import BackupRecord
from models.file_store import documents
from models.queries.keeping.backups import last_backup, last_backup_failure
from models.settings import Settings
from tests.engine.backup_steps import (
    WORDS,
    House,
    back_up,
    binstart,
    put_back,
    small_files,
)


def test_a_backup_and_what_it_leaves_are_for_their_owner_alone_and_unreadable(house: House, empty: Settings) -> None:
    file = back_up(house)

    assert WORDS not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert house.backups.stat().st_mode & 0o777 == 0o700
    assert sorted(one.name for one in house.backups.iterdir()) == [file.name, "lock"]
    assert not list(house.settings.data_dir.glob("backup-*"))
    _, engine = put_back(file, house, empty)
    assert {one.stat().st_mode & 0o077 for one in empty.data_dir.rglob("documents/*")} == {0}
    engine.dispose()


def test_that_a_backup_was_made_is_noted_in_the_database(house: House) -> None:
    file = back_up(house)

    with Session(house.engine) as session:
        noted = last_backup(session)
        assert noted is not None
        assert (noted.name, noted.size) == (file.name, file.stat().st_size)
        assert last_backup_failure(session) is None


def test_a_backup_that_failed_is_noted_with_its_reason(house: House) -> None:
    house.backups.write_text("a file where the folder should be")

    with pytest.raises(CannotStart, match="cannot write in the folder for backups"):
        back_up(house)

    with Session(house.engine) as session:
        assert last_backup(session) is None
        failed = last_backup_failure(session)
        assert failed is not None
        assert "cannot write in the folder for backups" in failed.failure


def test_each_try_is_kept(house: House) -> None:
    back_up(house)
    house.settings.backup_key = ""
    with pytest.raises(CannotStart):
        back_up(house)

    with Session(house.engine) as session:
        assert [bool(one) for one in session.scalars(select(BackupRecord.failure).order_by(BackupRecord.id))] == [
            False,
            True,
        ]


def test_the_newest_backups_stay_and_older_ones_go(house: House) -> None:
    house.settings.backups_kept = 2
    house.backups.mkdir()
    for day in (1, 2, 3):
        (house.backups / f"binstart-2026030{day}T000000Z.tar.age").write_bytes(b"old")
    (house.backups / "something else.tar.age").write_bytes(b"not ours")

    made = make_backup(house.engine, house.settings, house.backups)

    assert made.removed == [f"binstart-2026030{day}T000000Z.tar.age" for day in (1, 2)]
    kept = {one.name for one in house.backups.iterdir()}
    assert kept == {"binstart-20260303T000000Z.tar.age", made.file.name, "something else.tar.age", "lock"}


def test_two_backups_at_once_into_one_folder_are_refused(house: House) -> None:
    house.backups.mkdir()
    with (house.backups / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CannotStart, match="another backup is being made"):
            back_up(house)

    with Session(house.engine) as session:
        assert last_backup_failure(session) is None  # whoever makes it will tell


def test_what_a_killed_backup_left_is_removed_by_the_next(house: House) -> None:
    house.backups.mkdir()
    (house.backups / "binstart-20260301T000000Z.tar.age.part").write_bytes(b"half")
    (house.settings.data_dir / "backup-killed").mkdir()

    file = back_up(house)

    assert sorted(one.name for one in house.backups.iterdir()) == [file.name, "lock"]
    if not house.settings.database_url:
        assert not list(house.settings.data_dir.glob("backup-*"))


@pytest.mark.parametrize(
    ("key", "told"),
    [("", "BINSTART_BACKUP_KEY is not set"), ("age1nonsense", "it is none"), ("PRIVATE", "it is the private half")],
)
def test_no_backup_leaves_without_a_public_key(house: House, key: str, told: str) -> None:
    private = house.key.read_text().splitlines()[-1]
    house.settings.backup_key = private if key == "PRIVATE" else key

    with pytest.raises(CannotStart, match=told) as refused:
        back_up(house)

    assert private not in str(refused.value)
    assert [one.name for one in house.backups.iterdir()] == ["lock"]


def test_a_disk_that_is_full_while_a_backup_is_written_leaves_none(house: House) -> None:
    documents(house.settings).keep(b"%PDF" + bytes(300_000))

    done = binstart("backup", "--to", str(house.backups), settings=house.settings, prepare=small_files)

    assert done.returncode == 1
    assert done.stderr.startswith("binstart: no backup: ") or "the database can't be copied" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [one.name for one in house.backups.iterdir()] == ["lock"]
    assert not list(house.settings.data_dir.glob("backup-*"))


def test_a_backup_without_a_place_to_go_is_refused_in_one_line(house: House) -> None:
    done = binstart("backup", settings=house.settings)

    assert done.returncode == 1
    assert done.stderr == "binstart: say where the backup goes: --to FOLDER, or BINSTART_BACKUP_DIR\n"
