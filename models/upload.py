"""Files in a case, of staff or of an adviser: a scan of a paper sheet, a letter. The file lies under its sha256."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Upload(Base):
    """One file in the uploads folder. `media_type` is what its content is, `name` what it is called when downloaded."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("scan_state in ('unscanned', 'quarantine', 'clean', 'refused')", name="scan_state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: an adviser, through their link
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_asked: Mapped[bool] = mapped_column(default=False, server_default=false())  # a scan of a signature or sheet
    scan_state: Mapped[str] = mapped_column(default="unscanned", server_default="unscanned")  # models.rules.uploads
    scanned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
