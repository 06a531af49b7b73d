"""Making the documents that are planned: facts into words, words onto paper, the file kept, the document noted."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from opentelemetry.trace import Span
from prefect import task

from documents.contexts.charter import CharterContext
from documents.filling.charter import charter
from documents.filling.procedure import FILLINGS
from documents.kinds import PDF
from documents.language import in_language, speaking
from documents.limits import Printed
from documents.press.rendering import RenderedDocument, render
from documents.press.sealing import Certificate, read_certificate, seal
from flows.connection import lease, reading, real_now, worker_name, writing
from flows.log_lines import tell_effect
from flows.printing_letters import logo_of, print_letters
from models.case import FoundingCase
from models.clock import present
from models.file_store import documents
from models.operations.effects.carrying_out import claim_effect, due_effects, give_up_effect, postpone_effect
from models.operations.effects.producing import ProducedFile, record_document
from models.operations.evenings.inviting import finish_letter_run
from models.queries.records.by_kind import RECORDS
from models.rules.languages import languages_for
from models.rules.records.charter import CharterRecord
from models.settings import settings
from models.tracing import note_fault, span

_FILLINGS: dict[str, Callable[[Any], Printed]] = {**FILLINGS, "charter": charter}

LETTERS = "invitation_letter"  # thousands at once, made step by step


class Overtaken(Exception):
    """What was to be printed no longer exists, such as a text for signing that was opened again."""


@dataclass(frozen=True)
class _Job:
    """One claimed document."""

    effect_id: int
    case_id: int
    plan: dict[str, Any]
    traceparent: str


@task(persist_result=False)
async def produce_documents(case_id: int) -> int:
    """Make every planned document of the case. Returns how many; what fails is tried again later."""
    return await asyncio.to_thread(_produce_all, case_id)


def _produce_all(case_id: int) -> int:
    with reading() as session:
        due = due_effects(session, case_id, "document", real_now())
    return sum(_produce(effect_id) for effect_id in due)


def _produce(effect_id: int) -> bool:
    job = _claim(effect_id)
    if job is None:
        return False
    with span("document", job.traceparent, effect=effect_id, document=job.plan["document"]) as found:
        return _make(job, found)


def _make(job: _Job, found: Span) -> bool:
    effect_id = job.effect_id
    try:
        files = _files(job)
    except Overtaken as error:
        tell_effect("document", effect_id, job.case_id, "given_up", error)
        with writing() as session:
            give_up_effect(session, effect_id, worker_name(), present(session), str(error))
        return False
    except Exception as error:  # whatever goes wrong with one document must not stop the others
        note_fault(found, error)
        tell_effect("document", effect_id, job.case_id, "postponed", error)
        with writing() as session:
            postpone_effect(session, effect_id, worker_name(), real_now(), present(session), _reason(error))
        return False
    tell_effect("document", effect_id, job.case_id, "made")
    with writing() as session:
        at = present(session)
        is_mine = record_document(session, effect_id, worker_name(), real_now(), at, files)
        if is_mine and job.plan["document"] == LETTERS:
            finish_letter_run(session, job.case_id, job.plan["sequence"], at)
        return is_mine


def _claim(effect_id: int) -> _Job | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None or effect.case_id is None:
            return None
        return _Job(effect.id, effect.case_id, dict(effect.payload), effect.traceparent)


def _files(job: _Job) -> list[ProducedFile]:
    if job.plan["document"] != LETTERS:
        return [_kept(document) for document in _rendered(job)]
    file = print_letters(job.case_id, job.plan)
    if file is None:
        raise Overtaken("the evening was moved or cancelled before its letters were printed")
    return [file]


def _rendered(job: _Job) -> Sequence[RenderedDocument]:
    kind = job.plan["document"]
    with reading() as session:
        case = session.get_one(FoundingCase, job.case_id)
        record = RECORDS[kind](session, case, job.plan["sequence"], settings().base_url)
        regime = case.municipality.language_regime
        languages = languages_for(job.plan["audience"], regime, case.document_language)
    if isinstance(record, CharterRecord):
        record = _as_of(record, job.plan)
    return [made for language in languages for made in _rendered_in(job, kind, in_language(record, language))]


def _rendered_in(job: _Job, kind: str, record: Any) -> Sequence[RenderedDocument]:
    """The document in one language, in each of its forms."""
    context = _FILLINGS[kind](record)
    certificate = _certificate_for(job, kind)
    if certificate is not None:
        context = replace(cast(CharterContext, context), sealed_by=certificate.holder)
    logo = logo_of(context)
    signed_text = record.signed_text if kind == "charter" else ""
    made = [
        render(kind, context, media_type=media_type, logo=logo, signed_text=signed_text)
        for media_type in job.plan["media_types"]
    ]
    if certificate is None:
        return made
    with speaking(cast(CharterContext, context).case.language):
        return [_sealed(one, certificate) if one.media_type == PDF else one for one in made]


def _certificate_for(job: _Job, kind: str) -> Certificate | None:
    """The certificate of the authority, for a charter that everybody signed; None where it has none."""
    chosen = settings()
    if kind != "charter" or job.plan["event"] != "charter:completed" or not chosen.seal_certificate:
        return None
    return read_certificate(Path(chosen.seal_certificate), chosen.seal_password)


def _sealed(document: RenderedDocument, certificate: Certificate) -> RenderedDocument:
    # Made once: a seal holds its time. A run that died before it was noted leaves a file that no document names.
    content = seal(document.content, certificate)
    return replace(document, content=content, sha256=hashlib.sha256(content).hexdigest())


def _as_of(record: CharterRecord, plan: dict[str, Any]) -> CharterRecord:
    """The charter as it was at the event: without signatures when it is the one to sign."""
    if plan["event"] != "charter:frozen":
        return record
    if record.is_lapsed or record.fingerprint != plan["fingerprint"]:
        raise Overtaken("the text was opened again before it was printed")
    unsigned = tuple(
        replace(
            one, signed_on=None, place="", method="", signed_at=None, identified_by="", recorded_as="", fingerprint=""
        )
        for one in record.signatures
    )
    return replace(record, signatures=unsigned, completed_on=None)


def _kept(document: RenderedDocument) -> ProducedFile:
    sha256 = documents().keep(document.content)
    return ProducedFile(document.media_type, document.filename, sha256, len(document.content), document.language)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
