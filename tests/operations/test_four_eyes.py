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
from models.clock import day_of
from models.mandate import Mandate
from models.operations.authorities import absences
from models.operations.cases import assigning, reminding
from models.operations.consultation import consulting, contacting
from models.operations.effects import planning_effects
from models.operations.requests import requesting
from models.outbox import Effect
from models.queries.cases.case_page import read_case_page
from models.queries.cases.choices import choices
from models.queries.cases.work_lists import FOUR_EYES, MINE, NOBODY_ELSE, OTHERS, TEAM, work_list
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
def test_the_work_list_asks_nothing_of_who_is_too_close(
    session: Session, place: Place, bound: Callable[[Session, Place, FoundingCase], None]
) -> None:
    case, other = (advance_to(session, place, Stage.CONSULTATION) for _ in range(2))
    bound(session, place, case)
    other.area_id = _elsewhere(session, place)
    session.flush()
    chief: Actor = acting(session, place.people[CHIEF])

    lists = work_list(session, chief, day_of(START), START)

    assert [(item.number, item.action) for item in lists.items(MINE)] == [(other.number, "decide_as_police")]
    assert [(item.number, item.action, item.note) for item in lists.items(OTHERS)] == [(case.number, "", NOBODY_ELSE)]


def test_where_a_colleague_can_decide_the_case_waits_for_the_team(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    living_at(session, place, 0, 4)
    give_role(session, make_person(session, "Tweede Korps"), CHIEF, place.zone)

    (item,) = work_list(session, acting(session, place.people[CHIEF]), day_of(START), START).items(TEAM)

    assert (item.number, item.action, item.note) == (case.number, "", FOUR_EYES)


def test_who_is_too_close_but_took_the_case_keeps_it_in_their_list(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    chief = acting(session, place.people[CHIEF])
    assigning.take_case(session, case.id, chief, later(case))
    living_at(session, place, 0, 4)

    (item,) = work_list(session, chief, day_of(START), START).items(MINE)

    assert (item.number, item.action, item.note) == (case.number, "", FOUR_EYES)


def _mailed(session: Session, case: FoundingCase, notice: str) -> set[str]:
    planning_effects.plan_effects(session, case.id, later(case))
    mails = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == "mail"))
    return {one.payload["to"] for one in mails if one.payload["notice"] == notice}


def _far_away(session: Session, place: Place) -> str:
    deputy = make_person(session, "Vera Vervanger")
    give_role(session, deputy, Role.MANDATED_OFFICER, place.zone)
    (mandate,) = _mandates(session, place.people[CHIEF].id)
    mandate.deputy_id = deputy.id
    session.flush()
    return deputy.email or ""


def test_a_decider_who_lives_in_the_area_is_not_asked_and_their_standing_deputy_is(
    session: Session, place: Place
) -> None:
    living_at(session, place, 0, 4)
    deputy = _far_away(session, place)
    case = advance_to(session, place, Stage.CONSULTATION)

    asked = _mailed(session, case, "decision_needed")

    assert asked == {deputy, place.people[Role.MAYOR].email}


def test_a_standing_deputy_who_lives_in_the_area_too_is_not_asked_either(session: Session, place: Place) -> None:
    living_at(session, place, 0, 4)
    deputy = make_person(session, "Vera Vervanger", house(place, 0, 5))
    give_role(session, deputy, Role.MANDATED_OFFICER, place.zone)
    (mandate,) = _mandates(session, place.people[CHIEF].id)
    mandate.deputy_id = deputy.id
    case = advance_to(session, place, Stage.CONSULTATION)

    assert _mailed(session, case, "decision_needed") == {place.zone.email, place.people[Role.MAYOR].email}


def test_another_decider_with_the_same_function_is_asked_alone(session: Session, place: Place) -> None:
    living_at(session, place, 0, 4)
    other = make_person(session, "Tweede Korps")
    give_role(session, other, CHIEF, place.zone)
    case = advance_to(session, place, Stage.CONSULTATION)

    assert _mailed(session, case, "decision_needed") == {other.email, place.people[Role.MAYOR].email}


def test_where_nobody_can_decide_the_authority_itself_is_asked(session: Session, place: Place) -> None:
    living_at(session, place, 0, 4)
    case = advance_to(session, place, Stage.CONSULTATION)

    assert _mailed(session, case, "decision_needed") == {place.zone.email, place.people[Role.MAYOR].email}


def test_a_reminder_goes_past_who_lives_in_the_area_on_every_step(session: Session, place: Place) -> None:
    living_at(session, place, 0, 4)
    deputy = _far_away(session, place)
    case = advance_to(session, place, Stage.CONSULTATION)
    for days in (61, 75, 82):
        assert reminding.remind_if_late(session, case.id, later(case, days))

    reminded = [_mailed(session, case, kind) for kind in ("reminder", "reminder_to_deputy", "reminder_to_head")]

    assert all(place.people[CHIEF].email not in one for one in reminded)
    assert deputy in reminded[0]
    assert place.people[Role.MAYOR].email in reminded[0]


def test_who_must_do_something_else_too_is_reminded_wherever_they_live(session: Session, place: Place) -> None:
    officer = place.people[Role.MANDATED_OFFICER]
    officer.dwelling_id = house(place, 0, 4).id
    case = advance_to(session, place, Stage.CONSULTATION)

    assert reminding.remind_if_late(session, case.id, later(case, 61))

    assert officer.email in _mailed(session, case, "reminder")


def test_a_request_to_assess_is_not_asked_of_an_officer_who_lives_in_its_streets(
    session: Session, place: Place
) -> None:
    desk, other = place.people[Role.DESK_OFFICER], make_person(session, "Andere Balie")
    desk.dwelling_id = house(place, 0, 4).id
    give_role(session, other, Role.DESK_OFFICER, place.municipality)
    case = advance_to(session, place, Stage.IDEA)

    assert _mailed(session, case, "request_to_assess") == {other.email}


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
