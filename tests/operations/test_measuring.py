"""The ladder of measures: who takes each, whose hands it needs, what it does, and who reads it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.mandate import Mandate
from models.measure import Measure
from models.network import NeighbourhoodNetwork
from models.operations.keeping import retaining
from models.operations.networks import appealing, measuring, succeeding
from models.operations.networks.appealing import look_after_measures
from models.operations.networks.measuring import Proposed, begin_measure, give_hand, withdraw_measure
from models.outbox import Effect
from models.queries.accounts.people import actor_for
from models.queries.networks.coordinators import reachable_coordinators
from models.queries.networks.measures import cases_with_measures_due, measures_for, own_measures, tasks_of_measures
from models.queries.networks.messages import recipients_of_message
from models.queries.networks.successions import open_successions, present_coordinators
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_person, make_place
from tests.measure_steps import WHY, C, M, P, appealed, begun, coordinator, hand, removed, write
from tests.message_steps import a_member, officer, writing_by
from tests.succession_steps import by, seat_of


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def member(session: Session, place: Place, case: FoundingCase) -> Enrolment:
    return a_member(session, place, case)


def _mails(session: Session) -> list[str]:
    return [
        one.key.split(":")[-1] + " " + one.payload["to"].split("@")[0]
        for one in session.query(Effect).filter(Effect.key.like("measure:%")).order_by(Effect.id)
    ]


def test_the_ladder_is_climbed_and_a_rung_is_skipped_only_with_a_reason(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    with pytest.raises(Invalid, match="gesprek") as refused:
        begun(session, place, case, "reprimand", member=member, skipped_reason="")
    assert refused.value.field == "skipped_reason"
    talk = begun(session, place, case, "talk", member=member, skipped_reason="")
    assert (talk.state, talk.body, talk.settled_at) == ("carried_out", "de gemandateerde politiebeambte", talk.begun_at)
    assert _mails(session) == []  # nobody writes a letter about a talk

    reprimand = begun(session, place, case, "reprimand", member=member, days=12, skipped_reason="")

    assert reprimand.state == "open"
    hand(session, case, reprimand, by(session, place, case, C, 13), 13)
    assert (reprimand.state, reprimand.body) == ("carried_out", "de korpschef")
    assert [(one.deed, one.function) for one in reprimand.hands] == [
        ("advises", "gemandateerde politiebeambte"),
        ("decides", "korpschef"),
    ]
    assert _mails(session) == ["decided nele"]
    assert member.state == "member"


def test_a_coordinator_holds_a_talk_with_a_member_and_no_more(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    cora = coordinator(session, case)
    assert begun(session, place, case, "talk", member=member, who=cora).body == "de coördinator"

    with pytest.raises(NotAllowed):
        begun(session, place, case, "reprimand", member=member, who=cora)
    with pytest.raises(NotAllowed):
        begun(session, place, case, "talk", member=member, who=by(session, place, case, Role.DESK_OFFICER))


def test_a_temporary_exclusion_stops_messages_until_its_day_and_the_clock_ends_it(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    network = session.query(NeighbourhoodNetwork).filter_by(case_id=case.id).one()
    message = writing_by(session, case, officer(place))
    measure = begun(session, place, case, "temporary_exclusion", member=member)
    assert len(recipients_of_message(session, network, message, True)) == 1  # nothing is decided yet

    hand(session, case, measure, by(session, place, case, C))

    assert (measure.state, member.excluded_until) == ("carried_out", measure.until_on)
    assert recipients_of_message(session, network, message, True) == ()
    assert measure.until_on is not None
    assert cases_with_measures_due(session, measure.until_on) == []
    assert look_after_measures(session, case.id, later(case, 40), write) == 0
    assert cases_with_measures_due(session, measure.until_on + timedelta(days=1)) == [case.id]
    assert look_after_measures(session, case.id, later(case, 41), write) == 1
    assert (measure.state, member.excluded_until, measure.settled_at) == ("ended", None, later(case, 41))
    assert len(recipients_of_message(session, network, message, True)) == 1
    assert _mails(session) == ["decided nele", "ended nele"]
    assert look_after_measures(session, case.id, later(case, 42), write) == 0


def test_a_coordinator_who_is_excluded_for_a_time_does_nothing_meanwhile_and_keeps_the_seat(
    session: Session, place: Place, case: FoundingCase
) -> None:
    cora, slug = coordinator_of(session, case), case.number.lower()
    measure = begun(session, place, case, "temporary_exclusion")
    hand(session, case, measure, by(session, place, case, C))

    held = actor_for(session, cora.id, day_of(later(case, 20)))
    assert held is not None
    assert Role.COORDINATOR not in {grant.role for grant in held.grants}
    assert reachable_coordinators(session, slug) == ()
    assert seat_of(session, case).until is None
    look_after_measures(session, case.id, later(case, 41), write)
    held = actor_for(session, cora.id, day_of(later(case, 41)))
    assert held is not None
    assert Role.COORDINATOR in {grant.role for grant in held.grants}
    assert [one.person_id for one in reachable_coordinators(session, slug)] == [cora.id]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"report_on": None}, "report_on"), ({"report_on_in": 3}, "report_on"), ({"until_on": None}, "until_on"),
     ({"until_in": 0}, "until_on"), ({"until_in": 400}, "until_on"), ({"motives": "Zomaar."}, "motives"),
     ({"rung": "verbanning"}, "rung")],
)  # fmt: skip
def test_what_a_temporary_exclusion_needs(
    session: Session, place: Place, case: FoundingCase, member: Enrolment, changes: dict[str, Any], field: str
) -> None:
    today = day_of(later(case, 10))
    if "report_on_in" in changes:
        changes = {"report_on": today + timedelta(days=changes["report_on_in"])}
    if "until_in" in changes:
        changes = {"until_on": today + timedelta(days=changes["until_in"])}

    with pytest.raises(Invalid) as refused:
        begun(session, place, case, **{"rung": "temporary_exclusion", "member": member, **changes})

    assert refused.value.field == field


def test_a_member_is_excluded_definitively_by_three_hands_and_is_forgotten_in_the_list(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    measure = begun(session, place, case, "definitive_exclusion", member=member)
    with pytest.raises(NotAllowed):
        hand(session, case, measure, by(session, place, case, C))  # the coordinator comes first
    hand(session, case, measure, coordinator(session, case))
    assert member.state == "member"

    hand(session, case, measure, by(session, place, case, C))

    assert (measure.state, member.state, member.name, measure.name) == ("carried_out", "left", "", "Nele Nieuw")
    assert measure.body == "de gemandateerde politiebeambte en de coördinator, geviseerd door de korpschef"
    assert measure.appeal_until_on is None
    with pytest.raises(GateNotMet):
        appealed(session, place, case, measure)


def test_whose_hand_is_next_gets_a_mail_and_who_it_is_about_never(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    def asked() -> list[str]:
        rows = session.query(Effect).filter(Effect.key.like("measure_turn:%")).order_by(Effect.id)
        return [one.payload["to"].split(".")[0].split("@")[0] for one in rows]

    measure = begun(session, place, case, "definitive_exclusion", member=member)
    assert asked() == ["cora"]
    hand(session, case, measure, coordinator(session, case))
    assert asked() == ["cora", "karel"]
    hand(session, case, measure, by(session, place, case, C))
    removed(session, place, case)
    assert asked() == ["cora", "karel", "karel", "maria"]


def test_where_nobody_coordinates_the_officer_signs_and_the_chief_endorses(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    seat_of(session, case).until = day_of(later(case, 5))
    measure = begun(session, place, case, "definitive_exclusion", member=member)

    hand(session, case, measure, by(session, place, case, C))

    assert [one.deed for one in measure.hands] == ["signs", "endorses"]


def test_nobody_gives_two_hands_or_one_about_themselves_or_who_lives_with_them(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    measure = begun(session, place, case, "reprimand", member=member)
    place.people[C].dwelling_id = measure.dwelling_id = place.resident.dwelling_id
    session.flush()
    with pytest.raises(NotAllowed, match="wie bij u woont"):
        hand(session, case, measure, by(session, place, case, C))
    place.people[C].dwelling_id = None
    session.add(Mandate(person_id=place.people[P].id, role=C.value, authority_id=place.zone.id, function="korpschef",
                        since=day_of(later(case))))  # fmt: skip
    session.flush()
    with pytest.raises(NotAllowed, match="al iets"):
        hand(session, case, measure, by(session, place, case, P))
    withdraw_measure(session, case.id, by(session, place, case, C), later(case, 11), measure_id=measure.id,
                     reason="Vergissing.")  # fmt: skip

    member.email = coordinator_of(session, case).email or ""  # the coordinator is a member too
    session.flush()
    own = begun(session, place, case, "definitive_exclusion", member=member)
    with pytest.raises(NotAllowed):
        hand(session, case, own, coordinator(session, case))


def test_against_who_left_or_twice_at_once_there_is_no_measure(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    measure = begun(session, place, case, "reprimand", member=member)
    with pytest.raises(Stale):
        begun(session, place, case, "talk", member=member)
    stale = str(measure.revision)
    hand(session, case, measure, by(session, place, case, C))
    with pytest.raises(Stale):
        give_hand(session, case.id, by(session, place, case, C), later(case, 12), measure_id=measure.id,
                  write_mail=write, seen=stale)  # fmt: skip
    with pytest.raises(Stale):
        hand(session, case, measure, by(session, place, case, C))
    with pytest.raises(Stale):
        withdraw_measure(session, case.id, by(session, place, case, C), later(case, 12), measure_id=measure.id,
                         reason="Te laat.")  # fmt: skip
    measuring.forget(member, "left", later(case, 12))
    session.flush()
    with pytest.raises(Stale):
        begun(session, place, case, "talk", member=member, days=13)
    seat = seat_of(session, case)
    seat.until = day_of(later(case, 12))
    session.flush()
    with pytest.raises(Stale):
        begin_measure(session, case.id, by(session, place, case, P), later(case, 13),
                      Proposed("talk", WHY, mandate_id=seat.id), write)  # fmt: skip


def test_who_said_that_they_stop_later_and_is_removed_sooner_has_one_succession(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case, 9)
    waiting = succeeding.begin_succession(session, case.id, by(session, place, case, Role.DESK_OFFICER, 9), at,
                                          mandate_id=seat_of(session, case).id, why="stops",
                                          vacant_on=day_of(at) + timedelta(days=200))  # fmt: skip
    removed(session, place, case, at_once=True, at_once_reason="De leden krijgen nog elke dag zulke foto's.")

    [succession] = open_successions(session, case.id)
    assert (succession.id, succession.why, succession.emptied_at) == (waiting.id, "stops", later(case, 10))
    assert present_coordinators(session, case.id) == []


def test_only_who_must_reads_a_measure_and_the_one_concerned_reads_their_own(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    against_member = begun(session, place, case, "reprimand", member=member)
    against_coordinator = begun(session, place, case, "definitive_exclusion")
    readers = {
        "officer": by(session, place, case, P), "chief": by(session, place, case, C),
        "mayor": by(session, place, case, M), "desk": by(session, place, case, Role.DESK_OFFICER),
        "coordinator": coordinator(session, case),
    }  # fmt: skip

    read = {name: [one.id for one in measures_for(session, actor, case)] for name, actor in readers.items()}

    both = [against_coordinator.id, against_member.id]
    assert read == {"officer": both, "chief": both, "mayor": [against_coordinator.id], "desk": [],
                    "coordinator": [against_member.id]}  # fmt: skip
    cora = coordinator_of(session, case)
    assert own_measures(session, cora.id) == []  # not before it was decided
    hand(session, case, against_coordinator, by(session, place, case, C))
    hand(session, case, against_coordinator, by(session, place, case, M))
    assert [one.id for one in own_measures(session, cora.id)] == [against_coordinator.id]
    elsewhere = make_place(session, "westveld", "WES")
    at = later(case, 11)
    with pytest.raises(NotAllowed):
        hand(session, case, against_member, acting(session, elsewhere.people[C], at))


def test_nothing_of_it_stands_in_the_journal(session: Session, place: Place, case: FoundingCase) -> None:
    before = session.query(JournalEntry).filter_by(case_id=case.id).count()
    measure = removed(session, place, case)
    appealed(session, place, case, measure)

    assert session.query(JournalEntry).filter_by(case_id=case.id).count() == before
    assert measure.entries[0].sentence == "Definitieve uitsluiting: adviseert."


def test_the_work_list_shows_whose_hand_is_next_and_what_must_still_happen(
    session: Session, place: Place, case: FoundingCase
) -> None:
    def waits(role: Role) -> list[str]:
        return [one.what for one in tasks_of_measures(session, by(session, place, case, role), day_of(later(case, 20)))]

    measure = begun(session, place, case, "definitive_exclusion")
    assert (waits(P), waits(C), waits(M)) == ([], ["u adviseert"], [])
    hand(session, case, measure, by(session, place, case, C))
    hand(session, case, measure, by(session, place, case, M))
    copy = "een kopie aan de FOD Binnenlandse Zaken bezorgen"
    assert (waits(P), waits(M), waits(Role.DESK_OFFICER)) == ([copy], [copy], [])
    appealed(session, place, case, measure)
    assert waits(M) == [copy, "noteren wat over het beroep beslist is"]


def test_who_has_no_mail_gets_the_letter_on_paper_once(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    member.email = ""
    session.flush()
    measure = begun(session, place, case, "reprimand", member=member)
    hand(session, case, measure, by(session, place, case, C))
    assert (_mails(session), measure.settled_at) == ([], None)
    chief, at = by(session, place, case, C, 12), later(case, 12)
    with pytest.raises(Invalid):
        appealing.note_posted(session, case.id, chief, at, measure_id=measure.id, posted_on=day_of(at), way="duif")

    appealing.note_posted(session, case.id, chief, at, measure_id=measure.id, posted_on=day_of(at), way="registered")

    assert measure.settled_at == at
    with pytest.raises(Stale):
        appealing.note_posted(session, case.id, chief, at, measure_id=measure.id, posted_on=day_of(at), way="post")


def test_measures_are_forgotten_after_their_term_and_not_while_something_can_follow(
    session: Session, place: Place, case: FoundingCase, member: Enrolment
) -> None:
    begun(session, place, case, "talk", member=member)
    withdrawn = begun(session, place, case, "reprimand", member=member, days=11)
    withdraw_measure(session, case.id, by(session, place, case, C), later(case, 12), measure_id=withdrawn.id,
                     reason="Vergissing.")  # fmt: skip
    removed(session, place, case)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert retaining.forget_measures(session, now) == 1  # what was withdrawn
    assert retaining.forget_measures(session, now + timedelta(days=365)) == 0
    assert retaining.forget_measures(session, now + timedelta(days=4 * 365)) == 1
    assert [one.rung for one in session.query(Measure)] == ["definitive_exclusion"]


def test_a_second_coordinator_stays(session: Session, place: Place, case: FoundingCase) -> None:
    second = make_person(session, "Clara Collega")
    session.add(Mandate(person_id=second.id, role="coordinator", case_id=case.id, since=day_of(later(case))))
    session.flush()

    removed(session, place, case, at_once=True, at_once_reason="De leden krijgen nog elke dag zulke foto's.")

    assert [one.person_id for one in present_coordinators(session, case.id)] == [second.id]
