"""Staff tell where they live, so that the four eyes know in which cases they don't decide. Nobody else reads it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
from models.clock import day_of
from models.operations.authorities.authority_journal import note_change
from models.person import Person
from models.queries.requests.applicants import municipalities_of_staff
from models.rules.access import STAFF, Actor
from models.rules.refusals import Invalid, NotAllowed


def tell_home(session: Session, by: Actor, at: datetime, *, dwelling_id: int | None) -> None:
    """Keep one's own dwelling; None: one lives outside the municipalities where one works. The journal of each
    authority where they work tells that they told it, never where. Raises NotAllowed and Invalid."""
    authority_ids = sorted({grant.authority_id for grant in by.grants if grant.role in STAFF and grant.authority_id})
    if by.person_id is None or not authority_ids:
        raise NotAllowed("no_staff", "Alleen wie bij een gemeente of de politie werkt, geeft hier een woonplaats op.")
    if dwelling_id is not None and not _is_in_own_area(session, by, dwelling_id):
        raise Invalid("unknown_dwelling", "Dit adres ligt niet in de gemeenten waarvoor u werkt.", "address")
    person = session.scalars(select(Person).where(Person.id == by.person_id).with_for_update(of=Person)).one()
    person.dwelling_id, person.home_told_on = dwelling_id, day_of(at)
    own = select(Authority).where(Authority.id.in_(authority_ids)).order_by(Authority.id)
    for authority in session.scalars(own.with_for_update(of=Authority)):
        note_change(session, authority, "home:told", by, at)


def _is_in_own_area(session: Session, by: Actor, dwelling_id: int) -> bool:
    own = [municipality.id for municipality in municipalities_of_staff(session, by)]
    found = select(Dwelling.id).join(Street, Street.id == Dwelling.street_id)
    return session.scalar(found.where(Dwelling.id == dwelling_id, Street.authority_id.in_(own))) is not None
