"""Measures: which ones somebody reads, whose hand is next, what waits for whom, and what the letter is made from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.measure import Measure
from models.network import NeighbourhoodNetwork
from models.person import Person
from models.queries.networks.enrolments import dwelling_of
from models.queries.networks.successions import present_coordinators
from models.queries.records.shared import case_record
from models.rules.access import PERMISSIONS, Actor, CasePlace, Role, roles_on
from models.rules.measures import (
    COORDINATOR,
    DEEDS,
    MEMBER,
    TALK,
    Hand,
    can_be_appealed,
    hands_of,
    reads,
)
from models.rules.records.measures import MeasureRecord
from models.rules.records.shared import OfficialRecord

DECIDED = ("decided", "carried_out", "ended", "annulled")


@dataclass(frozen=True)
class MeasureTask:
    """One line of a work list. It names nobody: a list is read over shoulders."""

    number: str
    network: str
    municipality: str
    measure_id: int
    what: str
    due_on: date | None
    is_late: bool


def measures_for(session: Session, actor: Actor, case: FoundingCase) -> list[Measure]:
    """The measures of a case that this person reads, the newest first; never those about themselves."""
    rows = session.scalars(select(Measure).where(Measure.case_id == case.id).order_by(Measure.id.desc())).all()
    return [one for one in rows if may_read(session, actor, case.place, one)]


def may_read(session: Session, actor: Actor, place: CasePlace, measure: Measure) -> bool:
    """Whether this person reads this measure as one of those who take it."""
    return reads(roles_on(actor, place), measure.about, measure.rung) and not is_about(session, actor, measure)


def is_about(session: Session, actor: Actor, measure: Measure) -> bool:
    """Whether it is about this very person: by account, else by mail address and name of a member."""
    if actor.person_id is None:
        return False
    if measure.person_id is not None:
        return measure.person_id == actor.person_id
    return bool(measure.email) and measure.email == email_of(session, actor.person_id)


def email_of(session: Session, person_id: int) -> str:
    """The address of an account."""
    return session.get_one(Person, person_id).email or ""


def measure_in(session: Session, case_id: int, measure_id: int) -> Measure | None:
    """A measure of this very case."""
    row = session.get(Measure, measure_id)
    return row if row is not None and row.case_id == case_id else None


def own_measures(session: Session, person_id: int) -> Sequence[Measure]:
    """What was decided about a coordinator, for themselves."""
    return session.scalars(
        select(Measure)
        .where(Measure.person_id == person_id, Measure.about == COORDINATOR, Measure.state.in_(DECIDED))
        .order_by(Measure.id.desc())
    ).all()


def measures_of_member(session: Session, enrolment_id: int) -> Sequence[Measure]:
    """What was decided about a member, for themselves."""
    return session.scalars(
        select(Measure)
        .where(Measure.enrolment_id == enrolment_id, Measure.about == MEMBER, Measure.state.in_(DECIDED))
        .order_by(Measure.id.desc())
    ).all()


def taken_rungs(session: Session, case_id: int, *, enrolment_id: int | None, person_id: int | None) -> set[str]:
    """The rungs that were decided before against this person in this network, and not annulled."""
    whose = Measure.enrolment_id == enrolment_id if enrolment_id is not None else Measure.person_id == person_id
    return set(
        session.scalars(
            select(Measure.rung).where(
                Measure.case_id == case_id, whose, Measure.state.in_(("decided", "carried_out", "ended"))
            )
        )
    )


def hands_left(session: Session, measure: Measure) -> tuple[Hand, ...]:
    """Whose hands are still missing, in order; none once it was decided or withdrawn."""
    if measure.state != "open":
        return ()
    seats = present_coordinators(session, measure.case_id)
    seats = [*seats, *present_coordinators(session, measure.case_id, Role.DEPUTY_COORDINATOR)]
    given = {one.deed for one in measure.hands}
    needed = hands_of(measure.about, measure.rung, has_coordinator=bool(seats))
    return tuple(one for one in needed if one.deed not in given)


def people_to_choose(session: Session, case: FoundingCase) -> tuple[list[Enrolment], list[Mandate]]:
    """Against whom a measure can be taken: members, and the coordinators."""
    members = session.scalars(
        select(Enrolment)
        .join(NeighbourhoodNetwork, NeighbourhoodNetwork.id == Enrolment.network_id)
        .where(NeighbourhoodNetwork.case_id == case.id, Enrolment.state.in_(("member", "paused")))
        .order_by(Enrolment.name, Enrolment.id)
    ).all()
    return list(members), list(present_coordinators(session, case.id))


def tasks_of_measures(session: Session, actor: Actor, on: date) -> tuple[MeasureTask, ...]:
    """What waits for this member of staff."""
    places = {grant.authority_id for grant in actor.grants if grant.authority_id is not None}
    rows = session.execute(
        select(Measure, FoundingCase)
        .join(FoundingCase, FoundingCase.id == Measure.case_id)
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .where(Measure.settled_at.is_(None), or_(Authority.id.in_(places), Authority.zone_id.in_(places)))
        .order_by(Measure.id)
    ).all()
    found: list[MeasureTask] = []
    for measure, case in rows:
        if may_read(session, actor, case.place, measure):
            roles = roles_on(actor, case.place)
            found += [
                MeasureTask(case.number, case.name, case.municipality.name, measure.id, what, due_on,
                            due_on is not None and due_on < on)
                for what, due_on in _waiting(session, measure, roles)
            ]  # fmt: skip
    return tuple(found)


def _waiting(session: Session, measure: Measure, roles: Collection[Role]) -> list[tuple[str, date | None]]:
    left = hands_left(session, measure)
    if left:
        return [(f"u {DEEDS[left[0].deed]}", None)] if left[0].roles & set(roles) else []
    noters = PERMISSIONS["note_appeal"]
    if isinstance(noters, str) or not set(roles) & noters:
        return []
    return [(what, None) for what in to_do_after(measure)]


def to_do_after(measure: Measure) -> list[str]:
    """What must still happen once a measure was decided."""
    if measure.state not in DECIDED:
        return []
    found = []
    if measure.rung != TALK and measure.mailed_at is None and measure.posted_on is None:
        found.append("de brief bezorgen")
    if can_be_appealed(measure.about, measure.rung) and measure.copy_sent_on is None:
        found.append("een kopie aan de FOD Binnenlandse Zaken bezorgen")
    if measure.appeal_state == "open":
        found.append("noteren wat over het beroep beslist is")
    return found


def cases_with_measures_due(session: Session, on: date) -> Sequence[int]:
    """Cases in which the clock may have something to do: a hand that is not given, an exclusion that ends, a term of
    appeal that has passed."""
    waiting = Measure.state == "open"
    ended = (Measure.state == "carried_out") & (Measure.until_on < on)
    unopposed = (
        Measure.state.in_(("decided", "carried_out"))
        & (Measure.appeal_until_on < on)
        & (Measure.appeal_state != "open")
    )
    return list(
        session.scalars(
            select(Measure.case_id)
            .where(Measure.settled_at.is_(None), waiting | ended | unopposed)
            .distinct()
            .order_by(Measure.case_id)
        )
    )


def address_of_member(row: Enrolment, case: FoundingCase) -> str:
    """Where a letter to a member goes; empty where a network has no dwellings."""
    home = dwelling_of(row)
    if not home or row.street is None:
        return ""
    return f"{home}\n{row.street.postcode} {case.municipality.name}"


def measure_record(session: Session, measure: Measure, base_url: str) -> MeasureRecord:
    """What the letter and the mails tell of a measure; until it was decided its day is that on which it began."""
    case = session.get_one(FoundingCase, measure.case_id)
    return MeasureRecord(
        case=case_record(session, case, base_url),
        about=measure.about,
        rung=measure.rung,
        state=measure.state,
        name=measure.name,
        address=measure.address,
        decided_on=measure.decided_on or day_of(measure.begun_at),
        body=measure.body,
        motives=measure.motives,
        skipped_reason=measure.skipped_reason,
        hands=tuple(OfficialRecord(one.name, f"{one.function}, {DEEDS[one.deed]}") for one in measure.hands),
        report_on=measure.report_on,
        until_on=measure.until_on,
        at_once=measure.at_once,
        at_once_reason=measure.at_once_reason,
        appeal_until_on=measure.appeal_until_on,
        appeal_sent_on=measure.appeal_sent_on,
        appeal_channel=measure.appeal_channel,
        appeal_state=measure.appeal_state,
        appeal_body=measure.appeal_body,
        appeal_reason=measure.appeal_reason,
        appeal_decided_on=measure.appeal_decided_on,
    )
