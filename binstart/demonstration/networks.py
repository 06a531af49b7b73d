"""The eleven networks of the demonstration that were active before Binstart came."""

from datetime import date

from sqlalchemy.orm import Session

from binstart.demonstration.authorities import Zone
from models.area import Area, StreetSegment
from models.network import NeighbourhoodNetwork

# municipality, neighbourhood, name, kind, active since, which of its streets (first, last in the register's order)
NETWORKS = (
    ("Oosterbeke", "Centrum", "BIN Centrum-Markt", "bin", date(2011, 5, 12), (0, 4)),
    ("Oosterbeke", "Centrum", "BIN-Z Winkelhart", "bin_z", date(2018, 10, 1), (4, 9)),
    ("Oosterbeke", "Statiewijk", "BIN Statiewijk", "bin", date(2013, 3, 21), (0, 99)),
    ("Oosterbeke", "Schilderswijk", "BIN Schilderswijk", "bin", date(2014, 11, 4), (0, 99)),
    ("Oosterbeke", "Kouterwijk", "BIN Kouter", "bin", date(2016, 6, 9), (0, 5)),
    ("Oosterbeke", "Molenhoek", "BIN Molenhoek", "bin", date(2019, 2, 14), (0, 99)),
    ("Oosterbeke", "Ter Linden", "BIN-Z Ter Linden", "bin_z", date(2020, 9, 17), (0, 99)),
    ("Westveld", "Westveld-Dorp", "BIN Westveld-Dorp", "bin", date(2012, 4, 25), (0, 6)),
    ("Westveld", "Kapellewijk", "BIN Kapellewijk", "bin", date(2015, 10, 8), (0, 99)),
    ("Westveld", "Hoogveld", "BIN Hoogveld", "bin", date(2017, 1, 19), (0, 99)),
    ("Westveld", "De Meersen", "BIN De Meersen", "bin", date(2021, 5, 6), (0, 4)),
)
HOW_TO_JOIN = "Vraag het inschrijvingsformulier aan de coördinator of aan het gemeentehuis. Lid worden is gratis."


def make_networks(session: Session, zone: Zone) -> None:
    """Eleven active networks, each with an area of whole streets of one neighbourhood."""
    for number, (town, quarter, name, kind, since, (first, last)) in enumerate(NETWORKS, start=1):
        area = Area(boundary_text=f"{quarter} in {town}")
        names = zone.quarters[town, quarter][first:last]
        area.segments = [StreetSegment(street_id=zone.streets[town, street].id) for street in names]
        session.add(area)
        session.flush()
        slug = name.lower().replace(" ", "-")
        session.add(
            NeighbourhoodNetwork(
                municipality_id=zone.municipalities[town].id,
                slug=slug,
                name=name,
                kind=kind,
                area_id=area.id,
                active_since=since,
                contact=f"coordinator-{number}@{slug}.example",
                police_contact=zone.police.email,
                how_to_join=HOW_TO_JOIN,
            )
        )
    session.flush()
