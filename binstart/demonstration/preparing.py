"""Sets the stage for a scenario: its own municipality, zone, streets and people, written straight into the database.

In the demonstration only: in a real system authorities and mandates are the administrator's, and nobody invents them.
Playing a scenario again finds what is there and leaves it; only settings are written anew.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from binstart.demonstration.town import LATITUDE, LONGITUDE
from binstart.playing.scenario import MunicipalityPlan, PersonPlan, Scenario, StreetPlan, ZonePlan
from models.address import Dwelling, Street
from models.authority import Authority
from models.clock import day_of
from models.mandate import Mandate
from models.person import Person
from models.rules.access import Role
from models.rules.streets import normalise_street_name

FUNCTIONS = {  # as printed under letters
    Role.DESK_OFFICER: "medewerker van de dienst Veiligheid",
    Role.MAYOR: "burgemeester",
    Role.MANDATED_OFFICER: "gemandateerde politiebeambte",
    Role.POLICE_CHIEF: "korpschef",
    Role.ADMINISTRATOR: "beheerder",
}
IN_OFFICE = timedelta(days=3 * 365)  # since when staff hold their mandate
# A made-up village of parallel streets, in degrees; for maps and distances only.
BETWEEN_STREETS, BETWEEN_HOUSES, ACROSS = 0.0012, 0.00018, 0.00022


class CannotPrepare(Exception):
    """The database holds something else under the same name."""


def prepare(session: Session, scenario: Scenario, now: datetime) -> None:
    """Make what the scenario needs and the database lacks. Raises CannotPrepare."""
    zones = {plan.name: _zone(session, plan) for plan in scenario.zones}
    places = {plan.name: _municipality(session, plan, zones[plan.zone]) for plan in scenario.municipalities}
    for person in scenario.people.values():
        _person(session, person, {**zones, **places}, now)
    session.flush()


def _zone(session: Session, plan: ZonePlan) -> Authority:
    found = _authority(session, "police_zone", plan.name, is_own=plan.is_own)
    if found is None:
        slug = _slug(plan.name)
        found = Authority(kind="police_zone", slug=slug, name=plan.name, code=plan.code, email=f"bin@{slug}.example",
                          phone="09 000 05 05", postal_address=f"Politieplein 1, {plan.name}", settings={})  # fmt: skip
        session.add(found)
    if plan.is_own:
        found.settings = dict(plan.settings)
    session.flush()
    return found


def _municipality(session: Session, plan: MunicipalityPlan, zone: Authority) -> Authority:
    found = _authority(session, "municipality", plan.name, is_own=plan.is_own)
    if found is None:
        slug = _slug(plan.name)
        found = Authority(kind="municipality", slug=slug, name=plan.name, code=plan.code, zone_id=zone.id,
                          email=f"veiligheid@{slug}.example", phone="09 000 06 06",
                          postal_address=f"Dorpsplein 1, {plan.postcode} {plan.name}", settings={})  # fmt: skip
        session.add(found)
    if plan.is_own:
        found.settings = dict(plan.settings)
        session.flush()
        _streets(session, plan, found)
    return found


def _authority(session: Session, kind: str, name: str, *, is_own: bool) -> Authority | None:
    found = session.scalars(select(Authority).where(Authority.kind == kind, Authority.name == name)).one_or_none()
    if found is None and not is_own:
        raise CannotPrepare(f"{name} is not in this database: it does not hold the demonstration")
    return found


def _streets(session: Session, plan: MunicipalityPlan, municipality: Authority) -> None:
    known = set(session.scalars(select(Street.name).where(Street.authority_id == municipality.id)))
    for position, street in enumerate(plan.streets):
        if street.name not in known:
            _street(session, plan, street, municipality, position)


def _street(session: Session, plan: MunicipalityPlan, street: StreetPlan, municipality: Authority, row: int) -> None:
    made = Street(authority_id=municipality.id, name=street.name, normalised_name=normalise_street_name(street.name),
                  postcode=plan.postcode, neighbourhood=plan.name, dwelling_count=street.houses)  # fmt: skip
    session.add(made)
    session.flush()
    houses = [
        {
            "street_id": made.id,
            "number": number,
            "suffix": "",
            "latitude": round(LATITUDE + row * BETWEEN_STREETS + (number % 2) * ACROSS, 6),
            "longitude": round(LONGITUDE + (number // 2) * BETWEEN_HOUSES, 6),
        }
        for number in range(1, street.houses + 1)
    ]
    session.execute(insert(Dwelling), houses)


def _person(session: Session, plan: PersonPlan, places: Mapping[str, Authority], now: datetime) -> None:
    person = session.scalars(select(Person).where(Person.email == plan.email)).one_or_none()
    if person is None:
        person = Person(name=plan.name, email=plan.email, phone=plan.phone, created_at=now)
        session.add(person)
    elif person.name and person.name != plan.name:
        raise CannotPrepare(f"{plan.email} is {person.name} in this database, not {plan.name}")
    if plan.home is not None:
        person.dwelling_id = _dwelling(session, places[plan.home_in], *plan.home)
    session.flush()
    on = day_of(now)
    for role, place in plan.mandates:
        _mandate(session, person, role, places[place], on)


def _dwelling(session: Session, municipality: Authority, street: str, number: int) -> int:
    found = session.scalars(
        select(Dwelling.id)
        .join(Street)
        .where(Street.authority_id == municipality.id, Street.name == street, Dwelling.number == number)
        .order_by(Dwelling.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        raise CannotPrepare(f"{street} {number} in {municipality.name} is not in this database")
    return found


def _mandate(session: Session, person: Person, role: Role, place: Authority, on: date) -> None:
    held = session.scalars(
        select(Mandate.id).where(
            Mandate.person_id == person.id,
            Mandate.role == role.value,
            Mandate.authority_id == place.id,
            Mandate.until.is_(None),
        )
    ).first()
    if held is None:
        session.add(Mandate(person_id=person.id, role=role.value, authority_id=place.id, function=FUNCTIONS[role],
                            since=on - IN_OFFICE))  # fmt: skip


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")
