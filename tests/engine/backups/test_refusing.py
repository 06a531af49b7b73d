"""A backup that is bad, or a place that is not empty: nothing is restored, and it is said why."""

import io
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text

from binstart.backup.archive import from_bytes, read_archive, write_archive
from binstart.backup.keys import make_key, private_keys, public_keys
from binstart.backup.manifest import HEADER, Header, as_json
from binstart.preparing import CannotStart
from models.database import writing
from models.file_store import documents
from models.settings import Settings
from tests.engine.backup_steps import (
    House,
    back_up,
    binstart,
    content,
    copy_of,
    files,
    is_empty,
    put_back,
    small_files,
)


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
    file = back_up(house)
    spoil(file, house)

    with pytest.raises(CannotStart, match=told) as refused:
        put_back(file, house, empty)

    assert "nothing was restored" in str(refused.value)
    assert is_empty(empty)


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
    file = back_up(house)
    spoil(file, house)
    place = Settings(data_dir=tmp_path / "elsewhere")

    with pytest.raises(CannotStart, match=told):
        put_back(file, house, place)

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
        put_back(file, house, empty)

    assert is_empty(empty)
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
        put_back(file, house, empty)

    assert is_empty(empty)


def _with_other_member(file: Path, house: House, change: Callable[[str, bytes], bytes]) -> None:
    with read_archive(file, private_keys(house.key)) as members:
        changed = [from_bytes(name, change(name, read.read())) for name, read in members]
    with file.open("wb") as out:
        write_archive(changed, 0, out, public_keys(house.settings.backup_key))


def test_a_file_that_is_not_what_the_list_says_is_found(house: House, empty: Settings) -> None:
    file = back_up(house)
    _with_other_member(file, house, lambda name, was: was + b"!" if name.startswith("documents/") else was)

    with pytest.raises(CannotStart, match=r"the hash of documents/.* is another one than the backup says"):
        put_back(file, house, empty)

    assert is_empty(empty)


def test_rows_that_are_not_as_many_as_there_were_are_found(house: House, empty: Settings) -> None:
    file = back_up(house)
    people = f'"person": {len(content(house.engine)["person"])}'.encode()
    _with_other_member(
        file, house, lambda name, was: was.replace(people, b'"person": 99') if name == "manifest.json" else was
    )

    with pytest.raises(CannotStart, match=r"person has .* rows, not 99"):
        put_back(file, house, empty)

    assert is_empty(empty)


def test_a_backup_of_a_later_version_is_refused(house: House, empty: Settings) -> None:
    with writing(house.engine) as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    file = back_up(house)

    with pytest.raises(CannotStart, match="the database does not fit this version of Binstart"):
        put_back(file, house, empty)

    assert is_empty(empty)


def test_a_backup_goes_into_an_empty_folder_only(house: House, empty: Settings) -> None:
    file = back_up(house)
    empty.data_dir.mkdir()
    (empty.data_dir / "something").write_text("mine")

    with pytest.raises(CannotStart, match="is not empty"):
        put_back(file, house, empty)

    assert files(empty.data_dir) == {"something": b"mine"}


def test_a_database_with_tables_is_never_restored_over(house: House, empty: Settings) -> None:
    file, before = back_up(house), content(house.engine)
    place = empty.model_copy(update={"database_url": str(house.engine.url.render_as_string(hide_password=False))})

    with pytest.raises(CannotStart, match=r"tables; a backup goes into an empty one only|and not to "):
        put_back(file, house, place)

    assert content(house.engine) == before
    assert not empty.data_dir.exists()


def test_what_a_killed_restore_left_is_named(house: House, empty: Settings) -> None:
    file = back_up(house)
    (empty.data_dir / ".restoring").mkdir(parents=True)

    with pytest.raises(CannotStart, match=r"is not empty \(left by a restore that was cut off: remove it\)"):
        put_back(file, house, empty)


def test_a_disk_that_is_full_while_a_backup_is_restored_leaves_nothing(house: House, empty: Settings) -> None:
    documents(house.settings).keep(b"%PDF" + bytes(300_000))
    file = back_up(house)

    done = binstart("restore", str(file), "--key", str(house.key), settings=empty, prepare=small_files)

    assert done.returncode == 1
    assert "nothing was restored" in done.stderr
    assert "File too large" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert is_empty(empty)
