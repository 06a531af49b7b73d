"""An old or changed name of a street leads to it: noted by the administrator, or kept when an import renames it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_journal import AuthorityJournalEntry
from models.former_street_name import FormerStreetName
from models.operations.streets.former_street_names import add_former_name, remove_former_name
from models.operations.streets.importing_streets import import_streets
from models.queries.requests.applicants import dwelling_at
from models.queries.streets.streets import find_streets
from models.rules.access import Role
from models.rules.refusals import Invalid, NotAllowed, Stale
from tests.factories import Place, acting
from tests.street_file_steps import BEST, municipality

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _add(session: Session, place: Place, street: str, former_name: str, role: Role = Role.ADMINISTRATOR) -> int:
    actor = acting(session, place.people[role], AT)
    return add_former_name(session, actor, place.municipality.id, AT, street=street, former_name=former_name).id


def _found(session: Session, place: Place, typed: str) -> list[tuple[str, str]]:
    return [(one.name, one.former) for one in find_streets(session, [place.municipality.id], typed)]


def test_who_types_an_old_name_finds_the_street_and_reads_why(session: Session, place: Place) -> None:
    name = place.streets[0].name
    assert ("Stationsstraat" in str(_found(session, place, "Stationsstraat"))) is False

    _add(session, place, name, "Stationsstraat")

    assert _found(session, place, "Stationsstr. 12")[0] == (name, "Stationsstraat")
    assert _found(session, place, "statoinsstraat")[0] == (name, "Stationsstraat")
    assert _found(session, place, name)[0] == (name, "")
    told = session.scalars(select(AuthorityJournalEntry.event)).all()
    assert told == ["former_street_name:added"]


def test_an_address_with_an_old_name_is_the_same_dwelling(session: Session, place: Place) -> None:
    street = place.streets[0]
    _add(session, place, street.name, "Stationsstraat")

    now = dwelling_at(session, place.municipality.id, f"{street.name} 3")

    assert now is not None
    assert dwelling_at(session, place.municipality.id, "Stationsstraat 3") == now
    assert dwelling_at(session, place.municipality.id, "- 3") is None


def test_a_present_name_goes_before_an_old_one_of_another_street(session: Session, place: Place) -> None:
    first, second = place.streets[0].name, place.streets[1].name

    _add(session, place, first, second)

    assert _found(session, place, second)[:2] == [(second, ""), (first, second)]


@pytest.mark.parametrize(("street", "former_name", "field"), [
    ("Onbestaandestraat", "Stationsstraat", "street"),
    ("", "Stationsstraat", "street"),
    ("Kerkstraat", "kerkstr.", "former_name"),
    ("Kerkstraat", " ", "former_name"),
    ("Kerkstraat", "x" * 101, "former_name"),
    ("Kerkstraat", "...", "former_name"),
])  # fmt: skip
def test_what_leads_nowhere_is_refused_at_its_field(
    session: Session, place: Place, street: str, former_name: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _add(session, place, street, former_name)

    assert refusal.value.field == field


def test_an_old_name_is_noted_once_and_removed_once_by_the_administrator_alone(session: Session, place: Place) -> None:
    noted = _add(session, place, "Kerkstraat", "Stationsstraat")
    with pytest.raises(Invalid):
        _add(session, place, "Kerkstraat", "stationsstr.")
    with pytest.raises(NotAllowed):
        _add(session, place, "Kerkstraat", "Oude Baan", Role.DESK_OFFICER)
    actor = acting(session, place.people[Role.ADMINISTRATOR], AT)

    remove_former_name(session, actor, place.municipality.id, noted, AT)

    assert ("Kerkstraat", "Stationsstraat") not in _found(session, place, "Stationsstraat")
    with pytest.raises(Stale):
        remove_former_name(session, actor, place.municipality.id, noted, AT)


def test_an_import_that_renames_a_street_keeps_what_it_was_called(session: Session, tmp_path: Path) -> None:
    oosterbeke = municipality(session, "Oosterbeke", "99001")
    file = tmp_path / "straten.csv"
    for content, on in ((BEST, date(2026, 1, 5)), (BEST.replace("Sint-Jozefstraat", "Vredestraat"), date(2026, 7, 5)),
                        (BEST.replace("Sint-Jozefstraat", "Vredestraat"), date(2026, 8, 5))):  # fmt: skip
        file.write_text(content, "utf-8")
        import_streets(session, oosterbeke.id, file, source="BeSt", licence="vrij", on=on)

    found = find_streets(session, [oosterbeke.id], "Sint-Jozefstraat")[0]

    assert (found.name, found.former) == ("Vredestraat", "Sint-Jozefstraat")
    assert session.scalars(select(FormerStreetName.noted_on)).all() == [date(2026, 7, 5)]


def test_a_street_that_gets_its_old_name_back_and_loses_it_again_keeps_each_name_once(
    session: Session, tmp_path: Path
) -> None:
    oosterbeke = municipality(session, "Oosterbeke", "99001")
    file = tmp_path / "straten.csv"
    for month, name in enumerate(("Sint-Jozefstraat", "Vredestraat", "Sint-Jozefstraat", "Vredestraat"), start=1):
        file.write_text(BEST.replace("Sint-Jozefstraat", name), "utf-8")
        import_streets(session, oosterbeke.id, file, source="BeSt", licence="vrij", on=date(2026, month, 5))

    names = session.scalars(select(FormerStreetName.name).order_by(FormerStreetName.id)).all()

    assert names == ["Sint-Jozefstraat", "Vredestraat"]
    assert find_streets(session, [oosterbeke.id], "Vredestraat")[0].former == ""
