"""How active networks are: which of them seem dormant, and what they answered when asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.evaluation import Evaluation
from models.meeting import NetworkMeeting
from models.message import Message
from models.network import NeighbourhoodNetwork
from models.network_check import NetworkCheck
from models.queries.cases.facts import settings_of
from models.queries.networks.coordinators import reachable_coordinators
from models.rules.dormancy import Life, seems_dormant, signs_of
from models.rules.working_days import months_later


@dataclass(frozen=True)
class DormantNetwork:
    """One active network with the signs that it is dormant, and the last question to it."""

    case: FoundingCase
    network: NeighbourhoodNetwork
    signs: tuple[str, ...]
    months: int
    check: NetworkCheck | None


def life_of(session: Session, network: NeighbourhoodNetwork, on: date) -> Life:
    """What is known of one network up to a day."""
    states = dict(
        session.execute(
            select(Enrolment.state, func.count())
            .where(Enrolment.network_id == network.id, Enrolment.state.in_(("member", "paused")))
            .group_by(Enrolment.state)
        ).all()
    )
    bounced = session.scalar(
        select(func.count()).where(Enrolment.network_id == network.id, Enrolment.bounced_at.is_not(None))
    )
    message = session.scalar(
        select(func.max(Message.happened_at)).where(
            Message.network_id == network.id, Message.state.in_(("released", "entered"))
        )
    )
    meeting = session.scalar(
        select(func.max(NetworkMeeting.starts_at)).where(
            NetworkMeeting.network_id == network.id, NetworkMeeting.cancelled_at.is_(None)
        )
    )
    due_on = session.scalar(
        select(Evaluation.due_on).where(
            Evaluation.case_id == network.case_id, Evaluation.opened_at.is_not(None), Evaluation.closed_at.is_(None)
        )
    )
    return Life(
        active_since=network.active_since, last_message_on=day_of(message) if message else None,
        last_meeting_on=day_of(meeting) if meeting else None,
        coordinators=len(reachable_coordinators(session, network.slug)), members=sum(states.values()),
        bounced=bounced or 0, evaluation_due_on=due_on,
    )  # fmt: skip


def dormant_networks(session: Session, authority_ids: Collection[int], on: date) -> tuple[DormantNetwork, ...]:
    """The active networks of these municipalities and zones that show signs, those that seem dormant first."""
    rows = session.execute(
        select(NeighbourhoodNetwork, FoundingCase)
        .join(FoundingCase, FoundingCase.id == NeighbourhoodNetwork.case_id)
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .where(NeighbourhoodNetwork.state == "active", NeighbourhoodNetwork.active_since <= on)
        .where(or_(Authority.id.in_(authority_ids), Authority.zone_id.in_(authority_ids)))
        .order_by(NeighbourhoodNetwork.name)
    ).all()
    found = [_looked_at(session, network, case, on) for network, case in rows]
    shown = [one for one in found if one.signs or (one.check is not None and one.check.closed_at is None)]
    return tuple(sorted(shown, key=lambda one: not seems_dormant(one.signs)))


def _looked_at(session: Session, network: NeighbourhoodNetwork, case: FoundingCase, on: date) -> DormantNetwork:
    months = settings_of(case).dormant_after_months
    return DormantNetwork(case, network, signs_of(life_of(session, network, on), on, months), months,
                           last_check(session, case.id))  # fmt: skip


def signs_in_case(session: Session, case: FoundingCase, on: date) -> tuple[str, ...]:
    """The signs of the active network of one case; none where there is no active one."""
    network = session.scalars(
        select(NeighbourhoodNetwork).where(
            NeighbourhoodNetwork.case_id == case.id, NeighbourhoodNetwork.state == "active",
            NeighbourhoodNetwork.active_since <= on,
        )
    ).one_or_none()  # fmt: skip
    if network is None:
        return ()
    return signs_of(life_of(session, network, on), on, settings_of(case).dormant_after_months)


def last_check(session: Session, case_id: int) -> NetworkCheck | None:
    """The last question to a network, answered or not."""
    return session.scalars(
        select(NetworkCheck).where(NetworkCheck.case_id == case_id).order_by(NetworkCheck.id.desc()).limit(1)
    ).one_or_none()


def cases_to_ask(session: Session, on: date) -> Sequence[int]:
    """Cases whose network seems dormant and was not asked in the period that counts as quiet."""
    rows = session.execute(
        select(NeighbourhoodNetwork, FoundingCase)
        .join(FoundingCase, FoundingCase.id == NeighbourhoodNetwork.case_id)
        .where(NeighbourhoodNetwork.state == "active", NeighbourhoodNetwork.active_since <= on)
    ).all()
    return [case.id for network, case in rows if _is_to_ask(_looked_at(session, network, case, on), on)]


def _is_to_ask(one: DormantNetwork, on: date) -> bool:
    if not seems_dormant(one.signs):
        return False
    check = one.check
    return check is None or (check.closed_at is not None and months_later(day_of(check.closed_at), one.months) < on)
