"""The procedure, from its tables and from their complement (seed 000; domain.md sections 1 and 9)."""

from dataclasses import replace

import pytest

from models.rules.access import Role
from models.rules.procedure import (
    ACTIONS,
    AGENDA_ITEMS,
    GATES,
    NEXT_STAGE,
    OUTCOMES,
    STAGES,
    CaseFacts,
    End,
    Stage,
    actions_for,
    blocking,
    next_stage,
    roles_for,
    unmet,
)
from models.rules.procedure_settings import ProcedureSettings

DEFAULTS = ProcedureSettings()
STRICT = ProcedureSettings(administrative_contact_required=True, joint_judgement_required=True)  # every condition holds

# For each stage, facts with which its gate is met.
MET = {
    Stage.IDEA: CaseFacts(request_accepted=True),
    Stage.CONSULTATION: CaseFacts(
        judicial_authority_contacted=True, administrative_authority_contacted=True, police_approved=True,
        municipality_approved=True,
    ),
    Stage.INFO_EVENING: CaseFacts(
        evening_planned=True, evening_held=True, items_with_result=frozenset(AGENDA_ITEMS), network_approved=True,
        objectives_approved=True, steering_group_approved=True, coordinator_known=True,
        minutes_approved_by=frozenset({"chair", "police"}),
        judged_enough_by=frozenset({"initiator", "municipality", "police"}),
    ),
    Stage.CHARTER: CaseFacts(coordinator_suitable=True, charter_frozen=True),
    Stage.FEDERAL_CHECK: CaseFacts(charter_sent=True, federal_answer="conform"),
    Stage.LAUNCH: CaseFacts(launch_decided=True),
    Stage.EVALUATION: CaseFacts(evaluation_opened=True, coordinator_view_given=True, police_view_given=True,
                                municipality_view_given=True, discussion_held=True, outcome_recorded=True),
}  # fmt: skip

# For each condition, the change of those facts that breaks it, and it alone.
BROKEN = {
    "request_complete": {"completion_outstanding": True},
    "request_accepted": {"request_accepted": False},
    "judicial_authority_contacted": {"judicial_authority_contacted": False},
    "administrative_authority_contacted": {"administrative_authority_contacted": False},
    "opinions_given": {"opinions_outstanding": 1},
    "adviser_questions_answered": {"adviser_questions": 1},
    "police_approved": {"police_approved": False},
    "municipality_approved": {"municipality_approved": False},
    "evening_planned": {"evening_planned": False},
    "evening_held": {"evening_held": False},
    "seven_items_have_result": {"items_with_result": frozenset(list(AGENDA_ITEMS)[:6])},
    "network_approved": {"network_approved": False},
    "objectives_approved": {"objectives_approved": False},
    "steering_group_approved": {"steering_group_approved": False},
    "coordinator_known": {"coordinator_known": False},
    "enough_support": {"registered_dwellings": -1},
    "initiator_finds_enough": {"judged_enough_by": frozenset({"municipality", "police"})},
    "municipality_finds_enough": {"judged_enough_by": frozenset({"initiator", "police"})},
    "police_find_enough": {"judged_enough_by": frozenset({"initiator", "municipality"})},
    "minutes_approved_by_chair": {"minutes_approved_by": frozenset({"police"})},
    "minutes_approved_by_police": {"minutes_approved_by": frozenset({"chair"})},
    "coordinator_suitable": {"coordinator_suitable": False},
    "sections_complete": {"missing_sections": ("budget",)},
    "remarks_settled": {"remarks_outstanding": 1},
    "charter_frozen": {"charter_frozen": False},
    "all_signed": {"signatures_outstanding": 1},
    "charter_sent": {"charter_sent": False},
    "charter_conform": {"federal_answer": "remarks"},
    "checklist_done": {"items_outstanding": ("signs_ordered",)},
    "launch_decided": {"launch_decided": False},
    "evaluation_opened": {"evaluation_opened": False},
    "coordinator_view_given": {"coordinator_view_given": False},
    "police_view_given": {"police_view_given": False},
    "municipality_view_given": {"municipality_view_given": False},
    "discussion_held": {"discussion_held": False},
    "outcome_recorded": {"outcome_recorded": False},
}
CONDITIONS = [(stage, condition) for stage in STAGES for condition in GATES[stage]]


def test_the_stages_are_the_owner_s_six_with_the_federal_check_between_charter_and_launch() -> None:
    assert [stage.value for stage in STAGES] == [
        "idea", "consultation", "info_evening", "charter", "federal_check", "launch", "evaluation",
    ]  # fmt: skip


@pytest.mark.parametrize("stage", list(NEXT_STAGE))
def test_a_stage_whose_gate_is_met_opens_exactly_the_next_one(stage: Stage) -> None:
    opened = next_stage(stage, MET[stage], DEFAULTS)

    assert opened is STAGES[STAGES.index(stage) + 1]


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_is_left_while_nothing_was_done(stage: Stage) -> None:
    assert next_stage(stage, CaseFacts(), DEFAULTS) is None


def test_the_evaluation_opens_no_next_stage_by_itself() -> None:
    assert next_stage(Stage.EVALUATION, MET[Stage.EVALUATION], DEFAULTS) is None


def test_every_condition_has_a_way_to_break_it_in_this_file() -> None:
    assert {condition.code for _, condition in CONDITIONS} == set(BROKEN)


@pytest.mark.parametrize(("stage", "condition"), CONDITIONS, ids=lambda value: getattr(value, "code", str(value)))
def test_each_condition_alone_keeps_its_stage_open(stage: Stage, condition) -> None:  # type: ignore[no-untyped-def]
    facts = replace(MET[stage], **BROKEN[condition.code])

    assert condition.code in [unmet_condition.code for unmet_condition in unmet(stage, facts, STRICT)]
    assert next_stage(stage, facts, STRICT) is None


@pytest.mark.parametrize(("stage", "condition"), CONDITIONS, ids=lambda value: getattr(value, "code", str(value)))
def test_what_meets_a_condition_is_an_action_that_somebody_has_in_that_stage(stage: Stage, condition) -> None:  # type: ignore[no-untyped-def]
    action = ACTIONS[condition.action]

    assert stage in action.stages
    assert roles_for(action, DEFAULTS)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.code)
def test_an_action_waits_only_for_conditions_of_a_stage_in_which_it_can_be_done(action) -> None:  # type: ignore[no-untyped-def]
    codes = {condition.code for stage in action.stages for condition in GATES[stage]}

    assert set(action.before) <= codes


@pytest.mark.parametrize("stage", STAGES)
def test_in_every_stage_nobody_can_do_what_the_table_does_not_list(stage: Stage) -> None:
    for role in Role:
        offered = {action.code for action in actions_for(stage, frozenset({role}), DEFAULTS)}
        listed = {
            code for code, action in ACTIONS.items() if stage in action.stages and role in roles_for(action, DEFAULTS)
        }
        assert offered == listed


def test_an_administrator_can_do_nothing_with_a_case() -> None:
    assert not any(Role.ADMINISTRATOR in action.roles for action in ACTIONS.values())


def test_only_the_chief_decides_for_the_police_and_only_the_mayor_for_the_municipality_by_default() -> None:
    assert roles_for(ACTIONS["decide_as_police"], DEFAULTS) == {Role.POLICE_CHIEF}
    assert roles_for(ACTIONS["decide_as_municipality"], DEFAULTS) == {Role.MAYOR}


def test_a_zone_can_let_the_mandated_officer_decide() -> None:
    settings = ProcedureSettings(police_decider="mandated_officer")

    assert roles_for(ACTIONS["decide_as_police"], settings) == {Role.MANDATED_OFFICER}


def test_every_decision_that_ends_or_turns_back_a_case_needs_a_written_reason() -> None:
    for action in ACTIONS.values():
        if action.target is not None:
            assert action.needs_reason, action.code


# Who is close to a case may do these: what residents do in their own case, and notes or preparation of what others
# decide, where the decision itself has its own four eyes, gate or reason.
NO_DECISION = {
    "complete_request", "withdraw_request", "answer_agreement", "judge_as_initiator", "sign_charter",
    "fill_evaluation_as_coordinator", "fill_evaluation_as_police", "fill_evaluation_as_municipality",
    "record_discussion", "record_judicial_contact",
    "record_administrative_contact", "record_contact_answer", "ask_opinion", "answer_adviser", "edit_agreement",
    "enter_support_sheet", "check_support_sheet", "strike_voice", "plan_info_evening", "invite_dwellings",
    "cancel_info_evening", "record_info_evening", "appoint_steering_group", "edit_minutes", "edit_charter",
    "comment_charter", "settle_remark", "open_section", "add_signatory",
    "freeze_charter", "reopen_charter", "refuse_signature", "record_ink_signature",
    "check_ink_signature", "send_to_federal_interior",
    "record_federal_answer", "check_launch_item", "open_evaluation",
}  # fmt: skip


def test_every_action_that_decides_asks_four_eyes() -> None:
    assert {code for code, action in ACTIONS.items() if not action.four_eyes} == NO_DECISION


def test_without_the_setting_nobody_waits_for_the_administrative_authority() -> None:
    facts = replace(MET[Stage.CONSULTATION], administrative_authority_contacted=False)

    assert next_stage(Stage.CONSULTATION, facts, DEFAULTS) is Stage.INFO_EVENING


def test_a_federal_check_that_is_recorded_only_does_not_wait_for_the_answer() -> None:
    settings = ProcedureSettings(federal_check_blocks=False)

    assert next_stage(Stage.FEDERAL_CHECK, CaseFacts(charter_sent=True), settings) is Stage.LAUNCH


def test_federal_remarks_never_let_a_case_pass_even_when_the_check_is_recorded_only() -> None:
    settings = ProcedureSettings(federal_check_blocks=False)

    assert next_stage(Stage.FEDERAL_CHECK, CaseFacts(charter_sent=True, federal_answer="remarks"), settings) is None


def test_kampenhout_s_hundred_residents_are_a_threshold_that_a_municipality_can_set() -> None:
    settings = ProcedureSettings(minimum_registered_dwellings=100)
    with_99 = replace(MET[Stage.INFO_EVENING], registered_dwellings=99)

    assert [condition.code for condition in unmet(Stage.INFO_EVENING, with_99, settings)] == ["enough_support"]
    assert next_stage(Stage.INFO_EVENING, replace(with_99, registered_dwellings=100), settings) is Stage.CHARTER


def test_without_the_setting_nobody_waits_for_a_joint_judgement() -> None:
    unjudged = replace(MET[Stage.INFO_EVENING], judged_enough_by=frozenset())

    assert next_stage(Stage.INFO_EVENING, unjudged, DEFAULTS) is Stage.CHARTER
    assert next_stage(Stage.INFO_EVENING, unjudged, STRICT) is None


def test_the_seven_mandatory_agenda_items_are_seven() -> None:
    assert len(AGENDA_ITEMS) == 7


def test_every_outcome_of_an_evaluation_leads_somewhere_known() -> None:
    assert set(OUTCOMES.values()) == {Stage.EVALUATION, Stage.CHARTER, End.MERGED, End.TERMINATED}


@pytest.mark.parametrize("party", ["chair", "police"])
def test_minutes_can_not_be_approved_before_each_item_has_a_result(party: str) -> None:
    facts = replace(MET[Stage.INFO_EVENING], items_with_result=frozenset())

    codes = [c.code for c in blocking(ACTIONS[f"approve_minutes_as_{party}"], Stage.INFO_EVENING, facts, DEFAULTS)]

    assert codes == ["seven_items_have_result"]


def test_a_charter_is_not_frozen_while_an_essential_section_is_empty_or_the_coordinator_not_screened() -> None:
    facts = CaseFacts(missing_sections=("budget",))

    codes = [c.code for c in blocking(ACTIONS["freeze_charter"], Stage.CHARTER, facts, DEFAULTS)]

    assert codes == ["coordinator_suitable", "sections_complete"]
