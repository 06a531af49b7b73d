"""Backup and restore: what was there at one moment comes back whole, and a bad backup leaves nothing behind."""

import fcntl
import io
import os
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from binstart.backup.archive import from_bytes, read_archive, write_archive
from binstart.backup.keys import make_key, private_keys, public_keys
from binstart.backup.making import make_backup
from binstart.backup.manifest import HEADER, Header, as_json
from binstart.backup.restoring import restore
from binstart.migrating import MIGRATIONS, address_of
from binstart.preparing import CannotStart
from models.account import WebSession
from models.backup_record import BackupRecord
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.journal import JournalEntry
from models.operations.effects.producing import keep_file
from models.queries.keeping.backups import last_backup, last_backup_failure
from models.settings import Settings
from tests.engine.backup_steps import (
    WORDS,
    House,
    binstart,
    content,
    copy_of,
    environment_of,
    files,
    make_house,
    new_database,
)
from tests.engine.harness import until
from tests.factories import submitted


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An installation with the embedded database, made once; each test has a copy of it."""
    house = make_house(tmp_path_factory.mktemp("embedded"), "")
    house.engine.dispose()
    return house


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql_server: str) -> Iterator[House]:
    """The same with PostgreSQL."""
    with new_database(postgresql_server) as url:
        house = make_house(tmp_path_factory.mktemp("postgresql"), url)
        house.engine.dispose()
        yield house


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An installation on each of the two kinds of database."""
    if request.param == "sqlite":
        made = copy_of(request.getfixturevalue("embedded"), tmp_path, "")
        yield made
        made.engine.dispose()
        return
    first = request.getfixturevalue("on_postgresql")
    with new_database(request.getfixturevalue("postgresql_server"), first.engine.url.database) as url:
        made = copy_of(first, tmp_path, url)
        yield made
        made.engine.dispose()


@pytest.fixture
def empty(house: House, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty place of the same kind."""
    given = {"data_dir": tmp_path / "elsewhere", "backup_key": house.settings.backup_key}
    if not house.settings.database_url:
        yield Settings(**given)
        return
    with new_database(request.getfixturevalue("postgresql_server")) as url:
        yield Settings(**given, database_url=url)


def _back_up(house: House) -> Path:
    return make_backup(house.engine, house.settings, house.backups).file


def _restore(file: Path, house: House, place: Settings) -> tuple[list[str], Engine]:
    engine = address_of(place)
    return restore(file, private_keys(house.key), place, engine), engine


def _is_empty(place: Settings) -> bool:
    if place.database_url:
        engine = address_of(place)
        names = inspect(engine).get_table_names()
        engine.dispose()
        return not names and not place.data_dir.exists()
    return not place.data_dir.exists()


def test_all_rows_and_files_of_a_backup_come_back_and_are_checked(house: House, empty: Settings) -> None:
    before, kept = content(house.engine), files(house.settings.data_dir)

    lines, engine = _restore(_back_up(house), house, empty)

    assert content(engine) == before
    del kept["secrets/prefect"]  # its database is not in it either
    assert files(empty.data_dir) == kept
    assert len(kept) == 4
    assert any("as many as there were" in line for line in lines)
    assert any("in 1 journals, 1 daily seals, the last of 2026-03-09" in line for line in lines)
    assert not any(line.startswith(("WRONG", "note")) for line in lines)
    engine.dispose()


def test_a_restored_installation_goes_on_where_it_was(house: House, empty: Settings) -> None:
    _, engine = _restore(_back_up(house), house, empty)

    with writing(engine) as session:
        place = house.place
        case = submitted(session, place)
    with Session(engine) as session:
        assert session.scalar(select(func.max(FoundingCase.id))) == case.id == 2
    engine.dispose()


def test_who_was_signed_in_signs_in_again(house: House, empty: Settings) -> None:
    _, engine = _restore(_back_up(house), house, empty)

    with Session(house.engine) as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0
    engine.dispose()


def test_a_backup_and_what_it_leaves_are_for_their_owner_alone_and_unreadable(house: House, empty: Settings) -> None:
    file = _back_up(house)

    assert WORDS not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert house.backups.stat().st_mode & 0o777 == 0o700
    assert sorted(one.name for one in house.backups.iterdir()) == [file.name, "lock"]
    assert not list(house.settings.data_dir.glob("backup-*"))
    _, engine = _restore(file, house, empty)
    assert {one.stat().st_mode & 0o077 for one in empty.data_dir.rglob("documents/*")} == {0}
    engine.dispose()


def test_that_a_backup_was_made_is_noted_in_the_database(house: House) -> None:
    file = _back_up(house)

    with Session(house.engine) as session:
        noted = last_backup(session)
        assert noted is not None
        assert (noted.name, noted.size) == (file.name, file.stat().st_size)
        assert last_backup_failure(session) is None


def test_a_backup_that_failed_is_noted_with_its_reason(house: House) -> None:
    house.backups.write_text("a file where the folder should be")

    with pytest.raises(CannotStart, match="cannot write in the folder for backups"):
        _back_up(house)

    with Session(house.engine) as session:
        assert last_backup(session) is None
        failed = last_backup_failure(session)
        assert failed is not None
        assert "cannot write in the folder for backups" in failed.failure


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
            _back_up(house)

    with Session(house.engine) as session:
        assert last_backup_failure(session) is None  # whoever makes it will tell


def test_what_a_killed_backup_left_is_removed_by_the_next(house: House) -> None:
    house.backups.mkdir()
    (house.backups / "binstart-20260301T000000Z.tar.age.part").write_bytes(b"half")
    (house.settings.data_dir / "backup-killed").mkdir()

    file = _back_up(house)

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
        _back_up(house)

    assert private not in str(refused.value)
    assert [one.name for one in house.backups.iterdir()] == ["lock"]


def _of_another_key(file: Path, house: House) -> None:
    house.key.unlink()
    make_key(house.key)


def _cut(file: Path, house: House) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def _cut_at_a_border(file: Path, house: House) -> None:
    """Where a whole encrypted piece ends: 65,536 bytes and 16 of proof, behind the header and its nonce."""
    whole = file.read_bytes()
    header = whole.index(b"\n---") + 1
    begin = whole.index(b"\n", header) + 1 + 16
    file.write_bytes(whole[: begin + 3 * 65552])


def _without_its_end(file: Path, house: House) -> None:
    """Encrypted well, by who has the public key, and ending before the manifest."""
    with read_archive(file, private_keys(house.key)) as members:
        kept = [from_bytes(name, read.read()) for name, read in members][:-1]
    with file.open("wb") as out:
        write_archive(kept, 0, out, public_keys(house.settings.backup_key))


def _change(file: Path, house: House) -> None:
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


def _change_the_beginning(file: Path, house: House) -> None:
    whole = bytearray(file.read_bytes())
    whole[40] ^= 1
    file.write_bytes(whole)


def _no_backup(file: Path, house: House) -> None:
    file.write_bytes(b"PK" + bytes(1000))


def _nothing(file: Path, house: House) -> None:
    file.write_bytes(b"")


def _gone(file: Path, house: House) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_cut, "it was cut off or changed"),
        (_without_its_end, "its end is missing"),
        (_change, "it was cut off or changed"),
    ],
)
def test_a_backup_that_turns_out_bad_leaves_nothing(
    house: House, empty: Settings, spoil: Callable[[Path, House], None], told: str
) -> None:
    file = _back_up(house)
    spoil(file, house)

    with pytest.raises(CannotStart, match=told) as refused:
        _restore(file, house, empty)

    assert "nothing was restored" in str(refused.value)
    assert _is_empty(empty)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_of_another_key, "it was encrypted with another key"),
        (_cut_at_a_border, "it was cut off or changed"),
        (_change_the_beginning, "it is no backup, or its beginning was changed|it was encrypted with another key"),
        (_no_backup, "it is no backup"),
        (_nothing, "it is no backup"),
        (_gone, r"can't be read: .*No such file"),
    ],
)
def test_a_file_that_can_not_be_opened_is_told_why(
    embedded: House, tmp_path: Path, spoil: Callable[[Path, House], None], told: str
) -> None:
    house = copy_of(embedded, tmp_path, "")
    file = _back_up(house)
    spoil(file, house)
    place = Settings(data_dir=tmp_path / "elsewhere")

    with pytest.raises(CannotStart, match=told):
        _restore(file, house, place)

    assert not place.data_dir.exists()


@pytest.mark.parametrize("name", ["documents/../../escaped", "/escaped", "secrets/prefect", "database/person/1"])
def test_a_member_that_is_in_no_backup_is_refused_wherever_it_would_go(
    embedded: House, tmp_path: Path, name: str
) -> None:
    house, empty = copy_of(embedded, tmp_path, ""), Settings(data_dir=tmp_path / "elsewhere")
    header = Header(datetime.now(UTC).isoformat(), house.engine.dialect.name, "0054")
    file = house.folder / "made up"
    with file.open("wb") as out:
        write_archive([from_bytes(HEADER, as_json(header)), from_bytes(name, b"x")], 0, out,
                      public_keys(house.settings.backup_key))  # fmt: skip

    with pytest.raises(CannotStart, match="which is in no backup of this kind"):
        _restore(file, house, empty)

    assert _is_empty(empty)
    assert not list(house.folder.glob("**/escaped"))


def test_a_link_in_a_backup_is_refused(embedded: House, tmp_path: Path) -> None:
    house, empty = copy_of(embedded, tmp_path, ""), Settings(data_dir=tmp_path / "elsewhere")
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        link = tarfile.TarInfo("documents/" + "0" * 64)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    file = house.folder / "made up"
    file.write_bytes(pyrage.encrypt(plain.getvalue(), public_keys(house.settings.backup_key)))

    with pytest.raises(CannotStart, match="is no file"):
        _restore(file, house, empty)

    assert _is_empty(empty)


def _with_other_member(file: Path, house: House, change: Callable[[str, bytes], bytes]) -> None:
    with read_archive(file, private_keys(house.key)) as members:
        changed = [from_bytes(name, change(name, read.read())) for name, read in members]
    with file.open("wb") as out:
        write_archive(changed, 0, out, public_keys(house.settings.backup_key))


def test_a_file_that_is_not_what_the_list_says_is_found(house: House, empty: Settings) -> None:
    file = _back_up(house)
    _with_other_member(file, house, lambda name, was: was + b"!" if name.startswith("documents/") else was)

    with pytest.raises(CannotStart, match=r"the hash of documents/.* is another one than the backup says"):
        _restore(file, house, empty)

    assert _is_empty(empty)


def test_rows_that_are_not_as_many_as_there_were_are_found(house: House, empty: Settings) -> None:
    file = _back_up(house)
    people = f'"person": {len(content(house.engine)["person"])}'.encode()
    _with_other_member(
        file, house, lambda name, was: was.replace(people, b'"person": 99') if name == "manifest.json" else was
    )

    with pytest.raises(CannotStart, match=r"person has .* rows, not 99"):
        _restore(file, house, empty)

    assert _is_empty(empty)


def test_a_journal_that_was_rewritten_before_the_backup_is_restored_and_told(house: House, empty: Settings) -> None:
    with writing(house.engine) as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.sequence == 2)).one()
        entry.function = "mayor"

    lines, engine = _restore(_back_up(house), house, empty)

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

    lines, engine = _restore(_back_up(house), house, empty)

    assert "note: 1 files that the database names were gone when the backup was made" in lines
    assert f"note: uploads/{damaged.name} was damaged when the backup was made" in lines
    assert (empty.uploads_dir / damaged.name).read_bytes() == b"rot"
    engine.dispose()


def test_a_backup_goes_into_an_empty_folder_only(house: House, empty: Settings) -> None:
    file = _back_up(house)
    empty.data_dir.mkdir()
    (empty.data_dir / "something").write_text("mine")

    with pytest.raises(CannotStart, match="is not empty"):
        _restore(file, house, empty)

    assert files(empty.data_dir) == {"something": b"mine"}


def test_an_empty_folder_that_is_there_is_used_as_a_mounted_one_must_be(house: House, empty: Settings) -> None:
    file = _back_up(house)
    empty.data_dir.mkdir()
    same = empty.data_dir.stat().st_ino

    _, engine = _restore(file, house, empty)

    assert empty.data_dir.stat().st_ino == same
    assert not (empty.data_dir / ".restoring").exists()
    engine.dispose()


def test_a_database_with_tables_is_never_restored_over(house: House, empty: Settings) -> None:
    file, before = _back_up(house), content(house.engine)
    place = empty.model_copy(update={"database_url": str(house.engine.url.render_as_string(hide_password=False))})

    with pytest.raises(CannotStart, match=r"tables; a backup goes into an empty one only|and not to "):
        _restore(file, house, place)

    assert content(house.engine) == before
    assert not empty.data_dir.exists()


def test_another_secret_than_that_of_the_backup_is_told(house: House, empty: Settings) -> None:
    file = _back_up(house)

    lines, engine = _restore(file, house, empty.model_copy(update={"secret_key": "x" * 40}))

    assert any("BINSTART_SECRET_KEY is not the one of then" in line for line in lines)
    engine.dispose()


def _small_files() -> None:
    """No file grows beyond this many bytes: a write fails halfway, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_disk_that_is_full_while_a_backup_is_written_leaves_none(house: House) -> None:
    keep_file(house.settings.documents_dir, b"%PDF" + bytes(300_000))

    done = binstart("backup", "--to", str(house.backups), settings=house.settings, prepare=_small_files)

    assert done.returncode == 1
    assert done.stderr.startswith("binstart: no backup: ") or "the database can't be copied" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [one.name for one in house.backups.iterdir()] == ["lock"]
    assert not list(house.settings.data_dir.glob("backup-*"))


def test_a_disk_that_is_full_while_a_backup_is_restored_leaves_nothing(house: House, empty: Settings) -> None:
    keep_file(house.settings.documents_dir, b"%PDF" + bytes(300_000))
    file = _back_up(house)

    done = binstart("restore", str(file), "--key", str(house.key), settings=empty, prepare=_small_files)

    assert done.returncode == 1
    assert "nothing was restored" in done.stderr
    assert "File too large" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert _is_empty(empty)


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


def test_a_backup_without_a_place_to_go_is_refused_in_one_line(house: House) -> None:
    done = binstart("backup", settings=house.settings)

    assert done.returncode == 1
    assert done.stderr == "binstart: say where the backup goes: --to FOLDER, or BINSTART_BACKUP_DIR\n"


def test_each_try_is_kept(house: House) -> None:
    _back_up(house)
    house.settings.backup_key = ""
    with pytest.raises(CannotStart):
        _back_up(house)

    with Session(house.engine) as session:
        assert [bool(one) for one in session.scalars(select(BackupRecord.failure).order_by(BackupRecord.id))] == [
            False,
            True,
        ]


def _at_revision(house: House, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = house.engine
    command.downgrade(config, revision)


def test_a_backup_of_an_older_version_comes_back_as_the_present_one(house: House, empty: Settings) -> None:
    _at_revision(house, "0054")
    with pytest.raises(CannotStart, match="was made, and the database could not note it"):
        _back_up(house)  # made by that version it would have been noted; the file is as good

    lines, engine = _restore(next(house.backups.glob("*.age")), house, empty)

    assert "as many as there were" in lines[1]
    assert "backup_record" in inspect(engine).get_table_names()
    with Session(engine) as session:
        assert last_backup(session) is None
    engine.dispose()


def test_a_backup_of_a_later_version_is_refused(house: House, empty: Settings) -> None:
    with writing(house.engine) as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    file = _back_up(house)

    with pytest.raises(CannotStart, match="the database does not fit this version of Binstart"):
        _restore(file, house, empty)

    assert _is_empty(empty)


def test_what_a_killed_restore_left_is_named(house: House, empty: Settings) -> None:
    file = _back_up(house)
    (empty.data_dir / ".restoring").mkdir(parents=True)

    with pytest.raises(CannotStart, match=r"is not empty \(left by a restore that was cut off: remove it\)"):
        _restore(file, house, empty)


def test_a_restore_that_is_killed_leaves_no_database_and_can_be_done_again(house: House, empty: Settings) -> None:
    file = _back_up(house)
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
    assert _is_empty(empty)
    _, engine = _restore(file, house, empty)
    engine.dispose()
