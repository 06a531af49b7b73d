"""Earlier names of streets: those of a municipality, and which of them somebody meant."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Street
from models.former_street_name import FormerStreetName


def former_names_of(session: Session, authority_id: int) -> Sequence[FormerStreetName]:
    """The earlier names of the streets of one municipality, by name."""
    return session.scalars(
        select(FormerStreetName)
        .join(Street, Street.id == FormerStreetName.street_id)
        .where(Street.authority_id == authority_id)
        .order_by(FormerStreetName.normalised_name, FormerStreetName.id)
    ).all()


def former_names_by_street(session: Session, street_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """For these streets their earlier names, from the spelling in which they are compared to the one that is shown.
    A name that the street bears again is none."""
    found: dict[int, dict[str, str]] = {}
    rows = session.execute(
        select(FormerStreetName.street_id, FormerStreetName.normalised_name, FormerStreetName.name)
        .join(Street, Street.id == FormerStreetName.street_id)
        .where(FormerStreetName.street_id.in_(street_ids), FormerStreetName.normalised_name != Street.normalised_name)
        .order_by(FormerStreetName.id)
    )
    for row in rows:
        found.setdefault(row.street_id, {})[row.normalised_name] = row.name
    return found
