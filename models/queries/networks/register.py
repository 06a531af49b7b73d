"""The public register as data: every network and every founding that the public may know of, in one question each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from models.address import AddressImport, Street
from models.area import Area, StreetSegment
from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.network import NeighbourhoodNetwork
from models.queries.networks.public_networks import shown_on
from models.rules.procedure import Stage
from models.rules.scope import Scope
from models.rules.streets import plain_name


@dataclass(frozen=True)
class Entry:
    """One network as it stands in the register. `state`: active, suspended, or announced (active only later)."""

    slug: str
    name: str
    kind: str
    scope: str
    state: str
    active_since: date
    municipality: str
    municipality_slug: str
    police_zone: str


@dataclass(frozen=True)
class UnderWay:
    """A founding that was accepted, as everybody may know it. `evening_at`: when its next info evening begins."""

    number: str
    name: str
    kind: str
    stage: str
    opened_on: date
    municipality: str
    municipality_slug: str
    evening_at: datetime | None


def register(session: Session, on: date, municipality_id: int | None = None) -> tuple[Entry, ...]:
    """All networks that are not ended (of one municipality), by municipality and name."""
    zone = aliased(Authority)
    asked = (
        shown_on(on)
        .add_columns(
            Area.scope, Authority.name.label("municipality"), Authority.slug.label("place"), zone.name.label("zone")
        )
        .join(Area, Area.id == NeighbourhoodNetwork.area_id)
        .outerjoin(zone, zone.id == Authority.zone_id)
    )
    if municipality_id is not None:
        asked = asked.where(NeighbourhoodNetwork.municipality_id == municipality_id)
    return tuple(
        Entry(row[0].slug, row[0].name, row[0].kind, row.scope, _state(row[0], on), row[0].active_since,
              row.municipality, row.place, row.zone or "")
        for row in session.execute(asked)
    )  # fmt: skip


def register_stamp(session: Session, on: date) -> tuple[object, ...]:
    """What changes when the register does, in two small questions: what was made of it before can be given again."""
    networks = session.execute(
        select(
            func.count(), func.max(NeighbourhoodNetwork.id), func.sum(NeighbourhoodNetwork.area_id),
            func.sum(func.length(NeighbourhoodNetwork.name)), func.max(NeighbourhoodNetwork.ended_on),
            func.sum(case((NeighbourhoodNetwork.state == "active", 1), else_=0)),
            func.max(NeighbourhoodNetwork.active_since), func.min(NeighbourhoodNetwork.active_since),
        )
    ).one()  # fmt: skip
    return (on, *networks, session.scalar(select(func.max(AddressImport.id))))


def streets_of(session: Session, entries: Iterable[Entry]) -> dict[str, list[str]]:
    """By slug the names of the streets of these networks, sorted; one for a whole municipality has none."""
    slugs = [one.slug for one in entries if one.scope == Scope.STREETS]
    rows = session.execute(
        select(NeighbourhoodNetwork.slug, Street.name)
        .join(StreetSegment, StreetSegment.area_id == NeighbourhoodNetwork.area_id)
        .join(Street, Street.id == StreetSegment.street_id)
        .where(NeighbourhoodNetwork.slug.in_(slugs))
        .distinct()
        .order_by(Street.name)
    )
    found: dict[str, list[str]] = {}
    for slug, name in rows:
        found.setdefault(slug, []).append(plain_name(name))
    return found


def _state(network: NeighbourhoodNetwork, on: date) -> str:
    if network.state == "suspended":
        return "suspended"
    return "active" if network.active_since <= on else "announced"


def under_way(session: Session, at: datetime, municipality_id: int | None = None) -> tuple[UnderWay, ...]:
    """The foundings that the municipality accepted and that gave no network yet, by municipality and name.

    A request that nobody looked at is not listed: anybody can type a name (its streets do answer who looks them up).
    """
    launched = select(NeighbourhoodNetwork.case_id).where(NeighbourhoodNetwork.case_id.is_not(None))
    evening = (
        select(InfoEvening.starts_at)
        .where(InfoEvening.case_id == FoundingCase.id, InfoEvening.state == "planned", InfoEvening.starts_at >= at)
        .order_by(InfoEvening.starts_at)
        .limit(1)
        .scalar_subquery()
    )
    asked = (
        select(FoundingCase.number, FoundingCase.name, FoundingCase.kind, FoundingCase.stage, FoundingCase.opened_at,
               Authority.name.label("municipality"), Authority.slug, evening.label("evening_at"))
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .where(FoundingCase.ended_at.is_(None), FoundingCase.stage != Stage.IDEA.value)
        .where(FoundingCase.id.not_in(launched))
        .order_by(Authority.name, FoundingCase.name)
    )  # fmt: skip
    if municipality_id is not None:
        asked = asked.where(FoundingCase.municipality_id == municipality_id)
    return tuple(
        UnderWay(row.number, row.name, row.kind, row.stage, day_of(row.opened_at), row.municipality, row.slug,
                 row.evening_at)
        for row in session.execute(asked)
    )  # fmt: skip
