"""The successions of a case: how far each is, who must act, and who stands in meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.person import Person
from models.queries.cases.facts import settings_of
from models.rules.access import Actor, Role, roles_on
from models.rules.procedure_settings import ProcedureSettings
from models.rules.succession import Progress, SuccessionStep, missing_steps, roles_of_step
from models.succession import Succession, Successor

CANDIDATES = ("noted", "agreed")


@dataclass(frozen=True)
class StandIn:
    """Who does the work of a coordinator until there is one: in which function, and who."""

    role: Role
    person_id: int
    name: str
    email: str


@dataclass(frozen=True)
class SuccessionTask:
    """One line of a work list: what must happen next in the succession of a network."""

    number: str
    network: str
    municipality: str
    what: str
    due_on: date | None
    is_late: bool


def present_coordinators(session: Session, case_id: int, role: Role = Role.COORDINATOR) -> Sequence[Mandate]:
    """The seats of this role that are held, in the order in which they were taken."""
    return session.scalars(
        select(Mandate)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.case_id == case_id, Mandate.role == role.value, Mandate.until.is_(None), Mandate.is_accepted)
        .where(Person.is_active)
        .order_by(Mandate.id)
    ).all()


def open_successions(session: Session, case_id: int) -> Sequence[Succession]:
    """Those that go on."""
    return session.scalars(
        select(Succession).where(Succession.case_id == case_id, Succession.state == "open").order_by(Succession.id)
    ).all()


def successions_of(session: Session, case_id: int) -> Sequence[Succession]:
    """All of a case, the newest first."""
    return session.scalars(select(Succession).where(Succession.case_id == case_id).order_by(Succession.id.desc())).all()


def progress_of(succession: Succession) -> Progress:
    """How far a succession is."""
    standing = [one for one in succession.candidates if one.state in CANDIDATES and one.screening != "not_suitable"]
    agreed = [one for one in standing if one.state == "agreed"]
    return Progress(
        candidates=len(standing), agreed=len(agreed), suitable=sum(one.screening == "suitable" for one in agreed),
        is_appointed=succession.appointed_at is not None, is_reported=succession.reported_at is not None,
        is_seat_empty=succession.emptied_at is not None,
    )  # fmt: skip


def steps_left(succession: Succession, settings: ProcedureSettings) -> tuple[SuccessionStep, ...]:
    """What must still happen, in order; nothing once it is over."""
    return missing_steps(progress_of(succession), settings) if succession.state == "open" else ()


def stand_ins(session: Session, case: FoundingCase, on: date, without: int | None = None) -> tuple[StandIn, ...]:
    """Who does the work meanwhile: the other coordinators, else the deputies, else the mandated officers of the zone.
    `without`: the seat that becomes empty."""
    for role in (Role.COORDINATOR, Role.DEPUTY_COORDINATOR):
        held = present_coordinators(session, case.id, role)
        seats = [one for one in held if one.id != without and (one.excluded_until is None or one.excluded_until < on)]
        if seats:
            return tuple(_standing(role, one.person) for one in seats)
    officers = session.scalars(
        select(Mandate)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.authority_id == case.zone_id, Mandate.role == Role.MANDATED_OFFICER.value, Mandate.since <= on)
        .where(or_(Mandate.until.is_(None), Mandate.until >= on), Person.is_active)
        .order_by(Mandate.id)
    ).all()
    return tuple(_standing(Role.MANDATED_OFFICER, one.person) for one in officers)


def _standing(role: Role, person: Person) -> StandIn:
    return StandIn(role, person.id, person.name or "", person.email or "")


def officers_standing_in(session: Session, slug: str, on: date) -> tuple[StandIn, ...]:
    """The police, where they stand in for the coordinator of a network because nobody else is left; else nobody."""
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.slug == slug)).one_or_none()
    if network is None or network.case_id is None or not open_successions(session, network.case_id):
        return ()
    found = stand_ins(session, session.get_one(FoundingCase, network.case_id), on)
    return tuple(one for one in found if one.role is Role.MANDATED_OFFICER and one.email)


def seat_is_free(session: Session, case_id: int | None) -> bool:
    """Whether a member can offer to be coordinator."""
    return case_id is not None and any(one.appointed_at is None for one in open_successions(session, case_id))


def candidacy_of(session: Session, enrolment_id: int) -> Successor | None:
    """As what a member is a candidate now, if they are one."""
    return session.scalars(
        select(Successor).where(Successor.enrolment_id == enrolment_id, Successor.state.in_(CANDIDATES)).limit(1)
    ).one_or_none()


def successor_in(session: Session, succession_id: int, successor_id: int) -> Successor | None:
    """A candidate of this very succession."""
    row = session.get(Successor, successor_id)
    return row if row is not None and row.succession_id == succession_id else None


def tasks_of(session: Session, actor: Actor, on: date) -> tuple[SuccessionTask, ...]:
    """What waits for this member of staff in successions, what is due first."""
    places = {grant.authority_id for grant in actor.grants if grant.authority_id is not None}
    rows = session.execute(
        select(Succession, FoundingCase)
        .join(FoundingCase, FoundingCase.id == Succession.case_id)
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .where(Succession.state == "open", FoundingCase.ended_at.is_(None))
        .where(or_(Authority.id.in_(places), Authority.zone_id.in_(places)))
        .order_by(Succession.due_on.is_(None), Succession.due_on, Succession.id)
    ).all()
    found = []
    for succession, case in rows:
        settings = settings_of(case)
        mine = [one for one in steps_left(succession, settings)[:1]
                if roles_of_step(one, settings) & roles_on(actor, case.place)]  # fmt: skip
        found += [
            SuccessionTask(case.number, case.name, case.municipality.name, one.sentence, succession.due_on,
                           succession.due_on is not None and succession.due_on < on)
            for one in mine
        ]  # fmt: skip
    return tuple(found)


def cases_in_succession(session: Session, on: date) -> Sequence[int]:
    """Cases with a succession for which the clock has something to do."""
    return list(
        session.scalars(
            select(Succession.case_id)
            .where(Succession.state == "open")
            .where((Succession.remind_on <= on) | (Succession.emptied_at.is_(None) & (Succession.vacant_on <= on)))
            .distinct()
            .order_by(Succession.case_id)
        )
    )
