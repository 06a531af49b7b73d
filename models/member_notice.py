"""What the members of a network were told about the network itself: a decision, or that their street left it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class MemberNotice(Base):
    """One text for the members in the list of one case. `kind`: models.rules.member_notices.KINDS; `facts`: what it
    names, as plain values without anything of a member. `papers`: numbers of the members whom no mail reaches, for whom
    a coordinator delivers it on paper; the others each have work of their own."""

    __tablename__ = "member_notice"
    __table_args__ = (Index("ix_member_notice_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    papers: Mapped[list[int]] = mapped_column(JSON)
