"""The definitive exclusion of a coordinator: the term of appeal, the appeal, what was decided on it, and the clock."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.measure import Measure
from models.operations.networks import appealing
from models.operations.networks.appealing import decide_appeal, look_after_measures
from models.outbox import Effect
from models.queries.networks.measures import cases_with_measures_due
from models.queries.networks.successions import open_successions, present_coordinators
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, advance_to, coordinator_of, later
from tests.measure_steps import C, M, P, appealed, begun, hand, removed, write
from tests.succession_steps import by, seat_of


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


def _mails(session: Session) -> list[str]:
    return [
        one.key.split(":")[-1] + " " + one.payload["to"].split("@")[0]
        for one in session.query(Effect).filter(Effect.key.like("measure:%")).order_by(Effect.id)
    ]


def test_a_coordinator_is_removed_once_the_term_of_appeal_has_passed_and_a_succession_begins(
    session: Session, place: Place, case: FoundingCase
) -> None:
    seat = seat_of(session, case)
    measure = removed(session, place, case)
    assert measure.appeal_until_on is not None
    assert (measure.state, measure.body, seat.until) == ("decided", "de burgemeester", None)
    assert measure.appeal_until_on >= day_of(later(case, 31))
    days = (measure.appeal_until_on - day_of(later(case, 0))).days
    assert look_after_measures(session, case.id, later(case, days), write) == 0
    assert cases_with_measures_due(session, day_of(later(case, days))) == []

    assert look_after_measures(session, case.id, later(case, days + 1), write) == 1

    assert (measure.state, seat.until) == ("carried_out", day_of(later(case, days)))
    [succession] = open_successions(session, case.id)
    assert (succession.why, succession.begun_by_id, succession.mandate_id) == ("removed", None, seat.id)
    assert _mails(session) == ["decided cora", "in_force cora"]
    assert measure.settled_at is None  # the copy to the ministry is still to be sent
    appealing.note_copy(session, case.id, by(session, place, case, M, days + 2), later(case, days + 2),
                        measure_id=measure.id, sent_on=day_of(later(case, days + 2)))  # fmt: skip
    assert measure.settled_at == later(case, days + 2)


def test_decided_at_once_the_seat_is_empty_today_and_annulled_it_is_given_back(
    session: Session, place: Place, case: FoundingCase
) -> None:
    seat, cora = seat_of(session, case), coordinator_of(session, case)
    with pytest.raises(Invalid):
        removed(session, place, case, at_once=True)
    session.query(Measure).delete()
    measure = removed(session, place, case, at_once=True, at_once_reason="De leden krijgen nog elke dag zulke foto's.")
    assert (measure.state, seat.until) == ("carried_out", day_of(later(case, 9)))
    appealed(session, place, case, measure)
    assert look_after_measures(session, case.id, later(case, 60), write) == 0
    with pytest.raises(NotAllowed):
        _decide(session, place, case, measure, "annulled", role=M)  # who took the decision

    _decide(session, place, case, measure, "annulled")

    assert (measure.state, measure.appeal_state) == ("annulled", "annulled")
    assert [one.person_id for one in present_coordinators(session, case.id)] == [cora.id]
    assert open_successions(session, case.id) == []
    assert _mails(session) == ["decided cora", "appeal_noted cora", "appeal_decided cora"]


def _decide(session: Session, place: Place, case: FoundingCase, measure: Measure, outcome: str, *,
            role: Role = P, days: int = 61, **changes: Any) -> None:  # fmt: skip
    values = {"body": "het college", "reason": "De feiten zijn niet bewezen.", "decided_on": day_of(later(case, days))}
    decide_appeal(session, case.id, by(session, place, case, role, days), later(case, days), measure_id=measure.id,
                  outcome=outcome, write_mail=write, **{**values, **changes})  # fmt: skip


def test_an_appeal_stops_the_term_until_it_is_decided(session: Session, place: Place, case: FoundingCase) -> None:
    seat = seat_of(session, case)
    measure = removed(session, place, case)
    appealed(session, place, case, measure)
    assert look_after_measures(session, case.id, later(case, 60), write) == 0
    assert seat.until is None
    for changes in ({"decided_on": day_of(later(case, 19))}, {"decided_on": day_of(later(case, 90))}, {"body": ""},
                    {"reason": "Nee."}):  # fmt: skip
        with pytest.raises(Invalid):
            _decide(session, place, case, measure, "upheld", **changes)
    with pytest.raises(Invalid):
        _decide(session, place, case, measure, "uitgesteld")

    _decide(session, place, case, measure, "upheld")

    assert (measure.state, seat.until) == ("carried_out", day_of(later(case, 60)))
    with pytest.raises(Stale):
        _decide(session, place, case, measure, "annulled")
    with pytest.raises(GateNotMet):
        appealed(session, place, case, measure, days=70)


def test_an_appeal_that_is_late_is_kept_and_refused_for_that(
    session: Session, place: Place, case: FoundingCase
) -> None:
    measure = removed(session, place, case)
    assert measure.appeal_until_on is not None
    late = measure.appeal_until_on + timedelta(days=1)
    days = (late - day_of(later(case, 0))).days

    appealed(session, place, case, measure, days=days + 2, sent_on=late, channel="mail")

    assert (measure.appeal_state, measure.appeal_sent_on, measure.appeal_channel) == ("late", late, "mail")
    assert f"{measure.appeal_until_on:%d/%m/%Y}" in measure.appeal_reason
    assert look_after_measures(session, case.id, later(case, days + 2), write) == 1
    assert measure.state == "carried_out"


def test_an_appeal_on_the_last_day_is_in_time_whenever_it_arrives(
    session: Session, place: Place, case: FoundingCase
) -> None:
    measure = removed(session, place, case)
    assert measure.appeal_until_on is not None
    days = (measure.appeal_until_on - day_of(later(case, 0))).days

    appealed(session, place, case, measure, days=days + 3, sent_on=measure.appeal_until_on)

    assert measure.appeal_state == "open"


@pytest.mark.parametrize("changes", [{"channel": "phone"}, {"sent_on_in": -11}, {"sent_on_in": 5}])
def test_what_an_appeal_can_not_be(session: Session, place: Place, case: FoundingCase, changes: dict[str, Any]) -> None:
    measure = removed(session, place, case)
    if "sent_on_in" in changes:
        changes = {"sent_on": day_of(later(case, 20)) + timedelta(days=changes["sent_on_in"])}
    with pytest.raises(Invalid):
        appealed(session, place, case, measure, **changes)


def test_before_the_decision_there_is_nothing_to_appeal_against(
    session: Session, place: Place, case: FoundingCase
) -> None:
    measure = begun(session, place, case, "definitive_exclusion")
    hand(session, case, measure, by(session, place, case, C))

    with pytest.raises(GateNotMet):
        appealed(session, place, case, measure, days=11, role=C)
    with pytest.raises(GateNotMet):
        appealing.note_copy(session, case.id, by(session, place, case, P), later(case, 11), measure_id=measure.id,
                            sent_on=day_of(later(case, 11)))  # fmt: skip


def test_who_lets_a_measure_lie_is_asked_again_every_week_until_the_hand_is_given(
    session: Session, place: Place, case: FoundingCase
) -> None:
    measure = begun(session, place, case, "reprimand", days=10)
    chief = place.people[C].email
    assert cases_with_measures_due(session, day_of(later(case, 11))) == [case.id]
    assert look_after_measures(session, case.id, later(case, 16), write) == 0

    assert [look_after_measures(session, case.id, later(case, day), write) for day in (17, 18, 23, 24)] == [1, 0, 0, 1]

    asked = list(session.query(Effect).filter(Effect.key.like("measure_turn:%")).order_by(Effect.id))
    assert [one.payload["to"] for one in asked] == [chief] * 3
    assert len({one.key for one in asked}) == 3
    assert [one.sentence for one in measure.entries if one.by_id is None] == ["Opnieuw gevraagd: beslist."] * 2
    hand(session, case, measure, by(session, place, case, C, 25), 25)
    assert look_after_measures(session, case.id, later(case, 40), write) == 0
    assert session.query(Effect).filter(Effect.key.like("measure_turn:%")).count() == 3
