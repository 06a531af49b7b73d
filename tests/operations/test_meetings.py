"""The meetings of an active network: planned by its coordinator or the municipality, cancelled, over by themselves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.meeting import NetworkMeeting
from models.operations.launches.launching import network_of
from models.operations.networks.meeting import cancel_meeting, plan_meeting
from models.person import Person
from models.queries.networks.meetings import coming_meetings, meetings_in_calendar
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_place


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


def _plan(session: Session, case: FoundingCase, by: Person | None = None, **changes: Any) -> NetworkMeeting:
    values = {"starts_at": later(case, 20), "subject": "Jaarvergadering", "place": "Parochiezaal", "is_public": True,
              **changes}  # fmt: skip
    actor = acting(session, by or coordinator_of(session, case), later(case))
    return plan_meeting(session, case.id, actor, later(case), **values)


def _cancel(session: Session, case: FoundingCase, row: NetworkMeeting, at: datetime) -> None:
    cancel_meeting(session, case.id, acting(session, coordinator_of(session, case), at), at, meeting_id=row.id)


def _coming(session: Session, case: FoundingCase, at: datetime, *, is_public: bool = True) -> list[str]:
    network = network_of(session, case.id)
    assert network is not None
    return [one.subject for one in coming_meetings(session, network.slug, at, is_public=is_public)]


def test_a_meeting_is_told_until_it_is_over_and_to_members_only_where_it_is_theirs(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _plan(session, case, place.people[Role.DESK_OFFICER])
    _plan(session, case, subject="Alleen leden", is_public=False, starts_at=later(case, 10))

    assert _coming(session, case, later(case, 2)) == ["Jaarvergadering"]
    assert _coming(session, case, later(case, 2), is_public=False) == ["Alleen leden", "Jaarvergadering"]
    assert _coming(session, case, later(case, 20) + timedelta(hours=1)) == ["Jaarvergadering"]
    assert _coming(session, case, later(case, 21)) == []


def test_a_cancelled_meeting_stays_to_be_told_and_is_cancelled_once(session: Session, case: FoundingCase) -> None:
    row, at = _plan(session, case), later(case, 3)
    network = network_of(session, case.id)
    assert network is not None

    _cancel(session, case, row, at)

    assert _coming(session, case, at) == ["Jaarvergadering"]
    assert [one.cancelled_at for one in meetings_in_calendar(session, network.slug, at)] == [at]
    with pytest.raises(Stale):
        _cancel(session, case, row, at)
    over = _plan(session, case)
    with pytest.raises(Stale):
        _cancel(session, case, over, later(case, 30))


@pytest.mark.parametrize(("changes", "field"), [
    ({"subject": " "}, "subject"), ({"place": ""}, "place"), ({"starts_at": -1}, "starts_at"),
    ({"starts_at": 900}, "starts_at"),
])  # fmt: skip
def test_a_meeting_that_can_not_be_is_refused_at_its_field(
    session: Session, case: FoundingCase, changes: dict[str, Any], field: str
) -> None:
    if "starts_at" in changes:
        changes = {"starts_at": later(case, changes["starts_at"])}

    with pytest.raises(Invalid) as refusal:
        _plan(session, case, **changes)

    assert refusal.value.field == field


def test_only_coordinator_and_desk_of_this_network_plan_and_only_while_it_goes_on(
    session: Session, place: Place, case: FoundingCase
) -> None:
    foreign = advance_to(session, make_place(session, "westveld", "WES"), Stage.EVALUATION)
    row = _plan(session, foreign)
    for by in (place.people[Role.MAYOR], place.people[Role.MANDATED_OFFICER], coordinator_of(session, foreign)):
        with pytest.raises(NotAllowed):
            _plan(session, case, by)
    with pytest.raises(Stale):  # of another network, through a case of one's own
        _cancel(session, case, row, later(case))
    network = network_of(session, case.id)
    assert network is not None

    network.state = "suspended"

    with pytest.raises(GateNotMet):
        _plan(session, case)
