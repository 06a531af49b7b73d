"""What scenarios can say about the support base and the info evening."""

from binstart.playing.shapes import Choice, Group, ListOf, Number, PersonKey, StreetName, Table, Text, When, YesNo
from binstart.playing.verbs import BODY, REASON, Verb, can, must
from models.operations.evenings.informing import SEATS
from models.rules.ballots import APPROVALS, CHOICES, WAYS
from models.rules.candidates import FUNCTIONS
from models.rules.candidates import WAYS as RECOGNISED_BY
from models.rules.invitations import WINDOWS
from models.rules.participants import REACH, WISHES
from models.rules.procedure import AGENDA_ITEMS
from models.rules.replies import ANSWERS
from models.rules.support import CHOICES as VOICES
from models.rules.support_judgements import SUPPORT_JUDGEMENTS

JUDGEMENT = {
    "judgement": must(Choice(tuple(SUPPORT_JUDGEMENTS))),
    "words": can(Text(), "why; needed unless it is enough"),
}
APPROVAL = Choice(("yes", "no", "later"))  # later: it was not on the table
SEAT = Group(
    {
        "person": can(PersonKey(), "somebody of the scenario; else give name and email"),
        "name": can(Text()),
        "email": can(Text()),
        "phone": can(Text()),
        "role": must(Choice(tuple(SEATS))),
    }
)
CANDIDATE = {"person": can(PersonKey(), "somebody of the scenario; else give name"), "name": can(Text())}
ITEM_RESULT = Group(
    {
        "result": must(Text(), "what was said or decided"),
        "votes_for": can(Number()),
        "votes_against": can(Number()),
        "abstentions": can(Number()),
    }
)

EVENING_VERBS: dict[str, Verb] = {
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
    "reply_to_letter": Verb(
        "Dwellings of one street follow the short address of their letter and reply. The letters must have been made.",
        {
            "street": must(StreetName()),
            "numbers": must(Text(), "house numbers: '1 to 9', or '3, 5, 12A'"),
            "answer": must(Choice(tuple(ANSWERS))),
            "people": can(Number(), "how many come"),
            "question": can(Text(), "asked before the evening"),
        },
        by="nobody",
    ),
    "check_in": Verb(
        "At the door dwellings of one street are checked in.",
        {
            "street": must(StreetName()),
            "numbers": must(Text(), "house numbers: '1 to 9', or '3, 5, 12A'"),
            "people": can(Number(), "of each dwelling; 1 by default"),
        },
    ),
    "note_item": Verb(
        "Who leads the evening notes what is said about an item of the agenda; the record begins with it.",
        {
            "item": must(Choice(tuple(AGENDA_ITEMS))),
            "text": must(Text(), "without names of residents"),
            "go_on": can(YesNo(), "the big screen goes on to the next item"),
        },
    ),
    "give_data": Verb(
        "A dwelling gives its data as participant by the short address of its letter, with consent. The letters must "
        "have been made.",
        {
            "street": must(StreetName()),
            "number": must(Text(), "house number"),
            "name": must(Text()),
            "wishes": must(ListOf(Choice(tuple(WISHES))), "what they want to do"),
            "reach": can(ListOf(Choice(tuple(REACH))), "mail by default"),
            "email": can(Text()),
            "phone": can(Text()),
        },
        by="nobody",
    ),
    "nominate": Verb(
        "Note a candidate: a person of the scenario, a participant by name, or somebody who stands up in the room.",
        {
            **CANDIDATE,
            "role": must(Choice(FUNCTIONS)),
            "is_of_age": can(YesNo(), "a coordinator or deputy declares it"),
            "email": can(Text()),
            "phone": can(Text()),
        },
    ),
    "recognise": Verb(
        "Note what the meeting decided about a candidate.",
        {
            **CANDIDATE,
            "way": must(Choice(tuple(RECOGNISED_BY))),
            "votes_for": can(Number()),
            "votes_against": can(Number()),
            "abstentions": can(Number()),
            "invalid": can(Number(), "of papers"),
        },
    ),
    "open_ballot": Verb(
        "Open a vote at the evening of today.",
        {
            "about": must(Choice((*APPROVALS, *AGENDA_ITEMS)), "an approval, or an item of the agenda"),
            "question": must(Text(), "as the room reads it"),
            "way": must(Choice(tuple(WAYS))),
        },
    ),
    "vote_by_phone": Verb(
        "Dwellings of one street vote by phone, each with the code of its letter.",
        {
            "street": must(StreetName()),
            "numbers": must(Text(), "house numbers: '1 to 9', or '3, 5, 12A'"),
            "choice": must(Choice(tuple(CHOICES))),
        },
        by="nobody",
    ),
    "close_ballot": Verb(
        "Close the vote that is open; after hands or papers with what was counted.",
        {
            "votes_for": can(Number()),
            "votes_against": can(Number()),
            "abstentions": can(Number()),
            "invalid": can(Number(), "of papers"),
            "counted_by": can(Text(), "who counted the papers"),
        },
    ),
    "record_info_evening": Verb(
        "Note the results of the evening, item by item.",
        {
            "chair": must(Text()),
            "attendance": must(Number()),
            "registered_dwellings": must(Number(), "dwellings that want to take part and gave no voice before"),
            "items": must(Table(tuple(AGENDA_ITEMS), ITEM_RESULT), "the agenda; leave out what was not treated"),
            "network_approved": must(APPROVAL),
            "objectives_approved": must(APPROVAL),
            "steering_group_approved": must(APPROVAL),
            "remarks": can(Text()),
        },
    ),
    "appoint_steering_group": Verb(
        "Note who is in the stuurgroep; who is new is invited, who is not in the list leaves it.",
        {"seats": must(ListOf(SEAT))},
    ),
    "answer_seat": Verb(
        "Accept the seat in the stuurgroep, or leave it to others. Only who accepted sees the case and its charter.",
        {"answer": can(Choice(("accept", "decline")), "accept by default")},
        by="many",
    ),
    "judge_as_initiator": Verb("The initiator (or the desk for them) judges the support after the evening.", JUDGEMENT),
    "judge_as_municipality": Verb("The municipality judges the support after the evening.", JUDGEMENT),
    "judge_as_police": Verb("The police judge the support after the evening.", JUDGEMENT),
    "edit_minutes": Verb(
        "Write the next version of the minutes.",
        {
            "introduction": can(Text()),
            "items": can(Table(tuple(AGENDA_ITEMS), Text()), "what stands about an agenda item; the others stay"),
            "remarks": can(Text()),
        },
    ),
    "approve_minutes_as_chair": Verb(
        "The chair of the evening, or the municipality for them, approves the minutes; not who noted the results."
    ),
    "approve_minutes_as_police": Verb("The police approve the minutes. With both approvals they are final."),
    "stop_for_lack_of_support": Verb(
        "Stop because there is not enough support; the case ends.", {"reason": REASON, "body": BODY}
    ),
}
