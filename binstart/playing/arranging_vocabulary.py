"""What scenarios can say about how staff arrange their work among themselves."""

from binstart.playing.shapes import Choice, ListOf, PersonKey, Text, When
from binstart.playing.verbs import Verb, can, must
from models.rules.advice import QUESTIONS, TENDENCIES
from models.rules.delegation import BODIES

ARRANGING_VERBS: dict[str, Verb] = {
    "take_case": Verb("Take the case in hand for one's own side."),
    "hand_over_case": Verb(
        "Hand a case that one has in hand over to a colleague of the same side.",
        {"to": must(PersonKey()), "explanation": must(Text(), "what the colleague must know")},
    ),
    "write_note": Verb(
        "Note something that only one's own side reads.",
        {"text": must(Text()), "mentions": can(ListOf(PersonKey()), "colleagues who find it in their list and mail")},
    ),
    "enter_absence": Verb(
        "Somebody is away from their function, and a colleague decides in its name.",
        {"deputy": must(PersonKey()), "first_on": must(When()), "last_on": must(When())},
    ),
    "enter_delegation": Verb(
        "The administrator notes that a body delegates its decision on foundings to a person.",
        {
            "body": must(Choice(tuple(code for names in BODIES.values() for code in names))),
            "to": must(PersonKey()),
            "reference": must(Text(), "of the act, as it is printed"),
            "first_on": can(When(), "today by default"),
            "last_on": can(When(), "without an end by default"),
        },
    ),
    "add_closing_day": Verb(
        "The administrator adds a day on which the service is closed; terms that run follow it.",
        {"name": must(Text()), "first_on": must(When()), "last_on": can(When(), "for more days in a row")},
    ),
    "answer_asked_opinion": Verb(
        "Somebody who works here answers, signed in, the first opinion that waits in their own work list.",
        {
            "answer": must(Choice((*TENDENCIES, *QUESTIONS))),
            "text": can(Text(), "conditions, reasons or a question"),
            "wished_on": can(When(), "with `answer: more_time`"),
        },
    ),
}
