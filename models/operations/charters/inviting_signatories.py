"""Whose signature is asked when: all at once or in order. Partners without an account get a link by mail."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.journal import JournalEntry
from models.operations.cases.acting import record
from models.rules.access import SYSTEM, Role
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import GateNotMet
from models.signature import Signature


def ask_signatures(session: Session, case: FoundingCase, settings: ProcedureSettings, charter: Charter,
                   at: datetime) -> None:  # fmt: skip
    """Send a link to each partner whose signature can be set now and who has none yet; one after the other, tell who
    comes next that it is their turn. Who signs first hears of it when the text is frozen."""
    rows = unsigned_rows(session, charter.id)
    asked = rows[:1] if settings.signs_in_order else rows
    for row in asked:
        if row.email and not row.link_seed:
            row.link_seed = secrets.token_urlsafe(32)
            _tell(session, case, charter, row, "signatory:invited", at)
    is_first = not rows or rows[0].id == _first_id(session, charter.id)
    if settings.signs_in_order and not is_first and not rows[0].email and not _was_told(session, case, rows[0]):
        _tell(session, case, charter, rows[0], "charter:turn", at)


def _tell(session: Session, case: FoundingCase, charter: Charter, row: Signature, event: str, at: datetime) -> None:
    record(session, case, event, SYSTEM, at, version=charter.version, capacity=row.capacity,
           signature_id=row.id, fingerprint=charter.fingerprint)  # fmt: skip


def remind_signatories(session: Session, case: FoundingCase, charter: Charter, at: datetime) -> None:
    """Remind the partners who got a link and did not sign."""
    for row in unsigned_rows(session, charter.id):
        if row.link_seed:
            _tell(session, case, charter, row, "signatory:reminded", at)


def _was_told(session: Session, case: FoundingCase, row: Signature) -> bool:
    told = session.scalars(
        select(JournalEntry.data).where(
            JournalEntry.case_id == case.id, JournalEntry.event == "charter:turn"
        )
    ).all()  # fmt: skip
    return any(data["signature_id"] == row.id for data in told)


def _first_id(session: Session, charter_id: int) -> int | None:
    return session.scalar(
        select(Signature.id).where(Signature.charter_id == charter_id).order_by(Signature.id).limit(1)
    )


def unsigned_rows(session: Session, charter_id: int) -> Sequence[Signature]:
    """The lines that wait for a signature, in the order in which they are printed."""
    return session.scalars(
        select(Signature)
        .where(Signature.charter_id == charter_id, Signature.signed_on.is_(None))
        .order_by(Signature.id)
    ).all()  # fmt: skip


def require_turn(session: Session, row: Signature, settings: ProcedureSettings) -> None:
    """Raises GateNotMet where signing goes one after the other and somebody comes first."""
    first = unsigned_rows(session, row.charter_id)[0]
    if settings.signs_in_order and first.id != row.id:
        raise GateNotMet("not_their_turn", f"Er wordt na elkaar getekend. Eerst tekent: {first.capacity}.")


def signing_roles(session: Session, charter: Charter, settings: ProcedureSettings) -> frozenset[Role]:
    """Who must do something for the signatures that are still waited for; on paper, that is the desk."""
    rows = unsigned_rows(session, charter.id)
    waiting = [row for row in (rows[:1] if settings.signs_in_order else rows) if not row.email]
    return frozenset(Role(row.role) if row.role else Role.DESK_OFFICER for row in waiting)
