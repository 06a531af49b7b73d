"""Files that no row speaks of go after a week; a file that a row names never does."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.file_store import DOCUMENTS, UPLOADS, FileStore, Folder, documents
from models.house_style import HouseStyle
from models.operations.keeping.removing_orphans import FEW, TooMany, find_orphans, remove_orphans
from models.operations.keeping.uploading import checked_file, keep_upload
from models.rules.access import Role
from models.settings import Settings
from tests.engine.backup_steps import a_document
from tests.factories import START, Place, acting, submitted
from tests.files import PDF
from tests.object_store import ObjectStore

NOW = datetime.now(UTC)  # when tests are collected: files of a test can be an hour younger
IN_A_WEEK = NOW + timedelta(days=8)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return Folder(tmp_path)


def _left(session: Session, store: FileStore, kind: str = DOCUMENTS, now: datetime = IN_A_WEEK) -> list[str]:
    return find_orphans(session, kind, store.listed(), now)


def test_the_file_of_an_upload_whose_transaction_failed_goes_after_a_week(
    session: Session, place: Place, store: FileStore
) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
    savepoint = session.begin_nested()
    upload = keep_upload(session, store, case.id, desk, START, checked_file("brief.pdf", PDF))
    name = upload.sha256
    savepoint.rollback()

    assert _left(session, store, UPLOADS, NOW + timedelta(days=6)) == []
    assert _left(session, store, UPLOADS) == [name]
    assert remove_orphans(store, [name], IN_A_WEEK) == 1
    assert store.find(name) is None


def test_what_a_row_names_stays_whatever_its_age(session: Session, place: Place, store: FileStore) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
    session.add(a_document(case.id, store.keep(b"a document")))
    session.add(HouseStyle(authority_id=place.municipality.id, version=1, logo_sha256=store.keep(b"a logo"),
                           logo_media_type="image/png", saved_by_id=desk.person_id, saved_at=START))  # fmt: skip
    session.flush()
    orphan = store.keep(b"a sealed charter of a worker that died")

    assert _left(session, store, now=NOW + timedelta(days=3650)) == [orphan]


def test_a_document_is_no_upload(session: Session, place: Place, store: FileStore) -> None:
    case = submitted(session, place)
    name = store.keep(b"a document")
    session.add(a_document(case.id, name))
    session.flush()

    assert _left(session, store, UPLOADS) == [name]


def test_one_that_was_kept_again_meanwhile_stays(session: Session, store: FileStore, tmp_path: Path) -> None:
    old = store.keep(b"left a month ago")
    long_ago = (NOW - timedelta(days=30)).timestamp()
    os.utime(tmp_path / old, (long_ago, long_ago))
    assert _left(session, store, now=NOW) == [old]

    store.keep(b"left a month ago")

    assert remove_orphans(store, [old], NOW) == 0
    assert store.read(old) == b"left a month ago"


def test_where_far_too_many_are_unknown_none_goes(session: Session, store: FileStore) -> None:
    for number in range(FEW + 1):
        store.keep(b"%d" % number)

    with pytest.raises(TooMany, match=f"{FEW + 1} of {FEW + 1} documents"):
        _left(session, store)


def test_in_a_bucket_too(session: Session, place: Place, object_store: ObjectStore, tmp_path: Path) -> None:
    told = {name.removeprefix("BINSTART_").lower(): value for name, value in object_store.settings().items()}
    store = documents(Settings(data_dir=tmp_path, **told))
    case = submitted(session, place)
    session.add(a_document(case.id, store.keep(b"a document")))
    session.flush()
    orphan = store.keep(b"of nobody")

    assert _left(session, store, now=NOW + timedelta(days=6)) == []
    assert _left(session, store) == [orphan]
    assert remove_orphans(store, [orphan], IN_A_WEEK) == 1
    assert [store.read(one.name) for one in store.listed()] == [b"a document"]
