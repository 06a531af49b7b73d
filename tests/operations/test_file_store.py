"""Where documents and uploads are kept: the same promises of a folder and of a bucket, also in trouble."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import S3Store
from pydantic import ValidationError

from models.bucket import Bucket
from models.file_store import FileLost, FileStore, Folder, StoreAway, documents, store_of, uploads
from models.settings import Settings
from tests.engine.harness import until
from tests.object_store import BUCKET, KEY, REGION, SECRET, ObjectStore

LETTER = b"een hele brief"
NAME = "03a9bf4d7f3ba3b0cbaa7b1bde6f3ed4c0a28b5b0a5d0b63cd1a6dd5df9b8b1c"  # of nothing that we keep


def settings_of(store: ObjectStore, folder: Path, **more: object) -> Settings:
    told = {name.removeprefix("BINSTART_").lower(): value for name, value in store.settings().items()}
    return Settings(**{"data_dir": folder, **told, **more})


@pytest.fixture(params=["folder", "bucket"])
def chosen(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of an installation, of each of the two kinds."""
    if request.param == "folder":
        return Settings(data_dir=tmp_path)
    return settings_of(request.getfixturevalue("object_store"), tmp_path)


@pytest.fixture
def store(chosen: Settings) -> FileStore:
    return documents(chosen)


@pytest.fixture
def spoil(chosen: Settings) -> Callable[[str, bytes], None]:
    """Writes behind our back."""
    return lambda name, content: documents(chosen).put(name, content)


def test_a_file_is_kept_under_its_hash_whole_and_once(store: FileStore) -> None:
    first = store.keep(LETTER)
    before = store.find(first)
    again = store.keep(LETTER)

    assert first == again
    assert [one.name for one in store.listed()] == [first]
    assert store.read(first) == LETTER
    assert before is not None
    assert before.size == len(LETTER)
    assert abs(datetime.now(UTC) - before.kept_at) < timedelta(minutes=5)


def test_what_is_there_is_not_written_again(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    name = store.keep(LETTER)

    def put(self: FileStore, name: str, content: bytes) -> None:
        raise AssertionError("written twice")

    monkeypatch.setattr(type(store), "put", put)

    assert store.keep(LETTER) == name
    with pytest.raises(AssertionError, match="written twice"):
        store.keep(b"another one")


def test_a_file_that_was_cut_short_is_written_again(store: FileStore, spoil: Callable[[str, bytes], None]) -> None:
    name = store.keep(LETTER)
    spoil(name, b"een h")
    with pytest.raises(FileLost):
        store.read(name)

    store.keep(LETTER)

    assert store.read(name) == LETTER


def test_a_file_that_was_changed_is_never_given(store: FileStore, spoil: Callable[[str, bytes], None]) -> None:
    name = store.keep(LETTER)
    spoil(name, b"EEN HELE BRIEF")

    with pytest.raises(FileLost, match="is not what was kept"):
        store.read(name)


def test_a_file_that_is_not_there_is_lost_and_not_away(store: FileStore) -> None:
    with pytest.raises(FileLost):
        store.read(NAME)
    with pytest.raises(FileLost):
        store.pieces(NAME)
    assert store.find(NAME) is None
    assert list(store.listed()) == []


def test_what_is_forgotten_is_gone_and_can_be_forgotten_again(store: FileStore) -> None:
    name, other = store.keep(LETTER), store.keep(b"another one")

    store.forget(name)
    store.forget(name)

    assert [one.name for one in store.listed()] == [other]


def test_a_large_file_comes_back_whole_and_in_pieces(store: FileStore) -> None:
    content = bytes(range(256)) * 80_000  # 20 MB

    name = store.keep(content)

    assert store.read(name) == content
    size, pieces = store.pieces(name)
    got = list(pieces)
    assert size == len(content)
    assert b"".join(got) == content
    assert len(got) > 10


def test_documents_and_uploads_lie_apart(chosen: Settings) -> None:
    name = documents(chosen).keep(LETTER)

    assert uploads(chosen).find(name) is None
    uploads(chosen).keep(LETTER)
    documents(chosen).forget(name)
    assert uploads(chosen).read(name) == LETTER


def test_a_place_that_is_there_answers_and_shows_no_trace_of_being_asked(store: FileStore) -> None:
    assert store.answers()
    assert list(store.listed()) == []


def test_a_shared_folder_is_chosen_by_a_setting(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    chosen = Settings(data_dir=tmp_path / "data", files_dir=str(shared))

    name = documents(chosen).keep(LETTER)

    assert (shared / "documents" / name).read_bytes() == LETTER
    assert not (tmp_path / "data").exists()


def test_a_shared_folder_that_is_not_mounted_is_away_and_no_new_one(tmp_path: Path) -> None:
    store = documents(Settings(data_dir=tmp_path, files_dir=str(tmp_path / "gone")))

    with pytest.raises(StoreAway):
        store.keep(LETTER)
    assert not store.answers()
    assert not (tmp_path / "gone").exists()


def test_a_full_disk_is_away_and_leaves_nothing_half(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("tests may not mount a disk here")
    try:
        store = Folder(disk / "documents")
        with pytest.raises(StoreAway, match="No space left"):
            store.keep(bytes(100_000))
        assert list(store.listed()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


def test_half_written_files_of_a_killed_process_go_after_a_day(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    name = store.keep(LETTER)
    (tmp_path / "tmpabc.new").write_bytes(b"half")

    assert store.remove_unfinished(datetime.now(UTC)) == 0
    assert store.remove_unfinished(datetime.now(UTC) + timedelta(days=2)) == 1
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.fixture
def hanging(object_store: ObjectStore) -> Iterator[ObjectStore]:
    """A store that takes the line and says nothing."""
    object_store.hang()
    yield object_store
    object_store.go_on()


def test_a_store_that_hangs_is_away_within_its_patience(hanging: ObjectStore, tmp_path: Path) -> None:
    store = documents(settings_of(hanging, tmp_path, files_patience_seconds=1))

    for ask in (lambda: store.keep(LETTER), lambda: store.read(NAME), lambda: list(store.listed())):
        with pytest.raises(StoreAway):
            ask()
    assert not store.answers()


def test_a_store_that_comes_back_holds_what_it_held(object_store: ObjectStore, tmp_path: Path) -> None:
    chosen = settings_of(object_store, tmp_path)
    name = documents(chosen).keep(LETTER)
    store = documents(chosen.model_copy(update={"files_patience_seconds": 1}))
    object_store.hang()
    with pytest.raises(StoreAway):
        store.read(name)

    object_store.go_on()
    until(store.answers)  # it wakes up when the machine lets it

    assert documents(chosen).read(name) == LETTER


def test_a_store_that_is_not_there_is_away(tmp_path: Path, object_store: ObjectStore) -> None:
    store = documents(settings_of(object_store, tmp_path, files_endpoint="http://127.0.0.1:9"))

    with pytest.raises(StoreAway):
        store.keep(LETTER)
    with pytest.raises(StoreAway):
        store.find(NAME)
    assert not store.answers()


@pytest.mark.parametrize("wrong", [{"files_secret_key": "wrong"}, {"files_access_key": "nobody"}])
def test_a_wrong_key_is_away_and_stands_in_no_message(
    tmp_path: Path, object_store: ObjectStore, wrong: dict[str, str]
) -> None:
    store = documents(settings_of(object_store, tmp_path, **wrong))

    for ask in (lambda: store.keep(LETTER), lambda: store.read(NAME), lambda: store.forget(NAME)):
        with pytest.raises(StoreAway) as refused:
            ask()
        assert SECRET not in str(refused.value)
    assert not store.answers()


def test_a_bucket_that_is_not_there_is_away_and_no_file_is_called_lost(
    tmp_path: Path, object_store: ObjectStore
) -> None:
    store = documents(settings_of(object_store, tmp_path, files_bucket="another-bucket"))

    for ask in (lambda: store.read(NAME), lambda: store.keep(LETTER), lambda: list(store.listed())):
        with pytest.raises(StoreAway):
            ask()
    assert not store.answers()


def test_what_arrives_changed_on_the_way_is_refused_by_the_store(object_store: ObjectStore) -> None:
    line = S3Store(
        BUCKET, endpoint=object_store.endpoint, region=REGION, access_key_id=KEY, secret_access_key=SECRET,
        client_options={"allow_http": True, "default_headers": {"x-amz-checksum-sha256": "A" * 43 + "="}},
    )  # fmt: skip

    with pytest.raises(StoreAway) as refused:
        Bucket(line, line, "changed/").put(NAME, LETTER)

    assert "BadDigest" in str(refused.value.__cause__)


def test_keys_can_stand_in_a_file(tmp_path: Path, object_store: ObjectStore) -> None:
    (tmp_path / "keys").write_text(f"{KEY}\n{SECRET}\n")
    chosen = settings_of(object_store, tmp_path, files_access_key="", files_secret_key="",
                         files_keys_file=str(tmp_path / "keys"))  # fmt: skip

    assert documents(chosen).answers()


@pytest.mark.parametrize(
    "given",
    [
        {"files_bucket": "b"},
        {"files_bucket": "b", "files_access_key": "k"},
        {"files_bucket": "b", "files_keys_file": "/nowhere/keys"},
        {"files_bucket": "b", "files_access_key": "k", "files_secret_key": "s", "files_dir": "/srv/files"},
        {"files_endpoint": "s3.example"},
        {"files_patience_seconds": 0},
    ],
)
def test_settings_that_can_not_be_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**given)


def test_without_settings_files_are_in_the_data_folder(tmp_path: Path) -> None:
    place = store_of(Settings(data_dir=tmp_path), "documents")

    assert isinstance(place, Folder)
    assert place.path == tmp_path / "documents"
