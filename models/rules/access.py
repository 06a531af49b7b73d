"""Who may see and do what: closed unless listed here (cases' actions: `models.rules.procedure`)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from models.rules.api_scopes import API_SCOPES


class Role(StrEnum):
    """What a person is, for one case or for one authority (domain.md, section 3)."""

    INITIATOR = "initiator"
    STEERING_GROUP_MEMBER = "steering_group_member"
    COORDINATOR = "coordinator"
    DEPUTY_COORDINATOR = "deputy_coordinator"
    DESK_OFFICER = "desk_officer"
    MAYOR = "mayor"
    MANDATED_OFFICER = "mandated_officer"
    POLICE_CHIEF = "police_chief"
    ADMINISTRATOR = "administrator"


CASE_ROLES = frozenset({Role.INITIATOR, Role.STEERING_GROUP_MEMBER, Role.COORDINATOR, Role.DEPUTY_COORDINATOR})
COORDINATORS = frozenset({Role.COORDINATOR, Role.DEPUTY_COORDINATOR})
STEERING_GROUP = CASE_ROLES - {Role.INITIATOR}
MUNICIPAL_ROLES = frozenset({Role.DESK_OFFICER, Role.MAYOR})
POLICE_ROLES = frozenset({Role.MANDATED_OFFICER, Role.POLICE_CHIEF})
STAFF = MUNICIPAL_ROLES | POLICE_ROLES
EVERYONE_ON_THE_CASE = CASE_ROLES | STAFF

CHECKERS = frozenset({Role.DESK_OFFICER, Role.MANDATED_OFFICER})  # who stand at the door of an info evening

ANYONE = "anyone"
SIGNED_IN = "signed_in"
PROGRAM = "program"  # no person: another program, with a token that has this scope

# Permissions that are not an action of the procedure. A route that names none of these and no action does not exist.
PERMISSIONS: dict[str, frozenset[Role] | str] = {
    "look_up_street": ANYONE,
    "read_public_page": ANYONE,
    "give_voice": ANYONE,
    "reply_to_invitation": ANYONE,  # the code of the letter or the link in the mail is the key
    "give_participant_data": ANYONE,  # the code of the letter or the link of the voice is the key, to one dwelling
    "join_network": ANYONE,  # a mail confirms it, a coordinator welcomes; the link in the mail is the key to one row
    "see_launch_kit": STAFF | {Role.COORDINATOR, Role.DEPUTY_COORDINATOR},
    "edit_launch_kit": CHECKERS | {Role.COORDINATOR},
    "approve_launch_kit_as_municipality": MUNICIPAL_ROLES,  # one person never approves for both sides
    "approve_launch_kit_as_police": POLICE_ROLES,
    "ask_quote": CHECKERS,  # of the mayor, or of whom else desk and police name
    "give_quote": ANYONE,  # the link itself is the key, to one quote
    "see_members": COORDINATORS | {Role.MANDATED_OFFICER},  # as they agreed
    "manage_members": COORDINATORS,
    "see_messages": STAFF | COORDINATORS,  # the log; who was not reached only for who may see the members
    "write_message": POLICE_ROLES | COORDINATORS,  # which kind, and who lets it leave: models.rules.messages.KINDS
    "enter_message": POLICE_ROLES | COORDINATORS,  # what left by another way, such as BE-Alert
    "read_message": ANYONE,  # the link in the mail is the key, to one message
    "read_metrics": ANYONE,  # the token of the settings is the key
    "report_text_message": ANYONE,  # the key of the gateway
    "see_survey": STAFF | COORDINATORS,  # counts from ten answers up, never an answer of somebody
    "run_survey": COORDINATORS | {Role.DESK_OFFICER},  # of the members: open, enter paper, close
    "answer_survey": ANYONE,  # the link in the mail is the key, once
    "plan_meetings": COORDINATORS | {Role.DESK_OFFICER},  # of an active network
    "ask_network": CHECKERS,  # whether a network that seems dormant still works; and to see to the answer
    "answer_for_network": COORDINATORS,
    "see_succession": STAFF | STEERING_GROUP,  # of a coordinator; why the seat is empty and who offers, fewer
    "begin_succession": CHECKERS | {Role.COORDINATOR},  # a coordinator only of their own seat
    "see_to_succession": CHECKERS,  # call the members, note a candidate, report the change, stop it
    "offer_as_successor": STEERING_GROUP - {Role.COORDINATOR},
    "answer_candidacy": ANYONE,  # the link in the mail is the key, to one candidate; of a member that of their own page
    "screen_successor": POLICE_ROLES,
    "appoint_successor": STAFF,  # of them who the setting names
    # Measures: of them each reads and does less (models.rules.measures); who it is about reads their own elsewhere.
    "see_measures": POLICE_ROLES | {Role.MAYOR} | COORDINATORS,
    "begin_measure": COORDINATORS | {Role.MANDATED_OFFICER},
    "give_hand_to_measure": POLICE_ROLES | {Role.MAYOR} | COORDINATORS,
    "note_appeal": POLICE_ROLES | {Role.MAYOR},  # and what was decided on it, the letter, the copy to the ministry
    "see_own_measures": SIGNED_IN,
    "write_to_coordinator": ANYONE,  # who gets it is not shown
    "vote_by_phone": ANYONE,  # the code of the letter is the key, and each dwelling votes once
    "sign_by_link": ANYONE,  # the link itself is the key, to one line under one text
    "give_advice": ANYONE,  # the link itself is the key, to one opinion
    "answer_seat": SIGNED_IN,  # only one's own invitation to a stuurgroep
    "answer_asked_opinion": SIGNED_IN,  # only what was asked of this very person
    "sign_in": ANYONE,
    "decide_second_step_reset": frozenset({Role.ADMINISTRATOR, Role.MAYOR, Role.POLICE_CHIEF}),
    "read_demonstration_mail": ANYONE,  # the route exists in demonstration mode only
    "move_demonstration_clock": ANYONE,  # idem
    "submit_request": SIGNED_IN,
    "see_own_account": SIGNED_IN,
    "enter_absence": STAFF,
    "tell_own_home": STAFF,  # each only their own; others see only whether it binds them to a case
    "see_case": EVERYONE_ON_THE_CASE,
    "see_journal": EVERYONE_ON_THE_CASE,
    "see_documents": EVERYONE_ON_THE_CASE,
    "choose_document_language": MUNICIPAL_ROLES,
    "open_document": ANYONE,  # each document says for whom it was made (models.rules.audiences)
    "open_upload": STAFF,
    "see_voices": CHECKERS,  # who is for and who against, with the scans: only for who enters, checks and strikes them
    "see_replies": STAFF,  # who comes, their needs and questions: not for neighbours
    "see_minutes": STAFF | STEERING_GROUP,  # as they are written; the final ones are public
    "see_letters": STAFF,  # the letters to all dwellings carry codes with which one replies
    "check_in": CHECKERS,
    "see_participants": CHECKERS | {Role.COORDINATOR},  # address, phone and mail of who takes part, as they consented
    "enter_participants": CHECKERS,  # from paper; to correct and to erase when somebody asks
    "see_charter": EVERYONE_ON_THE_CASE,
    "see_personal_data": STAFF | {Role.INITIATOR},
    "see_screening": POLICE_ROLES,
    "answer_data_requests": CHECKERS,  # of people about their own data; each for their own municipality or zone
    "see_work_list": STAFF,
    "export_journals": STAFF,  # of one's own municipality or zone, under pseudonyms (models.rules.mining)
    "see_insight": STAFF,  # figures of one's own places with their cases; of the whole installation figures only
    "work_on_case": STAFF,  # take it, hand it over, note something: each side for itself
    "submit_request_as_staff": STAFF,
    "administer": frozenset({Role.ADMINISTRATOR}),
    **dict.fromkeys(API_SCOPES, PROGRAM),
}


@dataclass(frozen=True)
class Grant:
    """One role, held for one authority or for one case. `in_place_of`: the person who is away, for a deputy."""

    role: Role
    authority_id: int | None = None
    case_id: int | None = None
    in_place_of: int | None = None


@dataclass(frozen=True)
class Delegated:
    """A decision that a body gave to this person, standing: for one authority. `printed`: how it stands on paper."""

    action: str
    authority_id: int
    printed: str


@dataclass(frozen=True)
class Actor:
    """The person who acts, with what they hold today. `person_id` None is the system itself (clock, flows)."""

    person_id: int | None
    name: str
    dwelling_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    delegated: frozenset[Delegated] = field(default_factory=frozenset)


SYSTEM = Actor(person_id=None, name="Binstart")


@dataclass(frozen=True)
class CasePlace:
    """Where a case belongs and who asked for it: what access needs to know of it."""

    case_id: int
    municipality_id: int
    zone_id: int | None
    initiator_id: int | None = None
    applicant_dwelling_id: int | None = None
    submitted_by_id: int | None = None


def roles_on(actor: Actor, place: CasePlace) -> frozenset[Role]:
    """The roles that a person has on one case. Nobody of another municipality or zone has any."""
    return frozenset(grant.role for grant in actor.grants if _reaches(grant, place))


DEPUTY = "deputy:"  # before the role of who is away, in a journal


def function_on(actor: Actor, place: CasePlace, roles: Iterable[Role]) -> str:
    """In which of these roles a person acts on a case, as the journal keeps it: their own, else 'deputy:mayor' for who
    stands in. Empty: in none."""
    held = [grant for grant in actor.grants if grant.role in set(roles) and _reaches(grant, place)]
    own = sorted(grant.role.value for grant in held if grant.in_place_of is None)
    if own:
        return own[0]
    return DEPUTY + min(grant.role.value for grant in held) if held else ""


DELEGATE = "delegate:"  # before the role whose decision it is otherwise, in a journal


def delegations_on(actor: Actor, place: CasePlace) -> dict[str, Delegated]:
    """What bodies gave this person to decide in one case, by action; of two for the same one the first by its words."""
    authorities = {place.municipality_id, place.zone_id}
    reaching = sorted((one for one in actor.delegated if one.authority_id in authorities), key=lambda one: one.printed)
    return {one.action: one for one in reversed(reaching)}


def roles_anywhere(actor: Actor) -> frozenset[Role]:
    """All roles that a person holds, wherever."""
    return frozenset(grant.role for grant in actor.grants)


def _reaches(grant: Grant, place: CasePlace) -> bool:
    if grant.role in CASE_ROLES:
        return grant.case_id == place.case_id
    if grant.role in MUNICIPAL_ROLES:
        return grant.authority_id == place.municipality_id
    if grant.role in POLICE_ROLES:
        return place.zone_id is not None and grant.authority_id == place.zone_id
    return False  # an administrator has no case content


@dataclass(frozen=True)
class Ties:
    """What binds a person to a case beside having asked for it. `has_signed`: they stand in the request by their mail
    address, or they or their dwelling gave a voice."""

    lives_in_area: bool = False  # in its streets; nobody lives 'in the area' of a whole municipality (DECISIONS)
    has_signed: bool = False


NO_TIES = Ties()

# Why somebody does not decide on a case, as they read it.
TOO_CLOSE = {
    "asked": "Vier ogen: wie de aanvraag deed of indiende, beslist er niet over.",
    "household": "Vier ogen: wie op het adres van de aanvrager woont, beslist er niet over.",
    "lives_in_area": "Vier ogen: wie in het gebied woont, beslist er niet over.",
    "signed": "Vier ogen: wie de aanvraag tekende of er een stem over gaf, beslist er niet over.",
}
SOMEBODY_ELSE_CAN = "Een collega met dezelfde functie kan dit doen, of wie u vervangt."


def closeness(actor: Actor, place: CasePlace, ties: Ties = NO_TIES) -> str:
    """Four eyes: who asked, submitted or signed, or lives in the applicant's household or in the area, does not decide
    (bad story: an officer approves the request of their own partner). A code of TOO_CLOSE; empty: they can decide."""
    if actor.person_id is None:
        return ""
    if actor.person_id in (place.initiator_id, place.submitted_by_id):
        return "asked"
    if actor.dwelling_id is not None and actor.dwelling_id == place.applicant_dwelling_id:
        return "household"
    if ties.lives_in_area:
        return "lives_in_area"
    return "signed" if ties.has_signed else ""


def holds(actor: Actor, roles: Iterable[Role], place: CasePlace | None) -> bool:
    """Whether a person has one of these roles: on the case, or anywhere where no case is meant."""
    present = roles_on(actor, place) if place is not None else roles_anywhere(actor)
    return not present.isdisjoint(roles)


def may(actor: Actor | None, permission: str, place: CasePlace | None = None) -> bool:
    """Whether the access table lets this person (None: not signed in) pass. Unknown permissions are closed."""
    allowed = PERMISSIONS.get(permission)
    if allowed == ANYONE:
        return True
    if allowed is None or actor is None or actor.person_id is None:
        return False
    if isinstance(allowed, str):
        return allowed == SIGNED_IN
    return holds(actor, allowed, place)
