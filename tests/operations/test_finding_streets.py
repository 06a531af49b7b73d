"""A street is found from what people type, and a house in it; never in another municipality than was asked."""

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.area import Area, StreetSegment
from models.authority import Authority
from models.queries.requests.areas import count_in, house_numbers, places_in, segments_of
from models.queries.streets.streets import dwellings_at, find_dwelling, find_streets
from models.rules.area import DwellingCount, Segment
from models.rules.refusals import Invalid
from models.rules.streets import Side, normalise_street_name, parse_house_number

NAMES = (
    "Kerkstraat", "Kerkplein", "Molenstraat", "Burgemeester Vandenhoutestraat", "Sint-Jozefstraat", "Sint-Jansstraat",
    "Kanunnik Désiréplein", "8 Meistraat", "100 % Laan", "Bedrijventerrein Ter Linden", "Lindelaan", "Nieuwstraat",
)  # fmt: skip


@pytest.fixture
def oosterbeke(session: Session) -> Authority:
    return make_municipality(session, "Oosterbeke", "9994", NAMES)


def make_municipality(session: Session, name: str, postcode: str, streets: Sequence[str]) -> Authority:
    made = Authority(kind="municipality", slug=name.lower(), name=name, code=name[:3].upper(), settings={})
    session.add(made)
    session.flush()
    for street in streets:
        session.add(
            Street(
                authority_id=made.id, name=street, normalised_name=normalise_street_name(street), postcode=postcode,
                neighbourhood="Centrum", dwelling_count=0,
            )
        )  # fmt: skip
    session.flush()
    return made


def names(session: Session, *municipalities: Authority, text: str, limit: int = 10) -> list[str]:
    return [found.name for found in find_streets(session, [one.id for one in municipalities], text, limit)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kerkstraat", "Kerkstraat"),
        ("kerkstr", "Kerkstraat"),
        ("kerkstr.", "Kerkstraat"),
        ("Kerkstaat", "Kerkstraat"),
        ("Krekstraat", "Kerkstraat"),
        ("St Jozefstr", "Sint-Jozefstraat"),
        ("sint jozef", "Sint-Jozefstraat"),
        ("burg vandenhoute", "Burgemeester Vandenhoutestraat"),
        ("Vandenhoutestraat", "Burgemeester Vandenhoutestraat"),
        ("Desireplein", "Kanunnik Désiréplein"),
        ("ter linden", "Bedrijventerrein Ter Linden"),
        ("8 mei", "8 Meistraat"),
        ("Kerkstraat 12", "Kerkstraat"),
        ("Kerkstraat 12 bus 3, 9994 Oosterbeke", "Kerkstraat"),
        ("Molenstaat 4A, Oosterbeke", "Molenstraat"),
    ],
)
def test_the_street_that_was_meant_comes_first(session: Session, oosterbeke: Authority, typed: str, meant: str) -> None:
    assert names(session, oosterbeke, text=typed)[0] == meant


def test_names_that_begin_with_what_is_typed_come_before_names_that_look_like_it(
    session: Session, oosterbeke: Authority
) -> None:
    assert names(session, oosterbeke, text="kerk")[:2] == ["Kerkplein", "Kerkstraat"]


def test_there_are_never_more_answers_than_asked(session: Session, oosterbeke: Authority) -> None:
    assert names(session, oosterbeke, text="straat", limit=2) == names(session, oosterbeke, text="straat")[:2]


@pytest.mark.parametrize("typed", ["", "   ", "!?", "xqzv", "%", "_"])
def test_nonsense_finds_nothing(session: Session, oosterbeke: Authority, typed: str) -> None:
    assert names(session, oosterbeke, text=typed) == []


def test_a_percent_sign_is_a_sign_and_no_wildcard(session: Session, oosterbeke: Authority) -> None:
    assert names(session, oosterbeke, text="100 %")[0] == "100 % Laan"
    assert "Kerkstraat" not in names(session, oosterbeke, text="k%t")


def test_streets_of_another_municipality_are_not_found(session: Session, oosterbeke: Authority) -> None:
    westveld = make_municipality(session, "Westveld", "9996", ("Kerkstraat", "Meersbaan"))

    assert names(session, oosterbeke, text="Meersbaan") == []
    assert names(session, westveld, text="Molenstraat") == []
    assert names(session, text="Kerkstraat") == []


def test_two_streets_of_one_name_in_a_zone_are_told_apart(session: Session, oosterbeke: Authority) -> None:
    westveld = make_municipality(session, "Westveld", "9996", ("Kerkstraat",))

    both = find_streets(session, [oosterbeke.id, westveld.id], "kerkstraat")[:2]
    by_postcode = find_streets(session, [oosterbeke.id, westveld.id], "Kerkstraat 3, 9996 Westveld")

    assert {(found.municipality, found.postcode) for found in both} == {("Oosterbeke", "9994"), ("Westveld", "9996")}
    assert [found.municipality for found in by_postcode] == ["Westveld"]


def test_a_street_that_is_no_more_is_not_found(session: Session, oosterbeke: Authority) -> None:
    street = session.get_one(Street, find_streets(session, [oosterbeke.id], "Nieuwstraat")[0].id)
    street.is_active = False
    session.flush()

    assert "Nieuwstraat" not in names(session, oosterbeke, text="Nieuwstraat")


@pytest.fixture
def street(session: Session, oosterbeke: Authority) -> Street:
    found = session.get_one(Street, find_streets(session, [oosterbeke.id], "Kerkstraat")[0].id)
    for text in ("1", "2", "3A", "4 bus 0101", "4 bus 0102", "4 bus 0110", "6"):
        house = parse_house_number(text)
        place = 51.0 + house.number / 10_000
        found.dwellings.append(Dwelling(number=house.number, suffix=house.suffix, latitude=place, longitude=3.3))
    found.dwellings[-1].is_active = False
    found.dwelling_count = 6
    session.flush()
    return found


@pytest.mark.parametrize(
    ("typed", "suffix"),
    [("1", ""), ("3a", "A"), ("3 A", "A"), ("4 bus 101", "bus 0101"), ("4/0102", "bus 0102"), ("4 b 110", "bus 0110")],
)
def test_a_dwelling_is_found_however_its_number_is_written(
    session: Session, street: Street, typed: str, suffix: str
) -> None:
    found = find_dwelling(session, street.id, typed)

    assert found is not None
    assert (found.number, found.suffix) == (parse_house_number(typed).number, suffix)


@pytest.mark.parametrize("typed", ["3", "4", "5", "4 bus 103", "6"])
def test_what_is_not_exactly_there_or_no_more_is_not_found(session: Session, street: Street, typed: str) -> None:
    assert find_dwelling(session, street.id, typed) is None


def test_a_building_tells_its_boxes_in_order(session: Session, street: Street) -> None:
    found = dwellings_at(session, street.id, "4")

    assert [dwelling.suffix for dwelling in found] == ["bus 0101", "bus 0102", "bus 0110"]


def test_what_is_no_house_number_is_refused(session: Session, street: Street) -> None:
    with pytest.raises(Invalid, match="house_number"):
        find_dwelling(session, street.id, "achteraan")


def test_the_dwellings_of_an_area_are_counted_and_placed(session: Session, street: Street) -> None:
    area = Area(
        segments=[StreetSegment(street_id=street.id, side="even"), StreetSegment(street_id=street.id, to_number=1)]
    )
    session.add(area)
    session.flush()

    segments = segments_of(session, area.id)

    assert segments == (Segment(street.id, Side.EVEN), Segment(street.id, "all", None, 1))
    assert house_numbers(session, [street.id]) == {street.id: (1, 2, 3, 4, 4, 4)}
    assert count_in(session, segments) == DwellingCount(5)
    assert places_in(session, segments) == ((51.0001, 3.3), (51.0002, 3.3), (51.0004, 3.3))


def test_a_street_of_which_only_the_total_is_known_counts_with_it(session: Session, oosterbeke: Authority) -> None:
    street = session.get_one(Street, find_streets(session, [oosterbeke.id], "Lindelaan")[0].id)
    street.dwelling_count = 30
    session.flush()

    assert count_in(session, [Segment(street.id)]) == DwellingCount(30)
    assert count_in(session, [Segment(street.id, Side.ODD)]) == DwellingCount(15, is_estimate=True)
