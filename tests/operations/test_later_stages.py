"""From the signed charter to the closed evaluation: the federal check, the launch, and what an evaluation leads to."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.evaluation import Evaluation
from models.network import LaunchItem, NeighbourhoodNetwork, slug_of
from models.operations.charters import checking_federally
from models.operations.evaluations import evaluating
from models.operations.launches import launching
from models.rules.access import Actor, Role
from models.rules.evaluation_form import QUESTIONS, checked_view
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.working_days import months_later
from tests.factories import (
    COORDINATOR_VIEW,
    MUNICIPALITY_VIEW,
    POLICE_VIEW,
    Place,
    acting,
    advance_to,
    coordinator_of,
    evaluate,
    later,
)


def at_stage(session: Session, place: Place, stage: Stage, role: Role) -> tuple[FoundingCase, Actor]:
    case = advance_to(session, place, stage)
    return case, acting(session, place.people[role], later(case))


def send(session: Session, case: FoundingCase, by: Actor) -> None:
    at = later(case)
    checking_federally.send_to_federal_interior(session, case.id, by, at, sent_on=day_of(at), channel="post")


def answer(session: Session, case: FoundingCase, by: Actor, result: str, remarks: str = "") -> None:
    at = later(case, 40)
    checking_federally.record_federal_answer(
        session, case.id, by, at, answered_on=day_of(at), result=result, remarks=remarks
    )


def test_a_conform_charter_opens_the_launch(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)

    send(session, case, desk)
    assert (case.stage, case.waiting_for) == ("federal_check", ["charter_conform"])
    answer(session, case, desk, "conform")

    assert case.stage == "launch"


def test_federal_remarks_lead_back_to_a_new_version_of_the_charter(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)
    send(session, case, desk)

    answer(session, case, desk, "remarks", "Artikel 8 laat patrouilles toe.")

    versions = session.execute(select(Charter.version, Charter.state).where(Charter.case_id == case.id)).all()
    assert (case.stage, case.round) == ("charter", 2)
    assert sorted(versions)[-1] == (2, "draft")


def test_remarks_without_their_text_are_refused(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)
    send(session, case, desk)

    with pytest.raises(Invalid) as refusal:
        answer(session, case, desk, "remarks")

    assert refusal.value.field == "remarks"


def test_an_answer_before_the_sending_is_refused(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)

    with pytest.raises(GateNotMet):
        answer(session, case, desk, "conform")


def test_a_charter_is_sent_once(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)
    send(session, case, desk)

    with pytest.raises(Stale):
        send(session, case, desk)


def test_record_only_lets_the_launch_open_and_the_answer_come_later(session: Session, place: Place) -> None:
    place.municipality.settings = {"federal_check_blocks": False}
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)
    send(session, case, desk)
    assert case.stage == "launch"

    answer(session, case, desk, "conform")

    assert case.stage == "launch"


def test_late_remarks_bring_even_a_launching_network_back_to_its_charter(session: Session, place: Place) -> None:
    place.municipality.settings = {"federal_check_blocks": False}
    case, desk = at_stage(session, place, Stage.FEDERAL_CHECK, Role.DESK_OFFICER)
    send(session, case, desk)

    answer(session, case, desk, "remarks", "Het reglement ontbreekt.")

    assert case.stage == "charter"


def test_the_launch_waits_for_every_point_of_the_checklist(session: Session, place: Place) -> None:
    case, officer = at_stage(session, place, Stage.LAUNCH, Role.MANDATED_OFFICER)
    chief, at = acting(session, place.people[Role.POLICE_CHIEF], later(case)), later(case)
    items = session.scalars(select(LaunchItem.code).where(LaunchItem.case_id == case.id)).all()
    for item in items[:-1]:
        launching.check_launch_item(session, case.id, officer, at, item=item)

    with pytest.raises(GateNotMet) as refusal:
        launching.decide_launch(session, case.id, chief, at, active_on=day_of(at), how_to_join="Mail de coördinator.")

    assert refusal.value.code == "checklist_done"


def test_the_launched_network_is_active_and_public_from_its_day(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)

    network = session.scalars(select(NeighbourhoodNetwork)).one()

    assert (network.name, network.state, network.case_id) == (case.name, "active", case.id)


def test_only_the_police_decide_on_the_launch(session: Session, place: Place) -> None:
    case, mayor = at_stage(session, place, Stage.LAUNCH, Role.MAYOR)

    with pytest.raises(NotAllowed):
        launching.decide_launch(session, case.id, mayor, later(case), active_on=day_of(later(case)), how_to_join="Zo.")


def test_a_point_that_was_ticked_meanwhile_is_stale(session: Session, place: Place) -> None:
    case, officer = at_stage(session, place, Stage.LAUNCH, Role.MANDATED_OFFICER)
    launching.check_launch_item(session, case.id, officer, later(case), item="signs_ordered")

    with pytest.raises(Stale):
        launching.check_launch_item(session, case.id, officer, later(case), item="signs_ordered")


VIEWS = {"coordinator": COORDINATOR_VIEW, "police": POLICE_VIEW, "municipality": MUNICIPALITY_VIEW}


def test_the_clock_opens_the_evaluation_twelve_months_after_the_network_became_active(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    active_since = session.scalars(select(NeighbourhoodNetwork.active_since)).one()
    evaluation = session.scalars(select(Evaluation)).one()
    day = case.stage_opened_at + (evaluation.opens_on - day_of(case.stage_opened_at))

    assert evaluation.opens_on == months_later(active_since, 12)
    assert not evaluating.open_due_evaluation(session, case.id, day - timedelta(days=1))
    assert evaluating.open_due_evaluation(session, case.id, day)
    assert not evaluating.open_due_evaluation(session, case.id, day + timedelta(days=1))


def test_an_evaluation_can_not_be_closed_before_all_sides_gave_their_view(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.EVALUATION, Role.DESK_OFFICER)
    at = later(case, 380)
    evaluating.open_evaluation(session, case.id, desk, at)
    cora = acting(session, coordinator_of(session, case), at)
    evaluating.fill_evaluation_as_coordinator(session, case.id, cora, at, view=COORDINATOR_VIEW)

    with pytest.raises(GateNotMet) as refusal:
        evaluating.close_evaluation(session, case.id, desk, at, outcome="continue", reason="Goed bezig.")

    assert refusal.value.code == "police_view_given"


@pytest.mark.parametrize(
    ("outcome", "stage", "end", "network_state"),
    [
        ("continue", "evaluation", None, "active"),
        ("adjust_charter", "charter", None, "active"),
        ("change_area", "charter", None, "active"),
        ("replace_coordinator", "charter", None, "active"),
        ("suspend", "evaluation", None, "suspended"),
        ("merge", "evaluation", "merged", "merged"),
        ("terminate", "evaluation", "terminated", "terminated"),
    ],
)
def test_the_outcome_of_an_evaluation_is_carried_out(
    session: Session, place: Place, outcome: str, stage: str, end: str | None, network_state: str
) -> None:
    case = advance_to(session, place, Stage.EVALUATION)

    more = {"successor": slug_of(advance_to(session, place, Stage.EVALUATION))} if outcome == "merge" else {}

    evaluate(session, place, case, later(case, 380), outcome, **more)

    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case.id)).one()
    assert (case.stage, case.end, network.state) == (stage, end, network_state)


def test_after_continue_the_next_evaluation_stands_in_the_diary_a_year_later(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    at = later(case, 380)

    evaluate(session, place, case, at)

    second = session.scalars(select(Evaluation).where(Evaluation.round == 2)).one()
    assert (case.round, second.opens_on) == (2, months_later(day_of(at), 12))


def test_an_amendment_begins_a_new_version_while_the_network_stays_active(session: Session, place: Place) -> None:
    case, desk = at_stage(session, place, Stage.EVALUATION, Role.DESK_OFFICER)

    evaluating.amend_charter(session, case.id, desk, later(case), sections=["parties"],
                             reason="Nieuwe coördinator en nieuw nummer.")  # fmt: skip

    assert case.stage == "charter"
    assert session.scalars(select(NeighbourhoodNetwork.state)).one() == "active"
    assert session.scalars(select(Charter.state).where(Charter.version == 1)).one() == "signed"


@pytest.mark.parametrize("side", QUESTIONS)
@pytest.mark.parametrize("wrong", ["missing", "unknown", "negative", "word"])
def test_an_evaluation_with_an_answer_that_can_not_be_is_refused(
    session: Session, place: Place, side: str, wrong: str
) -> None:
    case, desk = at_stage(session, place, Stage.EVALUATION, Role.DESK_OFFICER)
    at = later(case, 380)
    evaluating.open_evaluation(session, case.id, desk, at)
    view: dict[str, Any] = dict(VIEWS[side])
    count = {"coordinator": "members", "police": "urgent_messages_day", "municipality": "support"}[side]
    faults: dict[str, dict[str, Any]] = {
        "missing": {"agreements_kept": ""}, "unknown": {"crimes_solved": 3}, "negative": {count: -1},
        "word": {"agreements_kept": "veel"},
    }  # fmt: skip
    view.update(faults[wrong])
    roles = {"police": Role.MANDATED_OFFICER, "municipality": Role.DESK_OFFICER}
    person = coordinator_of(session, case) if side == "coordinator" else place.people[roles[side]]
    fill = getattr(evaluating, f"fill_evaluation_as_{side}")

    with pytest.raises(Invalid):
        fill(session, case.id, acting(session, person, at), at, view=view)


def _filled_in(session: Session, place: Place) -> FoundingCase:
    case, desk = at_stage(session, place, Stage.EVALUATION, Role.DESK_OFFICER)
    at = later(case, 380)
    evaluating.open_evaluation(session, case.id, desk, at)
    people = {"coordinator": coordinator_of(session, case), "police": place.people[Role.MANDATED_OFFICER],
              "municipality": place.people[Role.DESK_OFFICER]}  # fmt: skip
    for side, person in people.items():
        fill = getattr(evaluating, f"fill_evaluation_as_{side}")
        fill(session, case.id, acting(session, person, at), at, view=VIEWS[side])
    return case


def _discuss(session: Session, place: Place, case: FoundingCase, days: int = 381) -> None:
    at = later(case, 381)
    by = acting(session, place.people[Role.DESK_OFFICER], at)
    evaluating.record_discussion(session, case.id, by, at, discussed_on=day_of(later(case, days)),
                                 discussed_by="alle partners", conclusions="Samen verder.")  # fmt: skip


def test_once_all_three_read_each_other_no_view_changes_any_more(session: Session, place: Place) -> None:
    case = _filled_in(session, place)
    at = later(case, 381)
    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)

    with pytest.raises(GateNotMet) as refusal:
        evaluating.fill_evaluation_as_police(session, case.id, officer, at, view=POLICE_VIEW)

    assert refusal.value.code == "views_are_open"


def test_an_evaluation_is_closed_after_the_partners_discussed_it(session: Session, place: Place) -> None:
    case = _filled_in(session, place)
    desk, at = acting(session, place.people[Role.DESK_OFFICER], later(case, 382)), later(case, 382)
    with pytest.raises(GateNotMet) as refusal:
        evaluating.close_evaluation(session, case.id, desk, at, outcome="continue", reason="Goed bezig.")
    assert refusal.value.code == "discussion_held"

    discussed_on = day_of(later(case, 381))
    _discuss(session, place, case)
    evaluating.close_evaluation(session, case.id, desk, at, outcome="continue", reason="Goed bezig.")

    row = session.scalars(select(Evaluation).where(Evaluation.round == 1)).one()
    assert (row.outcome, row.conclusions, row.discussed_on) == ("continue", "Samen verder.", discussed_on)


@pytest.mark.parametrize(("days", "code"), [(400, "in_the_future"), (10, "too_early")])
def test_a_discussion_that_cannot_have_been_is_refused(session: Session, place: Place, days: int, code: str) -> None:
    case = _filled_in(session, place)

    with pytest.raises(Invalid) as refusal:
        _discuss(session, place, case, days)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("completed", "attempted", "total", "is_fine"),
    [(1, 2, 3, True), (None, None, 3, True), (1, None, 3, True), (1, 2, None, True), (0, 0, 0, True),
     (4, None, 3, False), (None, 4, 3, False), (1, 1, 3, False), (2, 2, 3, False)],
)  # fmt: skip
def test_figures_of_burglaries_must_add_up(
    completed: int | None, attempted: int | None, total: int | None, is_fine: bool
) -> None:
    figures = {"burglaries_completed": completed, "burglaries_attempted": attempted, "burglaries_total": total}
    view = {**POLICE_VIEW, **figures}

    if is_fine:
        assert checked_view("police", view)["burglaries_total"] == total
        return
    with pytest.raises(Invalid) as refusal:
        checked_view("police", view)
    assert (refusal.value.code, refusal.value.field) == ("impossible", "burglaries_total")
