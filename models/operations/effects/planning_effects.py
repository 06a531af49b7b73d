"""Planning what must follow from the journal: each document and each mail once, whoever asks and however often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.operations.cases.acting import lock_case
from models.operations.effects.digesting import GATHERED, who_gathers
from models.operations.effects.planning_webhooks import webhook_effects
from models.opinion import AdviserQuestion, Opinion
from models.outbox import Effect
from models.queries.authorities.authority_look import own_texts_for
from models.queries.cases.recipients import Recipient, recipients_of
from models.queries.evenings.evening_calendar import calendar_uid
from models.rules.access import Role
from models.rules.advice import AWAITED
from models.rules.happenings import (
    Happening,
    both_approve,
    calendar_ordinal,
    calendar_sequence,
    calls_off_an_evening,
    conditions_told,
)
from models.rules.languages import first_complete, told_language
from models.rules.notices import DocumentRow, NoticeRow, To, follows_from
from models.rules.stage_names import STAGE_NAMES


def plan_effects(session: Session, case_id: int, at: datetime) -> int:
    """Plan the effects of every journal entry that was not looked at yet. Returns how many were planned.

    Under the case's lock, and remembering how far it came: a second run finds nothing to do, and who joins later
    gets no old mail.
    """
    case = lock_case(session, case_id)
    if case.noticed_length >= case.journal_length:
        return 0
    planned: dict[str, Effect] = {}
    happenings = _new_happenings(session, case)
    for happening in happenings:
        for effect in _effects_of(session, case, happening, at):
            planned.setdefault(effect.key, effect)
    planned |= {effect.key: effect for effect in webhook_effects(session, case, happenings)}
    known = set(session.scalars(select(Effect.key).where(Effect.key.in_(planned))))
    new = [effect for key, effect in planned.items() if key not in known]
    session.add_all(new)
    case.noticed_length = case.journal_length
    session.flush()
    return len(new)


def _new_happenings(session: Session, case: FoundingCase) -> list[Happening]:
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    ).all()
    bare = [
        Happening(one.sequence, one.event, one.stage, one.round, one.data, day_of(one.at), one.by_id) for one in entries
    ]
    return [
        replace(one, earlier=tuple(bare[:index]))
        for index, one in enumerate(bare)
        if one.sequence > case.noticed_length
    ]


def _effects_of(session: Session, case: FoundingCase, happening: Happening, at: datetime) -> Iterator[Effect]:
    told: set[str] = set()
    for row in follows_from(happening):
        documents = {document.kind: _document(case, happening, document) for document in row.documents}
        yield from documents.values()
        for notice in row.notices:
            attached = [documents[kind].key for kind in notice.attached]
            facts = _facts(session, case, happening)
            untold = list(_untold(session, case, happening, notice, told, at))
            gathering = _gathering(session, notice, untold, at)
            for recipient, to in untold:
                mail = _mail(case, happening, notice, to, facts, attached)
                is_gathered = recipient.person_id in gathering and to not in FOR_RESIDENTS
                yield from gathered(mails(session, case, mail, recipient, at), recipient if is_gathered else None)


FOR_RESIDENTS = (To.APPLICANT, To.STEERING_GROUP, To.INVITED, To.SIGNATORIES)


def _gathering(session: Session, notice: NoticeRow, untold: list[tuple[Recipient, Role | To]],
               at: datetime) -> set[int]:  # fmt: skip
    """Who of these gets this mail in the mail of the day."""
    if not notice.informs:
        return set()
    return who_gathers(session, [one.person_id for one, _to in untold if one.person_id is not None], day_of(at))


def gathered(effects: Iterator[Effect], reader: Recipient | None) -> Iterator[Effect]:
    """The same mails; kept for the mail of the day of this reader, if there is one."""
    for effect in effects:
        if reader is not None:
            effect.state, effect.payload = GATHERED, {**effect.payload, "person_id": reader.person_id}
        yield effect


def _document(case: FoundingCase, happening: Happening, row: DocumentRow) -> Effect:
    version = row.version(happening)
    return Effect(
        key=f"{case.number}:{happening.stage}:{row.kind}:document:{version}",
        kind="document",
        case_id=case.id,
        payload={
            "document": row.kind,
            "title": row.title.format(**happening.data),
            "version": version,
            "event": happening.event,
            "sequence": happening.sequence,
            "audience": row.audience,
            "media_types": list(row.media_types),
            "fingerprint": happening.data.get("fingerprint", ""),
        },
    )


def _untold(session: Session, case: FoundingCase, happening: Happening, notice: NoticeRow, told: set[str],
            at: datetime) -> Iterator[tuple[Recipient, Role | To]]:  # fmt: skip
    for one in notice.to:
        for recipient in recipients_of(session, case, one, happening, day_of(at), asks=notice.asks):
            names = {name for name in (recipient.key, recipient.email.lower()) if name}
            if not names & told:
                told |= names
                yield recipient, one


def _mail(case: FoundingCase, happening: Happening, notice: NoticeRow, to: Role | To, facts: dict[str, Any],
          attached: list[str]) -> dict[str, Any]:  # fmt: skip
    payload = {
        "notice": notice.kind,
        "stage": happening.stage,
        "sequence": happening.sequence,
        "recipient": to.value,
        "facts": facts,
        "attached": attached,
    }
    if notice.has_calendar:
        payload["calendar"] = {
            "uid": calendar_uid(case.number, calendar_ordinal(happening)),
            "sequence": calendar_sequence(happening),
            "is_cancelled": calls_off_an_evening(happening),
        }
    return payload


def mails(session: Session, case: FoundingCase, payload: dict[str, Any], recipient: Recipient,
          at: datetime) -> Iterator[Effect]:  # fmt: skip
    """The mail to somebody; to somebody without an address: the same text for the desk, to deliver on paper."""
    # Whose mail is delivered on paper by the desk reads it in the language of the municipality.
    own = recipient.language if recipient.email else ""
    language = first_complete(own, case.municipality.mail_language)
    payload = {**payload, **told_language(language)}
    if language != case.municipality.mail_language:  # its own texts would be the only words in another language
        payload["facts"] = {**payload["facts"], "own_texts": {}}
    stage, suffix = ("any", recipient.once) if recipient.once else (payload["stage"], payload["sequence"])
    key = f"{case.number}:{stage}:{payload['notice']}:{recipient.key}:{suffix}"
    if recipient.email:
        person = {"to": recipient.email, "name": recipient.name, "address": recipient.address}
        yield _mail_effect(case, key, {**payload, **person})
        return
    on_paper = {"name": recipient.name, "address": recipient.address}
    for officer in _holders_of_desk(session, case, at):
        if officer.email:
            extra = {"to": officer.email, "name": officer.name, "on_paper": on_paper}
            yield _mail_effect(case, f"{key}:{officer.key}", {**payload, **extra})


def _mail_effect(case: FoundingCase, key: str, payload: dict[str, Any]) -> Effect:
    return Effect(key=key, kind="mail", case_id=case.id, payload=payload)


def _holders_of_desk(session: Session, case: FoundingCase, at: datetime) -> list[Recipient]:
    nothing = Happening(0, "", case.stage, case.round, {}, day_of(at))
    return recipients_of(session, case, Role.DESK_OFFICER, nothing, day_of(at))


def _facts(session: Session, case: FoundingCase, happening: Happening) -> dict[str, Any]:
    """What a text can name, as plain values: days and moments in ISO 8601."""
    zone = case.municipality.zone
    facts: dict[str, Any] = {
        "number": case.number,
        "network": case.name,
        "kind": case.kind,
        "municipality": case.municipality.name,
        "zone": zone.name if zone else "",
        "reply_to": case.municipality.email,
        "stage": STAGE_NAMES[happening.stage],
        "happened_on": happening.on.isoformat(),
        "due_on": case.due_on.isoformat() if case.due_on else "",
        "own_texts": own_texts_for(session, case, "mails"),
        **happening.data,
    }
    if "stage" in happening.data:
        facts["stage"] = STAGE_NAMES[happening.data["stage"]]
    if happening.event in ("founding:approved", "founding:corrected"):
        facts |= {"all_conditions": conditions_told(happening), "both_approve": both_approve(happening)}
    if "evening_id" in happening.data:
        facts |= _evening(session, happening.data["evening_id"])
    if "opinion_id" in happening.data:
        facts |= _advice(session, happening.data["opinion_id"], happening.data.get("question_id"), happening.on)
    return facts


def _evening(session: Session, evening_id: int) -> dict[str, Any]:
    evening = session.get_one(InfoEvening, evening_id)
    return {
        "starts_at": evening.starts_at.isoformat(),
        "place": evening.place,
        "address": evening.address,
        "organisers": evening.organisers,
        "contact": evening.contact,
    }


def _advice(session: Session, opinion_id: int, question_id: int | None, on: date) -> dict[str, Any]:
    """What advisers and who asks them read; none of it is in the journal, which residents read too."""
    opinion = session.get_one(Opinion, opinion_id)
    told: dict[str, Any] = {
        "question": opinion.question,
        "advice": opinion.text,
        "advice_due_on": opinion.due_on.isoformat(),
        "is_in_time": on <= opinion.due_on,
        "is_awaited": opinion.state in AWAITED,
        "is_inside": opinion.person_id is not None,
    }
    if question_id is not None:
        asked = session.get_one(AdviserQuestion, question_id)
        wished_on = asked.wished_on.isoformat() if asked.wished_on else ""
        told |= {"asked_back": asked.text, "wished_on": wished_on, "answer": asked.answer}
    return told
