"""Files of streets as registers give them, and how they are taken in."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Street
from models.authority import Authority
from models.operations.streets.importing_streets import ImportReport, import_streets

BEST = """\
EPSG:31370_x,EPSG:31370_y,EPSG:4326_lat,EPSG:4326_lon,address_id,box_number,house_number,municipality_id,\
municipality_name_de,municipality_name_fr,municipality_name_nl,postcode,postname_fr,postname_nl,street_id,streetname_de,\
streetname_fr,streetname_nl,region_code,status
1,1,51.06201,3.35201,101,,1,99001,,,Oosterbeke,9994,,Centrum,11,,,Kerkstraat,BE-VLG,current
1,1,51.06202,3.35202,102,,2,99001,,,Oosterbeke,9994,,Centrum,11,,,Kerkstraat,BE-VLG,current
1,1,51.06203,3.35203,103,0001,4,99001,,,Oosterbeke,9994,,Centrum,11,,,Kerkstraat,BE-VLG,current
1,1,51.06203,3.35203,104,0002,4,99001,,,Oosterbeke,9994,,Centrum,11,,,Kerkstraat,BE-VLG,current
1,1,51.07001,3.36001,105,,7A,99001,,,Oosterbeke,9995,,Molenhoek,11,,,Kerkstraat,BE-VLG,current
0,0,49.293335,2.306690,106,,3,99001,,,Oosterbeke,9994,,Centrum,12,,,Sint-Jozefstraat,BE-VLG,current
1,1,51.06301,3.35301,107,,5,99001,,,Oosterbeke,9994,,Centrum,12,,,Sint-Jozefstraat,BE-VLG,current
1,1,51.06301,3.35301,108,,5,99001,,,Oosterbeke,9994,,Centrum,12,,,Sint-Jozefstraat,BE-VLG,current
1,1,51.06302,3.35302,109,,ZN,99001,,,Oosterbeke,9994,,Centrum,12,,,Sint-Jozefstraat,BE-VLG,current
1,1,51.06303,3.35303,110,,9,99001,,,Oosterbeke,9994,,Centrum,12,,,Sint-Jozefstraat,BE-VLG,retired
1,1,51.06401,3.35401,111,,6,99002,,,Westveld,9996,,,21,,,Kerkstraat,BE-VLG,current
"""


def write(folder: Path, text: str, name: str = "adressen.csv") -> Path:
    """A file with this text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def take_in(session: Session, place: Authority, file: Path, **words: Any) -> ImportReport:
    """Import it for a municipality."""
    given: dict[str, Any] = {"source": "BeSt", "licence": "Modellicentie gratis hergebruik", "on": date(2026, 3, 2)}
    return import_streets(session, place.id, file, **(given | words))


def streets(session: Session) -> dict[tuple[str, str], Street]:
    """All streets, by name and postcode."""
    return {(street.name, street.postcode): street for street in session.scalars(select(Street))}


def houses(street: Street) -> list[str]:
    """Number and suffix of each dwelling that is active."""
    return sorted(f"{dwelling.number} {dwelling.suffix}".strip() for dwelling in street.dwellings if dwelling.is_active)


def municipality(session: Session, name: str, nis: str) -> Authority:
    """A municipality without streets."""
    made = Authority(
        kind="municipality", slug=name.lower(), name=name, code=name[:3].upper(), nis_code=nis, settings={}
    )
    session.add(made)
    session.flush()
    return made
