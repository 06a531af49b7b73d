"""What the figures need to know of one case: its openings, what it waited for, its terms, support and marks."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from models.case import FoundingCase, StageRecord
from models.case_figures import CaseFigures
from models.clock import BELGIUM, day_of
from models.contact import AuthorityContact
from models.federal_check import FederalCheck
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.queries.support.support import area_dwellings, lowest_share, supporting_per_street
from models.queries.support.support_judgements import standing_judgements
from models.rules.access import DELEGATE, DEPUTY, STAFF
from models.rules.insight import COUNTED_EVENTS, Happening, Opening, PastTerm
from models.rules.terms import Pause
from models.term import Term


def openings_of(session: Session, case_id: int) -> tuple[Opening, ...]:
    """The openings of the stages of a case, in order."""
    rows = session.scalars(select(StageRecord).where(StageRecord.case_id == case_id).order_by(StageRecord.id))
    return tuple(
        Opening(one.stage, day_of(one.opened_at), day_of(one.closed_at) if one.closed_at else None, one.result)
        for one in rows
    )


def happenings_of(session: Session, case_id: int) -> tuple[Happening, ...]:
    """The entries of the journal between which somebody was waited for."""
    rows = session.execute(
        select(JournalEntry.event, JournalEntry.at, JournalEntry.data)
        .where(JournalEntry.case_id == case_id, JournalEntry.event.in_(COUNTED_EVENTS))
        .order_by(JournalEntry.sequence)
    )
    return tuple(Happening(event, day_of(at), _subject(data)) for event, at, data in rows)


def _subject(data: dict[str, object]) -> str:
    return str(data.get("opinion_id") or data.get("evening_id") or data.get("side") or data.get("stage") or "")


def past_terms(session: Session, case_id: int) -> tuple[PastTerm, ...]:
    """The terms of a case as they went, in order. A term that somebody set anew counts from then on."""
    rows = session.scalars(select(Term).where(Term.case_id == case_id).order_by(Term.id))
    return tuple(_past(one) for one in rows)


def _past(term: Term) -> PastTerm:
    over_on = day_of(term.over_at) if term.over_at else None
    plan = term.computation
    pauses = [
        Pause(date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for since, until in plan.get("pauses", ())
    ]
    paused = sum(((one.until or over_on or one.since) - one.since).days for one in pauses)
    return PastTerm(
        term.kind,
        date.fromisoformat(plan["starts_on"]).toordinal(),
        term.ends_on.toordinal() if term.ends_on else 0,
        over_on.toordinal() if over_on else 0,
        paused,
    )


def support_of(session: Session, case: FoundingCase) -> tuple[int, int, int]:
    """How many dwellings support the founding (voices, and who registered at the evenings), how many the area has, and
    the lowest share of a street in per cent."""
    per_street = supporting_per_street(session, case.id)
    registered = session.scalar(
        select(func.sum(InfoEvening.registered_dwellings)).where(
            InfoEvening.case_id == case.id, InfoEvening.state == "held"
        )
    )
    return (
        sum(per_street.values()) + (registered or 0),
        area_dwellings(session, case),
        lowest_share(session, case, per_street),
    )


def marks_of(session: Session, case_id: int) -> list[str]:
    """What was done in a case besides: contacts, judgements of the support, the answer of the ministry."""
    contacts = session.scalars(select(AuthorityContact.authority).where(AuthorityContact.case_id == case_id).distinct())
    last = session.scalar(
        select(InfoEvening.id)
        .where(InfoEvening.case_id == case_id, InfoEvening.state == "held")
        .order_by(InfoEvening.starts_at.desc())
        .limit(1)
    )
    judged = standing_judgements(session, last) if last is not None else {}
    conform = session.scalar(select(exists().where(FederalCheck.case_id == case_id, FederalCheck.result == "conform")))
    marks = [f"contact:{authority}" for authority in contacts]
    marks += [f"enough:{party}" for party, one in judged.items() if one.judgement == "enough"]
    return sorted([*marks, "conform"] if conform else marks)


def actions_of(session: Session, case_id: int) -> Counter[tuple[int, str, str]]:
    """How many entries each member of staff made, by person, function and month."""
    rows = session.execute(
        select(JournalEntry.by_id, JournalEntry.function, JournalEntry.at).where(
            JournalEntry.case_id == case_id, JournalEntry.by_id.is_not(None)
        )
    )
    staff = {role.value for role in STAFF}
    return Counter(
        (by_id, role, f"{at.astimezone(BELGIUM):%Y-%m}")
        for by_id, function, at in rows
        if by_id is not None and (role := function.removeprefix(DEPUTY).removeprefix(DELEGATE)) in staff
    )


def cases_to_sum_up(session: Session, on: date) -> Sequence[int]:
    """Cases that changed since their figures were worked out, that have none yet, or that wait longer than they did: of
    these the figures of before this day."""
    begin = datetime.combine(on, time(), BELGIUM)
    waits = CaseFigures.closed_on.is_(None) & (CaseFigures.summed_at < begin)
    changed = CaseFigures.journal_length.is_distinct_from(FoundingCase.journal_length)
    return session.scalars(
        select(FoundingCase.id)
        .outerjoin(CaseFigures, CaseFigures.case_id == FoundingCase.id)
        .where(or_(changed, waits))
        .order_by(FoundingCase.id)
    ).all()
