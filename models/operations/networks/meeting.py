"""Planning a meeting of an active network, and cancelling it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.meeting import NetworkMeeting
from models.operations.cases.acting import lock_case, written
from models.queries.networks.enrolments import network_of_case
from models.rules.access import PERMISSIONS, Actor, Role, function_on
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

FURTHEST = timedelta(days=550)  # a year that was typed wrong is told


def plan_meeting(session: Session, case_id: int, by: Actor, at: datetime, *, starts_at: datetime, subject: str,
                 place: str, is_public: bool) -> NetworkMeeting:  # fmt: skip
    """The network meets. Raises Invalid at the field, GateNotMet where the network does not go on, NotAllowed."""
    network_id = _require_network(session, case_id, by)
    if starts_at <= at:
        raise Invalid("in_the_past", "Kies een moment dat nog moet komen.", "starts_at")
    if starts_at > at + FURTHEST:
        raise Invalid("too_far", "Dit is meer dan anderhalf jaar ver. Kijk het jaar na.", "starts_at")
    row = NetworkMeeting(network_id=network_id, starts_at=starts_at, subject=written(subject, "subject"),
                         place=written(place, "place"), is_public=is_public, entered_at=at,
                         entered_by_id=by.person_id)  # fmt: skip
    session.add(row)
    session.flush()
    return row


def cancel_meeting(session: Session, case_id: int, by: Actor, at: datetime, *, meeting_id: int) -> None:
    """It does not take place. Raises Stale for one that is over, cancelled or of another network."""
    network_id = _require_network(session, case_id, by)
    row = session.get(NetworkMeeting, meeting_id)
    if row is None or row.network_id != network_id or row.cancelled_at is not None or row.starts_at <= at:
        raise Stale("no_meeting", "Deze bijeenkomst is voorbij of ging al niet door.")
    row.cancelled_at = at


def _require_network(session: Session, case_id: int, by: Actor) -> int:
    """The active network of the case, with the case locked, for who may plan its meetings."""
    case = lock_case(session, case_id)
    roles = PERMISSIONS["plan_meetings"]
    if not function_on(by, case.place, roles if isinstance(roles, frozenset) else frozenset[Role]()):
        raise NotAllowed("no_role", "Alleen de coördinator of de gemeente plant een bijeenkomst.")
    network = network_of_case(session, case_id)
    if network is None or network.state != "active":
        raise GateNotMet("no_network", "Dit netwerk is nu niet actief.")
    return network.id
