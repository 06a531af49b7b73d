"""Files in a bucket or a shared folder: in a backup, back from it, and moved there from the data folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from binstart.backup.keys import private_keys
from binstart.backup.restoring import restore
from binstart.migrating import address_of
from binstart.migrating_files import migrate_files
from binstart.preparing import CannotStart
from models.document import Document
from models.file_store import documents, uploads
from models.settings import Settings
from tests.engine.backup_steps import House, back_up, binstart, content, copy_of, files
from tests.object_store import ObjectStore

Elsewhere = Callable[[Settings], Settings]


@pytest.fixture(params=["bucket", "shared folder"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Elsewhere:
    """Gives settings with a new place for files."""

    def settings(of: Settings) -> Settings:
        if request.param == "bucket":
            return in_bucket(of, request.getfixturevalue("object_store"))
        folder = tmp_path / f"shared {len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return of.model_copy(update={"files_dir": str(folder)})

    return settings


def in_bucket(of: Settings, store: ObjectStore) -> Settings:
    told = {name.removeprefix("BINSTART_").lower(): value for name, value in store.settings().items()}
    told["files_prefix"] += "/"  # a copy does not check
    return of.model_copy(update={**told, "files_patience_seconds": 2.0})


@pytest.fixture
def moved(embedded: House, tmp_path: Path, elsewhere: Elsewhere) -> Iterator[House]:
    """An installation whose files moved to another place, and are gone from the data folder."""
    house = copy_of(embedded, tmp_path / "house", "")
    house.settings = elsewhere(house.settings)
    migrate_files(house.settings, lambda line: None)
    for kind in ("documents", "uploads"):
        for file in (house.settings.data_dir / kind).iterdir():
            file.unlink()
        (house.settings.data_dir / kind).rmdir()
    yield house
    house.engine.dispose()


def _kept(settings: Settings) -> dict[str, bytes]:
    return {one.name: store.read(one.name) for store in (documents(settings), uploads(settings))
            for one in store.listed()}  # fmt: skip


def _put_back(file: Path, house: House, place: Settings) -> tuple[list[str], Engine]:
    engine = address_of(place)
    return restore(file, private_keys(house.key), place, engine), engine


def test_they_come_back_into_another_place(moved: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
    before, kept = content(moved.engine), _kept(moved.settings)
    place = elsewhere(Settings(data_dir=tmp_path / "new"))

    lines, engine = _put_back(back_up(moved), moved, place)

    assert not any(line.startswith(("WRONG", "note")) for line in lines)
    assert len(kept) == 2
    assert _kept(place) == kept
    assert content(engine) == before
    assert sorted(files(place.data_dir)) == ["kind", "secrets/web"]
    engine.dispose()


def test_they_come_back_into_the_data_folder_where_no_setting_says_otherwise(moved: House, tmp_path: Path) -> None:
    place = Settings(data_dir=tmp_path / "new")

    _, engine = _put_back(back_up(moved), moved, place)

    assert _kept(place) == _kept(moved.settings)
    engine.dispose()


def test_one_that_is_gone_is_told(moved: House, tmp_path: Path) -> None:
    with Session(moved.engine) as session:
        documents(moved.settings).forget(session.scalars(select(Document.sha256)).one())

    lines, engine = _put_back(back_up(moved), moved, Settings(data_dir=tmp_path / "new"))

    assert "note: 1 files that the database names were gone when the backup was made" in lines
    engine.dispose()


def test_a_place_with_files_in_it_is_never_restored_over(moved: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
    place = elsewhere(Settings(data_dir=tmp_path / "new"))
    mine = documents(place).keep(b"of somebody else")

    with pytest.raises(CannotStart, match="there are files in the place for files"):
        _put_back(back_up(moved), moved, place)

    assert _kept(place) == {mine: b"of somebody else"}
    assert not place.data_dir.exists()


def test_a_restore_that_fails_in_the_end_takes_its_files_away_again(
    moved: House, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = elsewhere(Settings(data_dir=tmp_path / "new"))
    put, done = type(documents(place)).put, []

    def put_one(self: object, name: str, held: bytes) -> None:
        if done:
            raise OSError(28, "No space left on device")
        done.append(name)
        put(self, name, held)  # type: ignore[arg-type]

    file = back_up(moved)
    monkeypatch.setattr(type(documents(place)), "put", put_one)

    with pytest.raises(CannotStart, match="nothing was restored"):
        _put_back(file, moved, place)

    assert len(done) == 1
    assert _kept(place) == {}
    assert not place.data_dir.exists()


def test_while_the_store_is_away_no_backup_is_made_and_nothing_restored(
    embedded: House, object_store: ObjectStore, tmp_path: Path
) -> None:
    house = copy_of(embedded, tmp_path / "house", "")
    file = back_up(house)
    away = in_bucket(house.settings, object_store)
    place = in_bucket(Settings(data_dir=tmp_path / "new"), object_store)
    object_store.hang()
    try:
        house.settings = away
        with pytest.raises(CannotStart, match="no backup: the files can't be read"):
            back_up(house)
        with pytest.raises(CannotStart, match="the place for files can't be used"):
            _put_back(file, house, place)
    finally:
        object_store.go_on()

    assert sorted(one.suffix for one in house.backups.iterdir()) == ["", ".age"]
    assert not place.data_dir.exists()


def test_what_moves_is_counted_compared_and_stays_in_the_data_folder(
    embedded: House, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    house = copy_of(embedded, tmp_path / "house", "")
    here = _kept(house.settings)
    target = elsewhere(house.settings)
    lines: list[str] = []

    migrate_files(target, lines.append)
    migrate_files(target, lines.append)  # who was interrupted begins anew

    assert [" ".join(line.split()) for line in lines] == [
        "documents 1 files, the same on both sides",
        "uploads 1 files, the same on both sides",
    ] * 2
    assert _kept(target) == _kept(house.settings) == here


def test_a_file_that_was_damaged_stays_behind_and_is_named(
    embedded: House, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    house = copy_of(embedded, tmp_path / "house", "")
    damaged = next(house.settings.uploads_dir.iterdir())
    damaged.write_bytes(b"rot")
    target, lines = elsewhere(house.settings), []

    migrate_files(target, lines.append)

    assert f"note: uploads/{damaged.name} was damaged here already, and was left" in lines
    assert list(uploads(target).listed()) == []


def test_the_command_moves_files_alone_and_says_where_nothing_is_asked(
    embedded: House, object_store: ObjectStore, tmp_path: Path
) -> None:
    house = copy_of(embedded, tmp_path / "house", "")

    refused = binstart("migrate-data", settings=house.settings)
    done = binstart("migrate-data", settings=house.settings, **object_store.settings())

    assert refused.returncode == 1
    assert "say where it moves" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert "1 files, the same on both sides" in done.stdout
