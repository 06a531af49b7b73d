"""The place and the people of a scenario: zone, municipalities with their settings and streets, and who lives where."""

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from binstart.demonstration.authorities import ZONE_NAME
from binstart.demonstration.town import build_town
from binstart.demonstration.town_plan import OOSTERBEKE, WESTVELD
from binstart.playing.lines import Block, Rows, ScenarioFault, Word, Written
from binstart.playing.scenario import NOMINAL_BEGINNING, MunicipalityPlan, PersonPlan, StreetPlan, ZonePlan
from binstart.playing.shapes import Choice, Field, Known, ListOf, Number, Shape, Text, YesNo, a_block, read_fields
from binstart.playing.vocabulary import STAFF_ROLES, STREET
from models.rules.access import POLICE_ROLES, Role
from models.rules.procedure_settings import ProcedureSettings, checked
from models.rules.refusals import Invalid
from models.rules.streets import parse_house_number

DEMONSTRATION_PLACES = (OOSTERBEKE.name, WESTVELD.name)
MOST_HOUSES = 500
EVERYONE = "everyone"

PERSON = {
    "name": Field(Text(), is_required=True),
    "email": Field(Text(), "an address that ends in .example", is_required=True),
    "phone": Field(Text()),
    "roles": Field(ListOf(Choice(STAFF_ROLES)), "for staff; residents have none"),
    "at": Field(Text(), "for which municipality; else where the scenario plays"),
    "address": Field(Text(), "street and house number; who lives there counts for the four eyes"),
}


@lru_cache(maxsize=1)
def _demonstration_streets() -> Mapping[str, tuple[tuple[str, frozenset[int]], ...]]:
    """Per municipality of the demonstration, its streets with their house numbers."""
    return {
        place.name: tuple((s.name, frozenset(d.number for d in s.dwellings)) for s in place.streets)
        for place in build_town().municipalities
    }


def street_names(place: MunicipalityPlan) -> tuple[str, ...]:
    """The streets of a municipality."""
    if place.is_own:
        return tuple(street.name for street in place.streets)
    return tuple(name for name, _ in _demonstration_streets()[place.name])


def _has_house(place: MunicipalityPlan, street: str, number: int) -> bool:
    if place.is_own:
        return any(plan.name == street and 1 <= number <= plan.houses for plan in place.streets)
    return any(name == street and number in numbers for name, numbers in _demonstration_streets()[place.name])


def read_places(top: Block) -> tuple[tuple[ZonePlan, ...], tuple[MunicipalityPlan, ...]]:
    """The zones and the municipalities; the first municipality is where it plays. Raises ScenarioFault."""
    home = top.entries["municipality"]
    zone = _read_zone(top.entries["zone"]) if "zone" in top.entries else None
    neighbours = top.entries.get("neighbours", Rows(top.line, ()))
    if not isinstance(neighbours, Rows):
        raise ScenarioFault(neighbours.line, "here stands a list of municipalities")
    municipalities = tuple(_read_municipality(written, zone) for written in (home, *neighbours.items))
    _no_doubles(municipalities, (home, *neighbours.items))
    if zone is not None and not any(place.is_own for place in municipalities):
        raise ScenarioFault(top.lines["zone"], f"{municipalities[0].name} lies in a zone of the demonstration already")
    own = {zone.name: zone} if zone else {}
    zones = {place.zone: own.get(place.zone, ZonePlan(place.zone, is_own=place.is_own)) for place in municipalities}
    return tuple(zones.values()), municipalities


def _no_doubles(places: tuple[MunicipalityPlan, ...], written: tuple[Written, ...]) -> None:
    for position, place in enumerate(places):
        if any(place.name == other.name for other in places[:position]):
            raise ScenarioFault(written[position].line, f"'{place.name}' stands here for the second time")


def _read_zone(written: Written) -> ZonePlan:
    shapes = {"name": Field(Text(), "", True), "code": Field(Text()), "settings": Field(_Settings())}
    found = read_fields(written, shapes, Known(NOMINAL_BEGINNING))
    return ZonePlan(found["name"], found.get("code", _code(found["name"])), found.get("settings", {}))


def _read_municipality(written: Written, zone: ZonePlan | None) -> MunicipalityPlan:
    if isinstance(written, Word):
        if written.text not in DEMONSTRATION_PLACES:
            reason = f"'{written.text}' is not a municipality of the demonstration; describe your own as a block"
            raise ScenarioFault(written.line, reason)
        postcode = next(plan.postcode for plan in (OOSTERBEKE, WESTVELD) if plan.name == written.text)
        return MunicipalityPlan(written.text, ZONE_NAME, postcode=postcode, is_own=False)
    shapes = {
        "name": Field(Text(), "", True),
        "code": Field(Text()),
        "postcode": Field(Text()),
        "settings": Field(_Settings()),
        "streets": Field(ListOf(STREET), "", True),
    }
    found = read_fields(written, shapes, Known(NOMINAL_BEGINNING))
    if found["name"] in DEMONSTRATION_PLACES:
        raise ScenarioFault(written.line, f"{found['name']} is the demonstration's own: name only that, or another")
    if zone is None:
        raise ScenarioFault(written.line, f"{found['name']} needs a police zone: give 'zone' with a name")
    streets = tuple(StreetPlan(street["name"], street["houses"]) for street in found["streets"])
    _check_streets(streets, written)
    return MunicipalityPlan(
        found["name"],
        zone.name,
        found.get("code", _code(found["name"])),
        found.get("postcode", "9999"),
        found.get("settings", {}),
        streets,
    )


def _check_streets(streets: tuple[StreetPlan, ...], written: Written) -> None:
    if not streets:
        raise ScenarioFault(written.line, "a municipality needs at least one street")
    for street in streets:
        if not 1 <= street.houses <= MOST_HOUSES:
            raise ScenarioFault(written.line, f"{street.name}: between 1 and {MOST_HOUSES} houses")
    if len({street.name for street in streets}) < len(streets):
        raise ScenarioFault(written.line, "a street stands here twice")


def _code(name: str) -> str:
    """Three letters in front of case numbers: 'Klaverbeek' gives KLA."""
    return "".join(letter for letter in name.upper() if "A" <= letter <= "Z")[:3].ljust(3, "X")


class _Settings:
    """Settings of the procedure, by their own names."""

    def read(self, written: Written, known: Known) -> dict[str, Any]:
        shapes = {one.name: Field(_setting_shape(one.default)) for one in fields(ProcedureSettings)}
        found = read_fields(written, shapes, known, "setting ")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
        try:
            checked(values)
        except Invalid as refusal:
            line = a_block(written).lines.get(refusal.field, written.line)
            raise ScenarioFault(line, refusal.sentence) from None
        return found

    def words(self) -> str:
        return "settings of the procedure"


def _setting_shape(default: Any) -> Shape:
    if isinstance(default, bool):
        return YesNo()
    if isinstance(default, int):
        return Number()
    return ListOf(Text()) if isinstance(default, tuple) else Text()


def read_people(written: Written, places: tuple[MunicipalityPlan, ...]) -> dict[str, PersonPlan]:
    """The people by their key. Raises ScenarioFault."""
    block = a_block(written)
    if EVERYONE in block.entries:
        raise ScenarioFault(block.lines[EVERYONE], f"nobody can be called '{EVERYONE}': it means all")
    people = {key: _read_person(key, value, places) for key, value in block.entries.items()}
    by_mail: dict[str, str] = {}
    for key, person in people.items():
        if person.email in by_mail:
            raise ScenarioFault(block.lines[key], f"{key} and {by_mail[person.email]} have the same e-mail address")
        by_mail[person.email] = key
    return people


def _read_person(key: str, written: Written, places: tuple[MunicipalityPlan, ...]) -> PersonPlan:
    found = read_fields(written, PERSON, Known(NOMINAL_BEGINNING))
    email = found["email"].lower()
    if "@" not in email or not email.endswith(".example"):
        raise ScenarioFault(written.line, f"'{email}' must be an invented address that ends in .example")
    place = _place_of(found.get("at"), written, places)
    mandates = []
    for role in map(Role, found.get("roles", ())):
        mandates.append((role, place.zone if role in POLICE_ROLES else place.name))
    home = _read_home(found["address"], place, written) if "address" in found else None
    return PersonPlan(key, found["name"], email, found.get("phone", ""), tuple(mandates), home, place.name)


def _place_of(name: str | None, written: Written, places: tuple[MunicipalityPlan, ...]) -> MunicipalityPlan:
    for place in places:
        if name in (None, place.name):
            return place
    known = ", ".join(place.name for place in places)
    raise ScenarioFault(written.line, f"'{name}' is no municipality of this scenario; known: {known}")


def _read_home(text: str, place: MunicipalityPlan, written: Written) -> tuple[str, int]:
    street, _, number = text.rpartition(" ")
    try:
        house = parse_house_number(number).number
    except (Invalid, ValueError):
        raise ScenarioFault(written.line, f"'{text}' is not a street with a house number") from None
    if street not in street_names(place):
        raise ScenarioFault(written.line, f"'{street}' is not a street of {place.name}")
    if not _has_house(place, street, house):
        raise ScenarioFault(written.line, f"{street} in {place.name} has no house {house}")
    return street, house
