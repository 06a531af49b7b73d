"""The authorities of the demonstration, with the streets and dwellings of the invented town."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from binstart.demonstration.town import TownMunicipality, TownStreet, build_town
from models.address import AddressImport, Dwelling, Street
from models.authority import Authority
from models.former_street_name import FormerStreetName
from models.rules.streets import normalise_street_name

ZONE_NAME = "Politiezone Ter Beke"
# Westveld decides otherwise than Oosterbeke: what differs per municipality must be seen to differ.
SETTINGS = {
    "Oosterbeke": {"minimum_registered_dwellings": 20, "courtesy_languages": ["fr", "en", "de"]},
    "Westveld": {
        "municipality_decider": "desk_officer",
        "federal_check_blocks": False,
        "opinion_term_days": 21,
        "second_member_contribution_cents": 600,
    },
}
FORMER_NAMES = {"Oosterbeke": "Oude Hoeveweg", "Westveld": "Kloosterdreef"}  # of the first street of each register
CODES = {"Oosterbeke": "OOS", "Westveld": "WES"}


@dataclass(frozen=True)
class Zone:
    """The zone and its municipalities; streets by municipality and name."""

    police: Authority
    municipalities: dict[str, Authority]
    streets: dict[tuple[str, str], Street]
    quarters: dict[tuple[str, str], tuple[str, ...]]  # (municipality, neighbourhood) -> street names


def make_authorities(session: Session, on: date) -> Zone:
    """The zone, its two municipalities, and their address register."""
    police = Authority(
        kind="police_zone",
        slug="ter-beke",
        name=ZONE_NAME,
        code="PZB",
        email="bin@pz-terbeke.example",
        phone="09 000 01 01",
        postal_address="Stationsplein 3, 9994 Oosterbeke",
        settings={},
    )
    session.add(police)
    session.flush()
    zone = Zone(police, {}, {}, {})
    for town in build_town().municipalities:
        authority = Authority(
            kind="municipality",
            slug=town.name.lower(),
            name=town.name,
            code=CODES[town.name],
            nis_code=town.nis,
            zone_id=police.id,
            email=f"veiligheid@{town.name.lower()}.example",
            phone="09 000 02 02",
            postal_address=f"Markt 1, {town.postcode} {town.name}",
            settings=SETTINGS[town.name],
        )
        session.add(authority)
        session.flush()
        zone.municipalities[town.name] = authority
        _register(session, zone, authority, town, on)
    return zone


def _register(session: Session, zone: Zone, authority: Authority, town: TownMunicipality, on: date) -> None:
    source = AddressImport(
        authority_id=authority.id,
        source="Verzonnen adressen van de demonstratie",
        licence="geen: niets hiervan bestaat",
        imported_on=on,
        new_count=len(town.streets),
    )
    session.add(source)
    session.flush()
    for town_street in town.streets:
        street = Street(
            authority_id=authority.id,
            name=town_street.name,
            normalised_name=normalise_street_name(town_street.name),
            postcode=town_street.postcode,
            neighbourhood=town_street.neighbourhood,
            dwelling_count=len(town_street.dwellings),
            import_id=source.id,
        )
        session.add(street)
        zone.streets[town.name, town_street.name] = street
    session.flush()
    rows = [
        row
        for town_street in town.streets
        for row in _dwellings(zone.streets[town.name, town_street.name], town_street)
    ]
    session.execute(insert(Dwelling), rows)
    _former_name(session, zone.streets[town.name, town.streets[0].name], FORMER_NAMES[town.name], on)
    for quarter in town.neighbourhoods:
        names = tuple(street.name for street in town.streets if street.neighbourhood == quarter)
        zone.quarters[town.name, quarter] = names


def _former_name(session: Session, street: Street, name: str, on: date) -> None:
    session.add(FormerStreetName(street_id=street.id, name=name, normalised_name=normalise_street_name(name),
                                 noted_on=on))  # fmt: skip


def _dwellings(street: Street, town_street: TownStreet) -> list[dict[str, object]]:
    return [
        {
            "street_id": street.id,
            "number": dwelling.number,
            "suffix": dwelling.suffix,
            "latitude": dwelling.lat,
            "longitude": dwelling.lon,
        }
        for dwelling in town_street.dwellings
    ]
