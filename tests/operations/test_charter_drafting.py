"""Writing the charter: saving sections side by side, and partners who sign in ink."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.operations.charters import drafting_charter, saving_sections
from models.queries.cases.cases import journal_of
from models.queries.charters.charter_pages import view_charter
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import MEMBERS, events, frozen, save, section
from tests.factories import (
    Place,
    acting,
    advance_to,
    coordinator_of,
    later,
    make_place,
)


def test_a_saved_section_holds_the_text_who_wrote_it_and_a_line_in_the_journal(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    save(session, case, "members", MEMBERS)

    row = section(session, case, "members")
    assert (row.content, row.revision) == (MEMBERS, 1)
    assert view_charter(session, case, day_of(later(case))).section("members").saved_by == "Cora Coördinator"
    assert (
        journal_of(session, case)[-1].sentence
        == "Onderdeel ‘Rechten en plichten van de leden’ van het charter bewaard."
    )


def test_two_people_write_two_sections_without_hindering_each_other(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    save(session, case, "members", MEMBERS, revision=0)
    save(session, case, "privacy", {"text": "Weinig."}, by=place.people[Role.DESK_OFFICER], revision=0)

    assert section(session, case, "members").content == MEMBERS
    assert section(session, case, "privacy").content == {"text": "Weinig."}


def test_who_saves_over_a_newer_text_is_told_and_nothing_is_overwritten(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    save(session, case, "members", MEMBERS, revision=0)

    with pytest.raises(Stale) as refusal:
        save(session, case, "members", {"text": "Ouder."}, by=place.people[Role.DESK_OFFICER], revision=0)

    assert refusal.value.code == "section_saved_meanwhile"
    assert section(session, case, "members").content == MEMBERS


def test_a_wrong_value_is_refused_and_the_section_stays_as_it_was(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(Invalid):
        save(session, case, "budget", {"lines": [{"description": "sms", "amount": "veel"}]})

    assert section(session, case, "budget").revision == 0
    assert "section:saved" not in events(session, case)


def test_an_unknown_section_is_refused_before_anything_is_looked_up(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(Invalid):
        saving_sections.save_section(
            session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case), section="weapons",
            revision=0, content={},
        )  # fmt: skip


@pytest.mark.parametrize("role", [Role.MAYOR, Role.POLICE_CHIEF])
def test_the_mayor_and_the_chief_sign_but_do_not_write(session: Session, place: Place, role: Role) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(NotAllowed):
        save(session, case, "members", MEMBERS, by=place.people[role])


def test_a_neighbour_and_staff_of_elsewhere_do_not_write(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    elsewhere = make_place(session, "westveld", "WES")

    for stranger in (place.neighbour, elsewhere.people[Role.DESK_OFFICER], elsewhere.people[Role.MANDATED_OFFICER]):
        with pytest.raises(NotAllowed):
            save(session, case, "members", MEMBERS, by=stranger)


def test_the_charter_is_not_written_in_another_stage(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)

    with pytest.raises(GateNotMet) as refusal:
        save(session, case, "members", MEMBERS)

    assert refusal.value.code == "wrong_stage"


def test_a_street_is_found_however_it_is_typed_and_written_as_the_register_does(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    save(session, case, "area", {"segments": [{"street": "MOLENSTR.", "side": "even"}]})

    segment = section(session, case, "area").content["segments"][0]
    assert (segment["street"], segment["street_id"]) == ("Molenstraat", place.streets[1].id)


@pytest.mark.parametrize(
    ("segment", "code"),
    [
        ({"street": "Nergenslaan"}, "unknown_street"),
        ({"street": "Kerkstraat", "from_number": "9", "to_number": "3"}, "range_reversed"),
        ({"street": "Kerkstraat", "side": "odd", "from_number": "4", "to_number": "4"}, "range_without_numbers"),
    ],
)
def test_a_street_that_is_not_there_or_cannot_be_is_refused_at_its_row(
    session: Session, place: Place, segment: dict[str, str], code: str
) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(Invalid) as refusal:
        save(session, case, "area", {"segments": [{"street": "Molenstraat"}, segment]})

    assert (refusal.value.code, refusal.value.field) == (code, "segments-1-street")


def test_a_street_of_another_municipality_is_unknown_here(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    elsewhere = make_place(session, "westveld", "WES")
    elsewhere.streets[0].name = elsewhere.streets[0].normalised_name = "veldweg"

    with pytest.raises(Invalid):
        save(session, case, "area", {"segments": [{"street": "Veldweg"}]})


def test_a_neighbourhood_council_is_added_as_a_partner_who_signs_in_ink(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    coordinator = acting(session, coordinator_of(session, case), later(case))

    drafting_charter.add_signatory(
        session, case.id, coordinator, later(case), capacity="voorzitter wijkraad", name="Rik Raad"
    )

    assert section(session, case, "signatures").content["extra"] == [
        {"capacity": "voorzitter wijkraad", "name": "Rik Raad", "email": ""}
    ]
    assert section(session, case, "signatures").revision == 1
    assert journal_of(session, case)[-1].sentence == "Ondertekenaar toegevoegd: voorzitter wijkraad."


def test_sixty_partners_can_be_added_and_one_more_is_refused(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    rows = [{"capacity": f"partner {number}", "name": f"Naam {number}"} for number in range(60)]
    save(session, case, "signatures", {"statement": "Gelezen.", "extra": rows})

    with pytest.raises(Invalid) as refusal:
        drafting_charter.add_signatory(
            session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case), capacity="nog een",
            name="Te Veel",
        )  # fmt: skip

    assert refusal.value.field == "extra"


@pytest.mark.parametrize(("values", "field"), [
    ({"capacity": "", "name": "Rik Raad"}, "capacity"),
    ({"capacity": "voorzitter", "name": " "}, "name"),
    ({"capacity": "x" * 300, "name": "Rik Raad"}, "capacity"),
])  # fmt: skip
def test_a_partner_without_name_or_capacity_is_refused(session: Session, place: Place, values, field) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    desk = acting(session, place.people[Role.DESK_OFFICER])

    with pytest.raises(Invalid) as refusal:
        drafting_charter.add_signatory(session, case.id, desk, later(case), **values)

    assert refusal.value.field == field


def test_nobody_is_added_under_a_text_that_is_frozen(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Stale):
        drafting_charter.add_signatory(
            session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case), capacity="voorzitter",
            name="Rik Raad",
        )  # fmt: skip


def test_of_two_who_save_a_section_at_the_same_moment_one_wins_and_the_other_is_told(empty_engine: Engine) -> None:
    with writing(empty_engine) as session:
        place = make_place(session)
        case = advance_to(session, place, Stage.CHARTER)

    def attempt(text: str) -> str:
        try:
            with writing(empty_engine) as session:
                held = session.get_one(FoundingCase, case.id)
                save(session, held, "members", {"text": text}, revision=0)
        except Stale as refusal:
            return refusal.code
        return "saved"

    with ThreadPoolExecutor(2) as both:
        results = sorted(both.map(attempt, ["De ene tekst.", "De andere tekst."]))

    assert results == ["saved", "section_saved_meanwhile"]
