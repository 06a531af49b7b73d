"""After the drill: what is lost, what is doubled, which journal is broken, which case stands where it may not."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drills.lives import Act, Life
from drills.mail_server import received
from drills.people import Ledger
from flows.mail import message_id
from models.ballot import Ballot, BallotVoter
from models.case import FoundingCase, StageRecord
from models.document import Document
from models.file_store import FileLost, Folder
from models.invitation import Invitation
from models.journal import JournalEntry
from models.operations.effects.digesting import GATHERED
from models.outbox import Effect, OutboxEntry
from models.queries.cases.assignments import notes_of
from models.queries.cases.cases import why_not_yet
from models.queries.keeping.checking_journals import Seen, check_journals
from models.rules.sides import SIDES

Findings = dict[str, list[str]]


def check(session: Session, data: Path, mails: Path, ledger: Ledger) -> Findings:
    """Every finding by its kind; a kind without findings is empty. `data`: the data folder; `mails`: what the mail
    server wrote down."""
    return {
        "lost though answered with success": list(_lost(session, ledger)),
        "done twice": list(_twice(session, ledger)),
        "votes that do not add up": list(_votes(session)),
        "journals that are not whole": list(_journals(session)),
        "cases that stand where they may not": list(_misplaced(session)),
        "work that was not done": list(_undone(session)),
        "documents doubled": list(_doubled_documents(session)),
        "documents whose file is missing or changed": list(_files(session, data)),
        "mails that were never received": list(_unsent(session, mails)),
        "mails doubled": list(_doubled_mails(session, mails)),
    }


def _lost(session: Session, ledger: Ledger) -> Iterator[str]:
    return (_named(life, act) for life, act in ledger.done if _count(session, life, act) == 0)


def _twice(session: Session, ledger: Ledger) -> Iterator[str]:
    return (_named(life, act) for life, act in [*ledger.done, *ledger.unsure] if _count(session, life, act) > 1)


def _count(session: Session, life: Life, act: Act) -> int:
    """How often the act is in the database."""
    if act.code:
        is_its_dwelling = Invitation.dwelling_id == BallotVoter.dwelling_id
        voted = select(func.count()).select_from(BallotVoter).join(Invitation, is_its_dwelling)
        voted = voted.where(Invitation.code == act.code)
        return min(1, session.scalar(voted) or 0)  # a dwelling votes in each evening of its street
    if act.event:
        rows = session.scalars(
            select(JournalEntry.data).where(JournalEntry.case_id == life.case_id, JournalEntry.event == act.event)
        ).all()
        return sum(act.mark in json.dumps(row, ensure_ascii=False) for row in rows)
    written = notes_of(session, life.case_id, SIDES)
    return sum((note.text or "").endswith(f"{act.mark}.") for note in written)


def _named(life: Life, act: Act) -> str:
    return f"{life.number}: {act.path} {act.mark or act.code}".strip()


def _votes(session: Session) -> Iterator[str]:
    for ballot in session.scalars(select(Ballot).where(Ballot.state == "open")):
        voters = session.scalar(select(func.count()).where(BallotVoter.ballot_id == ballot.id))
        if voters != ballot.votes:
            yield f"ballot {ballot.id}: {ballot.votes} votes of {voters} dwellings"


def _journals(session: Session) -> Iterator[str]:
    return (f"{fault.where}: {fault.words}" for fault in check_journals(session, None, Seen()))


def _misplaced(session: Session) -> Iterator[str]:
    for case in session.scalars(select(FoundingCase).order_by(FoundingCase.id)):
        open_stages = session.scalars(
            select(StageRecord.stage).where(StageRecord.case_id == case.id, StageRecord.closed_at.is_(None))
        ).all()
        expected = [] if case.ended_at is not None else [case.stage]
        if list(open_stages) != expected:
            yield f"{case.number}: stands in {case.stage}, open are {list(open_stages)}"
        conditions = why_not_yet(session, case)
        if conditions and all(one.is_met for one in conditions):
            yield f"{case.number}: every condition of {case.stage} is met"


def _undone(session: Session) -> Iterator[str]:
    for entry in session.scalars(select(OutboxEntry).where(OutboxEntry.done_at.is_(None))):
        yield f"work {entry.id}: {entry.flow}, {entry.attempts} tries, {entry.last_error}"
    for effect in session.scalars(select(Effect).where(Effect.state.not_in(("confirmed", GATHERED)))):
        yield f"{effect.kind} {effect.key}: {effect.state}, {effect.last_error}"


def _doubled_documents(session: Session) -> Iterator[str]:
    same = (Document.case_id, Document.kind, Document.media_type, Document.sha256)  # the same paper, made again
    for row in session.execute(select(*same, func.count()).group_by(*same).having(func.count() > 1)):
        yield " ".join(map(str, row))


def _files(session: Session, data: Path) -> Iterator[str]:
    for sha256 in session.scalars(select(Document.sha256).where(Document.sha256 != "").distinct()):
        try:
            Folder(data / "documents").read(sha256)
        except FileLost:
            yield sha256


def _unsent(session: Session, mails: Path) -> Iterator[str]:
    there = {mail.id for mail in received(mails)}
    # Who was never tried on its own went out in the mail of a day.
    own = (Effect.kind == "mail", Effect.state == "confirmed", Effect.attempts > 0)
    sent = session.scalars(select(Effect.key).where(*own)).all()
    return (key for key in sent if message_id(key) not in there)


def repeated_mails(mails: Path) -> int:
    """How many mails came again. A mail whose taker's yes got lost must go again: SMTP has no other way to be sure."""
    return sum(count > 1 for count in Counter(mail.id for mail in received(mails)).values())


def _doubled_mails(session: Session, mails: Path) -> Iterator[str]:
    """One that came again is the same to the byte, so that it can be known by its Message-ID, and came no more often
    than it had to be handed over."""
    came: dict[str, list[str]] = {}
    for mail in received(mails):
        came.setdefault(mail.id, []).append(mail.sha256)
    rows = session.execute(select(Effect.key, Effect.attempts).where(Effect.kind == "mail"))
    attempts = {message_id(key): number for key, number in rows}
    for one, contents in came.items():
        if len(set(contents)) > 1:
            yield f"{one}: {len(contents)} times, not the same"
        elif len(contents) > max(1, attempts.get(one, 1)):
            yield f"{one}: {len(contents)} times, handed over {attempts.get(one, 1)} times"
