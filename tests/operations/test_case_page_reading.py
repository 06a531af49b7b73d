"""What the page of a case and the work list read, on both kinds of database."""

import pytest
from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.consultation import consulting
from models.operations.effects.planning_effects import plan_effects
from models.operations.requests import requesting
from models.queries.cases.case_lists import Filters, list_cases
from models.queries.cases.case_page import CasePage, read_case_page
from models.queries.cases.choices import choices, main_choice
from models.queries.cases.work_lists import MINE, work_list
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, answers_for, later, submitted

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
# Per stage that was just reached: what is waited for from whom.
WAITED_FOR = {
    Stage.IDEA: {D: "accept_request"},
    Stage.CONSULTATION: {M: "decide_as_municipality", C: "decide_as_police", P: "record_judicial_contact"},
    Stage.INFO_EVENING: {D: "plan_info_evening", P: "plan_info_evening"},
    Stage.CHARTER: {P: "record_screening"},
    Stage.FEDERAL_CHECK: {D: "send_to_federal_interior", P: "send_to_federal_interior"},
    Stage.LAUNCH: {D: "check_launch_item", P: "check_launch_item"},
    Stage.EVALUATION: {},
}


def _page(session: Session, place: Place, stage: Stage, role: Role) -> CasePage:
    case = advance_to(session, place, stage)
    at = later(case)
    return read_case_page(session, case, acting(session, place.people[role], at), at)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("role", [D, M, P, C])
def test_page_and_work_list_agree_on_what_is_waited_for(
    stage: Stage, role: Role, session: Session, place: Place
) -> None:
    page = _page(session, place, stage, role)
    actor = acting(session, place.people[role], page.at)

    main = main_choice(page, actor, choices(page, actor))
    listed = [item.action for item in work_list(session, actor, day_of(page.at), page.at).items(MINE)]

    expected = WAITED_FOR[stage].get(role)
    assert (main.code if main else None) == expected
    assert listed == ([expected] if expected else [])


def test_a_page_holds_the_parts_of_the_stages_that_were_reached(session: Session, place: Place) -> None:
    page = _page(session, place, Stage.EVALUATION, D)

    assert page.evening is not None
    assert page.charter is not None
    assert all(row.signed_on for row in page.charter.signatures)
    assert [one.result for one in page.federal_checks] == ["conform"]
    assert page.launch_decision is not None
    assert [one.role for one in page.seats] == ["coordinator", "steering_group_member"]
    assert page.segments == ("Kerkstraat", "Molenstraat (oneven nummers 1 tot en met 9)")


def test_approvals_and_reasons_come_together_the_newest_first(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    mayor, chief = acting(session, place.people[M], at), acting(session, place.people[C], at)
    consulting.decide_as_municipality(session, case.id, mayor, at, is_approved=True, reason="Akkoord.")
    consulting.decide_as_police(session, case.id, chief, later(case, 2), is_approved=False, reason="Geen draagvlak.")

    page = read_case_page(session, case, chief, later(case, 3))

    assert [(one.action, one.is_approved, one.text) for one in page.decisions] == [
        ("decide_as_police", False, "Geen draagvlak."), ("decide_as_municipality", True, "Akkoord."),
    ]  # fmt: skip
    assert page.decisions[1].decided_on == day_of(at)
    assert page.conditions == ()


def test_papers_that_are_still_to_be_made_are_known_by_title(session: Session, place: Place) -> None:
    case = submitted(session, place)
    assert read_case_page(session, case, acting(session, place.people[D]), START).asked.engine_has_work
    plan_effects(session, case.id, START)

    page = read_case_page(session, case, acting(session, place.people[D]), START)

    assert [(paper.kind, paper.title, paper.state, paper.audience) for paper in page.papers] == [
        ("receipt", "Ontvangstbewijs", "planned", "initiator"),
    ]


def test_who_submitted_a_request_finds_the_four_eyes_before_each_decision(session: Session, place: Place) -> None:
    desk = acting(session, place.people[D])
    case = requesting.submit_request(session, desk, START, answers_for(place, channel="phone"),
                                     initiator_id=place.resident.id)  # fmt: skip

    closed = [one for one in choices(read_case_page(session, case, desk, START), desk) if one.is_four_eyes]

    assert {one.code for one in closed} == {"accept_request", "ask_completion", "refuse_request"}
    assert all(one.obstacle.startswith("Vier ogen: wie de aanvraag deed of indiende") for one in closed)


def test_a_search_finds_signs_as_they_are_and_not_as_wildcards(session: Session, place: Place) -> None:
    resident = acting(session, place.resident)
    for name in ("BIN 100% veilig", "BIN Veilig_wonen", "BIN Lindeplein"):
        requesting.submit_request(session, resident, START, answers_for(place, name=name))
    desk = acting(session, place.people[D])

    found = {
        words: list_cases(session, desk, Filters(words=words), 1, day_of(START))[1]
        for words in ("%", "_", "linde plein", "'")
    }

    assert found == {"%": 1, "_": 1, "linde plein": 1, "'": 0}
