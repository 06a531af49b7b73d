"""The founding case: where it is, since when, and who must act."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from models.area import Area
from models.authority import Authority
from models.database import Base, UtcDateTime
from models.rules.access import CasePlace
from models.rules.languages import SOURCE
from models.rules.procedure import End, Stage
from models.term import Term


def _listed(names: type[Stage] | type[End]) -> str:
    return ", ".join(f"'{name.value}'" for name in names)


class FoundingCase(Base):
    """One founding, from request to evaluation. The row is the lock of everything that belongs to the case."""

    __tablename__ = "founding_case"
    __table_args__ = (
        CheckConstraint(f"stage in ({_listed(Stage)})", name="stage"),
        CheckConstraint(f'"end" is null or "end" in ({_listed(End)})', name="end"),
        CheckConstraint("document_language in ('nl', 'fr')", name="document_language"),
        CheckConstraint("kind in ('bin', 'bin_z', 'sector')", name="kind"),
        Index("ix_founding_case_municipality_id_ended_at", "municipality_id", "ended_at"),
        Index("ix_founding_case_zone_id_ended_at", "zone_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[str] = mapped_column(default="bin")
    name: Mapped[str]
    document_language: Mapped[str] = mapped_column(default=SOURCE)  # in which its documents are made
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    initiator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    applicant_dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"))
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    stage: Mapped[str] = mapped_column(default=Stage.IDEA.value)
    round: Mapped[int] = mapped_column(default=1)  # how many times this stage was opened
    stage_opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]  # the term of what is waited for
    waiting_for: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of unmet conditions, for work lists
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end: Mapped[str | None]
    may_come_again: Mapped[bool] = mapped_column(default=True)
    split_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("founding_case.id")
    )  # of which network this was a part

    journal_length: Mapped[int] = mapped_column(default=0)
    journal_hash: Mapped[str] = mapped_column(default="")
    noticed_length: Mapped[int] = mapped_column(default=0)  # journal entries whose notices are planned

    municipality: Mapped[Authority] = relationship(foreign_keys=[municipality_id], lazy="joined", innerjoin=True)
    area: Mapped[Area] = relationship()
    split_from: Mapped["FoundingCase | None"] = relationship(remote_side=[id])
    running_terms: Mapped[list[Term]] = relationship(  # for pages; operations ask for the one that they need
        primaryjoin=lambda: and_(FoundingCase.id == foreign(Term.case_id), Term.over_at.is_(None)),
        order_by=Term.id.desc(),
        viewonly=True,
    )

    @property
    def position(self) -> str:
        """Where the case stands, as forms carry it to notice a stale page: 'consultation:1'."""
        return f"{self.stage}:{self.round}"

    @property
    def place(self) -> CasePlace:
        """What access needs to know."""
        return CasePlace(
            self.id,
            self.municipality_id,
            self.zone_id,
            self.initiator_id,
            self.applicant_dwelling_id,
            self.submitted_by_id,
        )


class StageRecord(Base):
    """One opening of a stage, and how it was left."""

    __tablename__ = "stage_record"
    __table_args__ = (UniqueConstraint("case_id", "stage", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    stage: Mapped[str]
    round: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str | None]  # closed, sent_back, or how the case ended


class Reason(Base):
    """A written reason with body and date: every refusal, sending back, stop and withdrawal has one."""

    __tablename__ = "reason"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    stage: Mapped[str]
    round: Mapped[int]
    action: Mapped[str]
    body: Mapped[str]
    text: Mapped[str]
    decided_on: Mapped[date | None]  # where the day of the decision was told; else the day of given_at
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
