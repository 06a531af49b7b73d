"""What of the journal may leave the house for process mining, and under which pseudonyms.

Closed unless listed: of each event the fields that stand in LEAVES, and of each field the values that stand in VALUES
or have its form. Texts that people typed (reasons, names, advisers, capacities) stand in neither, so they stay. A new
event leaves with its moment and function alone until its fields are listed here (DECISIONS, 'Process mining').
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.rules.advice import QUESTIONS, TENDENCIES
from models.rules.ballots import WAYS
from models.rules.charter_sections import SECTION
from models.rules.languages import IN_LANGUAGE
from models.rules.messages import KINDS
from models.rules.procedure import End
from models.rules.procedure_settings import LAUNCH_ITEMS, LAUNCH_OWNERS
from models.rules.sides import SIDES
from models.rules.support_judgements import PARTIES, SUPPORT_JUDGEMENTS

SYSTEM_PERSON = "system"
SHORTEST_SALT = 32
REOPENED, SENT_BACK = "reopened", "sent_back"

Value = str | int | bool


def _codes(*values: str) -> dict[str, str]:
    return {value: value for value in values}


def _coded(names: Mapping[str, str]) -> dict[str, str]:
    """The journal tells some things in Dutch, as they are read; a file for programs has the code."""
    return {name: code for code, name in names.items()}


VALUES: dict[str, dict[str, str]] = {  # what stands in the journal, and the code under which it leaves
    "end": _codes(*End),
    "kind": _codes("bin", "bin_z", "sector"),
    "origin": _codes("resident", "trader", "association", "municipality", "police"),
    "channel": _codes("online", "paper", "phone", "counter"),
    "side": {**_codes(*SIDES), **_coded(SIDES), "de coördinator": "coordinator"},
    "party": _codes(*PARTIES, "chair"),
    "judgement": _codes(*SUPPORT_JUDGEMENTS),
    "tendency": _coded(TENDENCIES),
    "result": {"conform": "conform", "opmerkingen": "remarks"},
    "what": _coded(QUESTIONS),
    "way": _coded(WAYS),
    "item": _coded(LAUNCH_ITEMS),
    "owner": _coded(LAUNCH_OWNERS),
    "code": _codes(*SECTION),
    "message_kind": {kind.name: code for code, kind in KINDS.items()},
    "answer": {"akkoord": "agrees", "niet akkoord": "disagrees"},
    "language": _coded(IN_LANGUAGE),
    "method": _codes("electronic", "ink"),
    "outcome": {
        "verder zetten": "continue",
        "het charter bijsturen": "adjust_charter",
        "het gebied wijzigen": "change_area",
        "een andere coördinator": "replace_coordinator",
        "schorsen": "suspend",
        "splitsen in twee BIN’s": "split",
        "samenvoegen met een ander BIN": "merge",
        "stopzetten": "terminate",
        "goedgekeurd": "approved",
        "geweigerd": "refused",
        "gevolgd": "followed",
        "niet gevolgd": "not_followed",
        "afgehandeld": "done",
        "overgenomen": "taken_over",
    },
}
NUMBERS = frozenset({
    "version", "revision", "now", "count", "coordinators", "attendance", "dwellings", "households", "lines",
    "corrected", "minimum", "step", "year", "people", "press", "votes_for", "votes_against", "abstentions",
    "moved", "doubles", "concerned", "mails", "papers",
})  # fmt: skip
FLAGS = frozenset({"is_by_link", "is_inside", "is_latest", "is_approved", "may_come_again"})
DAYS = frozenset({
    "due_on", "before_on", "ends_on", "discussed_on", "contacted_on", "answered_on", "decided_on", "sent_on",
    "active_on",
})  # fmt: skip

# By event. Its stage, round, function and moment always leave.
LEAVES: dict[str, tuple[str, ...]] = {
    "request:submitted": ("kind", "origin", "channel", "households"),
    "completion:asked": ("due_on",),
    "request:refused": ("decided_on", "may_come_again"),
    "term:recomputed": ("before_on", "ends_on"),
    "case:ended": ("end", "may_come_again"),
    "judicial_authority:contacted": ("contacted_on",),
    "administrative_authority:contacted": ("contacted_on",),
    "contact:answered": ("answered_on",),
    "opinion:asked": ("due_on",),
    "opinion:given": ("tendency", "is_by_link", "is_inside"),
    "opinion:reminded": ("due_on", "step"),
    "opinion:lapsed": ("due_on",),
    "opinion:revived": ("due_on",),
    "opinion:postponed": ("before_on", "due_on"),
    "adviser_question:asked": ("what",),
    "founding:approved": ("side", "decided_on"),
    "founding:refused": ("side", "decided_on"),
    "founding:corrected": ("side", "decided_on", "is_approved"),
    "agreement:changed": ("version",),
    "agreement:answered": ("version", "answer"),
    "agreement:frozen": ("version",),
    "invitations:asked": ("dwellings",),
    "ballot:opened": ("way",),
    "ballot:closed": ("votes_for", "votes_against", "abstentions"),
    "info_evening:recorded": ("attendance",),
    "steering_group:appointed": ("count", "coordinators"),
    "minutes:written": ("version",),
    "minutes:approved": ("version",),
    "minutes_approval:given": ("version", "party"),
    "minutes_approval:voided": ("version", "now", "party"),
    "support:grown": ("count", "minimum"),
    "support:judged": ("party", "judgement"),
    "support_sheet:entered": ("lines",),
    "support_sheet:corrected": ("corrected",),
    "support_sheet:counted": ("lines",),
    "section:saved": ("code", "version", "revision"),
    "section:restored": ("code", "revision"),
    "section:owned": ("code",),
    "section:left": ("code",),
    "section:ready": ("code",),
    "section:unready": ("code",),
    "section:opened": ("code",),
    "section:standing_moved": ("code", "revision"),
    "comment:written": ("code",),
    "comment:answered": ("code",),
    "comment:settled": ("code", "outcome"),
    "charter:frozen": ("version",),
    "charter:reopened": ("version",),
    "charter:completed": ("version",),
    "charter:sealed": ("version",),
    "charter:signed": ("version", "method"),
    "charter:sent": ("version", "sent_on"),
    "signature:refused": ("version",),
    "federal_remark:settled": ("outcome",),
    "federal_answer:recorded": ("result", "version", "is_latest"),
    "launch_item:planned": ("item", "owner"),
    "launch_item:checked": ("item",),
    "launch_item:unchecked": ("item",),
    "launch_kit:edited": ("version",),
    "launch_kit:approved": ("version",),
    "launch_kit:held": ("version",),
    "launch_kit:sent": ("version", "people", "press"),
    "launch_kit_approval:given": ("version", "party"),
    "launch_kit_approval:voided": ("version", "now", "party"),
    "launch_quote:given": ("is_by_link",),
    "launch:decided": ("active_on",),
    "network:terminated": ("end",),
    "network:merged": ("end", "moved", "doubles"),
    "network:joined": ("moved", "doubles"),
    "network:split": ("concerned",),
    "members:told": ("mails", "papers"),
    "members:left_outside": ("count",),
    "message:supplied": ("message_kind",),
    "message:key_asked": ("message_kind",),
    "message:released": ("message_kind", "count"),
    "message:withdrawn": ("message_kind",),
    "message:entered": ("message_kind",),
    "evaluation:opened": ("year", "due_on"),
    "evaluation:filled_in": ("year", "side"),
    "evaluation:discussed": ("year", "discussed_on"),
    "evaluation:closed": ("year", "outcome"),
    "reminder:planned": ("due_on", "step"),
    "case:language_chosen": ("language",),
    "case:taken": ("side",),
    "case:given_back": ("side",),
    "case:handed_over": ("side",),
}  # fmt: skip

# Which thing an entry is about: the kind of thing, by the field that names it.
_BY_FIELD = {"opinion_id": "opinion", "evening_id": "info_evening", "signature_id": "signature"}
_OF_CHARTER = frozenset({"charter", "signature", "signatory", "ink_signature", "federal_answer"})
_OF_NETWORK = frozenset({"network", "message", "member", "evaluation"})

QUALIFIERS = {"charter": "version", "opinion": "advice", "info_evening": "evening", "signature": "signature",
              "network": "network"}  # fmt: skip

# The events that make up the path of a case; models.queries.insight.variants reads the same.
PATH_EVENTS = ("request:submitted", "stage:opened", "case:sent_back", "case:ended", "case:reopened")


@dataclass(frozen=True)
class Pseudonyms:
    """Names under which cases, people and things leave. The same within one export, and of no use for another: the
    salt (32 random bytes) is made for each and kept nowhere."""

    salt: bytes

    def __post_init__(self) -> None:
        if len(self.salt) < SHORTEST_SALT:
            raise ValueError(f"a salt needs {SHORTEST_SALT} random bytes, or it could be guessed")

    def of(self, kind: str, number: int | None) -> str:
        """Sixteen hexadecimal signs; the system stays the system."""
        if number is None:
            return SYSTEM_PERSON
        return hmac.digest(self.salt, f"{kind}:{number}".encode(), "sha256").hex()[:16]


@dataclass(frozen=True)
class Thing:
    """Something of a case that entries are about. `number`: by which they name it; `at`: since when it is there."""

    kind: str
    id: int
    number: int
    at: datetime
    attributes: Mapping[str, Value]


@dataclass(frozen=True)
class Entry:
    """One entry of a journal, as it was read."""

    sequence: int
    at: datetime
    event: str
    stage: str
    round: int
    by_id: int | None
    function: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class CaseLog:
    """One case with its journal. `entries` can be gone through once, before the next case is taken."""

    id: int
    number: str
    kind: str
    municipality: str
    opened_at: datetime
    ended_at: datetime | None
    end: str | None
    things: tuple[Thing, ...]
    entries: Iterable[Entry]


def leaving(event: str, data: Mapping[str, Any]) -> dict[str, Value]:
    """The fields of an entry that may leave, each with a value that may leave."""
    fields = ((name, _leaving_value(name, data.get(name))) for name in LEAVES.get(event, ()))
    return {name: value for name, value in fields if value is not None}


def _leaving_value(name: str, value: Any) -> Value | None:
    if name in VALUES:
        return VALUES[name].get(value) if isinstance(value, str) else None
    if name in NUMBERS:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if name in FLAGS:
        return value if isinstance(value, bool) else None
    return value if isinstance(value, str) and _is_day(value) else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def references(event: str, data: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """The things that an entry is about: kind and number (of a charter its version; of the network 0, a case has
    one). A thing can be gone from its table meanwhile."""
    noun = event.partition(":")[0]
    named = [(kind, data.get(field)) for field, kind in _BY_FIELD.items()]
    if noun in _OF_CHARTER:
        named.append(("charter", data.get("version")))
    if noun in _OF_NETWORK:
        named.append(("network", 0))
    return [(kind, number) for kind, number in named if isinstance(number, int)]


def path_step(event: str, stage: str, end: object) -> str | None:
    """What an entry adds to the path of its case: a stage that opens, a sending back, how it ended, that it was opened
    again; None for everything else. `stage`: where the case stands; `end`: what the entry tells of it."""
    if event in ("request:submitted", "stage:opened"):
        return stage
    if event == "case:ended":
        return VALUES["end"].get(str(end))
    return {"case:sent_back": SENT_BACK, "case:reopened": REOPENED}.get(event)
