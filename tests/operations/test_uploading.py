"""Keeping what staff uploaded: whole, under its sha256, and found back only when it is still the same."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.file_store import Folder
from models.operations.keeping.uploading import checked_file, content_of, keep_upload
from models.rules.access import Role
from models.rules.refusals import Invalid
from models.rules.uploads import MOST_BYTES, MOST_FILES, TIMES_ASKED
from models.upload import Upload
from tests.factories import START, Place, acting, submitted
from tests.files import PDF


def test_an_upload_is_kept_under_its_hash_with_who_and_when(session: Session, place: Place, tmp_path: Path) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])

    upload = keep_upload(session, Folder(tmp_path), case.id, desk, START, checked_file("../scan.exe", PDF))

    assert (tmp_path / hashlib.sha256(PDF).hexdigest()).read_bytes() == PDF
    assert (upload.name, upload.media_type, upload.size) == ("scan.pdf", "application/pdf", len(PDF))
    assert (upload.uploaded_by_id, upload.uploaded_at) == (desk.person_id, START)
    assert content_of(Folder(tmp_path), upload) == PDF


def test_a_file_that_is_refused_leaves_nothing(session: Session, place: Place, tmp_path: Path) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])

    with pytest.raises(Invalid):
        keep_upload(session, Folder(tmp_path), case.id, desk, START, checked_file("scan.pdf", b"<html>"))

    assert session.scalar(select(func.count()).select_from(Upload)) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_file_that_is_gone_or_changed_is_not_handed_out(
    session: Session, place: Place, tmp_path: Path, change: str
) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
    upload = keep_upload(session, Folder(tmp_path), case.id, desk, START, checked_file("scan.pdf", PDF))
    file = tmp_path / upload.sha256

    file.unlink() if change == "gone" else file.write_bytes(PDF + b" ")

    assert content_of(Folder(tmp_path), upload) is None


def _many(session: Session, case_id: int, count: int, size: int) -> None:
    session.add_all(
        Upload(case_id=case_id, name="x.pdf", media_type="application/pdf", sha256=f"{number:064x}", size=size,
               uploaded_at=START)
        for number in range(count)
    )  # fmt: skip
    session.flush()


@pytest.mark.parametrize(
    ("count", "size", "code"),
    [
        (MOST_FILES, 1, "too_many_uploads"),
        (10, MOST_BYTES // 10, "case_full"),
        (1, MOST_BYTES - len(PDF) + 1, "case_full"),
    ],
)
def test_a_case_that_is_full_takes_no_more_and_keeps_nothing(
    session: Session, place: Place, tmp_path: Path, count: int, size: int, code: str
) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
    _many(session, case.id, count, size)

    with pytest.raises(Invalid) as refused:
        keep_upload(session, Folder(tmp_path), case.id, desk, START, checked_file("scan.pdf", PDF), "scan")

    assert (refused.value.code, refused.value.field) == (code, "scan")
    assert list(tmp_path.iterdir()) == []


def test_scans_that_the_procedure_asks_for_have_room_of_their_own(
    session: Session, place: Place, tmp_path: Path
) -> None:
    case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
    _many(session, case.id, MOST_FILES, 1)
    scan = checked_file("scan.pdf", PDF)

    kept = keep_upload(session, Folder(tmp_path), case.id, desk, START, scan, is_asked=True)

    assert kept.is_asked
    for number in range(1, MOST_FILES * TIMES_ASKED):
        session.add(Upload(case_id=case.id, name="x.pdf", media_type="application/pdf", sha256=f"{number:064d}", size=1,
                           uploaded_at=START, is_asked=True))  # fmt: skip
    session.flush()
    with pytest.raises(Invalid, match="too_many_uploads"):
        keep_upload(session, Folder(tmp_path), case.id, desk, START, scan, is_asked=True)


def test_the_last_file_that_fits_is_taken_and_another_case_has_its_own_room(
    session: Session, place: Place, tmp_path: Path
) -> None:
    full, other = submitted(session, place), submitted(session, place)
    desk = acting(session, place.people[Role.DESK_OFFICER])
    _many(session, full.id, MOST_FILES - 1, 1)
    fits = checked_file("scan.pdf", PDF)

    keep_upload(session, Folder(tmp_path), full.id, desk, START, fits)
    keep_upload(session, Folder(tmp_path), other.id, desk, START, fits)

    with pytest.raises(Invalid):
        keep_upload(session, Folder(tmp_path), full.id, desk, START, fits)
