"""Among the streets of many municipalities, whose names stay in memory, one finds what the register says now."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.authority import Authority
from models.database import writing
from models.operations.streets.importing_streets import import_streets
from models.queries.streets.street_names import MANY
from models.queries.streets.streets import find_streets

OTHERS = tuple(f"Weg {number}" for number in range(MANY))


@pytest.fixture
def region(empty_engine: Engine, tmp_path: Path) -> tuple[int, int]:
    """Two municipalities with more streets together than are read again each time."""
    with writing(empty_engine) as session:
        places = [Authority(kind="municipality", slug=name, name=name, code=name[:3], settings={})
                  for name in ("oosterbeke", "westveld")]  # fmt: skip
        session.add_all(places)
        session.flush()
        first, second = (place.id for place in places)
        take_in(session, first, tmp_path, (*OTHERS, "Kerkstraat", "Burgemeester Vandenhoutestraat"))
        take_in(session, second, tmp_path, ("Kerkstraat", "Molenstraat", "Lindelaan", "Beukenhof"))
    return first, second


def take_in(session: Session, place: int, folder: Path, streets: Iterable[str]) -> None:
    file, postcode = folder / "straten.csv", str(9000 + place)
    lines = ["postcode,street,n_addr,south,west,north,east,other_postcodes"]
    file.write_text("\n".join([*lines, *(f"{postcode},{street},1,51.0,3.3,51.1,3.4," for street in streets)]))
    import_streets(session, place, file, source="register", licence="vrij", on=date(2026, 3, 2), force=True,
                   postcodes=frozenset({postcode}))  # fmt: skip


def found(engine: Engine, region: tuple[int, ...], typed: str) -> list[str]:
    with Session(engine) as session:
        return [street.name for street in find_streets(session, region, typed, limit=5)]


def test_the_street_that_was_meant_comes_first_while_one_still_types_it(
    empty_engine: Engine, region: tuple[int, int]
) -> None:
    meant = {
        "kerkstr": "Kerkstraat",
        "Krekstraat": "Kerkstraat",
        "burgemester": "Burgemeester Vandenhoutestraat",
        "burg vandenhote": "Burgemeester Vandenhoutestraat",
        "Molenstaat 4A": "Molenstraat",
    }

    assert {typed: found(empty_engine, region, typed)[0] for typed in meant} == meant


def test_the_same_name_in_two_municipalities_is_found_in_both(empty_engine: Engine, region: tuple[int, int]) -> None:
    assert found(empty_engine, region, "kerkstraat")[:2] == ["Kerkstraat", "Kerkstraat"]
    assert found(empty_engine, region[1:], "kerkstraat") == ["Kerkstraat"]


def test_nonsense_finds_nothing_among_many(empty_engine: Engine, region: tuple[int, int]) -> None:
    assert found(empty_engine, region, "xqzv") == []


def test_after_the_register_is_taken_in_again_its_streets_are_found_and_no_others(
    empty_engine: Engine, region: tuple[int, int], tmp_path: Path
) -> None:
    assert found(empty_engine, region, "Molenstraat")[0] == "Molenstraat"
    assert "Zonnedreef" not in found(empty_engine, region, "Zonnedreef")

    with writing(empty_engine) as session:
        take_in(session, region[1], tmp_path, ("Kerkstraat", "Zonnedreef", "Lindelaan", "Beukenhof"))

    assert found(empty_engine, region, "Zonnedreef")[0] == "Zonnedreef"
    assert "Molenstraat" not in found(empty_engine, region, "Molenstraat")


def test_what_was_taken_in_but_rolled_back_is_not_found(
    empty_engine: Engine, region: tuple[int, int], tmp_path: Path
) -> None:
    try:
        with writing(empty_engine) as session:
            take_in(session, region[1], tmp_path, ("Kerkstraat", "Zonnedreef", "Lindelaan", "Beukenhof"))
            assert find_streets(session, region, "Zonnedreef")[0].name == "Zonnedreef"
            raise RuntimeError("the import is broken off")
    except RuntimeError:
        pass
    with writing(empty_engine) as session:  # on SQLite this import has the number of the one before
        take_in(session, region[1], tmp_path, ("Kerkstraat", "Beemdkant", "Lindelaan", "Beukenhof"))

    assert found(empty_engine, region, "Beemdkant")[0] == "Beemdkant"
    assert "Zonnedreef" not in found(empty_engine, region, "Zonnedreef")
