"""Freeze what is agreed when the consultation closes. Apart from agreeing.py, because acting.py needs it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from models.agreement import Agreement
from models.case import FoundingCase
from models.database import Base
from models.queries.consultation.agreements import agreed_text

_AGREEMENTS = Base.metadata.tables[Agreement.__tablename__]
_FREEZE = (
    update(_AGREEMENTS)
    .where(_AGREEMENTS.c.case_id == bindparam("of_case"), _AGREEMENTS.c.version == bindparam("of_version"))
    .values(frozen_at=bindparam("at"))
    .returning(_AGREEMENTS.c.id)
)
_WRITE = insert(_AGREEMENTS)


def freeze_agreement(session: Session, case: FoundingCase, at: datetime) -> dict[str, Any]:
    """Freeze the present version; a request that nobody changed is taken over. Returns what the journal keeps."""
    text = agreed_text(session, case.id)
    frozen = {"of_case": case.id, "of_version": text.version, "at": at}
    if text.version == 1:
        row = {"case_id": case.id, "version": 1, "round": case.round, "motives": text.motives,
               "expectations": dict(text.expectations), "objectives": list(text.objectives), "written_by_id": None,
               "function": "", "written_at": at, "frozen_at": at}  # fmt: skip
        session.connection().execute(_WRITE, row)
    elif session.connection().scalar(_FREEZE, frozen) is None:
        raise LookupError(f"{case.number} has no version {text.version} of what is agreed")
    return {"version": text.version, "fingerprint": text.fingerprint[:12], "hash": text.fingerprint}
