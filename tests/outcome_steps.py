"""Steps of the outcomes of an evaluation: two networks of one place, and the decision that changes them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.operations.cases.writing_case import write_case
from models.operations.evaluations import evaluating
from models.operations.launches.launching import network_of
from models.operations.networks.enrolling_on_paper import enter_member
from models.operations.networks.joining import JoinAnswer
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.procedure import Stage
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    answers_for,
    coordinator_of,
    discuss_evaluation,
    later,
    submitted,
)


def active(session: Session, place: Place, at: datetime | None = None) -> FoundingCase:
    """A case whose network is active."""
    return advance_to(session, place, Stage.EVALUATION, submitted(session, place, at) if at else None)


def network(session: Session, case: FoundingCase) -> NeighbourhoodNetwork:
    """The network of a case that was launched."""
    found = network_of(session, case.id)
    assert found is not None
    return found


def discussed(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """All that comes before the decision."""
    evaluating.open_evaluation(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at)
    discuss_evaluation(session, place, case, at)


def close(session: Session, place: Place, case: FoundingCase, at: datetime, outcome: str, **more: Any) -> None:
    """The desk decides."""
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    values = {"reason": "Besproken met de leden.", **more}
    evaluating.close_evaluation(session, case.id, desk, at, outcome=outcome, **values)
    write_case(session)


def on_paper(session: Session, place: Place, case: FoundingCase, name: str, number: str, **changes: Any) -> Enrolment:
    """A member who gave a signed form to the coordinator; each at their own house number."""
    values = {"email": "", "street_id": place.streets[0].id, "number": number, "phone": "0470 00 00 01",
              "channel": "call", "connection": "lives", **changes}  # fmt: skip
    answer = JoinAnswer(name=name, is_adult=True, accepts_rules=True, agrees=True, **values)
    by = acting(session, coordinator_of(session, case), later(case))
    return enter_member(session, case.id, by, later(case), answer, signed_on=day_of(later(case)), rules_version=1)


def members(session: Session, case: FoundingCase) -> list[tuple[str, str]]:
    """Name and state of who is in the list of a network."""
    rows = session.execute(
        select(Enrolment.name, Enrolment.state)
        .where(Enrolment.network_id == network(session, case).id, Enrolment.state.not_in(("left", "refused")))
        .order_by(Enrolment.name)
    )
    return [(row.name, row.state) for row in rows]


def told(session: Session, case: FoundingCase, event: str) -> list[dict[str, Any]]:
    """What the journal keeps of these events."""
    write_case(session)
    asked = select(JournalEntry.data).where(JournalEntry.case_id == case.id, JournalEntry.event == event)
    return [*session.scalars(asked.order_by(JournalEntry.sequence))]


Two = tuple[FoundingCase, FoundingCase]


def two_apart(session: Session, place: Place) -> Two:
    """One whose evaluation waits for its decision, and an active one beside it that is not in the Molenstraat."""
    case = active(session, place)
    church = answers_for(place, segments=[Segment(place.streets[0].id)])
    asked = requesting.submit_request(session, acting(session, place.resident, START), START, church)
    other = advance_to(session, place, Stage.EVALUATION, asked)
    discussed(session, place, case, later(case, 370))
    return case, other


def merge(session: Session, place: Place, two: Two) -> None:
    """The first of them goes on in the other one."""
    close(session, place, two[0], later(two[0], 371), "merge", successor=network(session, two[1]).slug)
