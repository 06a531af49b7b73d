"""Who may ask where: the municipalities of a request, and the dwelling behind an address that somebody typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
from models.queries.streets.streets import find_dwelling, find_streets
from models.rules.access import STAFF, Actor
from models.rules.streets import HouseNumber, plain_name, split_address


def municipalities(session: Session) -> Sequence[Authority]:
    """All municipalities, by name."""
    return session.scalars(
        select(Authority).where(Authority.kind == "municipality").order_by(Authority.name, Authority.id)
    ).all()


@dataclass(frozen=True)
class Place:
    """A municipality as one chooses it."""

    id: int
    name: str
    slug: str


def all_places(session: Session) -> tuple[Place, ...]:
    """All municipalities by name, for what is asked by everybody: without their settings and their zones."""
    rows = session.execute(
        select(Authority.id, Authority.name, Authority.slug)
        .where(Authority.kind == "municipality")
        .order_by(Authority.name, Authority.id)
    )
    return tuple(Place(*row) for row in rows)


def municipality_slugs(session: Session, slug: str = "") -> dict[int, str]:
    """Number and slug of each municipality, or of the one with this slug: for what is asked with each letter."""
    question = select(Authority.id, Authority.slug).where(Authority.kind == "municipality")
    return {row.id: row.slug for row in session.execute(question.where(Authority.slug == slug) if slug else question)}


def municipalities_of_staff(session: Session, actor: Actor) -> Sequence[Authority]:
    """The municipalities for which this member of staff can take in a request: their own, or those of their zone."""
    own = {grant.authority_id for grant in actor.grants if grant.role in STAFF}
    return session.scalars(
        select(Authority)
        .where(Authority.kind == "municipality", or_(Authority.id.in_(own), Authority.zone_id.in_(own)))
        .order_by(Authority.name, Authority.id)
    ).all()


def dwelling_at(session: Session, municipality_id: int, address: str) -> int | None:
    """The id of the dwelling at 'Kerkstraat 12 bus 3, 9994 Oosterbeke'; None when the register has no such dwelling,
    or has several there and the box was not given."""
    typed = split_address(address)
    if typed.number is None:
        return None
    for street in find_streets(session, [municipality_id], address, limit=5):
        if street.is_called(typed.street):
            found = find_dwelling(session, street.id, str(typed.number))
            if found is not None:
                return found.id
    return None


def address_of_dwelling(session: Session, dwelling_id: int | None) -> str:
    """'Kerkstraat 12, 9994 Oosterbeke'; an empty text when there is no such dwelling."""
    row = session.execute(
        select(Dwelling.number, Dwelling.suffix, Street.name, Street.postcode, Authority.name.label("municipality"))
        .join(Street, Street.id == Dwelling.street_id)
        .join(Authority, Authority.id == Street.authority_id)
        .where(Dwelling.id == dwelling_id)
    ).one_or_none()
    if row is None:
        return ""
    house = HouseNumber(row.number, row.suffix)
    return f"{plain_name(row.name)} {house}, {row.postcode} {row.municipality}"
