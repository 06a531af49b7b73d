"""The mail with the final minutes, to who was at the evening and left a mail address with their reply or voice.

It goes once, in the transaction that notes it. Addresses are wiped thirty days after the evening (a year where somebody
asked for news): minutes that are final later reach only who is left. The text is written by who calls.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.case import FoundingCase
from models.document import Document
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.operations.cases.acting import lock_case
from models.operations.effects.mailing_links import plan_mail
from models.operations.evenings.telling_repliers import ToTell, Write
from models.queries.evenings.minutes import held_evenings
from models.reply import Reply
from models.rules.notices import PDF
from models.rules.web_addresses import document_page
from models.support import Voice

TEXT = "minutes_final"


def mail_minutes(session: Session, case_id: int, at: datetime, base_url: str, write: Write) -> int:
    """Plan the mails of evenings whose minutes are final and printed, and were not mailed yet. Returns how many."""
    case = lock_case(session, case_id)
    count = 0
    for evening in held_evenings(session, case_id):
        if evening.minutes_approved_at is None or evening.minutes_mailed_at is not None:
            continue
        document = _printed(session, case, evening)
        if document is None:
            continue  # the run that prints it comes back here
        evening.minutes_mailed_at = at
        link = document_page(base_url, document)
        for row, email in _who_was_there(session, evening).items():
            plan_mail(session, f"{TEXT}:{row}:{evening.id}", email, write(ToTell(TEXT, case, evening, link)))
            count += 1
    session.flush()
    return count


def _printed(session: Session, case: FoundingCase, evening: InfoEvening) -> int | None:
    """The minutes of this evening: their version counts the approvals of the case (models.rules.notices.MINUTES)."""
    approved = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case.id, JournalEntry.event == "minutes:approved")
        .order_by(JournalEntry.sequence)
    ).all()
    versions = [str(number) for number, one in enumerate(approved, 1) if one.data["evening_id"] == evening.id]
    return session.scalar(
        select(Document.id).where(Document.case_id == case.id, Document.kind == "minutes",
                                  Document.version.in_(versions), Document.media_type == PDF)
    )  # fmt: skip


def _who_was_there(session: Session, evening: InfoEvening) -> dict[str, str]:
    """Addresses by the row that holds each, every address once."""
    rows: dict[str, str] = {}
    for row, email in (*_who_replied(session, evening), *_who_gave_a_voice(session, evening)):
        if email not in rows.values():
            rows[row] = email
    return rows


def _who_replied(session: Session, evening: InfoEvening) -> Iterator[tuple[str, str]]:
    """Who withdrew or said that they stay away never gets one."""
    found = session.execute(
        select(Reply.id, Reply.email)
        .where(Reply.evening_id == evening.id, Reply.email != "", Reply.state.in_(("standing", "waiting")),
               Reply.answer != "absent", _was_there(session, evening.id))
        .order_by(Reply.id)
    )  # fmt: skip
    return ((f"reply:{reply_id}", email) for reply_id, email in found)


def _who_gave_a_voice(session: Session, evening: InfoEvening) -> Iterator[tuple[str, str]]:
    """Who came without a word: of a dwelling that was checked in and replied nothing."""
    at_the_door = select(Attendance.dwelling_id).where(
        Attendance.evening_id == evening.id, Attendance.removed_at.is_(None), Attendance.dwelling_id.is_not(None)
    )
    replied = select(Reply.dwelling_id).where(Reply.evening_id == evening.id, Reply.dwelling_id.is_not(None))
    found = session.execute(
        select(Voice.id, Voice.email)
        .where(Voice.case_id == evening.case_id, Voice.state == "confirmed", Voice.email != "",
               Voice.dwelling_id.in_(at_the_door), Voice.dwelling_id.not_in(replied))
        .order_by(Voice.id)
    )  # fmt: skip
    return ((f"voice:{voice_id}", email) for voice_id, email in found)


def _was_there(session: Session, evening_id: int) -> ColumnElement[bool]:
    """Of a dwelling: checked in at the door. Where nobody was checked in, and of who has no letter, whom the door can't
    know: said that they come, and had a place."""
    at_the_door = (Attendance.evening_id == evening_id) & Attendance.removed_at.is_(None)
    said_so = and_(Reply.answer == "coming", Reply.state == "standing")
    if not session.scalar(select(exists().where(at_the_door, Attendance.how != "walk_in"))):
        return said_so
    checked_in = exists().where(at_the_door, Attendance.dwelling_id == Reply.dwelling_id)
    return or_(checked_in, Reply.dwelling_id.is_(None) & said_so)
