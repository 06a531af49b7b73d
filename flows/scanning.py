"""Having uploads looked at by the virus scanner: what is clean may be opened, what is not is removed."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from flows.connection import lease, reading, real_now, worker_name, writing
from flows.log_lines import tell_effect, tell_virus
from flows.virus_scanner import find_virus
from models.clock import present
from models.file_store import FileLost, StoreAway, uploads
from models.operations.effects.carrying_out import claim_effect, due_effects, give_up_effect, postpone_effect
from models.operations.keeping.scanning_uploads import SCAN, record_scan
from models.rules.uploads import REFUSED
from models.settings import settings
from models.tracing import note_fault, span
from models.upload import Upload


@dataclass(frozen=True)
class _Job:
    """One claimed upload."""

    effect_id: int
    case_id: int
    sha256: str
    traceparent: str
    is_refused: bool  # with the same file in another case


async def scan_uploads(case_id: int) -> int:
    """Have each upload of the case that waits looked at. Returns how many were; what fails is tried again later."""
    return await asyncio.to_thread(scan_due, case_id)


def scan_due(case_id: int) -> int:
    """The same, without Prefect."""
    with reading() as session:
        due = due_effects(session, case_id, SCAN, real_now())
    return sum(_scan(effect_id) for effect_id in due)


def _scan(effect_id: int) -> bool:
    job = _claim(effect_id)
    if job is None:
        return False
    with span("scan", job.traceparent, effect=effect_id) as found:
        try:
            finding = _finding(job)
        except FileLost as error:
            tell_effect("scan", effect_id, job.case_id, "given_up", error)
            with writing() as session:
                give_up_effect(session, effect_id, worker_name(), present(session), f"FileLost: {error}")
            return False
        except Exception as error:  # whatever goes wrong with one file must not stop the others
            note_fault(found, error)
            tell_effect("scan", effect_id, job.case_id, "postponed", error)
            with writing() as session:
                postpone_effect(session, effect_id, worker_name(), real_now(), present(session),
                                f"{type(error).__name__}: {error}")  # fmt: skip
            return False
    tell_effect("scan", effect_id, job.case_id, "refused" if finding else "made")
    with writing() as session:
        is_mine = record_scan(session, effect_id, worker_name(), real_now(), present(session), finding)
    if finding:
        tell_virus(effect_id, job.case_id)
        with suppress(StoreAway):  # the night finds it: no row speaks of the file of an upload that was refused
            uploads().forget(job.sha256)
    return is_mine


def _finding(job: _Job) -> str | None:
    """What was found; empty: nothing. None: nobody is asked, as no scanner is set any more or the answer is known."""
    if not settings().virus_scanner or job.is_refused:
        return None
    return find_virus(uploads().read(job.sha256))


def _claim(effect_id: int) -> _Job | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None or effect.case_id is None:
            return None
        upload = session.get(Upload, effect.payload["upload_id"])
        if upload is None:  # erased with its case meanwhile
            give_up_effect(session, effect_id, worker_name(), present(session), "FileLost: the upload was erased")
            return None
        is_refused = upload.scan_state == REFUSED
        return _Job(effect.id, effect.case_id, upload.sha256, effect.traceparent, is_refused)
