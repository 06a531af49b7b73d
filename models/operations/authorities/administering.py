"""What an administrator does: the settings of their own authority, and who holds which function in it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.clock import day_of
from models.mandate import Mandate
from models.operations.accounts.web_sessions import end_web_sessions
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import written
from models.person import Person
from models.queries.authorities.absences import colleagues
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, Actor, Role
from models.rules.procedure_settings import ProcedureSettings, checked, effective_settings, require_possible
from models.rules.refusals import Invalid, NotAllowed, Stale


def roles_of_authority(authority: Authority) -> frozenset[Role]:
    """The functions that somebody can hold in this authority."""
    own = MUNICIPAL_ROLES if authority.kind == "municipality" else POLICE_ROLES
    return own | {Role.ADMINISTRATOR}


def own_authority(session: Session, by: Actor, authority_id: int) -> Authority:
    """The authority, locked, if this person administers it. Raises NotAllowed."""
    administers = {grant.authority_id for grant in by.grants if grant.role is Role.ADMINISTRATOR}
    if authority_id not in administers:
        raise NotAllowed("not_your_authority", "U beheert alleen uw eigen gemeente of zone.")
    return session.scalars(select(Authority).where(Authority.id == authority_id).with_for_update(of=Authority)).one()


def change_settings(session: Session, by: Actor, authority_id: int, values: Mapping[str, Any],
                    at: datetime) -> None:  # fmt: skip
    """Replace the settings of the authority. What equals the value that would hold without it is not kept, so that a
    later change of the zone still reaches the municipality. Raises Invalid with the setting's name."""
    authority = own_authority(session, by, authority_id)
    given = checked({**values})
    require_possible(given)
    inherited = effective_settings(authority.zone.settings if authority.zone else {})
    names = [field.name for field in fields(ProcedureSettings)]
    before = effective_settings(authority.zone.settings if authority.zone else {}, authority.settings)
    authority.settings = {
        name: _plain(getattr(given, name)) for name in names if getattr(given, name) != getattr(inherited, name)
    }
    for name in names:
        if getattr(given, name) != getattr(before, name):
            note_change(session, authority, "setting:changed", by, at, setting=name,
                        before=_plain(getattr(before, name)), after=_plain(getattr(given, name)))  # fmt: skip
    session.flush()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def give_mandate(session: Session, by: Actor, authority_id: int, on: date, at: datetime, *, name: str, email: str,
                 role: str, function: str) -> Mandate:  # fmt: skip
    """Give somebody a function from today; who is not known yet is made. Their sessions end: rights changed."""
    authority = own_authority(session, by, authority_id)
    if role not in {known.value for known in roles_of_authority(authority)}:
        raise Invalid("unknown_role", "Kies een functie die bij deze overheid hoort.", "role")
    email = written(email, "email").lower()
    if "@" not in email or len(email) > 254:
        raise Invalid("wrong_email", "Vul een e-mailadres in, zoals naam@gemeente.be.", "email")
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if person is None:
        person = Person(name=written(name, "name"), email=email, created_at=at)
        session.add(person)
        session.flush()
    held = select(Mandate.id).where(
        Mandate.person_id == person.id,
        Mandate.authority_id == authority_id,
        Mandate.role == role,
        Mandate.until.is_(None),
    )
    if session.scalars(held).first() is not None:
        raise Invalid("held_already", "Deze persoon heeft deze functie al.", "email")
    mandate = Mandate(person_id=person.id, role=role, authority_id=authority_id, function=written(function, "function"),
                      since=on)  # fmt: skip
    session.add(mandate)
    note_change(session, authority, "mandate:given", by, at, function=mandate.function, role=role)
    end_web_sessions(session, person.id)
    session.flush()
    return mandate


def end_mandate(session: Session, by: Actor, authority_id: int, mandate_id: int, on: date, at: datetime) -> None:
    """End a function from today. An administrator does not end their own: somebody must be able to."""
    authority = own_authority(session, by, authority_id)
    mandate = session.get(Mandate, mandate_id)
    if mandate is None or mandate.authority_id != authority_id:
        raise Invalid("unknown_mandate", "Deze functie hoort niet bij uw gemeente of zone.")
    if mandate.until is not None and mandate.until < on:
        raise Stale("ended_already", "Deze functie was al beëindigd.")
    if mandate.person_id == by.person_id and mandate.role == Role.ADMINISTRATOR.value:
        raise NotAllowed("own_mandate", "Uw eigen functie als beheerder beëindigt iemand anders.")
    if mandate.since >= on:
        session.delete(mandate)
    else:
        mandate.until = _day_before(on)
    note_change(session, authority, "mandate:ended", by, at, function=mandate.function, role=mandate.role)
    end_web_sessions(session, mandate.person_id)
    session.flush()


def place_on_ladder(session: Session, by: Actor, authority_id: int, mandate_id: int, at: datetime, *,
                    deputy_id: int | None, is_head: bool) -> None:  # fmt: skip
    """Who is reminded after the holder of a function, and whether the holder leads the service."""
    authority = own_authority(session, by, authority_id)
    mandate = session.get(Mandate, mandate_id)
    if mandate is None or mandate.authority_id != authority_id:
        raise Invalid("unknown_mandate", "Deze functie hoort niet bij uw gemeente of zone.", "deputy_id")
    known = {person.id for person in colleagues(session, mandate, day_of(at))}
    if deputy_id is not None and deputy_id not in known:
        raise Invalid("no_colleague", "Kies een collega van dezelfde dienst.", "deputy_id")
    mandate.deputy_id, mandate.is_head = deputy_id, is_head
    note_change(session, authority, "mandate:arranged", by, at, function=mandate.function, deputy_id=deputy_id,
                is_head=is_head, has_deputy=deputy_id is not None)  # fmt: skip
    session.flush()


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
