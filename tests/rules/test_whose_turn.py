"""Whose turn it is: what waits for somebody, and what they merely may do."""

import pytest

from models.rules.access import Role
from models.rules.procedure import ACTIONS, GATES, Stage, roles_for
from models.rules.procedure_settings import ProcedureSettings
from models.rules.whose_turn import DECISIONS, EXPECTED, own_turns, turns

SETTINGS = ProcedureSettings()


def _all_of(stage: Stage) -> list[str]:
    return [condition.code for condition in GATES[stage]]


def _actions(stage: Stage, *waiting_for: str, **known: bool) -> list[str]:
    return [turn.action for turn in turns(stage, waiting_for, SETTINGS, **known)]


def test_the_initiator_is_waited_for_to_complete_and_not_the_desk_that_may_do_it_for_them() -> None:
    open_turns = turns(Stage.IDEA, _all_of(Stage.IDEA), SETTINGS)

    assert [turn.action for turn in open_turns] == ["complete_request"]
    assert own_turns(open_turns, {Role.DESK_OFFICER}) == ()
    assert len(own_turns(open_turns, {Role.INITIATOR})) == 1


def test_police_and_municipality_can_decide_side_by_side() -> None:
    assert _actions(Stage.CONSULTATION, "police_approved", "municipality_approved") == [
        "decide_as_police", "decide_as_municipality",
    ]  # fmt: skip


def test_a_chief_sees_the_decision_before_the_rest() -> None:
    open_turns = turns(Stage.CONSULTATION, _all_of(Stage.CONSULTATION), SETTINGS)

    mine = own_turns(open_turns, {Role.POLICE_CHIEF, Role.MANDATED_OFFICER})

    assert [turn.action for turn in mine] == [
        "decide_as_police", "record_judicial_contact", "record_administrative_contact", "give_opinion",
        "answer_adviser",
    ]  # fmt: skip


def test_noting_the_evening_is_one_turn_however_many_conditions_it_meets() -> None:
    waiting = _all_of(Stage.INFO_EVENING)[1:]

    assert _actions(Stage.INFO_EVENING, *waiting) == ["record_info_evening", "appoint_steering_group"]


def test_before_the_evening_nobody_has_a_turn() -> None:
    waiting = _all_of(Stage.INFO_EVENING)[1:]

    assert _actions(Stage.INFO_EVENING, *waiting, evening_to_come=True) == []


def test_without_a_coordinator_one_must_be_chosen_before_anybody_is_screened() -> None:
    assert _actions(Stage.CHARTER, "coordinator_suitable", has_coordinator=False) == ["appoint_steering_group"]
    assert _actions(Stage.CHARTER, "coordinator_suitable") == ["record_screening"]


def test_nobody_signs_before_the_text_lies_fast() -> None:
    assert "sign_charter" not in _actions(Stage.CHARTER, "charter_frozen", "all_signed")
    assert _actions(Stage.CHARTER, "all_signed") == ["sign_charter"]


def test_an_evaluation_in_the_diary_waits_for_the_clock() -> None:
    open_turns = turns(Stage.EVALUATION, _all_of(Stage.EVALUATION), SETTINGS)

    assert [(turn.action, turn.expected) for turn in open_turns] == [("open_evaluation", frozenset())]


@pytest.mark.parametrize("stage", Stage)
def test_only_who_may_act_is_expected_to(stage: Stage) -> None:
    for condition in GATES[stage]:
        for turn in turns(stage, [condition.code], SETTINGS):
            assert turn.expected <= roles_for(ACTIONS[turn.action], SETTINGS)


def test_the_tables_name_actions_that_exist() -> None:
    assert set(EXPECTED) | DECISIONS <= ACTIONS.keys()
