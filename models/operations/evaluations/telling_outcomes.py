"""What members hear of the outcome of an evaluation. What partners and the ministry hear follows from the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.networks.telling_members import network_facts, tell_members
from models.queries.networks.enrolments import within
from models.queries.networks.member_notices import members_of
from models.rules.area import Segment
from models.rules.member_notices import ALSO_WHO_PAUSES


@dataclass(frozen=True)
class Decided:
    """What was decided, as everybody may read it: the reason holds nothing that only the police may know."""

    outcome: str
    reason: str
    body: str
    at: datetime
    was_suspended: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """As the texts name it."""
        return {"reason": self.reason, "body": self.body, "decided_on": day_of(self.at).isoformat()}


def tell_outcome(session: Session, case: FoundingCase, network: NeighbourhoodNetwork, decided: Decided) -> None:
    """The members of a network that goes on, is suspended or stops."""
    states = ("member", "paused") if decided.outcome in ALSO_WHO_PAUSES else ("member",)
    tell_members(session, case, decided.outcome, members_of(session, network.id, states), decided.at,
                 **network_facts(case), **decided.facts, was_suspended=decided.was_suspended)  # fmt: skip


def tell_split(session: Session, case: FoundingCase, network: NeighbourhoodNetwork, decided: Decided, part: str,
               segments: Sequence[Segment], streets: Sequence[str]) -> int:  # fmt: skip
    """Who lives in the part that leaves is invited to what comes there; the others hear that they stay. Returns how
    many live there."""
    rows = members_of(session, network.id)
    leaving = within(rows, segments)
    there = {row.id for row in leaving}
    facts = {**network_facts(case), **decided.facts, "part": part, "streets": list(streets)}
    tell_members(session, case, "split_part", leaving, decided.at, **facts)
    tell_members(session, case, "split", [row for row in rows if row.id not in there], decided.at, **facts)
    return len(leaving)


def tell_merger(session: Session, into: FoundingCase, merged: str, came: Sequence[Enrolment],
                others: Sequence[Enrolment], decided: Decided) -> None:  # fmt: skip
    """Who came along, or was in both, and the other members of the network that goes on."""
    facts = {**network_facts(into), **decided.facts, "merged": merged}
    tell_members(session, into, "merge", came, decided.at, **facts)
    tell_members(session, into, "joined", others, decided.at, **facts)
