"""Inviting every dwelling of the area: who asks, what is refused, and the invitations in pieces that fit together."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.case import FoundingCase
from models.invitation import Invitation, LetterRun
from models.operations.evenings import informing, inviting
from models.queries.evenings.invitations import invitation_of, letter_progress, letters_of, stretches_of
from models.rules.access import Role
from models.rules.invitations import spaced_code
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, later

AREA = ["Kerkstraat 1", "Kerkstraat 3", "Kerkstraat 5", "Kerkstraat 7", "Kerkstraat 9", "Kerkstraat 2", "Kerkstraat 4",
        "Kerkstraat 6", "Kerkstraat 8", "Kerkstraat 10", "Molenstraat 1", "Molenstraat 3", "Molenstraat 5",
        "Molenstraat 7", "Molenstraat 9"]  # fmt: skip


def plan(session: Session, place: Place, case: FoundingCase, at: datetime) -> int:
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    evening = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=30), place="Zaal De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="02 000 00 00", reason="Dubbel geboekt.",
    )  # fmt: skip
    return evening.id


def ask(session: Session, place: Place, case: FoundingCase, at: datetime, role: Role = Role.DESK_OFFICER) -> LetterRun:
    return inviting.invite_dwellings(session, case.id, acting(session, place.people[role], at), at)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.INFO_EVENING)


def test_asking_for_the_letters_counts_the_dwellings_and_leaves_the_work_to_the_engine(
    session: Session, place: Place, case: FoundingCase
) -> None:
    evening_id = plan(session, place, case, later(case))

    run = ask(session, place, case, later(case, 2))

    assert (run.evening_id, run.dwellings, run.printed) == (evening_id, len(AREA), 0)
    assert letters_of(session, evening_id) == []


def test_invitations_come_in_pieces_that_make_one_round(session: Session, place: Place, case: FoundingCase) -> None:
    evening_id = plan(session, place, case, later(case))
    ask(session, place, case, later(case, 2))

    made = [inviting.make_invitations(session, evening_id, later(case, 2), most=4) for _ in range(5)]

    letters = letters_of(session, evening_id)
    assert made == [4, 4, 4, 3, 0]
    assert [f"{one.street} {one.house_number}" for one in letters] == AREA
    assert len({one.code for one in letters}) == len(AREA)
    assert [(one.street, one.first, one.last) for one in stretches_of(session, evening_id)] == [
        ("Kerkstraat", 1, 10), ("Molenstraat", 11, 15),
    ]  # fmt: skip


def test_a_letter_that_was_made_stays_as_it_is_when_the_register_changes(
    session: Session, place: Place, case: FoundingCase
) -> None:
    evening_id = plan(session, place, case, later(case))
    ask(session, place, case, later(case, 2))
    inviting.make_invitations(session, evening_id, later(case, 2))
    before = letters_of(session, evening_id)

    place.streets[0].name = "Dorpsstraat"
    place.streets[0].dwellings[3].is_active = False
    session.flush()

    assert inviting.make_invitations(session, evening_id, later(case, 3)) == 0
    assert letters_of(session, evening_id) == before


def test_half_of_the_way_is_told_by_the_invitations_and_half_by_the_letters(
    session: Session, place: Place, case: FoundingCase
) -> None:
    evening_id = plan(session, place, case, later(case))
    run = ask(session, place, case, later(case, 2))
    percents = [letter_progress(session, case.id)[0].percent]

    inviting.make_invitations(session, evening_id, later(case, 2))
    percents.append(letter_progress(session, case.id)[0].percent)
    run.printed = len(AREA)
    percents.append(letter_progress(session, case.id)[0].percent)

    assert percents == [0, 50, 99]


def test_a_code_leads_to_its_invitation_however_it_is_typed(session: Session, place: Place, case: FoundingCase) -> None:
    evening_id = plan(session, place, case, later(case))
    ask(session, place, case, later(case, 2))
    inviting.make_invitations(session, evening_id, later(case, 2))
    seventh = letters_of(session, evening_id)[6]

    found = invitation_of(session, spaced_code(seventh.code).lower())

    assert found is not None
    assert (found.street, found.house_number) == ("Kerkstraat", 4)
    assert invitation_of(session, "CDFGHJKMN") is None


def test_letters_are_asked_once_per_evening(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case, later(case))
    ask(session, place, case, later(case, 2))

    with pytest.raises(Stale):
        ask(session, place, case, later(case, 2), Role.MANDATED_OFFICER)


def test_an_evening_that_moves_gets_letters_of_its_own(session: Session, place: Place, case: FoundingCase) -> None:
    first = plan(session, place, case, later(case))
    ask(session, place, case, later(case, 2))
    inviting.make_invitations(session, first, later(case, 2))
    second = plan(session, place, case, later(case, 3))

    ask(session, place, case, later(case, 3))
    inviting.make_invitations(session, second, later(case, 3))

    codes = [{one.code for one in letters_of(session, evening_id)} for evening_id in (first, second)]
    assert [len(one) for one in codes] == [len(AREA)] * 2
    assert not codes[0] & codes[1]
    assert [one.evening.id for one in letter_progress(session, case.id)] == [second, first]


def test_no_letters_without_an_evening_to_come(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(GateNotMet) as nothing_planned:
        ask(session, place, case, later(case))
    plan(session, place, case, later(case))
    with pytest.raises(GateNotMet) as over:
        ask(session, place, case, later(case, 40))

    assert (nothing_planned.value.code, over.value.code) == ("evening_planned", "evening_over")


def test_no_letters_where_the_register_knows_no_house_numbers(
    session: Session, place: Place, case: FoundingCase
) -> None:
    plan(session, place, case, later(case))
    for dwelling in session.scalars(select(Dwelling).join(Street).where(Street.authority_id == place.municipality.id)):
        dwelling.is_active = False

    with pytest.raises(GateNotMet) as refusal:
        ask(session, place, case, later(case, 2))

    assert refusal.value.code == "no_addresses"


def test_the_mayor_does_not_ask_for_letters(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case, later(case))

    with pytest.raises(NotAllowed):
        ask(session, place, case, later(case, 2), Role.MAYOR)

    assert session.scalars(select(Invitation)).all() == []


def test_a_whole_municipality_is_invited_with_every_dwelling_that_it_has(
    session: Session, place: Place, case: FoundingCase
) -> None:
    plan(session, place, case, later(case))
    case.area.scope = "municipality"

    run = ask(session, place, case, later(case, 2))

    assert run.dwellings == 20


def test_a_sector_has_members_and_no_streets_to_deliver_letters_in(
    session: Session, place: Place, case: FoundingCase
) -> None:
    plan(session, place, case, later(case))
    case.area.scope = "members"

    with pytest.raises(GateNotMet) as refusal:
        ask(session, place, case, later(case, 2))

    assert refusal.value.code == "no_addresses"


def test_each_village_is_invited_to_its_own_evening(session: Session, place: Place, case: FoundingCase) -> None:
    # Bad story: two villages have an evening each, and everybody gets a letter for the first one.
    first, at = plan(session, place, case, later(case)), later(case, 2)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    second = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=40), place="Parochiezaal", address="Kerkplein 1",
        organisers="Gemeente en politie", contact="02 000 00 00", is_extra=True,
    ).id  # fmt: skip
    church, mill = (street.id for street in place.streets[:2])

    inviting.invite_dwellings(session, case.id, desk, at, streets=[church])
    run = inviting.invite_dwellings(session, case.id, desk, at, evening_id=second, streets=[mill])
    for evening_id in (first, second):
        inviting.make_invitations(session, evening_id, at)

    assert run.dwellings == 5
    streets = [{one.street for one in letters_of(session, evening_id)} for evening_id in (first, second)]
    assert streets == [{"Kerkstraat"}, {"Molenstraat"}]
    with pytest.raises(Stale):
        inviting.invite_dwellings(session, case.id, desk, at, evening_id=second)


def test_a_street_outside_the_area_is_not_invited(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case, later(case))
    at = later(case, 2)

    with pytest.raises(Invalid) as refusal:
        inviting.invite_dwellings(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at,
                                  streets=[place.streets[0].id, 999_999])  # fmt: skip

    assert refusal.value.field == "streets"
