"""Voting at the evening: one vote per dwelling, only while it is open, and nobody can read back who voted what."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.ballot import Ballot, BallotVoter
from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.journal import JournalEntry
from models.operations.evenings import informing, inviting, moving_evenings
from models.operations.evenings.balloting import Counts, close_ballot, open_ballot_on, vote_by_phone
from models.operations.keeping.retaining import forget_voters
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, Refused
from tests.factories import Place, acting, advance_to, later, make_place
from tests.operations.test_checking_in import come, house, plan

D = Role.DESK_OFFICER


def invite(session: Session, place: Place, case: FoundingCase) -> InfoEvening:
    """An evening to which every dwelling has a letter."""
    evening = plan(session, place, case)
    at = later(case)
    inviting.invite_dwellings(session, case.id, acting(session, place.people[D], at), at)
    inviting.make_invitations(session, evening.id, at)
    return evening


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.INFO_EVENING)


@pytest.fixture
def evening(session: Session, place: Place, case: FoundingCase) -> InfoEvening:
    return invite(session, place, case)


def codes(session: Session, evening: InfoEvening) -> Sequence[str]:
    return session.scalars(
        select(Invitation.code).where(Invitation.evening_id == evening.id).order_by(Invitation.place)
    ).all()


def begin(session: Session, place: Place, evening: InfoEvening, way: str = "phone", **more: str) -> Ballot:
    at = evening.starts_at
    asked = {"about": "network", "question": "Keurt u dit BIN goed?", "way": way, **more}
    return open_ballot_on(session, evening.case_id, acting(session, place.people[D], at), at, evening_id=evening.id,
                          **asked)  # fmt: skip


def end(session: Session, place: Place, ballot: Ballot, counts: Counts | None = None) -> Ballot:
    at = ballot.opened_at
    return close_ballot(session, ballot.case_id, acting(session, place.people[D], at), at, ballot_id=ballot.id,
                        counts=counts)  # fmt: skip


def vote(session: Session, ballot: Ballot, code: str, choice: str = "for") -> None:
    vote_by_phone(session, ballot.evening_id, ballot.opened_at, ballot_id=ballot.id, code=code, choice=choice)


def refused(session: Session, ballot: Ballot, code: str, choice: str = "for") -> str:
    with pytest.raises(Refused) as refusal:
        vote(session, ballot, code, choice)
    return refusal.value.code


def counted(ballot: Ballot) -> tuple[int, int, int]:
    return ballot.votes_for, ballot.votes_against, ballot.abstentions


def test_votes_by_phone_are_added_up(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot = begin(session, place, evening)

    for code, choice in zip(codes(session, evening), ("for", "for", "against", "abstention"), strict=False):
        vote(session, ballot, code.lower(), choice)

    assert counted(end(session, place, ballot)) == (2, 1, 1)


def test_a_dwelling_votes_once(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot, code = begin(session, place, evening), codes(session, evening)[0]
    vote(session, ballot, code)

    assert refused(session, ballot, code, "against") == "voted"
    assert counted(ballot) == (1, 0, 0)


def test_a_dwelling_votes_again_in_the_next_vote(session: Session, place: Place, evening: InfoEvening) -> None:
    code = codes(session, evening)[0]
    first = begin(session, place, evening)
    vote(session, first, code)
    end(session, place, first)

    second = begin(session, place, evening, about="objectives")
    vote(session, second, code)

    assert counted(second) == (1, 0, 0)


def test_a_vote_after_closing_does_not_count(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot = begin(session, place, evening)
    end(session, place, ballot)

    assert refused(session, ballot, codes(session, evening)[0]) == "ballot_closed"
    assert counted(ballot) == (0, 0, 0)


def test_a_vote_that_nobody_closed_counts_no_further_and_who_voted_is_forgotten(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    ballot, (first, second, *_rest) = begin(session, place, evening), codes(session, evening)
    started = evening.starts_at
    vote_by_phone(session, evening.id, started + timedelta(hours=3), ballot_id=ballot.id, code=first, choice="for")

    with pytest.raises(Refused, match="afgesloten"):
        vote_by_phone(
            session, evening.id, started + timedelta(hours=25), ballot_id=ballot.id, code=second, choice="for"
        )
    assert forget_voters(session, started + timedelta(days=1)) == 0
    assert forget_voters(session, started + timedelta(days=2, minutes=1)) == 1
    assert session.scalars(select(BallotVoter)).all() == []
    assert ballot.votes_for == 1


def test_which_dwellings_voted_is_forgotten_when_the_vote_is_closed(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    ballot = begin(session, place, evening)
    vote(session, ballot, codes(session, evening)[0])
    assert {column.name for column in BallotVoter.__table__.columns} == {"ballot_id", "dwelling_id"}

    end(session, place, ballot)

    assert session.scalars(select(BallotVoter)).all() == []


def test_a_code_that_does_not_exist_is_refused(session: Session, place: Place, evening: InfoEvening) -> None:
    assert refused(session, begin(session, place, evening), "CDFGH-JKMNP") == "unknown_code"


def test_a_vote_that_is_no_choice_is_refused(session: Session, place: Place, evening: InfoEvening) -> None:
    assert refused(session, begin(session, place, evening), codes(session, evening)[0], "yes") == "unknown_choice"


def test_a_letter_for_another_evening_is_refused_there(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot = begin(session, place, evening)
    code = codes(session, evening)[0]
    at = later(session.get_one(FoundingCase, evening.case_id))
    second = informing.plan_info_evening(
        session, evening.case_id, acting(session, place.people[D], at), at, starts_at=evening.starts_at.replace(hour=9),
        place="School", address="Plein 1", organisers="Gemeente", contact="02 000 00 00", is_extra=True,
    )  # fmt: skip
    session.get_one(
        Invitation, session.scalar(select(Invitation.id).where(Invitation.code == code))
    ).evening_id = second.id
    session.flush()

    assert refused(session, ballot, code) == "other_evening"


def test_a_letter_of_another_network_is_refused(session: Session, place: Place, evening: InfoEvening) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    other = invite(session, elsewhere, advance_to(session, elsewhere, Stage.INFO_EVENING))

    assert refused(session, begin(session, place, evening), codes(session, other)[0]) == "other_case"


def test_where_the_door_is_used_only_who_was_checked_in_votes(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    ballot = begin(session, place, evening)
    come(session, place, evening, house(place, "3"))
    code_of = dict(
        session.execute(
            select(Invitation.house_number, Invitation.code).where(Invitation.street == place.streets[0].name)
        ).all()
    )

    vote(session, ballot, code_of[3])

    assert refused(session, ballot, code_of[1]) == "not_at_door"
    assert counted(ballot) == (1, 0, 0)


def test_one_vote_is_open_at_a_time(session: Session, place: Place, evening: InfoEvening) -> None:
    begin(session, place, evening)

    with pytest.raises(Refused) as refusal:
        begin(session, place, evening, about="objectives")
    assert refusal.value.code == "ballot_open"


def test_more_hands_than_people_at_the_door_are_refused(session: Session, place: Place, evening: InfoEvening) -> None:
    come(session, place, evening, house(place, "3", people=2))
    ballot = begin(session, place, evening, "hands")

    with pytest.raises(Invalid) as refusal:
        end(session, place, ballot, Counts(2, 1))
    assert refusal.value.code == "too_many_votes"
    assert counted(end(session, place, ballot, Counts(1, 1))) == (1, 1, 0)


def test_papers_need_who_counted_them(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot = begin(session, place, evening, "paper")

    with pytest.raises(Invalid) as refusal:
        end(session, place, ballot, Counts(5, 1, 0, 2))
    assert refusal.value.field == "counted_by"
    assert end(session, place, ballot, Counts(5, 1, 0, 2, "De wijkinspecteur")).votes == 8


def test_a_closed_vote_is_not_closed_again(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot = begin(session, place, evening, "hands")
    end(session, place, ballot, Counts(5))

    with pytest.raises(Refused) as refusal:
        end(session, place, ballot, Counts(1))
    assert (refusal.value.code, ballot.votes_for) == ("ballot_closed", 5)


def test_there_is_no_voting_before_the_day(session: Session, place: Place, evening: InfoEvening) -> None:
    at = later(session.get_one(FoundingCase, evening.case_id))

    with pytest.raises(Refused) as refusal:
        open_ballot_on(session, evening.case_id, acting(session, place.people[D], at), at, evening_id=evening.id,
                       about="network", question="Keurt u dit goed?", way="hands")  # fmt: skip
    assert refusal.value.code == "no_ballots"


def test_two_days_later_hands_can_be_noted_but_no_phone_votes(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    at = evening.starts_at + timedelta(days=2)
    officer = acting(session, place.people[D], at)
    asked = {"evening_id": evening.id, "about": "network", "question": "Keurt u dit BIN goed?"}

    with pytest.raises(Invalid) as refusal:
        open_ballot_on(session, case.id, officer, at, **asked, way="phone")

    assert (refusal.value.code, refusal.value.field) == ("phone_too_late", "way")
    assert open_ballot_on(session, case.id, officer, at, **asked, way="hands").state == "open"


def test_the_journal_tells_the_counts_and_no_question(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot = begin(session, place, evening, "hands", question="Mag Jan Peeters voorzitter zijn?")
    end(session, place, ballot, Counts(3, 1, 1))

    entries = session.scalars(select(JournalEntry).where(JournalEntry.event.like("ballot:%"))).all()

    assert [one.event for one in entries] == ["ballot:opened", "ballot:closed"]
    assert not any("Peeters" in str(one.data) for one in entries)


def test_a_dwelling_outside_the_area_does_not_vote(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot, code = begin(session, place, evening), codes(session, evening)[0]
    elsewhere = make_place(session, "westveld", "WES")
    invitation = session.scalars(select(Invitation).where(Invitation.code == code)).one()
    invitation.dwelling_id = elsewhere.streets[0].dwellings[0].id
    session.flush()

    assert refused(session, ballot, code) == "not_in_area"


def test_nobody_votes_at_an_evening_that_was_called_off(session: Session, place: Place, evening: InfoEvening) -> None:
    ballot, at = begin(session, place, evening), evening.starts_at
    moving_evenings.cancel_info_evening(session, evening.case_id, acting(session, place.people[D], at), at,
                                        evening_id=evening.id, reason="De zaal staat onder water.")  # fmt: skip

    assert refused(session, ballot, codes(session, evening)[0]) == "ballot_closed"


def note(session: Session, place: Place, evening: InfoEvening, network: bool | None) -> None:
    at = evening.starts_at
    informing.record_info_evening(
        session, evening.case_id, acting(session, place.people[D], at), at, chair="De burgemeester", attendance=40,
        items={}, network_approved=network, objectives_approved=None, steering_group_approved=None,
    )  # fmt: skip


@pytest.mark.parametrize("noted", [False, None])
def test_the_record_says_what_the_meeting_voted(
    session: Session, place: Place, evening: InfoEvening, noted: bool | None
) -> None:
    end(session, place, begin(session, place, evening, "hands"), Counts(1, 9))
    end(session, place, begin(session, place, evening, "hands"), Counts(9, 1))  # voted anew: the last one counts

    with pytest.raises(Invalid) as refusal:
        note(session, place, evening, noted)
    assert (refusal.value.code, refusal.value.field) == ("not_as_voted", "network_approved")
    note(session, place, evening, True)


def test_no_fewer_people_were_present_than_voted(session: Session, place: Place, evening: InfoEvening) -> None:
    end(session, place, begin(session, place, evening, "hands"), Counts(40, 1))

    with pytest.raises(Invalid) as refusal:
        note(session, place, evening, True)
    assert (refusal.value.code, refusal.value.field) == ("fewer_than_voted", "attendance")


def test_a_vote_that_is_noted_afterwards_has_no_more_votes_than_people_were_noted(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    note(session, place, evening, True)
    ballot = begin(session, place, evening, "hands", about="objectives")

    with pytest.raises(Invalid) as refusal:
        end(session, place, ballot, Counts(41))
    assert refusal.value.code == "too_many_votes"


def test_a_tie_is_no_approval(session: Session, place: Place, evening: InfoEvening) -> None:
    end(session, place, begin(session, place, evening, "hands"), Counts(5, 5, 3))

    with pytest.raises(Invalid):
        note(session, place, evening, True)


def test_nothing_is_noted_while_a_vote_is_open(session: Session, place: Place, evening: InfoEvening) -> None:
    begin(session, place, evening)

    with pytest.raises(Refused) as refusal:
        note(session, place, evening, True)
    assert refusal.value.code == "ballot_open"


def test_one_dwelling_on_two_phones_at_the_same_moment_counts_once(empty_engine: Engine) -> None:
    # Given an open vote and ten letters
    with writing(empty_engine) as session:
        place = make_place(session)
        evening = invite(session, place, advance_to(session, place, Stage.INFO_EVENING))
        ballot, letters = begin(session, place, evening), codes(session, evening)[:10]
    together, outcomes = Barrier(2), []

    # When both phones of each house vote at once
    def phone(choice: str) -> None:
        for code in letters:
            together.wait()
            try:
                with writing(empty_engine) as session:
                    vote(session, ballot, code, choice)
                outcomes.append("counted")
            except Refused as refusal:
                outcomes.append(refusal.code)
            except SQLAlchemyError as fault:  # the other phone must not wait for ever
                outcomes.append(type(fault).__name__)

    phones = [Thread(target=phone, args=(choice,)) for choice in ("for", "against")]
    for one in phones:
        one.start()
    for one in phones:
        one.join()

    # Then each house counts once, and the other phone was told
    with Session(empty_engine) as session:
        assert session.get_one(Ballot, ballot.id).votes == len(letters)
    assert sorted(outcomes) == ["counted"] * len(letters) + ["voted"] * len(letters)
