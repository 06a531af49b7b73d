"""From a neighbour's idea to a request that the desk accepted, refused, or sent back for completion."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.requests import requesting
from models.outbox import OutboxEntry
from models.queries.cases.case_parts import decisions
from models.queries.records.request import decision_record
from models.request import RequestDraft
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Refused, Stale
from tests.factories import START, Place, acting, answers_for, give_role, make_place, submitted

LATER = START + timedelta(days=1)


def desk(session: Session, place: Place):  # type: ignore[no-untyped-def]
    return acting(session, place.people[Role.DESK_OFFICER], LATER)


def test_a_submitted_request_has_a_case_number_of_its_municipality_and_year(session: Session, place: Place) -> None:
    case = submitted(session, place)

    assert case.number == "OOS-2026-0001"
    assert (case.stage, case.round) == ("idea", 1)
    assert case.waiting_for == ["request_accepted"]


def test_the_second_request_gets_the_next_number(session: Session, place: Place) -> None:
    submitted(session, place)

    assert submitted(session, place).number == "OOS-2026-0002"


def test_submitting_makes_the_resident_initiator_and_asks_the_engine_for_its_work(
    session: Session, place: Place
) -> None:
    case = submitted(session, place)

    assert session.scalars(select(Mandate.role).where(Mandate.case_id == case.id)).all() == ["initiator"]
    assert session.scalars(select(OutboxEntry.flow).where(OutboxEntry.case_id == case.id)).all() == ["idea"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"motives": "kort"}, "motives"),
        ({"motives": "x" * 5001}, "motives"),
        ({"kind": "club"}, "kind"),
        ({"origin": "mars"}, "origin"),
        ({"objectives": []}, "objectives"),
        ({"objectives": ["patrol"]}, "objectives"),
        ({"households": 0}, "households"),
        ({"declaration": False}, "declaration"),
        ({"segments": []}, "segments"),
        ({"segments": [Segment(999)]}, "segments"),
        ({"channel": "pigeon"}, "channel"),
        ({"municipality_id": 999}, "municipality_id"),
    ],
)
def test_an_answer_that_can_not_be_right_is_refused_at_its_field(
    session: Session, place: Place, change: dict[str, object], field: str
) -> None:
    resident = acting(session, place.resident)

    with pytest.raises(Invalid) as refusal:
        requesting.submit_request(session, resident, START, answers_for(place, **change))

    assert refusal.value.field == field


@pytest.mark.parametrize(
    "segment", [{"side": "left"}, {"from_number": 9, "to_number": 1}, {"from_number": 0}, {"to_number": 100_000}]
)
def test_a_street_segment_that_can_not_be_is_refused(
    session: Session, place: Place, segment: dict[str, object]
) -> None:
    answers = answers_for(place)
    wrong = replace(answers.segments[0], **segment)  # type: ignore[arg-type]

    with pytest.raises(Invalid) as refusal:
        requesting.submit_request(session, acting(session, place.resident), START, replace(answers, segments=[wrong]))

    assert refusal.value.field == "segments"


def test_a_street_of_another_municipality_is_not_in_the_area(session: Session, place: Place) -> None:
    elsewhere = make_place(session, "westveld", "WES", place.zone)
    answers = answers_for(place, segments=[Segment(elsewhere.streets[0].id)])

    with pytest.raises(Invalid):
        requesting.submit_request(session, acting(session, place.resident), START, answers)


def test_a_resident_can_not_submit_on_paper_for_somebody_else(session: Session, place: Place) -> None:
    with pytest.raises(NotAllowed):
        requesting.submit_request(session, acting(session, place.resident), START, answers_for(place, channel="paper"))


def test_the_desk_submits_a_paper_request_for_a_resident_who_is_then_the_initiator(
    session: Session, place: Place
) -> None:
    case = requesting.submit_request(
        session, desk(session, place), START, answers_for(place, channel="paper"), initiator_id=place.resident.id
    )

    assert case.initiator_id == place.resident.id
    assert case.submitted_by_id == place.people[Role.DESK_OFFICER].id


def test_accepting_opens_the_consultation_in_the_same_transaction(session: Session, place: Place) -> None:
    case = submitted(session, place)

    requesting.accept_request(session, case.id, desk(session, place), LATER, seen="idea:1")

    assert (case.stage, case.stage_opened_at) == ("consultation", LATER)
    assert case.due_on is not None


@pytest.mark.parametrize("role", [Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.ADMINISTRATOR])
def test_only_the_desk_accepts(session: Session, place: Place, role: Role) -> None:
    case = submitted(session, place)

    with pytest.raises(NotAllowed):
        requesting.accept_request(session, case.id, acting(session, place.people[role], LATER), LATER)


def test_the_desk_of_another_municipality_can_not_accept(session: Session, place: Place) -> None:
    case = submitted(session, place)
    elsewhere = make_place(session, "westveld", "WES", place.zone)

    with pytest.raises(NotAllowed):
        requesting.accept_request(session, case.id, desk(session, elsewhere), LATER)


def test_an_officer_cannot_approve_a_request_from_their_own_household(session: Session, place: Place) -> None:
    case = submitted(session, place)
    place.people[Role.DESK_OFFICER].dwelling_id = place.resident.dwelling_id
    session.flush()

    with pytest.raises(NotAllowed) as refusal:
        requesting.accept_request(session, case.id, desk(session, place), LATER)

    assert refusal.value.code == "four_eyes"


def test_who_submitted_for_somebody_does_not_accept_it(session: Session, place: Place) -> None:
    officer = desk(session, place)
    case = requesting.submit_request(
        session, officer, START, answers_for(place, channel="counter"), initiator_id=place.resident.id
    )

    with pytest.raises(NotAllowed):
        requesting.accept_request(session, case.id, officer, LATER)


def test_a_resident_with_a_desk_role_does_not_decide_on_their_own_request(session: Session, place: Place) -> None:
    give_role(session, place.resident, Role.DESK_OFFICER, place.municipality)
    case = submitted(session, place)

    with pytest.raises(NotAllowed):
        requesting.accept_request(session, case.id, acting(session, place.resident, LATER), LATER)


def test_completion_is_asked_given_and_then_the_request_can_be_accepted(session: Session, place: Place) -> None:
    case, officer = submitted(session, place), desk(session, place)
    requesting.ask_completion(session, case.id, officer, LATER, reason="Welke straten precies?")
    with pytest.raises(GateNotMet):
        requesting.accept_request(session, case.id, officer, LATER)

    requesting.complete_request(
        session, case.id, acting(session, place.resident, LATER), LATER, motives="Inbraken en weinig contact.",
        households=20, expectations={"municipality": "Een zaal."}, addition="De hele Kerkstraat.",
    )  # fmt: skip
    requesting.accept_request(session, case.id, officer, LATER)

    assert case.stage == "consultation"
    assert "De hele Kerkstraat." in requesting.request_of(session, case.id).motives


def test_completion_that_nobody_asks_any_more_is_stale(session: Session, place: Place) -> None:
    case = submitted(session, place)

    with pytest.raises(Stale):
        requesting.complete_request(session, case.id, acting(session, place.resident, LATER), LATER,
                                    motives="Nog iets over motieven.", households=3, expectations={},
                                    addition="extra")  # fmt: skip


def test_a_refusal_without_a_reason_is_no_refusal(session: Session, place: Place) -> None:
    case = submitted(session, place)

    with pytest.raises(Invalid) as refusal:
        requesting.refuse_request(session, case.id, desk(session, place), LATER, reason="  ")

    assert refusal.value.field == "reason"
    assert case.ended_at is None


def test_a_refused_request_ends_with_its_reason_and_nothing_can_be_done_any_more(
    session: Session, place: Place
) -> None:
    case = submitted(session, place)

    requesting.refuse_request(session, case.id, desk(session, place), LATER, reason="Het gebied bestaat al.",
                              may_come_again=False)  # fmt: skip

    assert (case.end, case.ended_at, case.may_come_again, case.waiting_for) == ("refused", LATER, False, [])
    with pytest.raises(GateNotMet):
        requesting.accept_request(session, case.id, desk(session, place), LATER)


def test_a_refusal_keeps_the_day_of_its_decision_in_journal_letter_and_case(session: Session, place: Place) -> None:
    case, at = submitted(session, place), START + timedelta(days=9)
    met_on = day_of(START) + timedelta(days=4)

    requesting.refuse_request(session, case.id, desk(session, place), at, reason="Past hier niet.", body="het college",
                              decided_on=met_on)  # fmt: skip

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "request:refused")).one()
    record = decision_record(session, case, entry.sequence, "https://binstart.example")
    assert (entry.data["decided_on"], record.decided_on, record.dated_on) == (met_on.isoformat(), met_on, day_of(at))
    assert [one.decided_on for one in decisions(session, case)] == [met_on]


@pytest.mark.parametrize(("days", "code"), [(-1, "before_request"), (10, "in_the_future")])
def test_nobody_refuses_on_a_day_before_the_request_or_one_to_come(
    session: Session, place: Place, days: int, code: str
) -> None:
    case, at = submitted(session, place), START + timedelta(days=9)

    with pytest.raises(Invalid) as refusal:
        requesting.refuse_request(session, case.id, desk(session, place), at, reason="Past hier niet.",
                                  decided_on=day_of(START) + timedelta(days=days))  # fmt: skip

    assert (refusal.value.code, refusal.value.field, case.ended_at) == (code, "decided_on", None)


def test_the_initiator_withdraws_and_nobody_else_does(session: Session, place: Place) -> None:
    case = submitted(session, place)
    with pytest.raises(NotAllowed):
        requesting.withdraw_request(session, case.id, desk(session, place), LATER, reason="Ik stop ermee.")

    requesting.withdraw_request(
        session, case.id, acting(session, place.resident, LATER), LATER, reason="Ik stop ermee."
    )

    assert case.end == "withdrawn"


def test_a_decision_on_a_page_from_before_the_case_moved_is_stale(session: Session, place: Place) -> None:
    case, officer = submitted(session, place), desk(session, place)
    requesting.accept_request(session, case.id, officer, LATER, seen="idea:1")

    with pytest.raises(Stale):
        requesting.refuse_request(session, case.id, officer, LATER, reason="Te laat gezien.", seen="idea:1")


def test_a_draft_is_kept_as_typed_and_belongs_to_its_writer(session: Session, place: Place) -> None:
    resident, neighbour = acting(session, place.resident), acting(session, place.neighbour)
    draft = requesting.save_draft(session, resident, START, draft_id=None, answers={"name": "BIN Ke"})
    requesting.save_draft(session, resident, LATER, draft_id=draft.id, answers={"motives": "Nog denken"})

    assert session.get(RequestDraft, draft.id).answers == {"name": "BIN Ke", "motives": "Nog denken"}
    with pytest.raises(NotAllowed):
        requesting.save_draft(session, neighbour, LATER, draft_id=draft.id, answers={"name": "Anders"})


def test_a_draft_is_submitted_once(session: Session, place: Place) -> None:
    resident = acting(session, place.resident)
    draft = requesting.save_draft(session, resident, START, draft_id=None, answers={})
    requesting.submit_request(session, resident, START, answers_for(place), draft_id=draft.id)

    with pytest.raises(Stale):
        requesting.submit_request(session, resident, LATER, answers_for(place), draft_id=draft.id)


def test_no_stage_after_idea_is_reached_without_the_desk(session: Session, place: Place) -> None:
    case = submitted(session, place)

    for role, person in place.people.items():
        if role is Role.DESK_OFFICER:
            continue
        with pytest.raises(Refused):
            requesting.accept_request(session, case.id, acting(session, person, LATER), LATER)
    assert case.stage == Stage.IDEA.value
