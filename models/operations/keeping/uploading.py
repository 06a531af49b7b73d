"""Keeping a file that somebody uploaded, and finding it back unchanged."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models.document import Document
from models.operations.effects.producing import document_path, keep_file
from models.rules.access import Actor
from models.rules.uploads import check_upload
from models.upload import Upload


def keep_upload(
    session: Session, folder: Path, case_id: int, by: Actor, at: datetime, *, name: str, content: bytes,
    field: str = "file",
) -> Upload:  # fmt: skip
    """Check the file by its content and keep it for this case. The caller has taken the case and checked the right.

    Raises Invalid (at `field`) for what can't be kept. The file is there before the row is: a row without its file
    would be a lost document, a file without a row is only room on the disk.
    """
    checked = check_upload(name, content, field)
    upload = Upload(
        case_id=case_id,
        name=checked.name,
        media_type=checked.media_type,
        sha256=keep_file(folder, checked.content),
        size=len(checked.content),
        uploaded_by_id=by.person_id,
        uploaded_at=at,
    )
    session.add(upload)
    session.flush()
    return upload


def content_of(folder: Path, upload: Upload | Document) -> bytes | None:
    """The file as it was uploaded; None when it is gone or no longer what it was."""
    file = document_path(folder, upload.sha256)
    content = file.read_bytes() if file.is_file() else b""
    return content if hashlib.sha256(content).hexdigest() == upload.sha256 else None
