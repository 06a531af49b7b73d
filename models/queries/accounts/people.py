"""Who people are: what they hold today, who is signed in on a browser, and the accounts of the demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from models.absence import Absence
from models.account import WebSession
from models.authority import Authority
from models.database import UtcDateTime
from models.delegation import Delegation
from models.mandate import Mandate
from models.person import Person
from models.queries.accounts.second_steps import second_steps_of
from models.queries.authorities.absences import STAFF_ROLES, counts_on
from models.rules.access import STAFF, Actor, Delegated, Grant, Role
from models.rules.delegation import DELEGATED_ACTION, body_name
from models.settings import settings

_OF_STAFF = {role.value for role in STAFF | {Role.ADMINISTRATOR}}


@dataclass(frozen=True)
class SignedIn:
    """A person on a browser with an open session."""

    session_id: int
    person_id: int
    method: str
    provider: str
    since: datetime
    seen_at: datetime
    idle: timedelta  # how long the session may be left alone
    is_strong: bool  # two factors were shown
    language: str  # of their choice; empty: none
    owes: str  # '' or, where an authority asks a second step: 'second_step' to show, 'set_up' to make one first


@dataclass(frozen=True)
class DemonstrationPerson:
    """One account of the demonstration, as the sign-in page lists it."""

    name: str
    email: str
    functions: tuple[Role, ...]
    authority: str


def actor_for(session: Session, person_id: int, on: date) -> Actor | None:
    """The person with what they hold on that day; None when they are unknown or no longer active."""
    asked = {"of_person": person_id, "on_day": on}
    rows: Sequence[Row[*tuple[Any, ...]]] = session.execute(_held(), asked).all()
    if not rows:
        return None
    grants = frozenset(
        Grant(Role(row.role), row.authority_id, row.case_id, row.in_place_of) for row in rows if row.role is not None
    )
    first = rows[0]
    is_staff = any(grant.role in STAFF for grant in grants)
    delegated = _delegated_to(session, person_id, on) if is_staff else frozenset()
    return Actor(person_id, first.name or first.email or "", first.dwelling_id, grants, delegated)


# Asked with every page, so built once: building such a question takes ten times as long as asking it.
_PERSON, _DAY = bindparam("of_person", type_=Integer), bindparam("on_day", type_=Date)


@cache
def _held() -> CompoundSelect[*tuple[Any, ...]]:
    """What a person holds on a day, themselves and for colleagues."""
    own = (
        select(Person.name, Person.email, Person.dwelling_id, Mandate.role, Mandate.authority_id, Mandate.case_id,
               literal(None, Integer).label("in_place_of"))
        .outerjoin(Mandate, and_(Mandate.person_id == Person.id, _counts(_DAY)))
        .where(Person.id == _PERSON, Person.is_active)
    )  # fmt: skip
    return union_all(own, _in_place_of_others())


def _delegated_to(session: Session, person_id: int, on: date) -> frozenset[Delegated]:
    """What bodies gave this person to decide, as long as the person works there; printed by function, not by name."""
    rows = session.execute(_delegations(), {"of_person": person_id, "on_day": on}).all()
    return frozenset(
        {
            row[0].id: Delegated(DELEGATED_ACTION[kind], row[0].authority_id, printed_delegation(row[0], function))
            for row in rows
            for kind, function in [row[1:]]
        }.values()
    )


@cache
def _delegations() -> Select[*tuple[Any, ...]]:
    return (
        select(Delegation, Authority.kind, Mandate.function)
        .join(Authority, Authority.id == Delegation.authority_id)
        .join(Mandate, and_(Mandate.authority_id == Delegation.authority_id, Mandate.person_id == _PERSON))
        .where(Delegation.person_id == _PERSON, delegation_counts(_DAY), _counts(_DAY), Mandate.role.in_(STAFF_ROLES))
        .order_by(Mandate.id.desc())
    )


def delegation_counts(on: date | BindParameter[Any]) -> ColumnElement[bool]:
    """Delegations on this day."""
    return and_(
        Delegation.ended_at.is_(None),
        Delegation.first_on <= on,
        or_(Delegation.last_on.is_(None), Delegation.last_on >= on),
    )


def printed_delegation(delegation: Delegation, function: str) -> str:
    """'diensthoofd veiligheid, namens de burgemeester, bij delegatie van 01/03/2026 (besluit 2026/114)'."""
    given = f"bij delegatie van {delegation.first_on:%d/%m/%Y} ({delegation.reference})"
    return ", ".join(filter(None, (function, f"namens {body_name(delegation.body)}", given)))


def _in_place_of_others() -> Select[*tuple[Any, ...]]:
    """What a deputy holds for colleagues who are away, as long as those hold it and the deputy works there too."""
    colleague = aliased(Mandate)
    works_there = exists().where(
        colleague.person_id == _PERSON,
        colleague.authority_id == Absence.authority_id,
        colleague.role.in_(STAFF_ROLES),
        colleague.since <= _DAY,
        or_(colleague.until.is_(None), colleague.until >= _DAY),
    )
    same = and_(
        Mandate.person_id == Absence.person_id,
        Mandate.role == Absence.role,
        Mandate.authority_id == Absence.authority_id,
    )
    return (
        select(Person.name, Person.email, Person.dwelling_id, Mandate.role, Mandate.authority_id, Mandate.case_id,
               Absence.person_id.label("in_place_of"))
        .select_from(Absence)
        .join(Person, Person.id == Absence.deputy_id)
        .join(Mandate, same)
        .where(Absence.deputy_id == _PERSON, Person.is_active, counts_on(_DAY), _counts(_DAY), works_there)
    )  # fmt: skip


def person_for_session(session: Session, token_hash: str, at: datetime) -> SignedIn | None:
    """Who is signed in with this token at that (real) moment; None when the session ended, was left idle too long,
    or the person is no longer active."""
    found = session.execute(_open_session(), {"of_token": token_hash, "at_moment": at}).one_or_none()
    if found is None:
        return None
    row, language = found
    kind, asks_second_step = _account(session, row.person_id, at.date())
    idle = _idle(kind)
    if row.seen_at + idle <= at:
        return None
    owes = ""
    if asks_second_step and not row.is_strong:
        owes = "second_step" if second_steps_of(session, row.person_id).any else "set_up"
    return SignedIn(row.id, row.person_id, row.method, row.provider, row.created_at, row.seen_at, idle, row.is_strong,
                    language, owes)  # fmt: skip


@cache
def _open_session() -> Select[*tuple[Any, ...]]:
    return (
        select(WebSession, Person.language)
        .join(Person, Person.id == WebSession.person_id)
        .where(WebSession.token_hash == bindparam("of_token"), Person.is_active)
        .where(WebSession.expires_at > bindparam("at_moment", type_=UtcDateTime))
    )


def kind_of_account(session: Session, person_id: int, on: date) -> str:
    """'administrator', 'staff' or 'resident': the strictest that a person is, for the limits of a session.

    A mandate that begins later counts already: it may begin while the session is open.
    """
    return _account(session, person_id, on)[0]


def must_show_second_step(session: Session, person_id: int, on: date) -> bool:
    """Whether an authority in which this person holds a function asks a second step of its staff."""
    return _account(session, person_id, on)[1]


def _account(session: Session, person_id: int, on: date) -> tuple[str, bool]:
    """The kind of account, and whether it needs a second step: asked with every page, so in one question."""
    rows = session.execute(_functions(), {"of_person": person_id, "on_day": on}).all()
    held = [row for row in rows if row[0] in _OF_STAFF]
    kind = "resident"
    if held:
        kind = "administrator" if any(row[0] == Role.ADMINISTRATOR.value for row in held) else "staff"
    name = "second_factor_required"
    return kind, any({**(of_zone or {}), **(own or {})}.get(name, False) for _, own, of_zone in held)


@cache
def _functions() -> Select[*tuple[Any, ...]]:
    """What a person holds or will hold, with the settings of the authority and of its zone."""
    zone = aliased(Authority)
    return (
        select(Mandate.role, Authority.settings, zone.settings)
        .outerjoin(Authority, Authority.id == Mandate.authority_id)
        .outerjoin(zone, zone.id == Authority.zone_id)
        .where(Mandate.person_id == _PERSON, or_(Mandate.until.is_(None), Mandate.until >= _DAY))
    )


def idle_limit(session: Session, person_id: int, on: date) -> timedelta:
    """How long a session of this person may be left alone."""
    return _idle(kind_of_account(session, person_id, on))


def absolute_limit(session: Session, person_id: int, on: date) -> timedelta:
    """How long a session of this person lasts at most."""
    return timedelta(hours=getattr(settings(), f"session_hours_{kind_of_account(session, person_id, on)}"))


def _idle(kind: str) -> timedelta:
    """web.md 4.4: a browser left behind on a counter must not stay open for long."""
    return timedelta(minutes=getattr(settings(), f"idle_minutes_{kind}"))


def sessions_of(session: Session, person_id: int, at: datetime) -> list[WebSession]:
    """The open sessions of a person, the last seen first. Ones left idle too long are not open."""
    since = at - idle_limit(session, person_id, at.date())
    return list(
        session.scalars(
            select(WebSession)
            .where(WebSession.person_id == person_id, WebSession.expires_at > at, WebSession.seen_at > since)
            .order_by(WebSession.seen_at.desc())
        )
    )


def demonstration_people(session: Session, on: date, residents: int = 4) -> list[DemonstrationPerson]:
    """The accounts that the demonstration offers: all staff with an '.example' address, and a few residents."""
    rows = session.execute(
        select(Person.name, Person.email, Mandate.role, Authority.name)
        .join(Mandate, Mandate.person_id == Person.id)
        .outerjoin(Authority, Authority.id == Mandate.authority_id)
        .where(Person.email.like("%.example"), Person.is_active, _counts(on))
        .order_by(Authority.name, Mandate.id)
    ).all()
    roles: dict[str, list[Role]] = {}
    authorities: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, address, role, authority in rows:
        email = address or ""
        held = roles.setdefault(email, [])
        if Role(role) not in held:
            held.append(Role(role))
        names[email] = name
        authorities[email] = authorities.get(email) or authority or ""
    people = [DemonstrationPerson(names[e], e, tuple(roles[e]), authorities[e]) for e in roles]
    staff = [person for person in people if person.authority]
    return staff + [person for person in people if not person.authority][:residents]


def _counts(on: date | BindParameter[Any]) -> ColumnElement[bool]:
    not_excluded = or_(Mandate.excluded_until.is_(None), Mandate.excluded_until < on)
    is_held = or_(Mandate.until.is_(None), Mandate.until >= on)
    return and_(Mandate.is_accepted, Mandate.since <= on, is_held, not_excluded)
