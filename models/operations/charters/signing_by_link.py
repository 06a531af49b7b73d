"""A partner without an account signs, or refuses to, through a link by mail. Looking changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.operations.accounts.personal_links import kept_token
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import Taken, lock_case, settings_of
from models.operations.charters.drafting_charter import frozen_of
from models.operations.charters.inviting_signatories import require_turn
from models.operations.charters.signing_charter import (
    check_coordinators,
    check_name,
    note_signature,
    refuse_line,
    require_same_text,
    sign_line,
    unsigned,
)
from models.rules.access import SYSTEM
from models.rules.charter_text import PERSONAL_LINK
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet
from models.signature import Signature

SIGNATORY = "signatory"  # the function in which it stands in the journal


@dataclass(frozen=True)
class FoundLine:
    """The line of a link, its version and case. `state`: open, signed, refused, or lapsed (another version came)."""

    signature: Signature
    charter: Charter
    case: FoundingCase
    state: str


def signatory_token(session: Session, signature_id: int, secret_key: str, before: str = "") -> str:
    """The token of a partner's link, for a mail: the same each time, and kept nowhere but as its hash."""
    return kept_token(session.get_one(Signature, signature_id), SIGNATORY, secret_key, before)


def find_line(session: Session, token: str) -> FoundLine | None:
    """What a link opens; None for an unknown one."""
    row = session.scalars(select(Signature).where(Signature.token_hash == hashed(token))).one_or_none()
    if row is None:
        return None
    charter = session.get_one(Charter, row.charter_id)
    case = session.get_one(FoundingCase, charter.case_id)
    return FoundLine(row, charter, case, _state(row, charter, case))


def _state(row: Signature, charter: Charter, case: FoundingCase) -> str:
    if row.refused_at is not None:
        return "refused"
    is_open = charter.state == "frozen" and case.stage == Stage.CHARTER and case.ended_at is None
    if row.signed_on is not None:
        return "signed" if is_open or charter.signed_at is not None else "lapsed"
    return "open" if is_open else "lapsed"


def sign_by_link(session: Session, signature_id: int, at: datetime, *, name: str, place: str, fingerprint: str,
                 drawing: str = "") -> None:  # fmt: skip
    """Sign with the own name under the text with this fingerprint. Raises Stale, GateNotMet and Invalid."""
    taken, charter, row = _taken(session, signature_id)
    require_same_text(charter, fingerprint)
    check_coordinators(session, charter, taken)
    require_turn(session, row, taken.settings)
    check_name(name, row.name)
    sign_line(row, row.name, place, drawing, PERSONAL_LINK)
    note_signature(session, taken, charter, row, SYSTEM, at, day_of(at), SIGNATORY)


def refuse_by_link(session: Session, signature_id: int, at: datetime, *, reason: str, fingerprint: str) -> None:
    """Refuse to sign the text with this fingerprint: a next version begins. Raises Stale, GateNotMet and Invalid."""
    taken, charter, row = _taken(session, signature_id)
    refuse_line(session, taken, charter, row, reason, fingerprint, SYSTEM, at)


def _taken(session: Session, signature_id: int) -> tuple[Taken, Charter, Signature]:
    row = session.get_one(Signature, signature_id)
    case = lock_case(session, session.get_one(Charter, row.charter_id).case_id)
    session.refresh(row)
    if case.ended_at is not None or case.stage != Stage.CHARTER:
        raise GateNotMet("not_signing", "Het charter wordt nu niet ondertekend.")
    taken = Taken(case, settings_of(case), SIGNATORY)
    charter = frozen_of(session, taken)
    return taken, charter, unsigned(session, charter, signature_id)
