"""Keeping what staff uploaded: whole, under its sha256, and found back only when it is still the same."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.file_store import Folder
from models.operations.keeping.uploading import content_of, keep_upload
from models.rules.access import Role
from models.rules.refusals import Invalid
from models.upload import Upload
from tests.factories import START, Place, acting, submitted
from tests.files import PDF


def test_an_upload_is_kept_under_its_hash_with_who_and_when(session: Session, place: Place, tmp_path: Path) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])

    upload = keep_upload(session, Folder(tmp_path), case.id, desk, START, name="../scan.exe", content=PDF)

    assert (tmp_path / hashlib.sha256(PDF).hexdigest()).read_bytes() == PDF
    assert (upload.name, upload.media_type, upload.size) == ("scan.pdf", "application/pdf", len(PDF))
    assert (upload.uploaded_by_id, upload.uploaded_at) == (desk.person_id, START)
    assert content_of(Folder(tmp_path), upload) == PDF


def test_a_file_that_is_refused_leaves_nothing(session: Session, place: Place, tmp_path: Path) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])

    with pytest.raises(Invalid):
        keep_upload(session, Folder(tmp_path), case.id, desk, START, name="scan.pdf", content=b"<html>")

    assert session.scalar(select(func.count()).select_from(Upload)) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_file_that_is_gone_or_changed_is_not_handed_out(
    session: Session, place: Place, tmp_path: Path, change: str
) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
    upload = keep_upload(session, Folder(tmp_path), case.id, desk, START, name="scan.pdf", content=PDF)
    file = tmp_path / upload.sha256

    file.unlink() if change == "gone" else file.write_bytes(PDF + b" ")

    assert content_of(Folder(tmp_path), upload) is None
