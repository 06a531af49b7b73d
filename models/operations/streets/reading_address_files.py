"""Read a file of streets or addresses, in the shapes that exist, into rows that all look the same.

Shapes: BeSt as OpenAddresses publishes it; the files of BOSA's own converter that name postcodes; and the
two CSV forms in which CRAB was handed out. Headers are compared without capitals (BeSt changed them in 2021), the
separator may be a comma or a semicolon, and a zip with one CSV in it is read as it is.
"""

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from models.rules.refusals import Invalid


@dataclass(frozen=True)
class Shape:
    """One kind of file: which column holds what. `needs` are the columns that tell it from the other kinds."""

    name: str
    has_dwellings: bool
    needs: frozenset[str]
    columns: dict[str, tuple[str, ...]]  # our word -> their columns; the first one that is filled in counts


_BEST_NAMES = ("streetname_nl", "streetname_fr", "streetname_de")
_CONVERTER_NAMES = ("street_nl", "street_fr", "street_de")
SHAPES = (
    Shape(
        "BeSt (OpenAddresses)",
        True,
        frozenset({"epsg:4326_lat", "epsg:4326_lon", "house_number", "postcode", "streetname_nl"}),
        {
            "street": _BEST_NAMES,
            "street_id": ("street_id",),
            "postcode": ("postcode",),
            "number": ("house_number",),
            "box": ("box_number",),
            "address_id": ("address_id",),
            "neighbourhood": ("postname_nl", "postname_fr"),
            "nis": ("municipality_id",),
            "municipality": ("municipality_name_nl", "municipality_name_fr", "municipality_name_de"),
            "status": ("status",),
            "latitude": ("epsg:4326_lat",),
            "longitude": ("epsg:4326_lon",),
        },
    ),
    Shape(
        "BeSt (BOSA converter, adressen)",
        True,
        frozenset({"street_nl", "number", "postal_id", "gpsx", "gpsy"}),
        {
            "street": _CONVERTER_NAMES,
            "street_id": ("street_id", "street_no"),
            "postcode": ("postal_id",),
            "number": ("number",),
            "box": ("box",),
            "address_id": ("id", "address_no"),
            "neighbourhood": ("citypart_nl", "citypart_fr"),
            "nis": ("city_id", "city_no"),
            "municipality": ("city_nl", "city_fr", "city_de"),
            "status": ("status",),
            "latitude": ("gpsx",),  # EPSG:4326 puts the latitude first; `read_place` sees it when a file doesn't
            "longitude": ("gpsy",),
        },
    ),
    Shape(
        "BeSt (BOSA converter, straten per postcode)",
        False,
        frozenset({"street_nl", "postal_id", "street_no", "city_nl"}),
        {
            "street": _CONVERTER_NAMES,
            "street_id": ("street_no",),
            "postcode": ("postal_id",),
            "neighbourhood": ("citypart_nl", "citypart_fr"),
            "nis": ("city_no",),
            "municipality": ("city_nl", "city_fr", "city_de"),
            "status": ("status",),
        },
    ),
    Shape(
        "CRAB (adressen)",
        True,
        frozenset({"postcode", "street", "housenumber", "lat", "lon"}),
        {
            "street": ("street",),
            "postcode": ("postcode",),
            "number": ("housenumber",),
            "latitude": ("lat",),
            "longitude": ("lon",),
        },
    ),
    Shape(
        "CRAB (straten)",
        False,
        frozenset({"postcode", "street", "n_addr"}),
        {
            "street": ("street",),
            "postcode": ("postcode",),
            "count": ("n_addr",),
            "latitude": ("south",),
            "longitude": ("west",),
        },
    ),
)


Row = dict[str, str]  # our words, see Shape.columns
Wanted = Callable[[str, str, str], bool]  # NIS code, municipality, postcode ('' where the file doesn't say)


@dataclass
class AddressFile:
    """An open file. `rows` are the wanted ones; `read` and `dropped` (by reason) count while the rows are taken."""

    shape: Shape
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    read: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def names_municipalities(self) -> bool:
        """Whether each row says in which municipality it lies."""
        return "municipality" in self.shape.columns


@contextmanager
def open_address_file(path: Path, wanted: Wanted) -> Iterator[AddressFile]:
    """Open a file and recognise its shape; rows that aren't wanted are passed over.

    Raises Invalid (`unreadable_file`, `unknown_header`), the first also while the rows are taken.
    """
    with _opened(path) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        with _readable(path):
            first = text.readline()
        delimiter = ";" if first.count(";") > first.count(",") else ","
        header = [name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter), [])]
        file = AddressFile(_shape_of(header))
        file.rows = _rows(file, csv.reader(text, delimiter=delimiter), header, wanted, path)
        yield file


def _unreadable(path: Path, why: str) -> Invalid:
    return Invalid("unreadable_file", f"Het bestand {path.name} kan niet gelezen worden: {why}.", "file")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Around each reading: what goes wrong with the file becomes one sentence."""
    try:
        yield
    except UnicodeDecodeError:
        raise _unreadable(path, "de tekst is niet in UTF-8") from None
    except csv.Error as error:
        raise _unreadable(path, f"geen goede CSV ({error})") from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise _unreadable(path, "het is geen goed zipbestand") from None
    except FileNotFoundError:
        raise _unreadable(path, "het bestaat niet") from None
    except OSError:
        raise _unreadable(path, "het kan niet geopend worden") from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with ExitStack() as stack:
        with _readable(path):
            raw: IO[bytes] = stack.enter_context(path.open("rb"))
            if path.suffix.lower() == ".zip":
                folder = stack.enter_context(zipfile.ZipFile(raw))
                inside = [name for name in folder.namelist() if name.lower().endswith(".csv")]
                if len(inside) != 1:
                    raise _unreadable(path, f"er moet precies één CSV in het zipbestand zitten, niet {len(inside)}")
                raw = stack.enter_context(folder.open(inside[0]))
        yield raw


def _shape_of(header: list[str]) -> Shape:
    for shape in SHAPES:
        if shape.needs <= set(header):
            return shape
    nearest = min(SHAPES, key=lambda shape: len(shape.needs - set(header)))
    missing = ", ".join(sorted(nearest.needs - set(header)))
    sentence = f"De kolommen van dit bestand zijn niet bekend. Voor {nearest.name} ontbreekt: {missing}."
    raise Invalid("unknown_header", sentence, "file")


def _rows(
    file: AddressFile, lines: Iterator[list[str]], header: list[str], wanted: Wanted, path: Path
) -> Iterator[Row]:
    columns = {
        word: [header.index(name) for name in names if name in header] for word, names in file.shape.columns.items()
    }
    while True:
        with _readable(path):
            cells = next(lines, None)
        if cells is None:
            return
        if len(cells) != len(header):
            file.dropped["malformed"] += bool(cells)  # an empty line is no fault
            continue
        file.read += 1
        where = [_cell(cells, columns.get(word, [])) for word in ("nis", "municipality", "postcode")]
        if wanted(*where):
            yield {word: _cell(cells, places) for word, places in columns.items()}


def _cell(cells: list[str], places: list[int]) -> str:
    """The first of these columns that is filled in."""
    return next((cell for place in places if (cell := cells[place].strip())), "")


# The frame of Belgium in degrees, with some room. A point at Lambert 0,0 (49.2933, 2.3067) or at 0,0 lies outside it.
_SOUTH, _NORTH, _WEST, _EAST = 49.45, 51.55, 2.5, 6.45


def read_place(latitude: str, longitude: str) -> tuple[float, float] | None:
    """The place in degrees, to 6 decimals (10 cm); None when it can't lie in Belgium. Swapped ends are put right."""
    try:
        north, east = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None
    if _is_in_frame(east, north):
        north, east = east, north
    return (round(north, 6), round(east, 6)) if _is_in_frame(north, east) else None


def _is_in_frame(latitude: float, longitude: float) -> bool:
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST
