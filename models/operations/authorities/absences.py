"""A member of staff is away: a colleague of the same authority holds the function meanwhile, in their name."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.absence import Absence
from models.authority import Authority
from models.clock import day_of
from models.mandate import Mandate
from models.operations.authorities.authority_journal import note_change
from models.rules.access import STAFF, Actor, Role
from models.rules.refusals import Invalid, NotAllowed, Stale

LONGEST_ABSENCE = 366  # days; who is away longer hands the function over


def enter_absence(session: Session, by: Actor, mandate_id: int, at: datetime, *, deputy_id: int, first_on: date,
                  last_on: date) -> Absence:  # fmt: skip
    """Enter an absence from one function, one's own or as administrator. Raises Invalid with the field, NotAllowed."""
    mandate = session.get(Mandate, mandate_id)
    authority = _authority(session, by, mandate)
    assert mandate is not None
    _check_days(first_on, last_on, day_of(at))
    _check_deputy(session, mandate, deputy_id, first_on, last_on)
    if _overlapping(session, mandate.authority_id, first_on, last_on, person_id=mandate.person_id, role=mandate.role):
        raise Invalid("away_already", "In die periode staat al een afwezigheid voor deze functie.", "first_on")
    absence = Absence(authority_id=authority.id, person_id=mandate.person_id, role=mandate.role, deputy_id=deputy_id,
                      first_on=first_on, last_on=last_on, entered_by_id=by.person_id, entered_at=at)  # fmt: skip
    session.add(absence)
    session.flush()
    _tell(session, authority, "absence:entered", absence, mandate, by, at)
    return absence


def end_absence(session: Session, by: Actor, absence_id: int, at: datetime) -> None:
    """Back again, or entered by mistake: the deputy holds the function no longer, from now."""
    absence = session.get(Absence, absence_id)
    if absence is None or absence.ended_at is not None or absence.last_on < day_of(at):
        raise Stale("ended_already", "Deze afwezigheid is al voorbij.")
    mandate = session.scalars(_held(absence.person_id, absence.authority_id, absence.role).limit(1)).one_or_none()
    authority = _authority(session, by, mandate)
    assert mandate is not None
    absence.ended_at = at
    _tell(session, authority, "absence:ended", absence, mandate, by, at)


def _authority(session: Session, by: Actor, mandate: Mandate | None) -> Authority:
    """The authority of the mandate, locked, if this person may say who is away from it."""
    administered = {grant.authority_id for grant in by.grants if grant.role is Role.ADMINISTRATOR}
    if mandate is None or mandate.role not in {role.value for role in STAFF} or mandate.authority_id is None:
        raise NotAllowed("unknown_mandate", "Voor deze functie kunt u geen afwezigheid noteren.")
    if mandate.person_id != by.person_id and mandate.authority_id not in administered:
        raise NotAllowed("not_yours", "U noteert alleen uw eigen afwezigheid; de beheerder noteert die van anderen.")
    return session.scalars(
        select(Authority).where(Authority.id == mandate.authority_id).with_for_update(of=Authority)
    ).one()


def _check_days(first_on: date, last_on: date, today: date) -> None:
    if last_on < first_on:
        raise Invalid("wrong_order", "De laatste dag ligt vóór de eerste.", "last_on")
    if last_on < today:
        raise Invalid("in_the_past", "Deze afwezigheid is al voorbij.", "last_on")
    if (last_on - first_on).days >= LONGEST_ABSENCE:
        raise Invalid("too_long", f"Hoogstens {LONGEST_ABSENCE} dagen. Geef de functie anders aan iemand anders.",
                      "last_on")  # fmt: skip


def _check_deputy(session: Session, mandate: Mandate, deputy_id: int, first_on: date, last_on: date) -> None:
    if deputy_id == mandate.person_id:
        raise Invalid("same_person", "Kies iemand anders dan wie afwezig is.", "deputy_id")
    colleagues = select(Mandate.id).where(
        Mandate.person_id == deputy_id,
        Mandate.authority_id == mandate.authority_id,
        Mandate.role.in_([role.value for role in STAFF]),
        Mandate.since <= first_on,
        (Mandate.until.is_(None)) | (Mandate.until >= last_on),
    )
    if session.scalars(colleagues).first() is None:
        raise Invalid("no_colleague", "Kies een collega die in die periode in dezelfde dienst werkt.", "deputy_id")
    if _overlapping(session, mandate.authority_id, first_on, last_on, person_id=deputy_id):
        raise Invalid("deputy_away", "Deze collega is in die periode zelf afwezig.", "deputy_id")


def _overlapping(session: Session, authority_id: int | None, first_on: date, last_on: date, *, person_id: int,
                 role: str = "") -> bool:  # fmt: skip
    query = select(Absence.id).where(
        Absence.authority_id == authority_id,
        Absence.person_id == person_id,
        Absence.ended_at.is_(None),
        Absence.first_on <= last_on,
        Absence.last_on >= first_on,
    )
    if role:
        query = query.where(Absence.role == role)
    return session.scalars(query).first() is not None


def _held(person_id: int, authority_id: int, role: str):  # type: ignore[no-untyped-def]
    return select(Mandate).where(
        Mandate.person_id == person_id, Mandate.authority_id == authority_id, Mandate.role == role
    )


def _tell(session: Session, authority: Authority, event: str, absence: Absence, mandate: Mandate, by: Actor,
          at: datetime) -> None:  # fmt: skip
    note_change(session, authority, event, by, at, function=mandate.function, role=absence.role,
                first_on=absence.first_on.isoformat(), last_on=absence.last_on.isoformat(), person_id=absence.person_id,
                deputy_id=absence.deputy_id)  # fmt: skip
