"""The ladder of measures against a member or a coordinator: who takes each, who signs, what it does, and the appeal.

Sources: besafe.be, veelgestelde vragen: talk, written reprimand by the chief of police on advice of the mandated
officer, on criminal facts a report to the public prosecutor with a possible temporary exclusion, definitive exclusion
with its motives. For a member the coordinator and the mandated officer sign it and the chief endorses it; for a
coordinator the administrative authority decides, with a copy to the ministry, and only then an appeal is possible,
within three weeks, by registered letter or e-mail (domain.md 2.10 and section 1). The older page with three
sanctions (written reprimand, temporary and permanent suspension) maps onto the last three rungs.
"""

from collections.abc import Collection
from dataclasses import dataclass

from models.rules.access import COORDINATORS, POLICE_ROLES, Role
from models.rules.refusals import GateNotMet, Invalid

MEMBER, COORDINATOR = "member", "coordinator"
ABOUT = {MEMBER: "een lid", COORDINATOR: "een coördinator"}
TALK, REPRIMAND, TEMPORARY, DEFINITIVE = "talk", "reprimand", "temporary_exclusion", "definitive_exclusion"
RUNGS = {
    TALK: "Gesprek",
    REPRIMAND: "Schriftelijke berisping",
    TEMPORARY: "Tijdelijke uitsluiting",
    DEFINITIVE: "Definitieve uitsluiting",
}
STATES = {
    "open": "nog niet beslist",
    "withdrawn": "ingetrokken",
    "decided": "beslist, de beroepstermijn loopt",
    "carried_out": "van kracht",
    "ended": "afgelopen",
    "annulled": "vernietigd na beroep",
}
APPEAL_STATES = {
    "open": "ingediend, nog niet beslist",
    "late": "te laat: niet ontvankelijk",
    "upheld": "de beslissing blijft",
    "annulled": "de beslissing is vernietigd",
}
APPEAL_CHANNELS = {"registered": "aangetekende brief", "mail": "e-mail"}
LETTER_WAYS = {"registered": "aangetekende brief", "post": "gewone brief", "by_hand": "afgegeven"}
LONGEST_EXCLUSION = 366  # days; longer is no longer temporary
REMIND_AFTER = 7  # days without a word; no source gives a term (DECISIONS)
SHORTEST_MOTIVES = 20  # characters: 'gemotiveerd' is more than a word


@dataclass(frozen=True)
class Hand:
    """What one person does for a measure, and who can. Each hand is another person's (four eyes)."""

    deed: str
    roles: frozenset[Role]


DEEDS = {
    "holds": "voert het gesprek",
    "advises": "adviseert",
    "advises_as_chief": "adviseert",
    "signs": "ondertekent",
    "signs_as_coordinator": "ondertekent",
    "endorses": "viseert",
    "decides": "beslist",
}
_OFFICER, _CHIEF = frozenset({Role.MANDATED_OFFICER}), frozenset({Role.POLICE_CHIEF})
_BY_CHIEF = (Hand("advises", _OFFICER), Hand("decides", _CHIEF))
LADDER: dict[tuple[str, str], tuple[Hand, ...]] = {  # the first hand begins the measure, the last one decides
    (MEMBER, TALK): (Hand("holds", _OFFICER | COORDINATORS),),
    (COORDINATOR, TALK): (Hand("holds", _OFFICER),),
    (MEMBER, REPRIMAND): _BY_CHIEF,
    (COORDINATOR, REPRIMAND): _BY_CHIEF,
    (MEMBER, TEMPORARY): _BY_CHIEF,
    (COORDINATOR, TEMPORARY): _BY_CHIEF,
    (MEMBER, DEFINITIVE): (
        Hand("signs", _OFFICER), Hand("signs_as_coordinator", COORDINATORS), Hand("endorses", _CHIEF),
    ),
    (COORDINATOR, DEFINITIVE): (
        Hand("advises", _OFFICER), Hand("advises_as_chief", _CHIEF), Hand("decides", frozenset({Role.MAYOR})),
    ),
}  # fmt: skip


def hands_of(about: str, rung: str, *, has_coordinator: bool) -> tuple[Hand, ...]:
    """Whose hands a measure needs, in order. Where nobody coordinates, nobody can sign as coordinator."""
    every = LADDER[about, rung]
    return tuple(one for one in every if has_coordinator or one.deed != "signs_as_coordinator")


def reads(roles: Collection[Role], about: str, rung: str) -> bool:
    """Who reads a measure: the police all, a coordinator those against members, the mayor what the mayor decides."""
    held = set(roles)
    if held & POLICE_ROLES:
        return True
    if about == MEMBER:
        return bool(held & COORDINATORS)
    return rung == DEFINITIVE and Role.MAYOR in held


def can_be_appealed(about: str, rung: str) -> bool:
    """Only the definitive exclusion of a coordinator."""
    return (about, rung) == (COORDINATOR, DEFINITIVE)


def skipped_rungs(rung: str, taken: Collection[str]) -> tuple[str, ...]:
    """The rungs below this one that were never taken against this person."""
    order = list(RUNGS)
    return tuple(one for one in order[: order.index(rung)] if one not in taken)


def check_skipping(rung: str, taken: Collection[str], reason: str) -> None:
    """Raises Invalid where a rung is skipped without a reason."""
    skipped = skipped_rungs(rung, taken)
    if skipped and len(reason.strip()) < SHORTEST_MOTIVES:
        named = ", ".join(RUNGS[one].lower() for one in skipped)
        raise Invalid("rung_skipped", f"U slaat over: {named}. Schrijf op waarom.", "skipped_reason")


def require_appealable(about: str, rung: str, state: str, appeal_state: str) -> None:
    """Raises GateNotMet where no appeal is possible: another measure, before the decision, or a second one."""
    if not can_be_appealed(about, rung):
        raise GateNotMet("no_appeal", "Alleen tegen de definitieve uitsluiting van een coördinator is er beroep.")
    if state in ("open", "withdrawn"):
        raise GateNotMet("not_decided", "Er is nog niets beslist waartegen beroep kan.")
    if appeal_state:
        raise GateNotMet("appealed_already", "Er is al een beroep genoteerd tegen deze beslissing.")
