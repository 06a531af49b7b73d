"""A network goes on in another one: both are linked, members move and nobody doubles, what ran is stopped."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.database import mark_as_writing
from models.meeting import NetworkMeeting
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.operations.evaluations import evaluating
from models.operations.keeping.retaining import forget_members
from models.operations.networks import joining
from models.operations.networks.delivering_messages import outgoing
from models.operations.networks.joining import JoinAnswer
from models.operations.networks.meeting import plan_meeting
from models.outbox import Effect
from models.queries.networks.consents import present_consents
from models.queries.networks.enrolments import enrolments_of
from models.queries.networks.successors import merged_network, possible_successors
from models.rules.access import Role
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from models.survey import Survey, SurveyTicket
from tests.factories import Place, acting, coordinator_of, give_role, later, make_place
from tests.message_steps import ALARM, MAIL, NEWS, a_member, let_go, member_effects, writing_by
from tests.outcome_steps import active, close, discussed, members, network, on_paper, told
from tests.survey_steps import members as many_members
from tests.survey_steps import opened

Two = tuple[FoundingCase, FoundingCase]


@pytest.fixture
def two(session: Session, place: Place) -> Two:
    """One whose evaluation waits for its decision, and an active one beside it."""
    case, other = active(session, place), active(session, place)
    discussed(session, place, case, later(case, 370))
    return case, other


def _merge(session: Session, place: Place, two: Two) -> None:
    close(session, place, two[0], later(two[0], 371), "merge", successor=network(session, two[1]).slug)


def _at(case: FoundingCase) -> datetime:
    return later(case, 371)


def test_both_networks_and_both_journals_tell_of_the_merger(session: Session, place: Place, two: Two) -> None:
    case, other = two
    on_paper(session, place, case, "Paula Papier", "5")

    _merge(session, place, two)

    merged, into = network(session, case), network(session, other)
    assert (merged.state, merged.successor_id, into.state) == ("merged", into.id, "active")
    assert (case.end, other.end, other.stage) == ("merged", None, "evaluation")
    (here,) = told(session, case, "network:merged")
    (there,) = told(session, other, "network:joined")
    assert (here["successor_number"], here["moved"]) == (other.number, 1)
    assert (there["merged_number"], there["moved"], there["reason"]) == (case.number, 1, "Besproken met de leden.")


def test_the_area_of_the_other_network_is_left_to_its_own_charter(session: Session, place: Place, two: Two) -> None:
    before = (two[1].area_id, network(session, two[1]).area_id)

    _merge(session, place, two)

    assert (two[1].area_id, network(session, two[1]).area_id) == before


def test_members_move_with_their_consents_as_given_and_who_pauses_goes_on_pausing(
    session: Session, place: Place, two: Two
) -> None:
    case, other = two
    anna = a_member(session, place, case, "Anna Alert", phone="0470 00 00 02", may_sms=True)
    bert = on_paper(session, place, case, "Bert Pauze", "6")
    joining.pause(session, bert, is_pausing=True)
    given = [(one.channel, one.version, one.given_at) for one in anna.consents]

    _merge(session, place, two)

    assert members(session, case) == []
    assert members(session, other) == [("Anna Alert", "member"), ("Bert Pauze", "paused")]
    assert [(one.channel, one.version, one.given_at) for one in present_consents(anna)] == given
    assert (anna.rules_version, anna.joined_network_id) == (1, network(session, case).id)
    assert {line.came_from for line in enrolments_of(session, other)} == {network(session, case).name}


@pytest.mark.parametrize(
    "same",
    [
        {"email": "carla@binstart.example"},
        {"number": "7"},
        {"phone": "0470-00.00.03", "number": "8"},
    ],
    ids=["mail", "dwelling", "phone"],
)
def test_who_is_a_member_of_both_stays_once(session: Session, place: Place, two: Two, same: dict[str, str]) -> None:
    case, other = two
    mine = {"email": "carla@binstart.example", "number": "7", "phone": "0470 00 00 03"}
    gone = on_paper(session, place, case, "Carla Dubbel", **mine)
    kept = on_paper(session, place, other, "carla dubbel", **{"email": "", "number": "9", "phone": "0470 11 11 11",
                                                               **same})  # fmt: skip

    _merge(session, place, two)

    assert members(session, other) == [("carla dubbel", "member")]
    assert (gone.state, gone.name, gone.email, present_consents(gone)) == ("left", "", "", [])
    assert present_consents(kept)
    assert told(session, other, "network:joined")[0]["doubles"] == 1


def test_namesakes_with_nothing_in_common_are_two_members(session: Session, place: Place, two: Two) -> None:
    on_paper(session, place, two[0], "Jan Peeters", "7", phone="0470 00 00 03")
    on_paper(session, place, two[1], "Jan Peeters", "9", phone="0470 11 11 11")

    _merge(session, place, two)

    assert members(session, two[1]) == [("Jan Peeters", "member")] * 2


def test_two_people_of_one_dwelling_with_one_telephone_both_stay(session: Session, place: Place, two: Two) -> None:
    on_paper(session, place, two[0], "Jan Peeters", "7")
    on_paper(session, place, two[1], "An Peeters", "7")

    _merge(session, place, two)

    assert members(session, two[1]) == [("An Peeters", "member"), ("Jan Peeters", "member")]


def test_who_waited_there_and_was_a_member_here_is_a_member(session: Session, place: Place, two: Two) -> None:
    case, other = two
    on_paper(session, place, case, "Dora Dubbel", "7", email="dora@binstart.example")
    answer = JoinAnswer(name="Dora Dubbel", email="dora@binstart.example", street_id=place.streets[0].id, number="7",
                        is_adult=True, accepts_rules=True, agrees=True)  # fmt: skip
    waiting = joining.ask_to_join(session, network(session, other).slug, later(other), answer, 1, lambda t, r: MAIL)
    joining.confirm_joining(session, waiting, later(other), lambda one: MAIL)

    _merge(session, place, two)

    assert members(session, other) == [("Dora Dubbel", "member")]


def test_who_asked_and_did_not_confirm_yet_waits_at_the_other_network(session: Session, place: Place, two: Two) -> None:
    case, other = two
    answer = JoinAnswer(name="Els Vraagt", email="els@binstart.example", street_id=place.streets[0].id, number="7",
                        is_adult=True, accepts_rules=True, agrees=True)  # fmt: skip
    slug = network(session, case).slug
    row = joining.ask_to_join(session, slug, later(case), answer, 1, lambda token, one: MAIL)

    _merge(session, place, two)
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)

    assert members(session, other) == [("Els Vraagt", "waiting")]
    with pytest.raises(GateNotMet):
        joining.ask_to_join(session, slug, _at(case), answer, 1, lambda token, one: MAIL)


def test_what_was_under_way_is_stopped_and_says_why(session: Session, place: Place, two: Two) -> None:
    case, other = two
    rows = many_members(session, place, case)
    cora = coordinator_of(session, case)
    draft, going = writing_by(session, case, cora, NEWS), writing_by(session, case, cora, NEWS)
    let_go(session, case, cora, going)
    meeting = plan_meeting(session, case.id, acting(session, cora, _at(case)), _at(case), subject="Jaarvergadering",
                           starts_at=later(case, 390), place="Zaal", is_public=True)  # fmt: skip
    survey = opened(session, case)

    _merge(session, place, two)

    why = f"{network(session, case).name} ging op in {network(session, other).name}."
    assert [(one.state, one.withdrawn_reason) for one in (draft, going)] == [("withdrawn", why)] * 2
    assert {one.state for one in session.scalars(select(Delivery))} == {"withdrawn"}
    assert all(outgoing(session, effect, "secret") is None for effect in member_effects(session))
    assert session.get_one(NetworkMeeting, meeting.id).cancelled_at == _at(case)
    assert session.get_one(Survey, survey.id).closed_at == _at(case)
    assert session.scalars(select(SurveyTicket)).all() == []
    assert len(members(session, other)) == len(rows)


def test_a_message_that_partly_left_stays_in_the_log_and_the_rest_does_not_leave(
    session: Session, place: Place, two: Two
) -> None:
    case, _other = two
    for name in ("Anna Eerst", "Bert Later", "Carla Nu"):
        a_member(session, place, case, name)
    message = writing_by(session, case, place.people[Role.MANDATED_OFFICER], ALARM)
    let_go(session, case, place.people[Role.MANDATED_OFFICER], message)
    first, second, third = session.scalars(select(Delivery).order_by(Delivery.id)).all()
    first.state = "handed_over"
    held = session.scalars(select(Effect).where(Effect.key == f"member_message:{third.id}")).one()
    held.state = "claimed"  # a worker has it in its hands while the merger is decided
    session.flush()

    _merge(session, place, two)

    assert session.get_one(Message, message.id).state == "released"
    assert [one.state for one in (first, second, third)] == ["handed_over", "withdrawn", "planned"]
    assert outgoing(session, held, "secret") is None  # a second try would find the network gone


@pytest.mark.parametrize("state", ["suspended", "terminated"])
def test_a_network_that_is_not_active_takes_no_other_one_in(
    session: Session, place: Place, two: Two, state: str
) -> None:
    network(session, two[1]).state = state
    session.flush()

    with pytest.raises(Invalid) as refusal:
        _merge(session, place, two)

    assert (refusal.value.code, refusal.value.field) == ("no_successor", "successor")


@pytest.mark.parametrize("which", ["", "itself", "unknown", "announced", "in the register only", "elsewhere"])
def test_a_network_that_can_not_be_chosen_is_refused_at_its_field(
    session: Session, place: Place, two: Two, which: str
) -> None:
    case, other = two
    there = network(session, other)
    far = make_place(session, "verweg", "VER")
    slugs = {"": "", "itself": network(session, case).slug, "unknown": "nergens",
             "elsewhere": network(session, active(session, far)).slug}  # fmt: skip
    if which == "announced":
        there.active_since = later(case, 400).date()
    if which == "in the register only":
        there.case_id = None
    session.flush()

    with pytest.raises(Invalid) as refusal:
        close(session, place, case, _at(case), "merge", successor=slugs.get(which, there.slug))

    assert refusal.value.field == "successor"
    assert network(session, case).state == "active"


def test_a_network_of_another_municipality_of_the_zone_needs_a_function_there(session: Session, place: Place) -> None:
    next_door = make_place(session, "westerbeke", "WES", place.zone)
    case, other = active(session, place), active(session, next_door)
    discussed(session, place, case, later(case, 370))
    slug = network(session, other).slug

    assert slug in [one.slug for one in possible_successors(session, case, _at(case).date())]
    with pytest.raises(NotAllowed) as refusal:
        close(session, place, case, _at(case), "merge", successor=slug)
    assert refusal.value.code == "no_role_there"

    give_role(session, place.people[Role.DESK_OFFICER], Role.DESK_OFFICER, next_door.municipality)
    close(session, place, case, _at(case), "merge", successor=slug)
    assert network(session, case).state == "merged"


def test_who_lives_in_the_other_area_does_not_decide_on_the_merger(session: Session, place: Place, two: Two) -> None:
    desk = place.people[Role.DESK_OFFICER]
    two[1].submitted_by_id = desk.id
    session.flush()

    with pytest.raises(NotAllowed) as refusal:
        _merge(session, place, two)

    assert refusal.value.code == "four_eyes"


def test_the_public_page_of_a_merged_network_leads_to_where_it_goes_on(session: Session, place: Place) -> None:
    first, second, third = (active(session, place) for _number in range(3))
    for case, into in ((first, second), (second, third)):
        discussed(session, place, case, later(case, 370))
        close(session, place, case, _at(case), "merge", successor=network(session, into).slug)

    found = merged_network(session, network(session, first).slug)

    assert found is not None
    assert found.goes_on_in is not None
    assert (found.into, found.goes_on_in.slug) == (second.name, network(session, third).slug)
    assert merged_network(session, network(session, third).slug) is None
    network(session, third).state = "terminated"
    session.flush()
    last = merged_network(session, network(session, second).slug)
    assert last is not None
    assert last.goes_on_in is None


def test_of_two_networks_that_merge_into_each_other_at_once_one_goes_on(empty_engine: Engine) -> None:
    with Session(empty_engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        place = make_place(session)
        cases = [active(session, place), active(session, place)]
        for case in cases:
            discussed(session, place, case, later(case, 370))
        slugs = [network(session, case).slug for case in cases]
        desk, at = acting(session, place.people[Role.DESK_OFFICER], _at(cases[0])), _at(cases[0])
        session.commit()
    outcomes: list[str] = []

    def merge(case: FoundingCase, successor: str) -> None:
        with Session(empty_engine) as own:
            mark_as_writing(own)
            try:
                evaluating.close_evaluation(own, case.id, desk, at, outcome="merge", successor=successor,
                                            reason="Samen gaat het beter.")  # fmt: skip
                own.commit()
                outcomes.append("merged")
            except Invalid as refusal:
                outcomes.append(refusal.code)
            except Exception as error:
                outcomes.append(repr(error))

    threads = [threading.Thread(target=merge, args=pair) for pair in zip(cases, reversed(slugs), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["merged", "no_successor"]
    with Session(empty_engine) as session:
        assert sorted(session.scalars(select(NeighbourhoodNetwork.state))) == ["active", "merged"]


def test_who_moved_along_can_change_their_telephone_while_their_street_is_not_in_the_area_yet(
    session: Session, place: Place
) -> None:
    case, other = active(session, place), active(session, place)
    area = Area(boundary_text="")
    area.segments = [StreetSegment(street_id=place.streets[1].id)]
    session.add(area)
    session.flush()
    other.area_id = network(session, other).area_id = area.id
    session.expire(other, ["area"])
    row = on_paper(session, place, case, "Paula Papier", "5")
    discussed(session, place, case, later(case, 370))
    _merge(session, place, (case, other))
    answer = JoinAnswer(name="Paula Papier", email="", street_id=place.streets[0].id, number="5", channel="call",
                        phone="0470 22 22 22")  # fmt: skip

    joining.change_enrolment(session, row, _at(case), answer)

    assert (row.phone, row.house_number) == ("0470 22 22 22", 5)
    with pytest.raises(Invalid) as refusal:
        joining.change_enrolment(session, row, _at(case), replace(answer, number="6"))
    assert refusal.value.field == "street_id"


def test_who_merges_locks_the_case_with_the_lowest_number_first(empty_engine: Engine) -> None:
    if empty_engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one lock for everything")
    with Session(empty_engine, expire_on_commit=False) as session:
        place = make_place(session)
        first, second = active(session, place), active(session, place)
        discussed(session, place, second, later(second, 370))
        slug, at = network(session, first).slug, _at(second)
        desk = acting(session, place.people[Role.DESK_OFFICER], at)
        session.commit()

    def merge() -> None:
        with Session(empty_engine) as own:
            evaluating.close_evaluation(own, second.id, desk, at, outcome="merge", successor=slug, reason="Samen.")

    with Session(empty_engine) as holding, Session(empty_engine) as looking:
        holding.scalars(select(FoundingCase.id).where(FoundingCase.id == first.id).with_for_update()).one()
        thread = threading.Thread(target=merge)
        thread.start()
        while not looking.scalar(text("select count(*) from pg_locks where not granted")):
            looking.rollback()
        free = select(FoundingCase.id).where(FoundingCase.id == second.id).with_for_update(nowait=True)
        assert looking.scalars(free).one() == second.id  # it waits for the first with nothing in its hands
        looking.rollback()
        holding.rollback()
        thread.join()


def test_the_list_of_a_network_that_stopped_is_erased_also_where_messages_were_sent(
    session: Session, place: Place
) -> None:
    case = active(session, place)
    row = a_member(session, place, case, "Anna Lid")
    message = writing_by(session, case, place.people[Role.MANDATED_OFFICER], ALARM)
    let_go(session, case, place.people[Role.MANDATED_OFFICER], message)
    discussed(session, place, case, later(case, 370))
    close(session, place, case, _at(case), "terminate")

    assert forget_members(session, later(case, 390)) == 0
    assert forget_members(session, later(case, 420)) == 1
    assert forget_members(session, later(case, 421)) == 0
    session.flush()
    assert (row.state, row.name, row.email, row.street_id) == ("left", "", "", None)
