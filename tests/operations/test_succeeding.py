"""A coordinator of an active network is succeeded: the seat, the candidates, the screening, the appointment."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.operations.evaluations.evaluating import open_evaluation
from models.operations.networks import succeeding, succeeding_candidates
from models.operations.networks.succeeding_candidates import Proposal, agree_by_link, candidate_by_link, decline_by_link
from models.outbox import Effect
from models.queries.networks.coordinators import reachable_coordinators
from models.queries.networks.successions import (
    cases_in_succession,
    officers_standing_in,
    stand_ins,
    steps_left,
    successions_of,
    tasks_of,
)
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.succession import Successor
from models.term import Term
from tests.factories import (
    Place,
    acting,
    advance_to,
    charter_of,
    coordinator_of,
    evaluate,
    later,
    make_person,
    make_place,
)
from tests.message_steps import MAIL, a_member
from tests.succession_steps import ALL, appointed, begun, by, noted, offered, screened, seat_of


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


def _events(session: Session, case: FoundingCase) -> list[str]:
    rows = session.query(JournalEntry).filter_by(case_id=case.id).order_by(JournalEntry.sequence)
    return [row.event for row in rows if row.event.startswith(("succession:", "successor:", "seat:emptied"))]


def _left(succession: object) -> list[str]:
    return [one.code for one in steps_left(succession, ProcedureSettings())]  # type: ignore[arg-type]


def _seats(session: Session, case: FoundingCase) -> list[str]:
    rows = session.query(Mandate).filter_by(case_id=case.id, role="coordinator", until=None)
    return [row.person.name or "" for row in rows]


def a_member_of(session: Session, place: Place, case: FoundingCase) -> Enrolment:
    """A member of a network whose coordinator is gone already."""
    row = Enrolment(network_id=session.query(NeighbourhoodNetwork).filter_by(case_id=case.id).one().id, state="member",
                    name="Nele Nieuw", email="nele@binstart.example", rules_version=1, consent_version=1,
                    asked_at=later(case))  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_from_the_empty_seat_to_the_new_coordinator_and_the_charter(
    session: Session, place: Place, case: FoundingCase
) -> None:
    member = a_member(session, place, case)
    succession = begun(session, place, case)
    assert _left(succession) == ["candidate_known", "candidate_agreed", "candidate_suitable", "successor_appointed",
                                 "change_reported"]  # fmt: skip
    assert _seats(session, case) == []
    count = succeeding.call_members(session, case.id, by(session, place, case, Role.DESK_OFFICER), later(case, 10),
                                    succession_id=succession.id, write_mail=lambda one: MAIL)  # fmt: skip
    row = offered(session, member, later(case, 11))
    assert (count, _left(succession)[0]) == (1, "candidate_suitable")
    screened(session, place, case, row)
    told = appointed(session, place, case, row)
    assert (told, _seats(session, case), _left(succession)) == (1, ["Nele Nieuw"], ["change_reported"])
    seat = seat_of(session, case)
    assert (seat.screening, seat.is_accepted, seat.function) == ("suitable", True, "coördinator")

    succeeding.report_change(session, case.id, by(session, place, case, Role.DESK_OFFICER, 14), later(case, 14),
                             succession_id=succession.id)  # fmt: skip

    assert (succession.state, case.stage, charter_of(session, case).open_sections) == ("done", "charter", ["parties"])
    assert [(one.state, one.name) for one in succession.candidates] == [("appointed", "")]
    assert _events(session, case) == [
        "succession:begun", "seat:emptied", "succession:called", "successor:noted", "successor:agreed",
        "successor:screened", "successor:appointed", "succession:reported", "succession:completed",
    ]  # fmt: skip
    assert session.query(Term).filter_by(case_id=case.id, kind="succession").one().over_at is not None


def test_the_journal_tells_neither_why_a_seat_is_empty_nor_what_a_screening_gave(
    session: Session, place: Place, case: FoundingCase
) -> None:
    begun(session, place, case, why="died")
    row = offered(session, a_member_of(session, place, case), later(case, 11))
    screened(session, place, case, row, "not_suitable")

    told = str([one.data for one in session.query(JournalEntry).filter_by(case_id=case.id)])
    assert not any(word in told for word in ("died", "overleden", "not_suitable", "Nele", "binstart.example"))


def test_a_coordinator_stops_themselves_on_a_day_to_come_and_the_clock_empties_the_seat(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at, seat = later(case, 10), seat_of(session, case)
    cora = acting(session, coordinator_of(session, case), at)
    vacant_on = day_of(at) + timedelta(days=20)

    succession = succeeding.begin_succession(session, case.id, cora, at, mandate_id=seat.id, why="stops",
                                             vacant_on=vacant_on)  # fmt: skip

    assert (seat.until, cases_in_succession(session, day_of(at))) == (None, [])
    assert succeeding.look_after_successions(session, case.id, later(case, 20)) == 0
    assert cases_in_succession(session, vacant_on) == [case.id]
    assert succeeding.look_after_successions(session, case.id, later(case, 30)) == 1
    assert (seat.until, succession.emptied_at) == (vacant_on - timedelta(days=1), later(case, 30))
    assert "seat:emptied" in _events(session, case)


@pytest.mark.parametrize(
    ("why", "days", "refusal"),
    [("died", 0, Invalid), ("removed", 0, Invalid), ("none", 0, Invalid), ("stops", 400, Invalid),
     ("stops", -400, Invalid)],
)  # fmt: skip
def test_what_a_coordinator_can_not_say_of_their_own_seat(
    session: Session, case: FoundingCase, why: str, days: int, refusal: type[Exception]
) -> None:
    at = later(case, 10)
    cora = acting(session, coordinator_of(session, case), at)

    with pytest.raises(refusal):
        succeeding.begin_succession(session, case.id, cora, at, mandate_id=seat_of(session, case).id, why=why,
                                    vacant_on=day_of(at) + timedelta(days=days))  # fmt: skip


def test_nobody_says_it_of_the_seat_of_another_coordinator(session: Session, place: Place, case: FoundingCase) -> None:
    at, first = later(case, 10), seat_of(session, case)
    second = make_person(session, "Clara Collega")
    session.add(Mandate(person_id=second.id, role="coordinator", case_id=case.id, since=day_of(later(case))))
    session.flush()

    with pytest.raises(NotAllowed):
        succeeding.begin_succession(session, case.id, acting(session, second, at), at, mandate_id=first.id,
                                    why="stops", vacant_on=day_of(at))  # fmt: skip


def test_of_several_coordinators_the_other_one_stays_and_stands_in(
    session: Session, place: Place, case: FoundingCase
) -> None:
    second = make_person(session, "Clara Collega")
    session.add(Mandate(person_id=second.id, role="coordinator", case_id=case.id, since=day_of(later(case))))
    session.flush()

    begun(session, place, case)

    assert _seats(session, case) == ["Clara Collega"]
    assert [one.role for one in stand_ins(session, case, day_of(later(case, 10)))] == [Role.COORDINATOR]
    assert officers_standing_in(session, case.number.lower(), day_of(later(case, 10))) == ()


def test_where_nobody_else_is_left_the_officer_stands_in_and_can_be_written_to(
    session: Session, place: Place, case: FoundingCase
) -> None:
    on, slug = day_of(later(case, 10)), case.number.lower()
    assert officers_standing_in(session, slug, on) == ()

    begun(session, place, case)

    found = officers_standing_in(session, slug, on)
    assert [one.person_id for one in found] == [place.people[Role.MANDATED_OFFICER].id]
    assert reachable_coordinators(session, slug) == ()  # a network without coordinator still counts as one


def test_it_is_begun_once_per_seat_and_only_for_a_network_that_works(
    session: Session, place: Place, case: FoundingCase
) -> None:
    seat = seat_of(session, case)
    at = later(case, 10)
    begun(session, place, case, vacant_on=day_of(at) + timedelta(days=5))
    with pytest.raises(Stale):
        begun(session, place, case)

    session.query(NeighbourhoodNetwork).filter_by(case_id=case.id).one().state = "terminated"
    with pytest.raises(GateNotMet):
        succeeding.begin_succession(session, case.id, by(session, place, case, Role.DESK_OFFICER), at,
                                    mandate_id=seat.id, why="stops", vacant_on=day_of(at))  # fmt: skip


def test_where_there_is_no_coordinator_any_more_a_seat_without_a_holder_is_taken(
    session: Session, place: Place, case: FoundingCase
) -> None:
    seat_of(session, case).until = day_of(later(case, 5))
    session.flush()

    at = later(case, 10)
    succession = succeeding.begin_succession(session, case.id, by(session, place, case, Role.MANDATED_OFFICER), at,
                                             mandate_id=None, why="none", vacant_on=day_of(at))  # fmt: skip

    assert succession.emptied_at is not None
    with pytest.raises(Stale):
        succeeding.begin_succession(session, case.id, by(session, place, case, Role.MANDATED_OFFICER), at,
                                    mandate_id=None, why="none", vacant_on=day_of(at))  # fmt: skip


def test_who_was_noted_agrees_to_each_condition_or_declines_and_is_forgotten(
    session: Session, place: Place, case: FoundingCase
) -> None:
    succession = begun(session, place, case)
    token = noted(session, place, case, succession)
    for missing in ALL:
        with pytest.raises(Invalid):
            agree_by_link(session, token, later(case, 12), agreed=ALL - {missing})
    agree_by_link(session, token, later(case, 12), agreed=ALL)
    agree_by_link(session, token, later(case, 12), agreed=set())  # a second time changes nothing
    assert succession.candidates[0].state == "agreed"

    decline_by_link(session, token, later(case, 13))

    assert (succession.candidates[0].state, succession.candidates[0].email) == ("withdrawn", "")
    assert candidate_by_link(session, token) is None
    with pytest.raises(Stale):
        agree_by_link(session, token, later(case, 14), agreed=ALL)


def test_who_can_be_no_candidate(session: Session, place: Place, case: FoundingCase) -> None:
    member = a_member(session, place, case)
    with pytest.raises(Stale):
        offered(session, member, later(case, 9))  # no seat is empty
    second = make_person(session, "Clara Collega")
    session.add(Mandate(person_id=second.id, role="coordinator", case_id=case.id, since=day_of(later(case))))
    succession = begun(session, place, case)
    offered(session, member, later(case, 11))
    with pytest.raises(Stale):
        offered(session, member, later(case, 12))
    for email in (place.people[Role.POLICE_CHIEF].email, second.email, "geen adres"):
        with pytest.raises(Invalid):
            noted(session, place, case, succession, email=email or "")


def test_the_screening_comes_after_consent_and_not_from_who_is_close(
    session: Session, place: Place, case: FoundingCase
) -> None:
    succession = begun(session, place, case)
    token = noted(session, place, case, succession)
    row = succession.candidates[0]
    with pytest.raises(GateNotMet):
        screened(session, place, case, row)
    agree_by_link(session, token, later(case, 12), agreed=ALL)
    with pytest.raises(NotAllowed):
        succeeding_candidates.screen_candidate(
            session, case.id, by(session, place, case, Role.DESK_OFFICER), later(case, 12),
            succession_id=succession.id, successor_id=row.id, result="suitable", screened_on=day_of(later(case, 12)),
        )  # fmt: skip
    place.people[Role.MANDATED_OFFICER].dwelling_id = place.resident.dwelling_id
    place.resident.email = row.email
    session.flush()
    with pytest.raises(NotAllowed):
        screened(session, place, case, row)


def test_only_somebody_suitable_is_appointed_by_who_the_setting_names_and_not_by_who_screened(
    session: Session, place: Place, case: FoundingCase
) -> None:
    succession = begun(session, place, case)
    row = offered(session, a_member_of(session, place, case), later(case, 11))
    with pytest.raises(GateNotMet):
        appointed(session, place, case, row)
    screened(session, place, case, row, "not_suitable")
    with pytest.raises(GateNotMet):
        appointed(session, place, case, row)
    screened(session, place, case, row)
    with pytest.raises(NotAllowed):
        appointed(session, place, case, row, role=Role.MAYOR)
    case.municipality.settings = {**case.municipality.settings, "successor_appointed_by": "mandated_officer"}
    session.flush()
    with pytest.raises(NotAllowed, match="screening noteerde"):
        appointed(session, place, case, row, role=Role.MANDATED_OFFICER)
    case.municipality.settings = {**case.municipality.settings, "successor_appointed_by": "mayor"}
    session.flush()
    appointed(session, place, case, row, role=Role.MAYOR)
    assert succession.body == "de burgemeester"
    with pytest.raises(Stale):
        appointed(session, place, case, row, role=Role.MAYOR)


def test_two_at_once_and_a_stale_page_change_nothing(session: Session, place: Place, case: FoundingCase) -> None:
    succession = begun(session, place, case)
    member = a_member_of(session, place, case)
    row = offered(session, member, later(case, 11))
    seen = str(succession.revision)
    screened(session, place, case, row)

    with pytest.raises(Stale):
        succeeding_candidates.remove_candidate(
            session, case.id, by(session, place, case, Role.DESK_OFFICER), later(case, 12), seen=seen,
            succession_id=succession.id, successor_id=row.id,
        )  # fmt: skip
    assert session.get_one(Successor, row.id).state == "agreed"


def test_it_stops_only_while_somebody_coordinates_and_nobody_of_elsewhere_touches_it(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at, desk = later(case, 12), by(session, place, case, Role.DESK_OFFICER, 12)
    succession = begun(session, place, case, vacant_on=day_of(later(case, 40)))
    elsewhere = make_place(session, "westveld", "WES")
    with pytest.raises(NotAllowed):
        succeeding.stop_succession(session, case.id, acting(session, elsewhere.people[Role.DESK_OFFICER], at), at,
                                   succession_id=succession.id, reason="Toch niet.")  # fmt: skip

    succeeding.stop_succession(session, case.id, desk, at, succession_id=succession.id, reason="Toch niet.")

    assert (succession.state, seat_of(session, case).until) == ("stopped", None)
    assert succeeding.look_after_successions(session, case.id, later(case, 50)) == 0
    with pytest.raises(Stale):
        succeeding.stop_succession(session, case.id, desk, at, succession_id=succession.id, reason="Nog eens.")

    empty = begun(session, place, case, days=13)
    with pytest.raises(GateNotMet):
        succeeding.stop_succession(session, case.id, desk, at, succession_id=empty.id, reason="Toch niet.")
    assert [one.state for one in successions_of(session, case.id)] == ["open", "stopped"]


def test_the_clock_reminds_who_must_act_and_their_work_list_shows_it(
    session: Session, place: Place, case: FoundingCase
) -> None:
    succession = begun(session, place, case)
    desk, chief = by(session, place, case, Role.DESK_OFFICER), by(session, place, case, Role.POLICE_CHIEF)
    assert [one.what for one in tasks_of(session, desk, day_of(later(case, 11)))] == [
        "Minstens één kandidaat is bekend"
    ]
    assert tasks_of(session, chief, day_of(later(case, 11))) == ()
    assert succeeding.look_after_successions(session, case.id, later(case, 20)) == 0

    assert succeeding.look_after_successions(session, case.id, later(case, 24)) == 1
    assert succeeding.look_after_successions(session, case.id, later(case, 25)) == 0

    reminded = session.query(JournalEntry).filter_by(case_id=case.id, event="succession:reminded").one()
    assert reminded.data["roles"] == ["desk_officer", "mandated_officer"]
    offered(session, a_member_of(session, place, case), later(case, 26))
    late = tasks_of(session, chief, day_of(later(case, 90)))
    assert [(one.what, one.is_late) for one in late] == [("De politie vond een kandidaat geschikt", True)]
    assert succession.remind_on == day_of(later(case, 40))


def test_the_succession_of_a_network_that_stopped_stops_too(session: Session, place: Place, case: FoundingCase) -> None:
    succession = begun(session, place, case, vacant_on=day_of(later(case, 60)))
    evaluate(session, place, case, later(case, 12), "terminate")
    assert case.ended_at is not None
    assert tasks_of(session, by(session, place, case, Role.DESK_OFFICER), day_of(later(case, 13))) == ()

    assert succeeding.look_after_successions(session, case.id, later(case, 24)) == 1

    assert (succession.state, succession.stop_reason) == ("stopped", "Het netwerk is gestopt.")
    assert cases_in_succession(session, day_of(later(case, 90))) == []


def test_while_an_evaluation_runs_the_change_waits(session: Session, place: Place, case: FoundingCase) -> None:
    succession = begun(session, place, case)
    row = offered(session, a_member_of(session, place, case), later(case, 11))
    desk = by(session, place, case, Role.DESK_OFFICER, 14)
    with pytest.raises(GateNotMet):
        succeeding.report_change(session, case.id, desk, later(case, 12), succession_id=succession.id)
    screened(session, place, case, row)
    open_evaluation(session, case.id, desk, later(case, 12))
    appointed(session, place, case, row)

    with pytest.raises(GateNotMet):
        succeeding.report_change(session, case.id, desk, later(case, 14), succession_id=succession.id)
    assert _left(succession) == ["change_reported"]


def test_a_link_by_mail_goes_to_who_was_noted(session: Session, place: Place, case: FoundingCase) -> None:
    succession = begun(session, place, case)
    noted(session, place, case, succession)

    mail = session.query(Effect).filter(Effect.key.like("successor:%")).one()
    assert mail.payload["to"] == "otto@binstart.example"
    with pytest.raises(Stale):
        succeeding_candidates.note_candidate(
            session, case.id, by(session, place, case, Role.DESK_OFFICER), later(case, 12),
            succession_id=succession.id, proposal=Proposal("otto opvolger", "OTTO@binstart.example"),
            write_mail=lambda token, row: MAIL,
        )  # fmt: skip
