"""The real Flemish streets, as dirty as registers are, come in whole and are found again in spite of typing errors."""

import csv
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
from models.operations.streets.importing_streets import ImportReport, import_streets
from models.queries.streets.streets import find_dwelling, find_streets
from tests.mistyping import mistype

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
STREETS, ADDRESSES = DATA / "streets_flanders_crab2014.csv", DATA / "addresses_dilbeek_crab2014.csv"
DILBEEK = frozenset({"1700", "1701", "1702", "1703"})

pytestmark = pytest.mark.skipif(not STREETS.exists(), reason=f"the real street list is not in {DATA}")


@pytest.fixture
def dilbeek(session: Session) -> Authority:
    made = Authority(kind="municipality", slug="dilbeek", name="Dilbeek", code="DIL", nis_code="23016", settings={})
    session.add(made)
    session.flush()
    return made


def take_in(session: Session, place: Authority, file: Path, postcodes: frozenset[str], **words: Any) -> ImportReport:
    return import_streets(
        session, place.id, file, source="CRAB 2014", licence="Free Open Data License Flanders v1.0",
        on=date(2026, 3, 2), postcodes=postcodes, **words,
    )  # fmt: skip


def all_postcodes() -> frozenset[str]:
    with STREETS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["postcode"] for row in csv.DictReader(file))


def some_postcodes() -> frozenset[str]:
    return frozenset(Random(2026).sample(sorted(all_postcodes()), 60))


def test_the_whole_flemish_list_comes_in_and_its_broken_places_are_counted(
    session: Session, dilbeek: Authority
) -> None:
    report = take_in(session, dilbeek, STREETS, all_postcodes())

    assert (report.rows_read, report.streets.new, report.dropped) == (77_783, 77_783, {"broken_place": 273})
    assert session.scalar(select(func.count()).select_from(Street)) == 77_783


def test_a_second_reading_of_real_streets_changes_nothing(session: Session, dilbeek: Authority) -> None:
    first = take_in(session, dilbeek, STREETS, some_postcodes())

    second = take_in(session, dilbeek, STREETS, some_postcodes())

    assert (second.streets.new, second.streets.changed, second.streets.gone) == (0, 0, 0)
    assert second.streets.same == first.streets.new > 5_000


def test_the_houses_of_dilbeek_find_the_streets_of_the_list(session: Session, dilbeek: Authority) -> None:
    take_in(session, dilbeek, STREETS, DILBEEK)

    report = take_in(session, dilbeek, ADDRESSES, DILBEEK)

    assert (report.streets.new, report.streets.gone) == (0, 0)
    assert (report.rows_read, report.dwellings.new) == (14_512, 14_502)
    assert report.dropped == {"duplicate": 8, "without_number": 2}
    assert session.scalar(select(func.count()).select_from(Dwelling)) == 14_502


def test_a_file_with_a_tenth_of_dilbeek_missing_is_stopped(
    session: Session, dilbeek: Authority, tmp_path: Path
) -> None:
    take_in(session, dilbeek, ADDRESSES, DILBEEK)
    lines = ADDRESSES.read_text(encoding="utf-8").splitlines(keepends=True)
    shorter = tmp_path / "korter.csv"
    shorter.write_text("".join([lines[0], *lines[len(lines) // 10 :]]), encoding="utf-8")

    with pytest.raises(Exception, match="too_many_gone"):
        take_in(session, dilbeek, shorter, DILBEEK)


def test_a_street_of_dilbeek_and_a_house_in_it_are_found_as_people_write_them(
    session: Session, dilbeek: Authority
) -> None:
    take_in(session, dilbeek, ADDRESSES, DILBEEK)

    (first, *_) = find_streets(session, [dilbeek.id], "dokter appelmanslaan 19")

    assert (first.name, first.postcode, first.municipality) == ("Dr. J. Appelmanslaan", "1700", "Dilbeek")
    assert find_dwelling(session, first.id, "19") is not None
    assert find_dwelling(session, first.id, "9999") is None


def test_with_one_or_two_typing_errors_a_street_is_among_the_ten_of_its_postcode(
    session: Session, dilbeek: Authority
) -> None:
    take_in(session, dilbeek, STREETS, some_postcodes())
    random = Random(2026)
    everything = session.execute(select(Street.id, Street.name, Street.postcode).order_by(Street.id)).all()
    asked = random.sample(everything, 400)

    answers = [
        [found.id for found in find_streets(session, [dilbeek.id], f"{mistype(random, name)}, {postcode}", limit=10)]
        for _, name, postcode in asked
    ]

    among_ten = sum(row.id in found for row, found in zip(asked, answers, strict=True))
    first = sum(row.id == found[0] for row, found in zip(asked, answers, strict=True) if found)
    assert among_ten / len(asked) >= 0.99
    assert first / len(asked) >= 0.95


def test_without_the_postcode_too_in_the_four_postcodes_of_one_municipality(
    session: Session, dilbeek: Authority
) -> None:
    take_in(session, dilbeek, STREETS, DILBEEK)
    random = Random(2026)
    everything = session.execute(select(Street.id, Street.name).order_by(Street.id)).all()

    found = sum(
        any(answer.id == row.id for answer in find_streets(session, [dilbeek.id], mistype(random, row.name), limit=10))
        for row in everything
    )

    assert found / len(everything) >= 0.99
