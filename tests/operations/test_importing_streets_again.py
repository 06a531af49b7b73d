"""A later file of streets: what is missing goes only when that is meant; what comes back or is renamed stays itself."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
from models.operations.streets.importing_streets import TooManyGone
from tests.street_file_steps import BEST, houses, municipality, streets, take_in, write


@pytest.fixture
def oosterbeke(session: Session) -> Authority:
    return municipality(session, "Oosterbeke", "99001")


def without_rows(*ids: str) -> str:
    lines = BEST.splitlines(keepends=True)
    return "".join(line for line in lines if not any(f",{address_id}," in line for address_id in ids))


def test_when_more_than_five_percent_would_go_nothing_happens(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))

    with pytest.raises(TooManyGone) as refusal:
        take_in(session, oosterbeke, write(tmp_path, without_rows("103")))

    assert refusal.value.code == "too_many_gone"
    assert "1 van de 7 woningen (14%)" in refusal.value.sentence
    assert all(dwelling.is_active for dwelling in session.scalars(select(Dwelling)))


@pytest.mark.parametrize(("gone", "goes"), [(5, True), (6, False)])
def test_up_to_five_percent_may_go(
    session: Session, oosterbeke: Authority, tmp_path: Path, gone: int, goes: bool
) -> None:
    header = BEST.split("\n")[0] + "\n"
    rows = [f"1,1,51.06,3.35,{n},,{n},99001,,,Oosterbeke,9994,,,1,,,Kerkstraat,BE-VLG,current\n" for n in range(1, 101)]
    take_in(session, oosterbeke, write(tmp_path, header + "".join(rows)))

    fewer = write(tmp_path, header + "".join(rows[gone:]))

    if goes:
        assert take_in(session, oosterbeke, fewer).dwellings.gone == gone
    else:
        with pytest.raises(TooManyGone):
            take_in(session, oosterbeke, fewer)


def test_forced_what_the_file_lacks_becomes_inactive_and_is_not_deleted(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))
    ids = set(session.scalars(select(Dwelling.id))), set(session.scalars(select(Street.id)))

    report = take_in(session, oosterbeke, write(tmp_path, without_rows("103", "105")), force=True)

    found = streets(session)
    assert (set(session.scalars(select(Dwelling.id))), set(session.scalars(select(Street.id)))) == ids
    assert not found["Kerkstraat", "9995"].is_active
    assert found["Kerkstraat", "9994"].is_active
    assert houses(found["Kerkstraat", "9994"]) == ["1", "2", "4 bus 0002"]
    assert houses(found["Kerkstraat", "9995"]) == []
    assert (report.streets.gone, report.dwellings.gone) == (1, 2)


def test_what_comes_back_is_the_same_row_as_before(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))
    before = {street.id: houses(street) for street in streets(session).values()}
    take_in(session, oosterbeke, write(tmp_path, without_rows("103", "105")), force=True)

    report = take_in(session, oosterbeke, write(tmp_path, BEST))

    assert {street.id: houses(street) for street in streets(session).values()} == before
    assert all(street.is_active for street in streets(session).values())
    assert (report.streets.new, report.dwellings.new, report.dwellings.changed) == (0, 0, 2)


def test_streets_of_other_postcodes_stay_when_only_some_are_imported(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))

    report = take_in(session, oosterbeke, write(tmp_path, BEST), postcodes=frozenset({"9995"}))

    assert (report.streets.gone, report.dwellings.gone, report.streets.same) == (0, 0, 1)


def test_a_street_that_is_renamed_stays_the_same_street(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))
    before = streets(session)["Sint-Jozefstraat", "9994"].id

    report = take_in(session, oosterbeke, write(tmp_path, BEST.replace("Sint-Jozefstraat", "Désirélaan")))

    street = streets(session)["Désirélaan", "9994"]
    assert (street.id, street.normalised_name) == (before, "desirelaan")
    assert (report.streets.changed, report.streets.new, report.streets.gone) == (1, 0, 0)


def test_a_street_that_gets_a_new_official_id_stays_the_same_street(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))
    before = streets(session)["Sint-Jozefstraat", "9994"].id

    take_in(session, oosterbeke, write(tmp_path, BEST.replace(",12,,,Sint", ",9912,,,Sint")))

    street = streets(session)["Sint-Jozefstraat", "9994"]
    assert (street.id, street.external_id) == (before, "9912")


def test_two_streets_that_exchange_their_names_do_not_break_the_import(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))
    exchanged = (
        BEST.replace("Kerkstraat", "?").replace("Sint-Jozefstraat", "Kerkstraat").replace("?", "Sint-Jozefstraat")
    )

    take_in(session, oosterbeke, write(tmp_path, exchanged))

    shown = {street.external_id: street.name for street in streets(session).values() if street.postcode == "9994"}
    assert shown["11"].startswith("Sint-Jozefstraat")
    assert shown["12"].startswith("Kerkstraat")
