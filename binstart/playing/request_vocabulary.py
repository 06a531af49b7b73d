"""What scenarios can say about the request and its first assessment."""

from binstart.playing.shapes import Choice, Group, ListOf, Number, PersonKey, StreetName, Table, Text, When, YesNo
from binstart.playing.verbs import BODY, COME_AGAIN, DECIDED_ON, REASON, Verb, can, must
from models.operations.requests.request_answers import CHANNELS, KINDS, OBJECTIVES, ORIGINS

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

REQUEST_VERBS: dict[str, Verb] = {
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
        "The desk refuses the request; the case ends.",
        {"reason": REASON, "body": BODY, "decided_on": DECIDED_ON, "may_come_again": COME_AGAIN},
    ),
    "withdraw_request": Verb("The initiator withdraws; the case ends.", {"reason": REASON}),
}
