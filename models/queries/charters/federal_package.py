"""What goes to the FPS Interior together: the letter, the signed charter and its house rules, once they are made."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.case import FoundingCase, StageRecord
from models.charter import Charter
from models.document import Document
from models.rules.procedure import Stage

KINDS = ("federal_letter", "charter", "house_rules")  # in the order in which one reads them


@dataclass(frozen=True)
class FederalPackage:
    """`version` of the charter, and its documents in order; fewer than three while some are still being made."""

    version: int
    documents: tuple[Document, ...]

    @property
    def is_ready(self) -> bool:
        """Whether everything is there."""
        return len(self.documents) == len(KINDS)


def federal_package(session: Session, case: FoundingCase) -> FederalPackage | None:
    """The package of the last version that everybody signed; None before there was one."""
    version = session.scalar(
        select(func.max(Charter.version)).where(Charter.case_id == case.id, Charter.signed_at.is_not(None))
    )
    if version is None:
        return None
    round_ = session.scalar(
        select(func.max(StageRecord.round)).where(
            StageRecord.case_id == case.id, StageRecord.stage == Stage.FEDERAL_CHECK.value
        )
    )
    # An older letter is none for this charter: what belongs to the stage carries its round.
    made = session.scalars(
        select(Document).where(
            Document.case_id == case.id,
            Document.media_type == "application/pdf",
            or_(
                and_(Document.kind == "charter", Document.version == str(version)),
                and_(Document.kind.in_(("federal_letter", "house_rules")), Document.version == str(round_)),
            ),
        )
    ).all()
    return FederalPackage(version, tuple(sorted(made, key=lambda one: KINDS.index(one.kind))))
