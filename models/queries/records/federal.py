"""The signed charter and the letter with which it goes to the FPS Interior."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.federal_check import FederalCheck, FederalRemark
from models.journal import JournalEntry
from models.queries.cases.facts import settings_of
from models.queries.charters.charters import record_of_version, version_before
from models.queries.records.shared import area_lines, entry_about
from models.rules.charter_sections import SECTION, SECTIONS
from models.rules.charter_text import from_canonical
from models.rules.records.charter import CharterRecord
from models.rules.records.federal import AnsweredRemark, FederalLetterRecord

WHOLE = "Het hele charter"


def signed_charter_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> CharterRecord:
    """The version that everybody had signed when this entry was written."""
    return record_of_version(session, case, _signed(session, case, sequence), base_url)


def federal_letter_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> FederalLetterRecord:
    """The letter for the version that everybody had signed when this entry was written."""
    entry, charter = entry_about(session, case, sequence), _signed(session, case, sequence)
    before, settings = version_before(session, charter), settings_of(case)
    check = _answered_with_remarks(session, before)
    remarks = _remarks(session, check) if check is not None else ()
    return FederalLetterRecord(
        charter=record_of_version(session, case, charter, base_url),
        purpose="check" if before is None else "corrected" if check is not None else "amended",
        dated_on=day_of(entry.at),
        address=settings.federal_address,
        circular=settings.circular,
        area=area_lines(session, case),
        replaces=before.version if before is not None else None,
        changed=_changed(before, charter) if before is not None else (),
        reason=_why_amended(session, case, entry) if before is not None and check is None else "",
        remarks_on=check.answered_on if check is not None else None,
        reference=check.reference if check is not None else "",
        remarks=remarks,
    )


def _signed(session: Session, case: FoundingCase, sequence: int) -> Charter:
    at = entry_about(session, case, sequence).at
    return session.scalars(
        select(Charter)
        .where(Charter.case_id == case.id, Charter.signed_at.is_not(None), Charter.signed_at <= at)
        .order_by(Charter.version.desc())
        .limit(1)
    ).one()


def _answered_with_remarks(session: Session, before: Charter | None) -> FederalCheck | None:
    if before is None:
        return None
    return session.scalars(
        select(FederalCheck).where(FederalCheck.charter_id == before.id, FederalCheck.result == "remarks")
    ).one_or_none()


def _remarks(session: Session, check: FederalCheck) -> tuple[AnsweredRemark, ...]:
    rows = session.scalars(select(FederalRemark).where(FederalRemark.check_id == check.id).order_by(FederalRemark.id))
    return tuple(
        AnsweredRemark(
            SECTION[row.section].title if row.section else WHOLE, row.text, bool(row.is_followed), row.answer
        )
        for row in rows
    )


def _changed(before: Charter, after: Charter) -> tuple[str, ...]:
    old, new = from_canonical(before.frozen_text).contents, from_canonical(after.frozen_text).contents
    return tuple(one.title for one in SECTIONS if old.get(one.code) != new.get(one.code))


def _why_amended(session: Session, case: FoundingCase, entry: JournalEntry) -> str:
    """Why the change was begun, by the municipality, the police or an evaluation; empty where nothing says so."""
    told = session.scalars(
        select(JournalEntry.data)
        .where(JournalEntry.case_id == case.id, JournalEntry.sequence < entry.sequence)
        .where(JournalEntry.event.in_(("charter_amendment:begun", "evaluation:closed")))
        .order_by(JournalEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    return str(told["reason"]) if told else ""
