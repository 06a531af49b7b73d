"""Which entries of a journal leave the house, for other programs: closed unless listed here.

Only that it happened leaves, when, in which stage and by which function; never the data of the entry: reasons are typed
by people. What is about one resident (members, participants, voices, seats), about the work inside (notes, who has the
case) or the police's own (contacts with the judicial authority, screening) is not listed.
"""

from models.rules.journal_events import EVENTS

_NOUNS = frozenset({
    "request", "completion", "stage", "term", "opinion", "founding", "agreement", "info_evening", "minutes",
    "steering_group", "support", "charter", "signature", "federal_answer", "federal_remark", "launch_item",
    "launch_kit", "launch", "network", "evaluation", "charter_amendment", "document", "survey",
})  # fmt: skip
_ALONE = frozenset({"case:sent_back", "case:ended", "case:reopened", "message:released"})

PUBLISHED = frozenset(event for event in EVENTS if event in _ALONE or event.partition(":")[0] in _NOUNS)
