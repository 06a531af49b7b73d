"""Who coordinates a network today, as far as its public page may reach them."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.person import Person
from models.rules.access import Role


@dataclass(frozen=True)
class Reachable:
    """A coordinator or deputy with a mail address; it is never shown."""

    person_id: int
    name: str
    email: str


def reachable_coordinators(session: Session, slug: str) -> tuple[Reachable, ...]:
    """The coordinators of a network, and their deputies, who have an address; none for one without a case."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email)
        .join(Mandate, Mandate.person_id == Person.id)
        .join(NeighbourhoodNetwork, NeighbourhoodNetwork.case_id == Mandate.case_id)
        .where(NeighbourhoodNetwork.slug == slug, Mandate.until.is_(None), Mandate.is_accepted, Person.is_active)
        .where(Mandate.excluded_until.is_(None))
        .where(or_(Mandate.role == Role.COORDINATOR.value, Mandate.role == Role.DEPUTY_COORDINATOR.value))
        .order_by(Mandate.id)
    )
    return tuple(Reachable(row.id, row.name or "", row.email) for row in rows if row.email)
