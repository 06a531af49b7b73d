"""The charter: versions, and sections that the stuurgroep fills in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime


class Charter(Base):
    """One version. Frozen, its text never changes; what comes after is a new version (domain.md 9, point 4)."""

    __tablename__ = "charter"
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        CheckConstraint("state in ('draft', 'frozen', 'signed', 'superseded')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_text: Mapped[str] = mapped_column(default="")  # canonical JSON of everything that is signed
    fingerprint: Mapped[str] = mapped_column(default="", index=True)  # sha256 of frozen_text, in hex
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    open_sections: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # of an amendment; None: all

    sections: Mapped[list["CharterSection"]] = relationship(order_by="CharterSection.id", lazy="selectin")


class CharterSection(Base):
    """The content of one section; its shape per section stands in models.rules.charter_completeness."""

    __tablename__ = "charter_section"
    __table_args__ = (UniqueConstraint("charter_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"))
    code: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    standing: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))  # text of ours that it began with
    revision: Mapped[int] = mapped_column(default=0)  # a save that saw an older one is refused as stale
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who looks after it, and says it is ready
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of this very text: each change takes it away


class CharterReason(Base):
    """Why something unusual may stand in a version: written by who freezes it, read by who signs it."""

    __tablename__ = "charter_reason"
    __table_args__ = (UniqueConstraint("charter_id", "section", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"))
    section: Mapped[str]
    code: Mapped[str]  # of the lack (models.rules.charter_completeness, charter_consistency)
    told: Mapped[str]  # what was said about the text, one line for each place
    reason: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SectionSave(Base):
    """What stood in a section after one save: its history, and the ground on which two people's texts are merged."""

    __tablename__ = "charter_section_save"
    __table_args__ = (UniqueConstraint("section_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("charter_section.id", ondelete="CASCADE"))
    revision: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the text that it began with
    suggested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose suggestion was taken over
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SectionWriting(Base):
    """Somebody who has a section open. `typed`: what they typed and could not be kept in the section yet, as the names
    and values of the form; None: nothing waits."""

    __tablename__ = "charter_section_writing"
    __table_args__ = (UniqueConstraint("section_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("charter_section.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    typed: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
