"""What scenarios can say about the life of a network: its members, messages, meetings and surveys."""

from binstart.playing.shapes import Choice, Group, Number, StreetName, Text, When
from binstart.playing.verbs import Verb, can, must
from models.rules.messages import KINDS
from models.rules.survey_form import KIND_NAMES, QUESTIONS, TEXT, TEXT_SENTENCE

_DWELLINGS = {
    "street": must(StreetName()),
    "numbers": must(Text(), "house numbers: '1 to 9', or '3, 5, 12A'"),
}
_WORDS = {"kind": must(Choice(tuple(KINDS))), "subject": must(Text()), "text": must(Text())}
_WHICH = {"subject": must(Text(), "of the message")}
_ANSWERS = Group(
    {one.code: can(Choice(tuple(one.steps)), one.sentence) for one in QUESTIONS} | {TEXT: can(Text(), TEXT_SENTENCE)}
)

LIVING_VERBS: dict[str, Verb] = {
    "join_network": Verb(
        "Somebody of each of these dwellings asks to become a member, and confirms it by the link of the mail.",
        _DWELLINGS,
        by="nobody",
    ),
    "welcome_members": Verb("A coordinator welcomes everybody who asked to become a member."),
    "write_message": Verb("Write a message to the members. Nothing leaves yet.", _WORDS),
    "release_message": Verb(
        "Let a message go; it leaves two real minutes later, or waits for a second person.",
        _WHICH | {"foreword": can(Text(), "a word of the coordinator above what the police wrote")},
    ),
    "turn_second_key": Verb("The second person lets a message go.", _WHICH),
    "enter_message": Verb(
        "Keep in the log what left by another way.",
        _WORDS
        | {
            "way": must(Text(), "such as `sms via BE-Alert`"),
            "happened_at": must(When()),
            "reached": can(Number()),
            "not_reached": can(Number()),
        },
    ),
    "plan_meeting": Verb(
        "Plan a meeting of an active network.",
        {
            "starts_at": must(When()),
            "place": must(Text()),
            "subject": must(Text()),
            "audience": must(Choice(("public", "members"))),
        },
    ),
    "open_survey": Verb(
        "Ask the members what they find, before the clock does. It needs ten members.",
        {"kind": must(Choice(tuple(KIND_NAMES)))},
    ),
    "answer_survey": Verb(
        "The members of these dwellings, who joined with `join_network`, answer by the link of their own mail.",
        _DWELLINGS | {"answers": must(_ANSWERS, "a baseline asks safety, neighbours and police")},
        by="nobody",
    ),
    "close_survey": Verb("Close the survey before its last day; only counts remain."),
}
