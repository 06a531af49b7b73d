"""Streets come in from files, again and again, and nothing that a case may refer to is ever lost."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.address import AddressImport, Dwelling
from models.authority import Authority
from models.rules.refusals import Invalid
from tests.street_file_steps import BEST, houses, municipality, streets, take_in, write

CONVERTER = """\
id;street_id;street_nl;street_fr;street_de;number;box;city_id;city_nl;city_fr;city_de;postal_id;postal_nl;postal_fr;\
postal_de;version;status;lambertx;lamberty;gpsx;gpsy
101;11;Kerkstraat;;;1;;99001;Oosterbeke;;;9994;Oosterbeke;;;1;current;1;1;51,06201;3,35201
102;11;Kerkstraat;;;2;;99001;Oosterbeke;;;9994;Oosterbeke;;;1;current;1;1;51,06202;3,35202
103;11;Kerkstraat;;;4;0001;99001;Oosterbeke;;;9994;Oosterbeke;;;1;current;1;1;3,35203;51,06203
"""
STREETS_PER_POSTCODE = """\
"postal_id","postal_nl","postal_fr","postal_de","street_nl","street_fr","street_de","city_nl","city_fr","city_de",\
"citypart_nl","street_prefix","street_no","city_prefix","city_no"
"9994","Oosterbeke","","","Nieuwstraat","","","Oosterbeke","","","Centrum","x","31","y","99001"
"9996","Westveld","","","Nieuwstraat","","","Westveld","","","","x","32","y","99002"
"""
CRAB_STREETS = """\
postcode,street,n_addr,south,west,north,east,other_postcodes
9994,Kerkstraat_02,38,51.06,3.35,51.07,3.36,
9994,Kerkstraat_01,12,51.06,3.35,51.07,3.36,
9994,Sint-Jozefstraat,25,49.293335,2.306690,51.07,3.36,
9996,Kerkstraat,50,51.06,3.35,51.07,3.36,
"""
CRAB_ADDRESSES = """\
postcode,street,housenumber,lat,lon
9994,Sint-Jozefstraat,3,51.06300,3.35300
9994,Sint-Jozefstraat,A,51.06300,3.35300
9996,Kerkstraat,1,51.06300,3.35300
"""


@pytest.fixture
def oosterbeke(session: Session) -> Authority:
    return municipality(session, "Oosterbeke", "99001")


def test_a_best_file_brings_streets_per_postcode_with_their_dwellings(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, BEST))

    found = streets(session)
    assert set(found) == {("Kerkstraat", "9994"), ("Kerkstraat", "9995"), ("Sint-Jozefstraat", "9994")}
    assert houses(found["Kerkstraat", "9994"]) == ["1", "2", "4 bus 0001", "4 bus 0002"]
    assert houses(found["Kerkstraat", "9995"]) == ["7 A"]
    assert found["Kerkstraat", "9994"].dwelling_count == 4
    assert found["Kerkstraat", "9994"].external_id == "11"
    assert found["Kerkstraat", "9994"].neighbourhood == "Centrum"
    assert (report.streets.new, report.dwellings.new, report.rows_read) == (3, 7, 11)


def test_what_cannot_be_used_is_left_out_and_counted(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, BEST + "too,few,columns\n\n"))

    assert report.dropped == {
        "broken_place": 1, "duplicate": 1, "without_number": 1, "not_in_use": 1, "malformed": 1,
    }  # fmt: skip


def test_a_dwelling_at_lambert_zero_comes_in_without_a_place(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))

    places = {
        dwelling.number: (dwelling.latitude, dwelling.longitude)
        for dwelling in streets(session)["Sint-Jozefstraat", "9994"].dwellings
    }
    assert places == {3: (None, None), 5: (51.06301, 3.35301)}


def test_a_later_file_with_a_broken_place_does_not_erase_a_good_one(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, BEST))

    take_in(session, oosterbeke, write(tmp_path, BEST.replace("51.06201,3.35201", "0,0")))

    first = session.scalars(select(Dwelling).where(Dwelling.external_id == "101")).one()
    assert (first.latitude, first.longitude) == (51.06201, 3.35201)


def test_the_same_file_again_changes_nothing(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    file = write(tmp_path, BEST)
    take_in(session, oosterbeke, file)

    again = take_in(session, oosterbeke, file)

    for counts in (again.streets, again.dwellings):
        assert (counts.new, counts.changed, counts.gone) == (0, 0, 0)
    assert (again.streets.same, again.dwellings.same) == (3, 7)
    assert session.scalar(select(func.count()).select_from(Dwelling)) == 7


def test_a_converter_file_with_semicolons_and_decimal_commas_means_the_same(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, CONVERTER))

    street = streets(session)["Kerkstraat", "9994"]
    assert houses(street) == ["1", "2", "4 bus 0001"]
    assert {dwelling.latitude for dwelling in street.dwellings} == {51.06201, 51.06202, 51.06203}
    assert {dwelling.longitude for dwelling in street.dwellings} == {3.35201, 3.35202, 3.35203}


def test_headers_in_capitals_and_a_byte_order_mark_are_no_obstacle(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    header, rows = BEST.split("\n", 1)

    report = take_in(session, oosterbeke, write(tmp_path, "\ufeff" + header.upper() + "\n" + rows))

    assert report.streets.new == 3


def test_a_zip_with_one_file_in_it_is_read_as_it_is(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "openaddress-bevlg.zip", "w") as folder:
        folder.writestr("openaddress-bevlg.csv", BEST)

    report = take_in(session, oosterbeke, tmp_path / "openaddress-bevlg.zip")

    assert report.streets.new == 3


def test_streets_without_houses_come_in_without_dwellings(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, STREETS_PER_POSTCODE))

    (street,) = streets(session).values()
    assert (street.name, street.postcode, street.external_id, street.dwelling_count) == ("Nieuwstraat", "9994", "31", 0)
    assert report.dwellings.new == 0


def test_a_list_of_streets_brings_its_numbers_of_addresses(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, CRAB_STREETS), postcodes=frozenset({"9994"}))

    found = {name: street.dwelling_count for (name, _), street in streets(session).items()}
    assert found == {"Kerkstraat": 12, "Kerkstraat (2)": 38, "Sint-Jozefstraat": 25}
    assert report.dropped == {"broken_place": 1}


def test_two_streets_of_one_name_and_postcode_stay_two_at_the_next_import(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    file = write(tmp_path, CRAB_STREETS)
    take_in(session, oosterbeke, file, postcodes=frozenset({"9994"}))
    before = {street.id: street.dwelling_count for street in streets(session).values()}

    again = take_in(session, oosterbeke, file, postcodes=frozenset({"9994"}))

    assert {street.id: street.dwelling_count for street in streets(session).values()} == before
    assert (again.streets.new, again.streets.changed, again.streets.same) == (0, 0, 3)


def test_addresses_find_the_streets_of_an_earlier_list(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    take_in(session, oosterbeke, write(tmp_path, CRAB_STREETS), postcodes=frozenset({"9994"}))
    before = streets(session)["Sint-Jozefstraat", "9994"].id

    report = take_in(session, oosterbeke, write(tmp_path, CRAB_ADDRESSES), postcodes=frozenset({"9994"}), force=True)

    street = streets(session)["Sint-Jozefstraat", "9994"]
    assert (street.id, street.dwelling_count, houses(street)) == (before, 1, ["3"])
    assert report.dropped == {"without_number": 1}


def test_a_list_of_streets_never_replaces_the_houses_that_we_know(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    take_in(session, oosterbeke, write(tmp_path, CRAB_ADDRESSES), postcodes=frozenset({"9994"}))

    take_in(session, oosterbeke, write(tmp_path, CRAB_STREETS), postcodes=frozenset({"9994"}))

    street = streets(session)["Sint-Jozefstraat", "9994"]
    assert (street.dwelling_count, houses(street)) == (1, ["3"])


def test_a_file_without_municipalities_needs_the_postcodes(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    with pytest.raises(Invalid) as refusal:
        take_in(session, oosterbeke, write(tmp_path, CRAB_STREETS))

    assert (refusal.value.code, refusal.value.field) == ("postcodes_needed", "postcodes")


def test_only_the_streets_of_this_municipality_come_in(session: Session, tmp_path: Path) -> None:
    westveld = municipality(session, "Westveld", "99002")

    take_in(session, westveld, write(tmp_path, BEST))

    assert set(streets(session)) == {("Kerkstraat", "9996")}


def test_without_a_nis_code_in_the_file_the_name_of_the_municipality_counts(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, BEST.replace(",99001,", ",,").replace(",99002,", ",,")))

    assert report.streets.new == 3


def test_a_dry_run_counts_and_changes_nothing(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, BEST), dry_run=True)

    assert (report.streets.new, report.dwellings.new, report.import_id) == (3, 7, None)
    assert streets(session) == {}
    assert session.scalar(select(func.count()).select_from(AddressImport)) == 0


def test_an_import_remembers_its_source_its_date_and_its_licence(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    report = take_in(session, oosterbeke, write(tmp_path, BEST), source_date=date(2026, 2, 28))

    record = session.get_one(AddressImport, report.import_id)
    assert (record.source, record.licence) == ("BeSt", "Modellicentie gratis hergebruik")
    assert (record.source_date, record.imported_on) == (date(2026, 2, 28), date(2026, 3, 2))
    assert (record.authority_id, record.new_count, record.changed_count, record.gone_count) == (oosterbeke.id, 10, 0, 0)
    assert {street.import_id for street in streets(session).values()} == {record.id}


def test_an_unknown_header_is_refused_with_what_is_missing(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    with pytest.raises(Invalid) as refusal:
        take_in(session, oosterbeke, write(tmp_path, "postcode,street,lat,lon\n9994,Kerkstraat,51,3\n"))

    assert refusal.value.code == "unknown_header"
    assert "CRAB (adressen)" in refusal.value.sentence
    assert "housenumber" in refusal.value.sentence


def test_a_file_about_another_place_is_refused(session: Session, oosterbeke: Authority, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refusal:
        take_in(session, oosterbeke, write(tmp_path, BEST.replace("99001", "99003")))

    assert refusal.value.code == "no_rows"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latijn.csv", "postcode,street,n_addr\n9994,Désiréplein,3\n".encode("latin-1")),
        ("leeg.zip", b"PK\x05\x06" + bytes(18)),
        ("geen.zip", b"geen zip"),
        ("nul.csv", b'postcode,street,n_addr\n9994,"' + b"x" * 200_000 + b'",3\n'),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    session: Session, oosterbeke: Authority, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Invalid) as refusal:
        take_in(session, oosterbeke, tmp_path / name, postcodes=frozenset({"9994"}))

    assert refusal.value.code == "unreadable_file"
    assert name in refusal.value.sentence


def test_a_file_that_is_not_there_and_an_empty_one_are_refused(
    session: Session, oosterbeke: Authority, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match="unreadable_file"):
        take_in(session, oosterbeke, tmp_path / "weg.csv")
    with pytest.raises(Invalid, match="unknown_header"):
        take_in(session, oosterbeke, write(tmp_path, ""))
