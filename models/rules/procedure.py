"""The whole procedure on one screen: stages, what closes each, who acts, what may be sent back, and how it can end.

Sources: seed 000 (the official outline), besafe.be 'procedure en wet', domain.md sections 1 and 9. The web pages, the
flows, the 'why not yet?' panel, the diagram in ARCHITECTURE.md and the exhaustive tests are derived from these tables.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from models.rules.access import STEERING_GROUP, Role
from models.rules.procedure_settings import ProcedureSettings


class Stage(StrEnum):
    """The formal stages, in order. FEDERAL_CHECK is the ministry's gate between charter and launch."""

    IDEA = "idea"
    CONSULTATION = "consultation"
    INFO_EVENING = "info_evening"
    CHARTER = "charter"
    FEDERAL_CHECK = "federal_check"
    LAUNCH = "launch"
    EVALUATION = "evaluation"


class End(StrEnum):
    """How a case can end. An active network stays in EVALUATION, which recurs."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_ENOUGH_SUPPORT = "not_enough_support"
    TERMINATED = "terminated"
    MERGED = "merged"


STAGES = tuple(Stage)

# Seed 000 and besafe.be: the evening can't close unless each of the seven has a result.
AGENDA_ITEMS = {
    "concept_and_rules": "Het concept van een BIN en de wettelijke regels",
    "partners": "Voorstelling van de partners",
    "approval_of_network": "Bespreking en goedkeuring van het BIN en de doelstellingen",
    "communication_and_costs": "Het communicatieplan en de kosten",
    "involvement_and_steering_group": "Oproep tot medewerking; erkenning en goedkeuring van de stuurgroep",
    "participants_data": "Gegevens van de deelnemers",
    "further_agreements": "Afspraken over het vervolg, de organisatie en de evaluatie",
}


def agenda_of(extra_items: Sequence[str]) -> dict[str, str]:
    """The agenda of one evening: always the seven, and after them what it has of its own, by code."""
    return AGENDA_ITEMS | {f"extra_{number}": title for number, title in enumerate(extra_items, start=1)}


OUTCOMES = {  # of an evaluation: what follows for the case (domain.md section 4)
    "continue": Stage.EVALUATION,
    "adjust_charter": Stage.CHARTER,
    "change_area": Stage.CHARTER,
    "split": Stage.CHARTER,
    "replace_coordinator": Stage.CHARTER,
    "suspend": Stage.EVALUATION,
    "merge": End.MERGED,
    "terminate": End.TERMINATED,
}
MINISTRY_TOLD = frozenset({"split", "replace_coordinator", "suspend", "merge", "terminate"})  # at once (domain.md 2.15)
# Which sections of the charter change by it: the others keep their text until somebody opens them. Not named: all.
SECTIONS_OPENED = {"change_area": ("area",), "split": ("area",)}


@dataclass(frozen=True)
class CaseFacts:
    """What the gates look at. Only the facts of the present stage are filled in."""

    request_accepted: bool = False
    completion_outstanding: bool = False
    judicial_authority_contacted: bool = False
    administrative_authority_contacted: bool = False
    opinions_outstanding: int = 0
    adviser_questions: int = 0  # what advisers asked back and nobody answered
    police_approved: bool = False
    municipality_approved: bool = False
    evening_planned: bool = False
    evening_held: bool = False
    items_with_result: frozenset[str] = frozenset()
    network_approved: bool = False
    objectives_approved: bool = False
    steering_group_approved: bool = False
    coordinator_known: bool = False
    registered_dwellings: int = 0  # at the evening, of those that gave no voice before
    supporting_dwellings: int = 0  # that gave their voice, online or on paper
    lowest_street_share: int = 100  # per cent; filled in where the municipality asks a spread
    judged_enough_by: frozenset[str] = frozenset()  # parties that find the support enough and well spread
    minutes_approved_by: frozenset[str] = frozenset()  # parties that approved the minutes of each evening
    coordinator_suitable: bool = False
    missing_sections: tuple[str, ...] = ()
    charter_frozen: bool = False
    signatures_outstanding: int = 0
    remarks_outstanding: int = 0
    charter_sent: bool = False
    federal_answer: str = ""
    items_outstanding: tuple[str, ...] = ()
    launch_decided: bool = False
    evaluation_opened: bool = False
    coordinator_view_given: bool = False
    police_view_given: bool = False
    municipality_view_given: bool = False
    discussion_held: bool = False
    outcome_recorded: bool = False


@dataclass(frozen=True)
class Condition:
    """One named condition of a gate. `action` is what meets it; who may do that stands in ACTIONS. `is_asked`: whether
    the settings ask it at all; a page does not show what nobody asks."""

    code: str
    sentence: str
    action: str
    is_met: Callable[[CaseFacts, ProcedureSettings], bool]
    is_asked: Callable[[ProcedureSettings], bool] = lambda settings: True


GATES: dict[Stage, tuple[Condition, ...]] = {
    Stage.IDEA: (
        Condition("request_complete", "De aanvraag is volledig", "complete_request",
                  lambda f, s: not f.completion_outstanding),
        Condition("request_accepted", "De gemeentelijke dienst heeft de aanvraag aanvaard", "accept_request",
                  lambda f, s: f.request_accepted),
    ),
    Stage.CONSULTATION: (
        Condition("judicial_authority_contacted", "De politie heeft de gerechtelijke overheid gecontacteerd",
                  "record_judicial_contact",
                  lambda f, s: f.judicial_authority_contacted or not s.judicial_contact_required,
                  lambda s: s.judicial_contact_required),
        Condition("administrative_authority_contacted", "De politie heeft de bestuurlijke overheid gecontacteerd",
                  "record_administrative_contact",
                  lambda f, s: f.administrative_authority_contacted or not s.administrative_contact_required,
                  lambda s: s.administrative_contact_required),
        Condition("opinions_given", "Alle gevraagde adviezen zijn gegeven", "give_opinion",
                  lambda f, s: f.opinions_outstanding == 0),
        Condition("adviser_questions_answered", "Elke adviseur die iets vroeg, kreeg antwoord", "answer_adviser",
                  lambda f, s: f.adviser_questions == 0),
        Condition("police_approved", "De politie heeft de oprichting goedgekeurd", "decide_as_police",
                  lambda f, s: f.police_approved),
        Condition("municipality_approved", "De gemeente heeft de oprichting goedgekeurd", "decide_as_municipality",
                  lambda f, s: f.municipality_approved),
    ),
    Stage.INFO_EVENING: (
        Condition("evening_planned", "De infoavond is gepland", "plan_info_evening", lambda f, s: f.evening_planned),
        Condition("evening_held", "De infoavond is gehouden", "record_info_evening", lambda f, s: f.evening_held),
        Condition("seven_items_have_result", "Elk van de zeven verplichte agendapunten heeft een resultaat",
                  "record_info_evening", lambda f, s: f.items_with_result >= AGENDA_ITEMS.keys()),
        Condition("network_approved", "De vergadering keurde het BIN goed", "record_info_evening",
                  lambda f, s: f.network_approved),
        Condition("objectives_approved", "De vergadering keurde de doelstellingen goed", "record_info_evening",
                  lambda f, s: f.objectives_approved),
        Condition("steering_group_approved", "De vergadering keurde de stuurgroep goed", "record_info_evening",
                  lambda f, s: f.steering_group_approved),
        Condition("coordinator_known", "Minstens één coördinator is aangeduid", "appoint_steering_group",
                  lambda f, s: f.coordinator_known),
        Condition("enough_support", "Er is voldoende draagvlak", "record_info_evening",
                  lambda f, s: f.registered_dwellings + f.supporting_dwellings >= s.minimum_registered_dwellings
                  and f.lowest_street_share >= s.minimum_street_share),
        Condition("initiator_finds_enough", "De initiatiefnemer vindt het draagvlak voldoende en goed gespreid",
                  "judge_as_initiator", lambda f, s: "initiator" in f.judged_enough_by,
                  lambda s: s.joint_judgement_required),
        Condition("municipality_finds_enough", "De gemeente vindt het draagvlak voldoende en goed gespreid",
                  "judge_as_municipality", lambda f, s: "municipality" in f.judged_enough_by,
                  lambda s: s.joint_judgement_required),
        Condition("police_find_enough", "De politie vindt het draagvlak voldoende en goed gespreid",
                  "judge_as_police", lambda f, s: "police" in f.judged_enough_by, lambda s: s.joint_judgement_required),
        Condition("minutes_approved_by_chair", "De voorzitter van de avond heeft het verslag goedgekeurd",
                  "approve_minutes_as_chair", lambda f, s: "chair" in f.minutes_approved_by),
        Condition("minutes_approved_by_police", "De politie heeft het verslag goedgekeurd",
                  "approve_minutes_as_police", lambda f, s: "police" in f.minutes_approved_by),
    ),
    Stage.CHARTER: (
        Condition("coordinator_suitable", "De politie heeft de screening van de coördinator afgerond",
                  "record_screening", lambda f, s: f.coordinator_suitable or not s.screening_required),
        Condition("sections_complete", "Elk essentieel onderdeel van het charter is ingevuld", "edit_charter",
                  lambda f, s: not f.missing_sections),
        Condition("remarks_settled", "Elke federale opmerking is beantwoord", "settle_remark",
                  lambda f, s: f.remarks_outstanding == 0),
        Condition("charter_frozen", "De tekst van het charter is vastgelegd", "freeze_charter",
                  lambda f, s: f.charter_frozen),
        Condition("all_signed", "Iedereen heeft het charter ondertekend", "sign_charter",
                  lambda f, s: f.charter_frozen and f.signatures_outstanding == 0),
    ),
    Stage.FEDERAL_CHECK: (
        Condition("charter_sent", "Het ondertekende charter is verstuurd naar de FOD Binnenlandse Zaken",
                  "send_to_federal_interior", lambda f, s: f.charter_sent),
        Condition("charter_conform", "De FOD Binnenlandse Zaken vindt het charter conform", "record_federal_answer",
                  lambda f, s: f.federal_answer == "conform" or (not s.federal_check_blocks and not f.federal_answer)),
    ),
    Stage.LAUNCH: (
        Condition("checklist_done", "Elk punt van de lanceringslijst is afgewerkt", "check_launch_item",
                  lambda f, s: not f.items_outstanding),
        Condition("launch_decided", "De politie besliste over de lancering en de datum", "decide_launch",
                  lambda f, s: f.launch_decided),
    ),
    Stage.EVALUATION: (
        Condition("evaluation_opened", "De evaluatieperiode is voorbij en de evaluatie is geopend", "open_evaluation",
                  lambda f, s: f.evaluation_opened),
        Condition("coordinator_view_given", "De coördinator heeft de evaluatie ingevuld",
                  "fill_evaluation_as_coordinator", lambda f, s: f.coordinator_view_given),
        Condition("police_view_given", "De politie heeft de evaluatie ingevuld", "fill_evaluation_as_police",
                  lambda f, s: f.police_view_given),
        Condition("municipality_view_given", "De gemeente heeft de evaluatie ingevuld",
                  "fill_evaluation_as_municipality", lambda f, s: f.municipality_view_given),
        Condition("discussion_held", "De partners hebben de evaluatie samen besproken", "record_discussion",
                  lambda f, s: f.discussion_held),
        Condition("outcome_recorded", "De evaluatie is afgesloten met een besluit", "close_evaluation",
                  lambda f, s: f.outcome_recorded),
    ),
}  # fmt: skip

# The first stage whose gate is met opens the next one; evaluation recurs and is moved by its outcome.
NEXT_STAGE = dict(pairwise(STAGES))


@dataclass(frozen=True)
class Action:
    """One thing that a person can do with a case: in which stages, who, and under which guards.

    `roles_setting` names the setting that narrows the roles. `before` names conditions of the stage's gate that must
    be met first. `target` is where the case goes when the action moves it by itself.
    """

    code: str
    title: str
    stages: frozenset[Stage]
    roles: frozenset[Role]
    four_eyes: bool = False
    needs_reason: bool = False
    roles_setting: str = ""
    before: tuple[str, ...] = ()
    target: Stage | End | None = None
    after_end: bool = False  # also in a case that has ended


D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
I = Role.INITIATOR  # noqa: E741
THREE_VIEWS = ("coordinator_view_given", "police_view_given", "municipality_view_given")
UNTIL_CHARTER = frozenset({Stage.IDEA, Stage.CONSULTATION, Stage.INFO_EVENING, Stage.CHARTER})


def _action(code: str, title: str, stages: set[Stage] | frozenset[Stage], roles: set[Role] | frozenset[Role],
            *guards: str, setting: str = "", before: tuple[str, ...] = (),
            target: Stage | End | None = None) -> Action:  # fmt: skip
    return Action(code, title, frozenset(stages), frozenset(roles), "four_eyes" in guards, "reason" in guards, setting,
                  before, target, "after_end" in guards)  # fmt: skip


ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        _action("accept_request", "Aanvraag aanvaarden", {Stage.IDEA}, {D}, "four_eyes", before=("request_complete",)),
        _action("ask_completion", "Aanvulling vragen", {Stage.IDEA}, {D}, "four_eyes", "reason"),
        _action("complete_request", "Aanvraag aanvullen", {Stage.IDEA}, {I, D}),
        _action("refuse_request", "Aanvraag weigeren", {Stage.IDEA}, {D}, "four_eyes", "reason", target=End.REFUSED),
        _action("record_judicial_contact", "Contact met de gerechtelijke overheid noteren",
                {Stage.CONSULTATION}, {P, C}),
        _action("record_administrative_contact", "Contact met de bestuurlijke overheid noteren",
                {Stage.CONSULTATION}, {P, C}),
        _action("record_contact_answer", "Antwoord van een overheid noteren", {Stage.CONSULTATION}, {P, C}),
        _action("ask_opinion", "Advies vragen", {Stage.CONSULTATION}, {D, P, C}),
        _action("give_opinion", "Advies noteren", {Stage.CONSULTATION}, {D, P, C}, "four_eyes"),
        _action("answer_adviser", "Vraag van een adviseur beantwoorden", {Stage.CONSULTATION}, {D, P, C}),
        _action("withdraw_opinion", "Vraag om advies intrekken", {Stage.CONSULTATION}, {D, P, C}, "four_eyes",
                "reason"),
        _action("edit_agreement", "Afspraken aanpassen", {Stage.CONSULTATION}, {D, P, C}),
        _action("answer_agreement", "Zeggen of u akkoord gaat met de afspraken", {Stage.CONSULTATION}, {I}),
        _action("decide_as_police", "Beslissen namens de politie", {Stage.CONSULTATION}, {P, C}, "four_eyes", "reason",
                setting="police_decider"),
        _action("decide_as_municipality", "Beslissen namens de gemeente", {Stage.CONSULTATION}, {D, M}, "four_eyes",
                "reason", setting="municipality_decider"),
        _action("correct_decision", "Eigen beslissing corrigeren", {Stage.CONSULTATION}, {D, M, P, C}, "four_eyes",
                "reason", "after_end"),
        _action("send_back_to_idea", "Terugsturen naar de initiatiefnemer", {Stage.CONSULTATION}, {D, P, C, M},
                "four_eyes", "reason", target=Stage.IDEA),
        _action("enter_support_sheet", "Steunlijst op papier invoeren", {Stage.CONSULTATION, Stage.INFO_EVENING},
                {D, P}),
        _action("check_support_sheet", "Steunlijst op papier nakijken", {Stage.CONSULTATION, Stage.INFO_EVENING},
                {D, P}),
        _action("strike_voice", "Stem van een woning schrappen", {Stage.CONSULTATION, Stage.INFO_EVENING}, {D, P},
                "reason"),
        _action("plan_info_evening", "Infoavond plannen", {Stage.INFO_EVENING}, {D, P}),
        _action("invite_dwellings", "Brieven voor alle woningen laten maken", {Stage.INFO_EVENING}, {D, P},
                before=("evening_planned",)),
        _action("cancel_info_evening", "Infoavond afgelasten", {Stage.INFO_EVENING}, {D, P}, "reason",
                before=("evening_planned",)),
        _action("record_info_evening", "Resultaten van de infoavond noteren", {Stage.INFO_EVENING}, {D, P},
                before=("evening_planned",)),
        _action("appoint_steering_group", "Stuurgroep en coördinatoren noteren",
                {Stage.INFO_EVENING, Stage.CHARTER, Stage.EVALUATION}, {D, P}),
        _action("judge_as_initiator", "Draagvlak beoordelen als initiatiefnemer", {Stage.INFO_EVENING}, {I, D},
                before=("evening_held",)),
        _action("judge_as_municipality", "Draagvlak beoordelen namens de gemeente", {Stage.INFO_EVENING}, {D, M},
                "four_eyes", before=("evening_held",)),
        _action("judge_as_police", "Draagvlak beoordelen namens de politie", {Stage.INFO_EVENING}, {P, C},
                "four_eyes", before=("evening_held",)),
        _action("edit_minutes", "Verslag aanpassen", {Stage.INFO_EVENING}, {D, M, P, C, Role.COORDINATOR}),
        _action("approve_minutes_as_chair", "Verslag goedkeuren namens de voorzitter", {Stage.INFO_EVENING}, {D, M},
                "four_eyes", before=("evening_held", "seven_items_have_result")),
        _action("approve_minutes_as_police", "Verslag goedkeuren namens de politie", {Stage.INFO_EVENING}, {P, C},
                "four_eyes", before=("evening_held", "seven_items_have_result")),
        _action("stop_for_lack_of_support", "Stoppen wegens onvoldoende draagvlak", {Stage.INFO_EVENING}, {D},
                "four_eyes", "reason", before=("evening_held",), target=End.NOT_ENOUGH_SUPPORT),
        _action("record_screening", "Resultaat van de screening noteren", {Stage.CHARTER}, {P, C}, "four_eyes"),
        _action("edit_charter", "Charter invullen", {Stage.CHARTER}, STEERING_GROUP | {D, P}),
        _action("comment_charter", "Reageren op het charter", {Stage.CHARTER}, STEERING_GROUP | {D, P, M, C}),
        _action("settle_remark", "Op een opmerking van de FOD antwoorden", {Stage.CHARTER}, STEERING_GROUP | {D, P}),
        _action("open_section", "Nog een onderdeel van het charter openen", {Stage.CHARTER}, {D, P}, "reason"),
        _action("add_signatory", "Ondertekenaar toevoegen", {Stage.CHARTER}, {Role.COORDINATOR, D, P}),
        _action("freeze_charter", "Tekst van het charter vastleggen", {Stage.CHARTER}, {Role.COORDINATOR, D, P},
                before=("sections_complete", "remarks_settled", "coordinator_suitable")),
        _action("reopen_charter", "Charter opnieuw openen", {Stage.CHARTER}, {D, P}, "reason",
                before=("charter_frozen",)),
        _action("sign_charter", "Charter ondertekenen", {Stage.CHARTER}, STEERING_GROUP | {M, C, P},
                before=("charter_frozen",)),
        _action("refuse_signature", "Weigeren te ondertekenen", {Stage.CHARTER}, STEERING_GROUP | {M, C, P}, "reason",
                before=("charter_frozen",)),
        _action("record_ink_signature", "Handtekening op papier noteren", {Stage.CHARTER}, {D},
                before=("charter_frozen",)),
        _action("check_ink_signature", "Handtekening op papier nakijken", {Stage.CHARTER}, {D, P},
                before=("charter_frozen",)),
        _action("send_to_federal_interior", "Verzending naar de FOD Binnenlandse Zaken noteren", {Stage.FEDERAL_CHECK},
                {D, P}),
        _action("record_federal_answer", "Antwoord van de FOD Binnenlandse Zaken noteren",
                {Stage.FEDERAL_CHECK, Stage.LAUNCH, Stage.EVALUATION}, {D, P}),
        _action("check_launch_item", "Punt van de lanceringslijst afvinken", {Stage.LAUNCH}, {D, P, Role.COORDINATOR}),
        _action("decide_launch", "Beslissen over de lancering", {Stage.LAUNCH}, {P, C}, "four_eyes",
                before=("checklist_done",)),
        _action("open_evaluation", "Evaluatie openen", {Stage.EVALUATION}, {D, P}),
        _action("fill_evaluation_as_coordinator", "Evaluatie invullen als coördinator", {Stage.EVALUATION},
                {Role.COORDINATOR, Role.DEPUTY_COORDINATOR}, before=("evaluation_opened",)),
        _action("fill_evaluation_as_police", "Evaluatie invullen als politie", {Stage.EVALUATION}, {P},
                before=("evaluation_opened",)),
        _action("fill_evaluation_as_municipality", "Evaluatie invullen namens de gemeente", {Stage.EVALUATION}, {D, M},
                before=("evaluation_opened",)),
        _action("record_discussion", "Gesprek over de evaluatie noteren", {Stage.EVALUATION},
                {D, P, Role.COORDINATOR, Role.DEPUTY_COORDINATOR}, before=THREE_VIEWS),
        _action("close_evaluation", "Evaluatie afsluiten met een besluit", {Stage.EVALUATION}, {D}, "four_eyes",
                "reason", before=(*THREE_VIEWS, "discussion_held")),
        _action("amend_charter", "Charter wijzigen", {Stage.EVALUATION}, {D, P}, "four_eyes", "reason",
                target=Stage.CHARTER),
        _action("withdraw_request", "Aanvraag intrekken", UNTIL_CHARTER, {I}, "reason", target=End.WITHDRAWN),
    )
}  # fmt: skip


def next_stage(stage: Stage, facts: CaseFacts, settings: ProcedureSettings) -> Stage | None:
    """The stage that opens now, or None while a condition is not met. Nothing else opens a stage forward."""
    if stage not in NEXT_STAGE or unmet(stage, facts, settings):
        return None
    return NEXT_STAGE[stage]


def unmet(stage: Stage, facts: CaseFacts, settings: ProcedureSettings) -> tuple[Condition, ...]:
    """The conditions that still keep a stage open, in order."""
    return tuple(one for one in GATES[stage] if one.is_asked(settings) and not one.is_met(facts, settings))


def roles_for(action: Action, settings: ProcedureSettings) -> frozenset[Role]:
    """Who may do this under the settings of the municipality."""
    if action.roles_setting:
        return frozenset({Role(getattr(settings, action.roles_setting))})
    return action.roles


def actions_for(stage: Stage, roles: frozenset[Role], settings: ProcedureSettings,
                delegated: Collection[str] = ()) -> tuple[Action, ...]:  # fmt: skip
    """What somebody with these roles can do in this stage, and what a body delegated to them (guards and conditions are
    checked when it is done)."""
    return tuple(
        a
        for a in ACTIONS.values()
        if stage in a.stages and (a.code in delegated or not roles.isdisjoint(roles_for(a, settings)))
    )


def blocking(action: Action, stage: Stage, facts: CaseFacts, settings: ProcedureSettings) -> tuple[Condition, ...]:
    """The conditions that must be met before this action can be done."""
    return tuple(c for c in unmet(stage, facts, settings) if c.code in action.before)
