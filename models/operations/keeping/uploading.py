"""Keeping a file that somebody uploaded, and finding it back unchanged."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.document import Document
from models.file_store import FileLost, FileStore
from models.operations.keeping.scanning_uploads import plan_scan
from models.pictures import drawn_anew
from models.rules.access import Actor
from models.rules.uploads import (
    FIELD,
    QUARANTINE,
    UNSCANNED,
    CheckedUpload,
    check_room,
    check_upload,
    require_openable,
)
from models.settings import settings
from models.upload import Upload


def checked_file(name: str, content: bytes, field: str = FIELD) -> CheckedUpload:
    """The file as it may be kept: told by its content, a picture drawn anew. Raises Invalid (at `field`).

    It takes a moment: do it before the case is taken.
    """
    return drawn_anew(check_upload(name, content, field), field)


def keep_upload(
    session: Session, store: FileStore, case_id: int, by: Actor, at: datetime, file: CheckedUpload, field: str = FIELD,
    *, is_asked: bool = False,
) -> Upload:  # fmt: skip
    """Keep a file that was checked for this case. The caller has taken the case and checked the right. `is_asked`: the
    procedure asks for it, as the scan of a signature or of a support sheet; letters have less room.

    Raises Invalid (at `field`) when the case has no room for it, and StoreAway. The file is there before the row is: a
    row without its file would be a lost document; a file without a row is only room, until `remove_orphans` finds it.
    """
    check_upload(file.name, file.content, field)
    check_room(*_room(session, case_id, is_asked), len(file.content), field, is_asked=is_asked)
    upload = Upload(
        case_id=case_id,
        name=file.name,
        media_type=file.media_type,
        sha256=store.keep(file.content),
        size=len(file.content),
        uploaded_by_id=by.person_id,
        uploaded_at=at,
        is_asked=is_asked,
        scan_state=QUARANTINE if settings().virus_scanner else UNSCANNED,
    )
    session.add(upload)
    session.flush()
    if upload.scan_state == QUARANTINE:
        plan_scan(session, upload)
    return upload


def _room(session: Session, case_id: int, is_asked: bool) -> tuple[int, int]:
    """How many files of this sort a case has, and how many bytes they are."""
    mine = Upload.case_id == case_id, Upload.is_asked == is_asked
    counted = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(*mine)
    count, size = session.execute(counted).one()
    return count, size


def content_of(store: FileStore, upload: Upload | Document) -> bytes | None:
    """The file as it was kept; None when it is gone or no longer what it was. Raises StoreAway, and GateNotMet for an
    upload that was not found clean where a scanner looks."""
    if isinstance(upload, Upload):
        require_openable(upload.scan_state)
    try:
        return store.read(upload.sha256)
    except FileLost:
        return None
