"""Uploads and the virus scanner: a file waits in quarantine until it was looked at; one with a virus is refused."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.operations.cases.acting import lock_case, record
from models.operations.cases.writing_case import write_case
from models.operations.effects.carrying_out import confirm_effect
from models.outbox import Effect
from models.rules.access import SYSTEM
from models.rules.uploads import CLEAN, REFUSED, UNSCANNED
from models.upload import Upload

SCAN = "scan"
LONGEST_FINDING = 80


def plan_scan(session: Session, upload: Upload) -> None:
    """Have the upload looked at, by the flow that its case asks for anyhow."""
    session.add(Effect(kind=SCAN, key=f"scan:{upload.id}", case_id=upload.case_id, payload={"upload_id": upload.id}))
    session.flush()


def record_scan(session: Session, effect_id: int, worker: str, now: datetime, at: datetime,
                finding: str | None) -> bool:  # fmt: skip
    """Note what the scanner found: empty, and the file may be opened; else it is refused, wherever it was put. None:
    nobody was asked, and the file stays as it came. `now`: real time; `at`: the moment of the case.

    False when the claim was lost: somebody else looked at it.
    """
    effect = session.get_one(Effect, effect_id)
    assert effect.case_id is not None
    case = lock_case(session, effect.case_id)
    upload = session.get_one(Upload, effect.payload["upload_id"])
    if not confirm_effect(session, effect_id, worker, now):
        return False
    if not finding:
        if upload.scan_state != REFUSED:  # as the same file in another case
            upload.scan_state = UNSCANNED if finding is None else CLEAN
            upload.scanned_at = None if finding is None else now
        return True
    session.execute(update(Upload).where(Upload.sha256 == upload.sha256).values(scan_state=REFUSED, scanned_at=now))
    record(session, case, "upload:refused", SYSTEM, at, finding=finding[:LONGEST_FINDING], sha256=upload.sha256)
    write_case(session)
    return True
