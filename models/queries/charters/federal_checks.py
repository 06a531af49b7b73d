"""The federal check of a case: the remarks as tasks, and how long earlier answers took."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.charter import Charter
from models.federal_check import FederalCheck, FederalRemark
from models.person import Person
from models.queries.cases.facts import latest_charter
from models.queries.charters.charters import version_before
from models.rules.charter_sections import SECTION

FEWEST = 3  # earlier answers before they say anything


@dataclass(frozen=True)
class Waiting:
    """How many days a charter waits for its answer, and how many earlier ones of this municipality, or else of its
    zone, took: `least`, `most` and `middle` are None where there are fewer than three."""

    days: int
    count: int
    place: str
    least: int | None = None
    most: int | None = None
    middle: int | None = None


@dataclass(frozen=True)
class RemarkLine:
    """A remark with its answer; `settled_by` empty: it waits."""

    id: int
    section: str
    title: str  # of the section; empty: the whole charter
    text: str
    is_followed: bool | None
    answer: str
    settled_by: str


def waiting_for_answer(session: Session, case: FoundingCase, on: date) -> Waiting | None:
    """How long the last sending waits; None when nothing waits."""
    check = session.scalars(
        select(FederalCheck).where(FederalCheck.case_id == case.id).order_by(FederalCheck.id.desc()).limit(1)
    ).one_or_none()
    if check is None or check.result or case.ended_at is not None:
        return None
    days = max(0, (on - check.sent_on).days)
    here = _took(session, FoundingCase.municipality_id == case.municipality_id)
    name = case.municipality.name
    if len(here) < FEWEST and case.municipality.zone is not None:
        of_zone = select(Authority.id).where(Authority.zone_id == case.municipality.zone_id)
        here = _took(session, FoundingCase.municipality_id.in_(of_zone))
        name = case.municipality.zone.name
    if len(here) < FEWEST:
        return Waiting(days, len(here), name)
    return Waiting(days, len(here), name, min(here), max(here), round(median(here)))


def _took(session: Session, where: ColumnElement[bool]) -> list[int]:
    rows = session.execute(
        select(FederalCheck.sent_on, FederalCheck.answered_on)
        .join(FoundingCase, FoundingCase.id == FederalCheck.case_id)
        .where(where, FederalCheck.answered_on.is_not(None))
    ).all()
    return [(row.answered_on - row.sent_on).days for row in rows]


@dataclass(frozen=True)
class SentVersion:
    """A version that was sent and has no answer yet."""

    check_id: int
    version: int
    sent_on: date


def unanswered(session: Session, case_id: int) -> tuple[SentVersion, ...]:
    """What waits for an answer, the last sending first; several where 'record only' let a charter change."""
    rows = session.execute(
        select(FederalCheck.id, Charter.version, FederalCheck.sent_on)
        .join(Charter, Charter.id == FederalCheck.charter_id)
        .where(FederalCheck.case_id == case_id, FederalCheck.result == "")
        .order_by(FederalCheck.id.desc())
    )
    return tuple(SentVersion(*row) for row in rows)


def check_to_answer(session: Session, case_id: int) -> FederalCheck | None:
    """The letter with remarks to which the version that is being written is the answer: the one on the last version
    that everybody signed; None where that had none, or the text is frozen."""
    charter = latest_charter(session, case_id)
    if charter is None or charter.state != "draft":
        return None
    before = version_before(session, charter)
    if before is None:
        return None
    return session.scalars(
        select(FederalCheck).where(FederalCheck.charter_id == before.id, FederalCheck.result == "remarks")
    ).one_or_none()


def remarks_of(session: Session, case_id: int) -> tuple[RemarkLine, ...]:
    """The remarks that the version that is being written answers, as tasks."""
    check = check_to_answer(session, case_id)
    if check is None:
        return ()
    rows = session.execute(
        select(FederalRemark, Person.name)
        .outerjoin(Person, Person.id == FederalRemark.settled_by_id)
        .where(FederalRemark.check_id == check.id)
        .order_by(FederalRemark.id)
    ).all()
    return tuple(
        RemarkLine(row.id, row.section, SECTION[row.section].title if row.section else "", row.text, row.is_followed,
                   row.answer, name or "" if row.settled_at else "")
        for row, name in rows
    )  # fmt: skip
