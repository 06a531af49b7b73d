"""What the three parties think of the support base after an evening, and until when voices count."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.rules.procedure_settings import ProcedureSettings
from models.rules.support import is_gathering
from models.rules.support_judgements import last_day_of_voices
from models.support_judgement import SupportJudgement

# Built once, like the other questions of the gates (models/queries/cases/facts.py).
_STANDING = select(SupportJudgement).where(
    SupportJudgement.id.in_(
        select(func.max(SupportJudgement.id))
        .where(SupportJudgement.evening_id == bindparam("evening"))
        .group_by(SupportJudgement.party)
    )
)


def standing_judgements(session: Session, evening_id: int) -> Mapping[str, SupportJudgement]:
    """Per party its last judgement after this evening."""
    return {one.party: one for one in session.scalars(_STANDING, {"evening": evening_id})}


def last_voice_day(session: Session, case_id: int, settings: ProcedureSettings) -> date | None:
    """The last day on which voices count: some days after the last evening, where the municipality asks that."""
    if not settings.voices_days_after_evening:
        return None
    starts_at = session.scalar(
        select(InfoEvening.starts_at)
        .where(InfoEvening.case_id == case_id, InfoEvening.state != "cancelled")
        .order_by(InfoEvening.starts_at.desc())
        .limit(1)
    )
    evening_on = day_of(starts_at) if starts_at else None
    return last_day_of_voices(evening_on, settings.voices_days_after_evening)


def takes_voices(session: Session, case: FoundingCase, settings: ProcedureSettings, at: datetime) -> bool:
    """Whether a voice can be given, confirmed or changed now."""
    if not is_gathering(case.stage, case.ended_at is not None):
        return False
    last_day = last_voice_day(session, case.id, settings)
    return last_day is None or day_of(at) <= last_day
