"""What scenarios can say about the consultation: contacts, opinions, what is agreed, decisions."""

from binstart.playing.shapes import Choice, ListOf, PersonKey, Text, When, YesNo
from binstart.playing.verbs import BODY, COME_AGAIN, CONDITIONS, DECIDED_ON, REASON, Verb, can, must
from models.operations.requests.request_answers import OBJECTIVES
from models.rules.advice import ADVISER_KINDS, TENDENCIES
from models.rules.advice import QUESTIONS as QUESTIONS_BACK

CONTACT_FIELDS = {
    "contacted": can(Text(), "who there"),
    "contacted_on": can(When(), "today by default"),
    "means": must(Text()),
    "note": can(Text()),
    "question": can(Text(), "what is asked"),
    "due_on": can(When(), "until when an answer is waited for; the municipality's term by default"),
}

CONSULTATION_VERBS: dict[str, Verb] = {
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
}
