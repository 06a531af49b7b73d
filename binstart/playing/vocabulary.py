"""Everything that a scenario can say: the verbs with their fields, and what can be expected of a step.

scenarios/README.md is made from these tables (`python -m binstart.playing.manual`); a test keeps the two equal.
"""

from binstart.playing.arranging_vocabulary import ARRANGING_VERBS
from binstart.playing.charter_vocabulary import CHARTER_VERBS
from binstart.playing.consultation_vocabulary import CONSULTATION_VERBS
from binstart.playing.evening_vocabulary import EVENING_VERBS
from binstart.playing.kit_vocabulary import KIT_VERBS
from binstart.playing.launch_vocabulary import LAUNCH_VERBS
from binstart.playing.living_vocabulary import LIVING_VERBS
from binstart.playing.request_vocabulary import REQUEST_VERBS
from binstart.playing.shapes import Choice, Field, Group, ListOf, Number, PersonKey, StreetName, Text, When, YesNo
from binstart.playing.verbs import Verb, can, must
from documents.kinds import KINDS as DOCUMENT_KINDS
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, Role
from models.rules.journal_events import EVENTS
from models.rules.procedure import ACTIONS, GATES, End, Stage

AROUND_IT: dict[str, Verb] = {
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

VERBS: dict[str, Verb] = (
    REQUEST_VERBS
    | CONSULTATION_VERBS
    | EVENING_VERBS
    | CHARTER_VERBS
    | LAUNCH_VERBS
    | KIT_VERBS
    | LIVING_VERBS
    | ARRANGING_VERBS
    | AROUND_IT
)

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
