"""Noting a document that was made: its row with the journal, at once. Its file was kept before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.document import Document
from models.operations.cases.acting import lock_case, record
from models.operations.cases.writing_case import write_case
from models.operations.effects.carrying_out import confirm_effect
from models.outbox import Effect
from models.rules.access import SYSTEM
from models.rules.languages import SOURCE


@dataclass(frozen=True)
class ProducedFile:
    """One form of a document, as it was kept. `size` in bytes."""

    media_type: str
    filename: str
    sha256: str
    size: int
    language: str = SOURCE


def record_document(session: Session, effect_id: int, worker: str, now: datetime, at: datetime,
                    files: Sequence[ProducedFile]) -> bool:  # fmt: skip
    """Confirm the effect and note the document in all its forms. `now`: real time; `at`: the moment of the case.

    A signed charter is sealed with the hash of its PDF. False when the claim was lost: somebody else made it.
    """
    effect = session.get_one(Effect, effect_id)
    assert effect.case_id is not None
    case = lock_case(session, effect.case_id)
    if not confirm_effect(session, effect_id, worker, now):
        return False
    plan = effect.payload
    made = select(Document.media_type, Document.language).where(
        Document.case_id == case.id, Document.kind == plan["document"], Document.version == plan["version"]
    )
    known = {(row.media_type, row.language) for row in session.execute(made)}
    session.add_all(_row(effect, file, at) for file in files if (file.media_type, file.language) not in known)
    record(session, case, "document:produced", SYSTEM, at, title=plan["title"], document=plan["document"],
           version=plan["version"], sha256=_fingerprints(case, files))  # fmt: skip
    if plan["event"] == "charter:completed":
        record(session, case, "charter:sealed", SYSTEM, at, fingerprint=files[0].sha256, version=plan["version"])
    write_case(session)
    return True


def _fingerprints(case: FoundingCase, files: Sequence[ProducedFile]) -> dict[str, str]:
    """By form; of a document in another language than that of the case with its language behind it."""
    return {
        file.media_type
        if file.language == case.document_language
        else f"{file.media_type};{file.language}": file.sha256
        for file in files
    }


def _row(effect: Effect, file: ProducedFile, at: datetime) -> Document:
    plan = effect.payload
    return Document(
        case_id=effect.case_id,
        kind=plan["document"],
        version=plan["version"],
        title=plan["title"],
        media_type=file.media_type,
        language=file.language,
        filename=file.filename,
        sha256=file.sha256,
        size=file.size,
        audience=plan["audience"],
        produced_at=at,
    )
