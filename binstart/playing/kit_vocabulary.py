"""What scenarios can say about the launch kit and its quote."""

from binstart.playing.shapes import Choice, Field, ListOf, PersonKey, Text, When
from binstart.playing.verbs import Verb, can, must
from models.rules.launch_kit import PIECES

_QUOTED: dict[str, Field] = {
    "name": can(Text(), "as it is printed; the mayor by default"),
    "capacity": can(Text(), "as it is printed; that of the mayor by default"),
}

KIT_VERBS: dict[str, Verb] = {
    "edit_launch_kit": Verb(
        "Give one text of the launch kit other words; facts stand in it as `{{datum}}`.",
        {"piece": must(Choice(tuple(PIECES))), "text": must(Text())},
    ),
    "plan_launch_kit": Verb(
        "Say when the launch kit leaves, and to which papers.",
        {
            "send_at": must(When()),
            "active_on": can(When(), "from which day the network is active, as long as the police did not decide"),
            "press": can(ListOf(Text()), "mail addresses of paper and press"),
        },
    ),
    "approve_launch_kit": Verb("Approve the whole launch kit for one's own side, in the version that stands there."),
    "ask_quote": Verb(
        "Ask somebody for a quote, by a link in a mail.", _QUOTED | {"person": must(PersonKey(), "who gets the mail")}
    ),
    "give_quote": Verb(
        "Open the link of the newest mail, signed in nowhere, and give the quote.",
        {"person": must(PersonKey(), "whose mail it is"), "text": must(Text())},
        by="nobody",
    ),
}
