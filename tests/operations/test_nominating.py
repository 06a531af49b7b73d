"""Candidates are noted by name and recognised by the meeting: by acclamation, or by vote with counts that can be."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.candidate import Candidate
from models.case import FoundingCase
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.operations.cases.writing_case import write_case
from models.operations.evenings.balloting import Counts
from models.operations.evenings.informing import record_info_evening
from models.operations.evenings.nominating import Nomination, nominate, recognise, remove_candidate
from models.operations.evenings.participating import withdraw_data
from models.operations.keeping.retaining import forget_participants
from models.queries.cases.private_names import private_names
from models.queries.evenings.candidates import candidates_of, proposals, recognised_candidates
from models.rules.access import Actor, Role
from models.rules.candidates import FUNCTIONS, OF_AGE
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Refused, Stale
from tests.factories import START, Place, acting, make_place
from tests.operations.test_checking_in import come, house
from tests.participant_steps import by_letter, take_part
from tests.reply_steps import letters, plan, with_letters

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER
AT = START + timedelta(days=60)
CORA = Nomination("coordinator", name="Cora Kandidaat", email="cora@buurt.example", is_of_age=True)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return with_letters(session, place, AT)


@pytest.fixture
def evening(session: Session, case: FoundingCase) -> InfoEvening:
    return session.scalars(select(InfoEvening).where(InfoEvening.case_id == case.id)).one()


@pytest.fixture
def desk(session: Session, place: Place) -> Actor:
    return acting(session, place.people[D], AT)


def note(session: Session, case: FoundingCase, desk: Actor, nomination: Nomination = CORA) -> Candidate:
    return nominate(session, case.id, desk, AT, nomination=nomination)


def decide(session: Session, desk: Actor, evening: InfoEvening, candidate: Candidate, way: str = "vote",
           counts: Counts | None = None) -> Candidate:  # fmt: skip
    return recognise(session, evening.case_id, desk, evening.starts_at, candidate_id=candidate.id,
                     evening_id=evening.id, way=way, counts=counts)  # fmt: skip


def told(session: Session, case: FoundingCase) -> list[tuple[str, dict[str, object]]]:
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case.id, JournalEntry.event.startswith("candidate"))
        .order_by(JournalEntry.sequence)
    )
    return [(one.event, one.data) for one in entries]


def test_a_candidate_is_recognised_by_acclamation_and_the_journal_names_nobody(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    candidate = note(session, case, desk)
    assert candidate.is_recognised is None

    decide(session, desk, evening, candidate, "acclamation", Counts(5, 9))

    assert (candidate.is_recognised, candidate.way, candidate.votes_for) == (True, "acclamation", 0)
    write_case(session)
    assert told(session, case) == [
        ("candidate:nominated", {"seat": "coördinator"}),
        ("candidate:recognised", {"seat": "coördinator", "how": "bij acclamatie"}),
    ]


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "abstentions", "is_recognised"),
    [(12, 3, 5, True), (1, 0, 30, True), (8, 8, 2, False), (0, 0, 4, False), (3, 4, 0, False)],
)
def test_a_vote_recognises_with_more_for_than_against_and_a_tie_does_not(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor, votes_for: int, votes_against: int,
    abstentions: int, is_recognised: bool,
) -> None:  # fmt: skip
    candidate = note(session, case, desk)

    decide(session, desk, evening, candidate, counts=Counts(votes_for, votes_against, abstentions))

    assert candidate.is_recognised is is_recognised
    assert (candidate.votes_for, candidate.votes_against, candidate.abstentions) == (
        votes_for, votes_against, abstentions)  # fmt: skip
    assert bool(recognised_candidates(candidates_of(session, case.id))) is is_recognised


def test_more_votes_than_people_at_the_door_are_refused(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    candidate = note(session, case, desk)
    come(session, place, evening, house(place, "3", people=4))

    with pytest.raises(Invalid) as refusal:
        decide(session, desk, evening, candidate, counts=Counts(3, 1, 0, 1))
    assert (refusal.value.code, refusal.value.field) == ("too_many_votes", "votes_for")
    assert candidate.is_recognised is None

    decide(session, desk, evening, candidate, counts=Counts(3, 0, 0, 1))
    assert candidate.is_recognised is True


def test_without_a_door_there_can_not_be_more_votes_than_were_noted_as_present(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    candidate = note(session, case, desk)
    evening.state, evening.attendance = "held", 10
    session.flush()

    with pytest.raises(Invalid, match="too_many_votes"):
        decide(session, desk, evening, candidate, counts=Counts(11))
    decide(session, desk, evening, candidate, counts=Counts(10))


@pytest.mark.parametrize("counts", [Counts(), Counts(-1, 2), Counts(5001)])
def test_counts_that_can_not_be_are_refused(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor, counts: Counts
) -> None:
    candidate = note(session, case, desk)

    with pytest.raises(Invalid):
        decide(session, desk, evening, candidate, counts=counts)


@pytest.mark.parametrize("role", FUNCTIONS)
def test_a_coordinator_and_who_acts_for_them_declare_to_be_of_age(
    session: Session, case: FoundingCase, desk: Actor, role: str
) -> None:
    undeclared = Nomination(role, name="Jef Jong")
    if role not in OF_AGE:
        assert note(session, case, desk, undeclared).role == role
        return

    with pytest.raises(Invalid) as refusal:
        note(session, case, desk, undeclared)

    assert (refusal.value.code, refusal.value.field) == ("not_of_age", "is_of_age")
    assert "minstens 18 jaar" in refusal.value.sentence
    assert candidates_of(session, case.id) == []


def test_a_participant_is_proposed_for_what_they_want_and_is_a_candidate_by_their_own_row(
    session: Session, case: FoundingCase, desk: Actor
) -> None:
    row = take_part(session, letters(session, case)[0].code, AT, wishes=["member", "steering_group", "deputy"])
    proposed = [(one.participant.id, one.role) for one in proposals(session, case, [])]
    assert proposed == [(row.id, "deputy_coordinator"), (row.id, "steering_group_member")]

    candidate = note(session, case, desk, Nomination("deputy_coordinator", row.id, is_of_age=True))

    assert (candidate.name, candidate.person.name) == ("", "Roos Deelneemster")
    assert [one.role for one in proposals(session, case, candidates_of(session, case.id))] == ["steering_group_member"]


def test_who_withdraws_their_data_is_no_candidate_any_more(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    code = letters(session, case)[0].code
    row = take_part(session, code, AT)
    decide(session, desk, evening, note(session, case, desk, Nomination("steering_group_member", row.id)),
           "acclamation")  # fmt: skip

    withdraw_data(session, by_letter(session, code), AT)

    session.expire_all()
    assert candidates_of(session, case.id) == []


def test_candidates_from_the_room_are_forgotten_with_the_participants(
    session: Session, case: FoundingCase, desk: Actor
) -> None:
    note(session, case, desk)
    case.ended_at = AT
    session.flush()

    assert forget_participants(session, AT + timedelta(days=29)) == 0
    assert forget_participants(session, AT + timedelta(days=31)) == 1


def test_nobody_is_a_candidate_twice_for_one_function(session: Session, case: FoundingCase, desk: Actor) -> None:
    note(session, case, desk)
    row = take_part(session, letters(session, case)[0].code, AT, name="cora  KANDIDAAT")

    for again in (CORA, Nomination("coordinator", row.id, is_of_age=True)):
        with pytest.raises(Invalid, match="twice"):
            note(session, case, desk, again)
    note(session, case, desk, Nomination("steering_group_member", name="Cora Kandidaat"))  # another function is


def test_who_was_recognised_for_two_functions_is_proposed_for_the_first(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    for role in ("steering_group_member", "coordinator"):
        candidate = note(session, case, desk, Nomination(role, name="Cora Kandidaat", is_of_age=True))
        decide(session, desk, evening, candidate, "acclamation")

    assert [one.role for one in recognised_candidates(candidates_of(session, case.id))] == ["coordinator"]


def test_what_the_meeting_decided_can_be_corrected_until_the_minutes_are_approved(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    candidate = note(session, case, desk)
    decide(session, desk, evening, candidate, counts=Counts(2, 5))
    decide(session, desk, evening, candidate, counts=Counts(5, 2))
    assert candidate.is_recognised is True
    evening.minutes_approved_at = evening.starts_at
    session.flush()

    with pytest.raises(Stale):
        decide(session, desk, evening, candidate, counts=Counts(2, 5))
    with pytest.raises(Stale):
        remove_candidate(session, case.id, desk, AT, candidate_id=candidate.id)
    assert candidate.is_recognised is True


def test_nothing_is_recognised_before_the_day_or_at_an_evening_that_does_not_take_place(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    candidate = note(session, case, desk)

    with pytest.raises(GateNotMet):
        recognise(session, case.id, desk, evening.starts_at - timedelta(days=1), candidate_id=candidate.id,
                  evening_id=evening.id, way="acclamation")  # fmt: skip
    evening.state = "cancelled"
    session.flush()
    with pytest.raises(Refused):
        decide(session, desk, evening, candidate, "acclamation")
    assert candidate.is_recognised is None


def test_a_candidate_is_removed(session: Session, case: FoundingCase, desk: Actor) -> None:
    candidate = note(session, case, desk)

    remove_candidate(session, case.id, desk, AT, candidate_id=candidate.id)

    assert candidates_of(session, case.id) == []
    with pytest.raises(Stale):
        remove_candidate(session, case.id, desk, AT, candidate_id=candidate.id)


@pytest.mark.parametrize("role", [Role.MAYOR, Role.POLICE_CHIEF, Role.ADMINISTRATOR])
def test_only_desk_and_mandated_officer_note_candidates(
    session: Session, place: Place, case: FoundingCase, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        note(session, case, acting(session, place.people[role], AT))


def test_candidates_participants_and_evenings_of_another_case_are_not_reached(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    other = with_letters(session, elsewhere, AT)
    row = take_part(session, letters(session, other)[0].code, AT)
    their_desk = acting(session, elsewhere.people[D], AT)
    candidate = note(session, other, their_desk)

    with pytest.raises(Stale):
        note(session, case, desk, Nomination("steering_group_member", row.id))
    with pytest.raises(Stale):
        remove_candidate(session, case.id, desk, AT, candidate_id=candidate.id)
    with pytest.raises(NotAllowed):
        recognise(session, other.id, their_desk, evening.starts_at, candidate_id=candidate.id, evening_id=evening.id,
                  way="acclamation")  # fmt: skip


def test_the_name_of_a_candidate_may_not_stand_in_the_minutes(
    session: Session, case: FoundingCase, desk: Actor
) -> None:
    note(session, case, desk)

    assert "Cora Kandidaat" in private_names(session, case.id)


def test_an_extra_evening_can_decide_about_who_was_not_recognised_before(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    candidate = note(session, case, desk)
    decide(session, desk, evening, candidate, counts=Counts(2, 2))
    extra = plan(session, place, case, AT, 44, is_extra=True)

    decide(session, desk, extra, candidate, "acclamation")

    assert (candidate.is_recognised, candidate.evening_id) == (True, extra.id)


def test_no_fewer_people_were_present_than_voted_on_a_candidate(
    session: Session, case: FoundingCase, evening: InfoEvening, desk: Actor
) -> None:
    decide(session, desk, evening, note(session, case, desk), counts=Counts(40, 1))

    with pytest.raises(Invalid) as refusal:
        record_info_evening(session, case.id, desk, evening.starts_at, chair="de burgemeester", attendance=40, items={},
                            network_approved=True, objectives_approved=True, steering_group_approved=True)  # fmt: skip

    assert (refusal.value.code, refusal.value.field) == ("fewer_than_voted", "attendance")
