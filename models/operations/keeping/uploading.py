"""Keeping a file that somebody uploaded, and finding it back unchanged."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.document import Document
from models.file_store import FileLost, FileStore
from models.rules.access import Actor
from models.rules.uploads import check_upload
from models.upload import Upload


def keep_upload(
    session: Session, store: FileStore, case_id: int, by: Actor, at: datetime, *, name: str, content: bytes,
    field: str = "file",
) -> Upload:  # fmt: skip
    """Check the file by its content and keep it for this case. The caller has taken the case and checked the right.

    Raises Invalid (at `field`) for what can't be kept, and StoreAway. The file is there before the row is: a row
    without its file would be a lost document; a file without a row is only room, until `remove_orphans` finds it.
    """
    checked = check_upload(name, content, field)
    upload = Upload(
        case_id=case_id,
        name=checked.name,
        media_type=checked.media_type,
        sha256=store.keep(checked.content),
        size=len(checked.content),
        uploaded_by_id=by.person_id,
        uploaded_at=at,
    )
    session.add(upload)
    session.flush()
    return upload


def content_of(store: FileStore, upload: Upload | Document) -> bytes | None:
    """The file as it was kept; None when it is gone or no longer what it was. Raises StoreAway."""
    try:
        return store.read(upload.sha256)
    except FileLost:
        return None
