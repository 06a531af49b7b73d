"""What is agreed in a case: the last version, else the request as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.agreement import Agreement, AgreementAnswer
from models.approval import Approval
from models.case import FoundingCase
from models.request import FoundingRequest
from models.rules.agreement import AgreedText
from models.rules.procedure import Stage

# Built once: each decision asks them (benchmarks/engine.py).
_PRESENT = (
    select(
        FoundingRequest.motives.label("asked_motives"),
        FoundingRequest.expectations.label("asked_expectations"),
        FoundingRequest.objectives.label("asked_objectives"),
        Agreement.version,
        Agreement.motives,
        Agreement.expectations,
        Agreement.objectives,
    )
    .outerjoin(Agreement, Agreement.case_id == FoundingRequest.case_id)
    .where(FoundingRequest.case_id == bindparam("of_case"))
    .order_by(Agreement.version.desc())
    .limit(1)
)
VERSION = select(func.max(Agreement.version)).where(Agreement.case_id == bindparam("of_case")).scalar_subquery()
_VERSION = select(VERSION)
_REQUEST = select(FoundingRequest).where(FoundingRequest.case_id == bindparam("of_case"))
_VERSIONS = select(Agreement).where(Agreement.case_id == bindparam("of_case")).order_by(Agreement.version.desc())
_ANSWER = (
    select(AgreementAnswer)
    .where(AgreementAnswer.case_id == bindparam("of_case"), AgreementAnswer.version == bindparam("of_version"))
    .order_by(AgreementAnswer.round.desc())
    .limit(1)
)
_DECIDED = (
    select(Approval.id)
    .where(Approval.case_id == bindparam("of_case"), Approval.stage == bindparam("of_stage"))
    .where(Approval.round == bindparam("of_round"))
    .limit(1)
)


@dataclass(frozen=True)
class AgreementPage:
    """The agreement of a case as its page shows it. `answer`: what the initiator says of the present version."""

    present: AgreedText
    asked: AgreedText
    versions: Sequence[Agreement]  # the newest first; the request itself is not among them
    answer: AgreementAnswer | None
    is_locked: bool

    @property
    def last(self) -> Agreement | None:
        """The present version as it was written; None while it is the request."""
        return self.versions[0] if self.versions else None


def agreed_text(session: Session, case_id: int) -> AgreedText:
    """The present version; after the consultation it is the frozen one."""
    row = session.connection().execute(_PRESENT, {"of_case": case_id}).one()
    if row.version is None:
        return AgreedText(1, row.asked_motives, row.asked_expectations, tuple(row.asked_objectives))
    return AgreedText(row.version, row.motives, row.expectations, tuple(row.objectives))


def agreed_version(session: Session, case_id: int) -> int:
    """The number of the present version."""
    return session.connection().scalar(_VERSION, {"of_case": case_id}) or 1


def requested_text(session: Session, case_id: int) -> AgreedText:
    """What the initiator asked: version 1."""
    request = session.scalars(_REQUEST, {"of_case": case_id}).one()
    return AgreedText(1, request.motives, request.expectations, tuple(request.objectives))


def text_of(version: Agreement) -> AgreedText:
    """One version as plain text."""
    return AgreedText(version.version, version.motives, version.expectations, tuple(version.objectives))


def is_decided(session: Session, case: FoundingCase) -> bool:
    """Whether a side decided in this round: the text then stays as it is."""
    asked = {"of_case": case.id, "of_stage": case.stage, "of_round": case.round}
    return session.scalar(_DECIDED, asked) is not None


def read_agreement(session: Session, case: FoundingCase) -> AgreementPage:
    """All versions of a case, with what the initiator says of the last one."""
    versions = session.scalars(_VERSIONS, {"of_case": case.id}).all()
    asked = requested_text(session, case.id)
    present = text_of(versions[0]) if versions else asked
    answer = session.scalars(_ANSWER, {"of_case": case.id, "of_version": present.version}).one_or_none()
    is_open = case.stage in (Stage.IDEA, Stage.CONSULTATION) and case.ended_at is None
    return AgreementPage(present, asked, versions, answer, not is_open or is_decided(session, case))
