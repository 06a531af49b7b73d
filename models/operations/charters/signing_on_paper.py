"""Signatures in ink under the printed charter: entered with their scan, counted once somebody else compared the two."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.file_store import FileStore
from models.operations.cases.acting import proceed, record, take, written
from models.operations.charters.drafting_charter import frozen_of
from models.operations.charters.inviting_signatories import require_turn
from models.operations.charters.signing_charter import check_coordinators, check_name, note_signature, unsigned
from models.operations.consultation.consulting import not_later_than
from models.operations.keeping.uploading import keep_upload
from models.rules.access import Actor
from models.rules.charter_text import PAPER
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.rules.uploads import CheckedUpload
from models.signature import InkSignature, Signature


def record_ink_signature(session: Session, case_id: int, by: Actor, at: datetime, *, store: FileStore,
                         signature_id: int, name: str, place: str, signed_on: date, scan: CheckedUpload | None,
                         seen: str = "") -> InkSignature:  # fmt: skip
    """The desk enters a signature under the printed version, whoever of the signatories it is from.

    `store`: where uploads are kept; `scan`: of the signed paper. It counts when `check_ink_signature` was done.
    Raises Invalid at the field that is wrong, Stale when the line is signed or entered already.
    """
    taken = take(session, case_id, "record_ink_signature", by, seen=seen)
    charter = frozen_of(session, taken)
    row = unsigned(session, charter, signature_id)
    check_coordinators(session, charter, taken)
    require_turn(session, row, taken.settings)
    not_later_than(signed_on, at, "signed_on")
    if charter.frozen_at is not None and signed_on < day_of(charter.frozen_at):
        raise Invalid("before_freezing", "Toen lag deze tekst nog niet vast. Kijk de datum na.", "signed_on")
    if row.name:
        check_name(name, row.name)
    if scan is None:
        raise Invalid("scan_missing", "Voeg de scan of een foto van de ondertekende bladzijde toe.", "scan")
    assert by.person_id is not None
    entered = InkSignature(
        signature_id=row.id, name=row.name or written(name, "name"), place=written(place, "place"),
        signed_on=signed_on, entered_by_id=by.person_id, entered_as=taken.function, entered_at=at,
        scan_id=keep_upload(session, store, case_id, by, at, scan, "scan", is_asked=True).id,
    )  # fmt: skip
    session.add(entered)
    session.flush()
    record(session, taken.case, "ink_signature:entered", by, at, taken.function, capacity=row.capacity,
           version=charter.version, signature_id=row.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return entered


def check_ink_signature(session: Session, case_id: int, by: Actor, at: datetime, *, signature_id: int,
                        is_right: bool, reason: str = "", seen: str = "") -> None:  # fmt: skip
    """The second pair of eyes: what was entered is what the scan shows, and counts; or it goes back with a reason.

    Raises NotAllowed for who entered it, Stale when it was checked or sent back meanwhile.
    """
    taken = take(session, case_id, "check_ink_signature", by, seen=seen)
    charter = frozen_of(session, taken)
    row = session.get(Signature, signature_id)
    entered = entered_for(session, signature_id)
    if row is None or row.charter_id != charter.id or entered is None:
        raise Stale("nothing_to_check", "Deze handtekening op papier is intussen nagekeken of teruggestuurd.")
    if entered.entered_by_id == by.person_id:
        raise NotAllowed("own_entry", "Iemand anders dan wie de handtekening invoerde, kijkt ze na.")
    reason = written(reason) if not is_right else ""
    session.delete(entered)
    session.flush()
    if not is_right:
        record(session, taken.case, "ink_signature:sent_back", by, at, taken.function, capacity=row.capacity,
               version=charter.version, reason=reason, signature_id=row.id)  # fmt: skip
        proceed(session, taken.case, taken.settings, at)
        return
    check_coordinators(session, charter, taken)
    row.name, row.place, row.method, row.identified_by = entered.name, entered.place, "ink", PAPER
    row.scan_id, row.recorded_by_id, row.recorded_as = entered.scan_id, entered.entered_by_id, entered.entered_as
    row.checked_by_id, row.checked_as = by.person_id, taken.function
    note_signature(session, taken, charter, row, by, at, entered.signed_on, taken.function, entered.entered_at)


def entered_for(session: Session, signature_id: int) -> InkSignature | None:
    """What was entered for this line and waits for a second pair of eyes."""
    return session.scalars(select(InkSignature).where(InkSignature.signature_id == signature_id)).one_or_none()
