"""A network goes on in another one: both are linked, the members move, and what ran is stopped.

The charter of the other network is not touched: its area is a matter of its own partners, who are told (DECISIONS,
'When a network changes or stops').
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import (
    Taken,
    ask_for_work,
    function_for,
    lock_case,
    record,
    require_distance,
    settings_of,
)
from models.operations.evaluations.telling_outcomes import Decided, tell_merger
from models.operations.networks.joining import forget
from models.operations.networks.winding_up import wind_up
from models.queries.networks.member_notices import members_of
from models.queries.networks.successors import possible_successors
from models.rules.access import Actor
from models.rules.members import is_same_person
from models.rules.procedure import ACTIONS
from models.rules.refusals import Invalid, NotAllowed


@dataclass(frozen=True)
class Successor:
    """The network that goes on, with its case; `function`: in which role somebody decides about it."""

    network: NeighbourhoodNetwork
    case: FoundingCase
    function: str


def lock_both(session: Session, case_id: int, slug: str) -> None:
    """Lock the case and that of the other network, the one with the lowest number first: of two networks that merge
    into each other at the same moment, one waits and then finds the other gone."""
    other_id = session.scalar(select(NeighbourhoodNetwork.case_id).where(NeighbourhoodNetwork.slug == slug))
    for one in sorted({case_id, other_id or case_id}):
        lock_case(session, one)


def require_successor(session: Session, taken: Taken, slug: str, by: Actor, at: datetime) -> Successor:
    """The other network, locked by `lock_both`. Raises Invalid at the field where it can't take this one in, NotAllowed
    where somebody does not decide about it."""
    if not slug:
        raise Invalid("missing_successor", "Kies in welk BIN dit netwerk opgaat.", "successor")
    offered = possible_successors(session, taken.case, day_of(at))
    network = next((one for one in offered if one.slug == slug), None)
    if network is None or network.case_id is None:
        raise Invalid("no_successor", "Dit BIN kan geen ander netwerk opnemen: het is zelf niet (meer) actief, heeft "
                      "hier geen dossier of ligt buiten uw politiezone. Kies een ander.", "successor")  # fmt: skip
    case = session.get_one(FoundingCase, network.case_id)
    function = function_for(by, case, ACTIONS["close_evaluation"], settings_of(case))
    if not function:
        raise NotAllowed("no_role_there", f"Over {network.name} beslist de gemeente {case.municipality.name}. Een "
                         "medewerker van beide gemeenten kan deze netwerken samenvoegen.")  # fmt: skip
    require_distance(session, by, case)
    return Successor(network, case, function)


def merge_into(session: Session, taken: Taken, network: NeighbourhoodNetwork, into: Successor, by: Actor,
               decided: Decided) -> None:  # fmt: skip
    """Carry the merger out, but for the end of the case itself."""
    at, told = decided.at, {"reason": decided.reason, "body": decided.body}
    _lock_networks(session, network, into.network)
    wind_up(session, taken.case, network, at, f"{network.name} ging op in {into.network.name}.")
    network.successor_id = into.network.id
    moved, doubles = _move_members(session, network, into.network, at)
    counts = {"moved": len(moved), "doubles": len(doubles)}
    record(session, taken.case, "network:merged", by, at, taken.function, **told, end="merged",
           successor=into.network.name, successor_number=into.case.number, **counts)  # fmt: skip
    record(session, into.case, "network:joined", by, at, into.function, **told, merged=network.name,
           merged_number=taken.case.number, **counts)  # fmt: skip
    came = [*moved, *doubles]
    known = {row.id for row in came}
    others = [row for row in members_of(session, into.network.id, ("member",)) if row.id not in known]
    tell_merger(session, into.case, network.name, came, others, decided)
    ask_for_work(session, into.case)


def _lock_networks(session: Session, *networks: NeighbourhoodNetwork) -> None:
    """Before anything of their members: who confirms or leaves by a link holds the network, and no case."""
    ids = sorted(one.id for one in networks)
    locked = select(NeighbourhoodNetwork.id).where(NeighbourhoodNetwork.id.in_(ids)).order_by(NeighbourhoodNetwork.id)
    session.scalars(locked.with_for_update()).all()


def _move_members(session: Session, source: NeighbourhoodNetwork, target: NeighbourhoodNetwork,
                  at: datetime) -> tuple[list[Enrolment], list[Enrolment]]:  # fmt: skip
    """Everybody of one network is in the other one, with their consents as they were given, and nobody twice. Returns
    the members who came along, and those who were in both already."""
    known = _rows(session, target, ("waiting", "member", "paused"))
    moved: list[Enrolment] = []
    doubles: list[Enrolment] = []
    for row in _rows(session, source, ("unconfirmed", "waiting", "member", "paused")):
        same = next((one for one in known if row.state != "unconfirmed" and is_same_person(one, row)), None)
        is_member = row.state in ("member", "paused")
        if same is not None and (same.state != "waiting" or not is_member):
            if is_member:
                doubles.append(same)
            forget(row, "left", at)
            continue
        if same is not None:
            forget(same, "left", at)  # they waited for a welcome that they have now
            known.remove(same)
        row.joined_network_id, row.network_id = row.joined_network_id or source.id, target.id
        known.append(row)
        if is_member:
            moved.append(row)
    session.flush()
    return moved, doubles


def _rows(session: Session, network: NeighbourhoodNetwork, states: tuple[str, ...]) -> list[Enrolment]:
    return [
        *session.scalars(
            select(Enrolment)
            .where(Enrolment.network_id == network.id, Enrolment.state.in_(states))
            .order_by(Enrolment.id)
            .with_for_update()
        )
    ]
