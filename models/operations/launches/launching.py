"""The launch: the checklist, the decision of the police, and the network that becomes active and public."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.network import LaunchDecision, LaunchItem, NeighbourhoodNetwork, slug_of
from models.operations.cases.acting import proceed, record, take, written
from models.operations.networks.outlining import keep_outline
from models.operations.networks.telling_members import network_facts, tell_members
from models.queries.networks.enrolments import outside
from models.queries.networks.member_notices import members_of
from models.rules.access import SYSTEM, Actor
from models.rules.procedure_settings import LAUNCH_ITEMS, LAUNCH_OWNERS
from models.rules.refusals import Invalid, Stale


def check_launch_item(session: Session, case_id: int, by: Actor, at: datetime, *, item: str, is_done: bool = True,
                      seen: str = "") -> None:  # fmt: skip
    """Tick off (or untick) one point of the launch checklist."""
    taken = take(session, case_id, "check_launch_item", by, seen=seen)
    row = _item(session, taken.case, item)
    if (row.done_at is not None) == is_done:
        raise Stale("same_state", "Dit punt stond al zo.")
    row.done_at, row.done_by_id = (at, by.person_id) if is_done else (None, None)
    event = "launch_item:checked" if is_done else "launch_item:unchecked"
    record(session, taken.case, event, by, at, taken.function, item=LAUNCH_ITEMS[item])
    proceed(session, taken.case, taken.settings, at)


def plan_launch_item(session: Session, case_id: int, by: Actor, at: datetime, *, item: str, owner: str,
                     due_on: date | None = None, seen: str = "") -> None:  # fmt: skip
    """Say who sees to a point of the checklist, and by when. Raises Stale when it was done meanwhile."""
    taken = take(session, case_id, "check_launch_item", by, seen=seen)
    row = _item(session, taken.case, item)
    if owner not in LAUNCH_OWNERS:
        raise Invalid("unknown_owner", "Kies wie hiervoor zorgt.", "owner")
    if due_on is not None and due_on < day_of(at):
        raise Invalid("in_the_past", "Kies vandaag of een latere dag.", "due_on")
    if row.done_at is not None:
        raise Stale("item_done", "Dit punt is intussen in orde.")
    row.owner, row.due_on = owner, due_on
    by_when = f", tegen {due_on:%d/%m/%Y}" if due_on else ""
    record(session, taken.case, "launch_item:planned", by, at, taken.function, item=LAUNCH_ITEMS[item],
           owner=LAUNCH_OWNERS[owner], by_when=by_when)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def _item(session: Session, case: FoundingCase, code: str) -> LaunchItem:
    row = session.scalars(
        select(LaunchItem).where(LaunchItem.case_id == case.id, LaunchItem.round == case.round, LaunchItem.code == code)
    ).one_or_none()
    if row is None:
        raise Invalid("unknown_item", "Dit punt staat niet op de lanceringslijst.", "item")
    return row


def decide_launch(session: Session, case_id: int, by: Actor, at: datetime, *, active_on: date, how_to_join: str,
                  quote: str = "", seen: str = "") -> None:  # fmt: skip
    """The police decide that and when the network is active. From that day it is public."""
    taken = take(session, case_id, "decide_launch", by, seen=seen)
    if active_on < day_of(at):
        raise Invalid("in_the_past", "Kies vandaag of een latere dag.", "active_on")
    session.add(
        LaunchDecision(case_id=case_id, round=taken.case.round, active_on=active_on,
                       quote=written(quote or "", "quote", shortest=0), how_to_join=written(how_to_join, "how_to_join"),
                       decided_by_id=by.person_id, decided_at=at)
    )  # fmt: skip
    record(session, taken.case, "launch:decided", by, at, taken.function, active_on=active_on.isoformat())
    _tell_who_is_outside(session, taken.case, at, active_on)
    _activate_network(session, taken.case, active_on, how_to_join)
    record(session, taken.case, "network:activated", by, at, taken.function, name=taken.case.name)
    proceed(session, taken.case, taken.settings, at)


def network_of(session: Session, case_id: int) -> NeighbourhoodNetwork | None:
    """The network that a case gave, if it was launched."""
    return session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case_id)).one_or_none()


def _tell_who_is_outside(session: Session, case: FoundingCase, at: datetime, active_on: date) -> None:
    """Where the area changed: who lived in it and no longer does hears so, and stays a member."""
    network = network_of(session, case.id)
    if network is None or network.area_id == case.area_id:
        return
    before = members_of(session, network.id)
    were_outside = {one.id for one in outside(before, network.area)}
    rows = [one for one in outside(before, case.area) if one.id not in were_outside]
    if rows:
        record(session, case, "members:left_outside", SYSTEM, at, count=len(rows))
        tell_members(session, case, "outside", rows, at, **network_facts(case), active_on=active_on.isoformat())


def _activate_network(session: Session, case: FoundingCase, active_on: date, how_to_join: str) -> None:
    network = network_of(session, case.id)
    if network is None:
        network = NeighbourhoodNetwork(
            case_id=case.id, municipality_id=case.municipality_id, slug=slug_of(case), active_since=active_on
        )
        session.add(network)
    network.name, network.kind, network.area_id = case.name, case.kind, case.area_id
    network.state, network.how_to_join = "active", how_to_join.strip()
    keep_outline(session, network)
    network.contact = case.municipality.email
    network.police_contact = case.municipality.zone.email if case.municipality.zone else ""
