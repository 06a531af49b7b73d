"""Four eyes: who lives in the area, signed the request or gave a voice does not decide; a colleague or deputy does.

Source: issue of the consultation ('who lives in the area or signed the request can't decide'); DECISIONS, 'Four eyes'.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.address import Dwelling
from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.mandate import Mandate
from models.operations import absences, consulting, contacting, requesting
from models.operations.acting import day_of
from models.queries.case_page import read_case_page
from models.queries.choices import choices
from models.queries.work_lists import FOUR_EYES, MINE, work_list
from models.request import FoundingRequest
from models.rules.access import Actor, Role
from models.rules.area import Segment
from models.rules.procedure import Stage
from models.rules.refusals import NotAllowed
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    answers_for,
    give_role,
    later,
    make_person,
)
from tests.support_steps import answer, check_sheet, confirmed, enter_sheet, give

CHIEF = Role.POLICE_CHIEF


def house(place: Place, street: int, number: int) -> Dwelling:
    """One dwelling of the municipality."""
    return next(one for one in place.streets[street].dwellings if one.number == number)


def decides(session: Session, place: Place, case: FoundingCase) -> str:
    """The chief approves; the sentence with which that is refused, or nothing."""
    at = later(case)
    try:
        consulting.decide_as_police(session, case.id, acting(session, place.people[CHIEF], at), at, is_approved=True,
                                    reason="Akkoord.")  # fmt: skip
    except NotAllowed as refusal:
        return refusal.sentence if refusal.code == "four_eyes" else refusal.code
    return ""


def living_at(session: Session, place: Place, street: int, number: int) -> None:
    place.people[CHIEF].dwelling_id = house(place, street, number).id
    session.flush()


@pytest.mark.parametrize(("street", "number"), [(0, 4), (1, 1), (1, 9)])
def test_who_lives_in_the_streets_of_the_case_does_not_decide(
    session: Session, place: Place, street: int, number: int
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    living_at(session, place, street, number)

    assert "wie in het gebied woont, beslist er niet over" in decides(session, place, case)


@pytest.mark.parametrize("number", [2, 10])
def test_who_lives_across_the_street_outside_the_area_decides(session: Session, place: Place, number: int) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    living_at(session, place, 1, number)

    assert decides(session, place, case) == ""


@pytest.mark.parametrize(("first", "last", "number", "is_inside"), [
    (3, 5, 3, True), (3, 5, 5, True), (3, 5, 2, False), (3, 5, 6, False), (None, 5, 1, True), (6, None, 10, True),
    (6, None, 5, False),
])  # fmt: skip
def test_a_range_of_house_numbers_holds_its_own_ends(
    session: Session, place: Place, first: int | None, last: int | None, number: int, is_inside: bool
) -> None:
    segments = [Segment(place.streets[1].id, "all", first, last)]
    case = requesting.submit_request(session, acting(session, place.resident), START,
                                     answers_for(place, segments=segments))  # fmt: skip
    advance_to(session, place, Stage.CONSULTATION, case)
    living_at(session, place, 1, number)

    assert bool(decides(session, place, case)) is is_inside


def test_where_the_area_is_the_whole_municipality_its_people_decide(session: Session, place: Place) -> None:
    answers = answers_for(place, kind="bin_z", scope="municipality", segments=[])
    case = requesting.submit_request(session, acting(session, place.resident), START, answers)
    advance_to(session, place, Stage.CONSULTATION, case)
    living_at(session, place, 0, 4)

    assert decides(session, place, case) == ""


def _voice_by_mail(session: Session, place: Place, case: FoundingCase) -> None:
    confirmed(session, case, later(case), answer(place, 3, email=place.people[CHIEF].email or ""))


def _voice_against(session: Session, place: Place, case: FoundingCase) -> None:
    confirmed(session, case, later(case), answer(place, 3, "against", email=place.people[CHIEF].email or ""))


def _waiting_voice(session: Session, place: Place, case: FoundingCase) -> None:
    confirmed(session, case, later(case), answer(place, 3))
    confirmed(session, case, later(case), answer(place, 3, email=place.people[CHIEF].email or ""))


@pytest.mark.parametrize("gave", [_voice_by_mail, _voice_against, _waiting_voice])
def test_who_gave_a_voice_does_not_decide(
    session: Session, place: Place, gave: Callable[[Session, Place, FoundingCase], None]
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    gave(session, place, case)

    assert "wie de aanvraag tekende of er een stem over gaf" in decides(session, place, case)


def test_a_voice_that_was_never_confirmed_keeps_nobody_from_deciding(session: Session, place: Place) -> None:
    """The bad story: a neighbour types the address of the chief, and nobody can decide any more."""
    case = advance_to(session, place, Stage.CONSULTATION)
    give(session, case, later(case), answer(place, 3, email=place.people[CHIEF].email or ""))

    assert decides(session, place, case) == ""


def test_a_voice_in_another_case_keeps_nobody_from_deciding_this_one(session: Session, place: Place) -> None:
    case, other = (advance_to(session, place, Stage.CONSULTATION) for _ in range(2))
    _voice_by_mail(session, place, other)

    assert decides(session, place, case) == ""


def test_a_voice_on_paper_from_their_dwelling_keeps_somebody_from_deciding(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    desk, officer = (acting(session, place.people[role]) for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER))
    sheet = enter_sheet(session, place, case, desk, later(case), houses=(5,))
    check_sheet(session, case, officer, later(case), sheet)
    case.area.segments[:] = [one for one in case.area.segments if one.street_id != place.streets[0].id]
    living_at(session, place, 0, 5)

    assert "er een stem over gaf" in decides(session, place, case)


@pytest.mark.parametrize("named", [
    {"candidate_coordinators": [{"name": "Karel", "email": "Karel.Korps.Oosterbeke@Binstart.example", "phone": ""}]},
    {"applicant_email": "karel.korps.oosterbeke@binstart.example"},
])  # fmt: skip
def test_who_stands_in_the_request_does_not_decide(session: Session, place: Place, named: Mapping[str, Any]) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER])
    case = requesting.submit_request(session, acting(session, place.resident), START, answers_for(place))
    request = session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one()
    for name, value in named.items():
        setattr(request, name, value)
    requesting.accept_request(session, case.id, desk, later(case))

    assert "wie de aanvraag tekende" in decides(session, place, case)


def test_somebody_of_another_address_in_the_request_keeps_nobody_from_deciding(session: Session, place: Place) -> None:
    candidates = [{"name": "Karel", "email": "karel.korps@elders.example", "phone": ""}]
    case = requesting.submit_request(session, acting(session, place.resident), START,
                                     answers_for(place, candidate_coordinators=candidates))  # fmt: skip
    advance_to(session, place, Stage.CONSULTATION, case)

    assert decides(session, place, case) == ""


def test_the_page_tells_who_lives_in_the_area_why_and_offers_no_button(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    living_at(session, place, 0, 4)
    chief = acting(session, place.people[CHIEF])

    offered = {one.code: one for one in choices(read_case_page(session, case, chief, later(case)), chief)}

    assert offered["decide_as_police"].obstacle == (
        "Vier ogen: wie in het gebied woont, beslist er niet over. "
        "Een collega met dezelfde functie kan dit doen, of wie u vervangt."
    )
    assert offered["ask_opinion"].obstacle == ""


def test_a_deputy_from_elsewhere_decides_for_a_chief_who_lives_in_the_area(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    living_at(session, place, 0, 4)
    deputy = make_person(session, "Vera Vervanger")
    give_role(session, deputy, Role.MANDATED_OFFICER, place.zone)
    at = later(case)
    (mandate,) = _mandates(session, place.people[CHIEF].id)
    absences.enter_absence(session, acting(session, place.people[CHIEF], at), mandate.id, at, deputy_id=deputy.id,
                           first_on=day_of(at), last_on=day_of(at) + timedelta(days=1))  # fmt: skip

    consulting.decide_as_police(session, case.id, acting(session, deputy, at), at, is_approved=True, reason="Akkoord.")

    assert "police_approved" not in case.waiting_for


def _mandates(session: Session, person_id: int) -> list[Mandate]:
    return list(session.scalars(select(Mandate).where(Mandate.person_id == person_id)))


def _lives_in_it(session: Session, place: Place, case: FoundingCase) -> None:
    living_at(session, place, 0, 4)


@pytest.mark.parametrize("bound", [_lives_in_it, _voice_by_mail])
def test_the_work_list_says_that_a_colleague_must_decide(
    session: Session, place: Place, bound: Callable[[Session, Place, FoundingCase], None]
) -> None:
    case, other = (advance_to(session, place, Stage.CONSULTATION) for _ in range(2))
    bound(session, place, case)
    other.area_id = _elsewhere(session, place)
    session.flush()
    chief: Actor = acting(session, place.people[CHIEF])

    mine = {item.number: item for item in work_list(session, chief, day_of(START), START).items(MINE)}

    assert (mine[case.number].action, mine[case.number].note) == ("", FOUR_EYES)
    assert (mine[other.number].action, mine[other.number].note) == ("decide_as_police", "")


def _elsewhere(session: Session, place: Place) -> int:
    area = Area(segments=[StreetSegment(street_id=place.streets[1].id, side="even")])
    session.add(area)
    session.flush()
    return area.id


def test_what_asks_no_four_eyes_looks_nothing_up(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    officer = acting(session, place.people[Role.MANDATED_OFFICER])
    session.flush()
    asked: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))

    contacting.record_judicial_contact(session, case.id, officer, later(case), contacted_on=day_of(later(case)),
                                       means="telefonisch")  # fmt: skip

    assert not [one for one in asked if "voice" in one]
