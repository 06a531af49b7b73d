"""Everything that a scenario can say: the verbs with their fields, and what can be expected of a step.

scenarios/README.md is made from these tables (`python -m binstart.playing.manual`); a test keeps the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from binstart.playing.charter_vocabulary import SECTIONS
from binstart.playing.shapes import (
    Choice,
    Field,
    Group,
    ListOf,
    Number,
    PersonKey,
    Shape,
    StreetName,
    Table,
    Text,
    When,
    YesNo,
)
from documents.kinds import KINDS as DOCUMENT_KINDS
from models.operations.checking_federally import RESULTS
from models.operations.informing import SEATS
from models.operations.request_answers import CHANNELS, KINDS, OBJECTIVES, ORIGINS
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, Role
from models.rules.advice import ADVISER_KINDS, TENDENCIES
from models.rules.advice import QUESTIONS as QUESTIONS_BACK
from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS, Question
from models.rules.invitations import WINDOWS
from models.rules.journal_events import EVENTS
from models.rules.procedure import ACTIONS, AGENDA_ITEMS, GATES, OUTCOMES, End, Stage
from models.rules.procedure_settings import LAUNCH_ITEMS
from models.rules.support import CHOICES as VOICES
from models.rules.support_judgements import SUPPORT_JUDGEMENTS


def must(shape: Shape, hint: str = "") -> Field:
    """A field that must be given."""
    return Field(shape, hint, is_required=True)


def can(shape: Shape, hint: str = "") -> Field:
    """A field that can be given."""
    return Field(shape, hint)


@dataclass(frozen=True)
class Verb:
    """One thing that a step can do. `by`: one (a person), many (one or more), nobody."""

    says: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    by: str = "one"


JUDGEMENT = {
    "judgement": must(Choice(tuple(SUPPORT_JUDGEMENTS))),
    "words": can(Text(), "why; needed unless it is enough"),
}
SEGMENT = Group(
    {
        "street": must(StreetName()),
        "side": can(Choice(("all", "odd", "even")), "which house numbers; all by default"),
        "from": can(Number(), "first house number"),
        "to": can(Number(), "last house number, itself included"),
    }
)
AREA = ListOf(SEGMENT)
CONTACT = Group({"name": must(Text()), "email": can(Text()), "phone": can(Text())})
EXPECTATIONS = Table(("residents", "police", "municipality"), Text())
SEAT = Group(
    {
        "person": can(PersonKey(), "somebody of the scenario; else give name and email"),
        "name": can(Text()),
        "email": can(Text()),
        "phone": can(Text()),
        "role": must(Choice(tuple(SEATS))),
    }
)
ITEM_RESULT = Group(
    {
        "result": must(Text(), "what was said or decided"),
        "votes_for": can(Number()),
        "votes_against": can(Number()),
        "abstentions": can(Number()),
    }
)
REASON = must(Text(), "the written reason, seen by everyone earlier in the chain")
BODY = can(Text(), "who decided, as it is printed")
CONDITIONS = can(ListOf(Text()), "of an approval")
COME_AGAIN = can(YesNo(), "whether a new request is possible; yes by default")
DECIDED_ON = can(When(), "the day of the decision; today by default")


CONTACT_FIELDS = {
    "contacted": can(Text(), "who there"),
    "contacted_on": can(When(), "today by default"),
    "means": must(Text()),
    "note": can(Text()),
    "question": can(Text(), "what is asked"),
    "due_on": can(When(), "until when an answer is waited for; the municipality's term by default"),
}


def _question(question: Question) -> Field:
    shapes: dict[str, Shape] = {"count": Number(), "judgement": Choice(tuple(JUDGEMENTS)), "text": Text()}
    return Field(shapes[question.kind], question.sentence, question.is_required)


def _view(side: str) -> dict[str, Field]:
    return {question.code: _question(question) for question in QUESTIONS[side]}


VERBS: dict[str, Verb] = {
    # --- the request ---
    "submit_request": Verb(
        "Fill in the founding request page by page, check the answers, and submit. A resident does so online; staff do "
        "so for a resident (`applicant`) or for their own service.",
        {
            "as": can(Text(), "a name for the case in this scenario, for `case:` in later steps"),
            "name": must(Text(), "the proposed name of the network"),
            "kind": can(Choice(tuple(KINDS)), "bin by default"),
            "origin": can(Choice(ORIGINS), "whose idea it is; resident by default"),
            "channel": can(Choice(CHANNELS), "online by default; staff: paper, phone or counter"),
            "applicant": can(PersonKey(), "for whom staff fill it in"),
            "area": can(AREA, "street parts; the scenario's own `area` by default"),
            "scope": can(Choice(("streets", "municipality")), "for businesses: streets by default; a sector has none"),
            "boundary_text": can(Text(), "the boundary in words; of a sector who its members are"),
            "overlap_explanation": can(Text(), "why streets in which something is already"),
            "handed_in_by": can(Text(), "who gave it to staff, if not the applicant"),
            "handed_in_relation": can(Text(), "what that person is of the applicant"),
            "handed_in_note": can(Text(), "a note of staff"),
            "received_on": can(When(), "the day on which staff received it; today by default"),
            "motives": must(Text()),
            "objectives": must(ListOf(Choice(tuple(OBJECTIVES)))),
            "expectations": can(EXPECTATIONS),
            "households": must(Number(), "estimated number of dwellings"),
            "candidate_coordinators": can(ListOf(CONTACT)),
            "earlier_attempts": can(Text(), "earlier attempts in the same area"),
            "declaration": can(YesNo(), "that one understands what a BIN is not; yes by default"),
        },
    ),
    "ask_completion": Verb("The desk asks what is missing.", {"reason": REASON}),
    "complete_request": Verb(
        "The initiator (or the desk for them) completes the request.",
        {
            "motives": can(Text(), "as they stood by default"),
            "households": can(Number(), "as they stood by default"),
            "expectations": can(EXPECTATIONS),
            "addition": must(Text(), "the answer to what was asked"),
        },
    ),
    "accept_request": Verb("The desk accepts the request; the consultation opens."),
    "refuse_request": Verb(
        "The desk refuses the request; the case ends.", {"reason": REASON, "body": BODY, "may_come_again": COME_AGAIN}
    ),
    "withdraw_request": Verb("The initiator withdraws; the case ends.", {"reason": REASON}),
    # --- the consultation ---
    "record_judicial_contact": Verb("The police note a contact with the judicial authority.", CONTACT_FIELDS),
    "record_administrative_contact": Verb(
        "The police note a contact with the administrative authority.", CONTACT_FIELDS
    ),
    "record_contact_answer": Verb(
        "The police note the answer of an authority; by default the only one that is waited for.",
        {
            "contact_id": can(Text(), "number of the contact, when several have no answer"),
            "answer": must(Text()),
            "answered_on": can(When(), "today by default"),
        },
    ),
    "ask_opinion": Verb(
        "Ask somebody's opinion; with a mail address they answer by themselves, with `give_advice`.",
        {
            "adviser": must(Text()),
            "adviser_kind": can(Choice(tuple(ADVISER_KINDS)), "other by default"),
            "email": can(Text(), "of the adviser, who gets a link"),
            "question": can(Text(), "needed with `email`"),
            "due_on": can(When(), "the municipality's term by default"),
            "shared": can(ListOf(Text()), "documents that the link shows, as the page calls them"),
        },
    ),
    "give_advice": Verb(
        "Somebody outside answers through the link in the newest mail that they got.",
        {
            "adviser": must(PersonKey(), "whose mail"),
            "answer": must(Choice((*TENDENCIES, *QUESTIONS_BACK))),
            "text": can(Text(), "conditions, reasons or a question"),
            "wished_on": can(When(), "with `answer: more_time`"),
        },
        by="nobody",
    ),
    "answer_adviser": Verb(
        "Answer what an adviser asked back.",
        {
            "adviser": must(Text(), "as it was asked"),
            "is_granted": can(YesNo(), "needed after `more_time`"),
            "answer": can(Text(), "needed after `more_information`, and to say no"),
            "due_on": can(When(), "the new last day; as the adviser wished by default"),
        },
    ),
    "withdraw_opinion": Verb(
        "Take the question for an opinion back.", {"adviser": must(Text(), "as it was asked"), "reason": REASON}
    ),
    "give_opinion": Verb(
        "Note an opinion that came in.",
        {
            "adviser": must(Text(), "whose opinion, as it was asked"),
            "tendency": must(Choice(tuple(TENDENCIES))),
            "text": must(Text()),
            "given_on": can(When(), "today by default"),
        },
    ),
    "edit_agreement": Verb(
        "Desk or police write the next version of what is agreed; what is left out stays as it was.",
        {
            "motives": can(Text(), "why the network is founded"),
            "residents": can(Text(), "what is expected of the residents"),
            "police": can(Text(), "of the police"),
            "municipality": can(Text(), "of the municipality"),
            "objectives": can(ListOf(Choice(tuple(OBJECTIVES)))),
        },
    ),
    "answer_agreement": Verb(
        "The initiator says whether they agree with the present version.",
        {"agrees": must(YesNo()), "word": can(Text(), "needed when they do not agree")},
    ),
    "decide_as_police": Verb(
        "The police approve or refuse the founding.",
        {
            "is_approved": must(YesNo()),
            "reason": REASON,
            "conditions": CONDITIONS,
            "decided_on": DECIDED_ON,
            "may_come_again": COME_AGAIN,
        },
    ),
    "decide_as_municipality": Verb(
        "The municipality approves or refuses the founding.",
        {
            "is_approved": must(YesNo()),
            "reason": REASON,
            "conditions": CONDITIONS,
            "body": BODY,
            "decided_on": DECIDED_ON,
            "may_come_again": COME_AGAIN,
        },
    ),
    "correct_decision": Verb(
        "Who decided corrects the decision; what is left out stays as it was.",
        {
            "is_approved": can(YesNo()),
            "reason": REASON,
            "conditions": CONDITIONS,
            "body": BODY,
            "decided_on": can(When(), "the day of the decision; as it was by default"),
            "may_come_again": COME_AGAIN,
        },
    ),
    "send_back_to_idea": Verb(
        "Police or municipality send the request back to the initiator.", {"reason": REASON, "body": BODY}
    ),
    # --- the support base ---
    "give_voices": Verb(
        "Dwellings of one street give their voice on the support page, each with a mail address of its own, and "
        "confirm by the link in their mail. At most nine in a minute.",
        {
            "street": must(StreetName()),
            "numbers": must(Text(), "house numbers: '1 to 9', or '3, 5, 12A'"),
            "choice": can(Choice(tuple(VOICES)), "for by default"),
            "confirm": can(YesNo(), "no: the mail is left unopened"),
        },
        by="nobody",
    ),
    "enter_support_sheet": Verb(
        "Staff enter a paper sheet with dwellings of one street, and its scan.",
        {
            "street": must(StreetName()),
            "numbers": must(Text(), "house numbers, a line each: '1 to 9', or '3, 5, 12A'"),
            "choice": can(Choice(tuple(VOICES)), "for by default"),
        },
    ),
    "check_support_sheet": Verb(
        "Somebody else of the staff compares the sample of the next sheet with the scan, and finds it in order.",
        {"reason": can(Text(), "the sheet goes back, and why")},
    ),
    "strike_voice": Verb(
        "The voice of a dwelling no longer counts, because it was asked or was not theirs.",
        {"street_id": must(StreetName(), "the street"), "number": must(Text(), "house number"), "reason": REASON},
    ),
    # --- the info evening ---
    "plan_info_evening": Verb(
        "Plan an info evening. Where one is planned already, this one takes its place, or comes beside it.",
        {
            "starts_at": must(When()),
            "place": must(Text()),
            "address": must(Text()),
            "organisers": must(Text()),
            "contact": must(Text()),
            "accessibility": can(Text()),
            "getting_there": can(Text(), "parking, public transport"),
            "speakers": can(Text()),
            "extra_items": can(Text(), "agenda items after the seven, one per line"),
            "room_limit": can(Number(), "how many people the room holds; no limit by default"),
            "moves": can(Choice(("extra",)), "extra: beside what is planned; by default it takes its place"),
            "reason": can(Text(), "why it moves"),
        },
    ),
    "cancel_info_evening": Verb(
        "The evening that is planned does not take place, and has no new date yet.", {"reason": REASON}
    ),
    "invite_dwellings": Verb(
        "Have a letter made for every dwelling of the area, in the background.",
        {"window": can(Choice(tuple(WINDOWS)), "of the envelopes; right by default")},
    ),
    "record_info_evening": Verb(
        "Note the results of the evening, item by item.",
        {
            "chair": must(Text()),
            "attendance": must(Number()),
            "registered_dwellings": must(Number(), "dwellings that want to take part and gave no voice before"),
            "items": must(Table(tuple(AGENDA_ITEMS), ITEM_RESULT), "the agenda; leave out what was not treated"),
            "network_approved": must(YesNo()),
            "objectives_approved": must(YesNo()),
            "steering_group_approved": must(YesNo()),
            "remarks": can(Text()),
        },
    ),
    "appoint_steering_group": Verb(
        "Note who is in the stuurgroep; who is not in the list leaves it.", {"seats": must(ListOf(SEAT))}
    ),
    "judge_as_initiator": Verb("The initiator (or the desk for them) judges the support after the evening.", JUDGEMENT),
    "judge_as_municipality": Verb("The municipality judges the support after the evening.", JUDGEMENT),
    "judge_as_police": Verb("The police judge the support after the evening.", JUDGEMENT),
    "approve_minutes": Verb("Somebody else than who noted them approves the minutes."),
    "stop_for_lack_of_support": Verb(
        "Stop because there is not enough support; the case ends.", {"reason": REASON, "body": BODY}
    ),
    # --- the charter ---
    "record_screening": Verb(
        "The police note the result of a coordinator's screening.",
        {
            "person": must(PersonKey()),
            "result": must(Choice(("suitable", "not_suitable"))),
            "screened_on": can(When(), "today by default"),
        },
    ),
    "edit_charter": Verb("Fill in sections of the charter, each on its own page.", {"sections": must(Group(SECTIONS))}),
    "add_signatory": Verb(
        "Add a partner who signs on paper, besides those whom the settings name.",
        {"capacity": must(Text(), "as it is printed: 'voorzitter van de handelaarsvereniging'"), "name": must(Text())},
    ),
    "freeze_charter": Verb("Fix the text of the charter, so that it can be signed."),
    "reopen_charter": Verb("Open a fixed text again; signatures under it lapse.", {"reason": REASON, "body": BODY}),
    "sign_charter": Verb(
        "Each of `who` signs for each capacity that is theirs; `who: everyone`: all who can sign electronically.",
        {"place": can(Text(), "where; the municipality by default")},
        by="many",
    ),
    "record_ink_signature": Verb(
        "The desk notes a signature on paper.",
        {
            "capacity": must(Text(), "for which line, as it is printed"),
            "name": can(Text()),
            "place": can(Text()),
            "signed_on": can(When(), "today by default"),
        },
    ),
    # --- the federal check ---
    "send_to_federal_interior": Verb(
        "Note that the signed charter was sent to the FOD Binnenlandse Zaken.",
        {"sent_on": can(When(), "today by default"), "channel": must(Text())},
    ),
    "record_federal_answer": Verb(
        "Note the answer of the FOD Binnenlandse Zaken; remarks lead back to the charter.",
        {
            "result": must(Choice(tuple(RESULTS))),
            "answered_on": can(When(), "today by default"),
            "reference": can(Text()),
            "remarks": can(Text(), "needed with `result: remarks`"),
        },
    ),
    # --- the launch ---
    "check_launch_item": Verb(
        "Tick off points of the launch list.",
        {"items": must(ListOf(Choice(tuple(LAUNCH_ITEMS)), all_allowed=True)), "is_done": can(YesNo(), "no: untick")},
    ),
    "decide_launch": Verb(
        "The police decide that and from when the network is active.",
        {
            "active_on": must(When()),
            "how_to_join": must(Text()),
            "quote": can(Text(), "for the announcement"),
        },
    ),
    # --- the evaluation ---
    "open_evaluation": Verb("Open the evaluation by hand, before its day has come."),
    "fill_evaluation_as_coordinator": Verb("The coordinator's view.", _view("coordinator")),
    "fill_evaluation_as_police": Verb("The view of the police.", _view("police")),
    "close_evaluation": Verb(
        "Close the evaluation with an outcome, which is carried out.",
        {
            "outcome": must(Choice(tuple(OUTCOMES))),
            "reason": REASON,
            "body": BODY,
            "successor": can(Text(), "with `outcome: merge`, the network that it becomes part of"),
        },
    ),
    "amend_charter": Verb("Begin a new version of a charter that is in force.", {"reason": REASON, "body": BODY}),
    # --- around it ---
    "open_page": Verb(
        "Open the page of an action and leave it open, while others act; `on_open_page: yes` in a later step uses it.",
        {"action": must(Choice(tuple(ACTIONS), "verb"), "an action of the procedure")},
    ),
    "look_up_street": Verb(
        "Look up a street on the public page, as anybody can.",
        {
            "street": must(StreetName()),
            "number": can(Number()),
            "shows": can(Text(), "a name or words that the page must show"),
            "shows_not": can(Text(), "words that it must not show"),
        },
        by="nobody",
    ),
    "wait": Verb("Let time pass until `when`: terms run, evaluations open.", by="nobody"),
    "check": Verb("Nothing is done; only what is expected is looked at.", by="nobody"),
}

CONDITION = Choice(tuple(condition.code for gate in GATES.values() for condition in gate), "condition")

EXPECT: dict[str, Field] = {
    "stage": can(Choice(tuple(Stage)), "where the case must be"),
    "end": can(Choice(tuple(End)), "how it must have ended"),
    "waiting_for": can(ListOf(CONDITION), "conditions that must still be open"),
    "not_waiting_for": can(ListOf(CONDITION), "conditions that must be met"),
    "documents": can(ListOf(Choice(tuple(DOCUMENT_KINDS))), "documents that must be there, produced by the engine"),
    "mail_to": can(ListOf(PersonKey()), "people who must have got a mail since this step"),
    "journal": can(ListOf(Choice(tuple(EVENTS), "event")), "events that the journal must hold"),
    "page_shows": can(ListOf(Text()), "words that the case page must show"),
    "hidden_from": can(ListOf(PersonKey()), "people for whom the case must not exist"),
}

REFUSAL: dict[str, Field] = {
    "status": can(Number(), "the answer's number: 403 not allowed, 404 unknown to you, 409 not now, 422 wrong input"),
    "text": can(Text(), "words of the sentence with which it is refused"),
    "field": can(Text(), "the field at which the fault is shown"),
}

STEP: dict[str, Field] = {
    "when": can(When(), "when it happens; else right after the step before"),
    "do": must(Text(), "the verb"),
    "case": can(Text(), "which case, if there are several; else the last that was submitted"),
    "note": can(Text(), "a remark that is shown while playing"),
    "on_open_page": can(YesNo(), "on the page that was opened before with `open_page`"),
    "expect_refusal": can(Group(REFUSAL), "the step must be refused, in this way"),
    "expect": can(Group(EXPECT), "what must be so after the step"),
}

STREET = Group({"name": must(Text()), "houses": must(Number(), "house numbers from 1 to this one")})
ZONE = Group({"name": must(Text()), "code": can(Text(), "three letters")})
STAFF_ROLES = tuple(role.value for role in (*sorted(MUNICIPAL_ROLES), *sorted(POLICE_ROLES), Role.ADMINISTRATOR))
