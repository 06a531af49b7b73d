"""A room that is too small, an evening that moves, votes by phone and on paper, and a second evening."""

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.ballot import Ballot, BallotVoter
from models.candidate import Candidate
from models.info_evening import InfoEvening
from models.reply import Reply
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "twee-avonden-volle-zaal.yaml"


def test_two_evenings_with_replies_that_move_and_votes_that_count_once(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end) == ("info_evening", None)
    events = theatre.events(case)
    assert events.count("ballot:opened") == events.count("ballot:closed") == 3
    assert events.count("candidate:nominated") == events.count("candidate:recognised") == 2
    with Session(theatre.engine) as session:
        stood = session.scalars(select(Candidate).where(Candidate.case_id == case.id).order_by(Candidate.id)).all()
        assert [(one.role, one.way, one.is_recognised, one.participant_id is not None) for one in stood] == [
            ("coordinator", "vote", True, False), ("steering_group_member", "acclamation", True, True),
        ]  # fmt: skip
        evenings = session.scalars(
            select(InfoEvening).where(InfoEvening.case_id == case.id).order_by(InfoEvening.starts_at)
        ).all()
        assert sorted(one.state for one in evenings) == ["cancelled", "held", "held"]
        first, second = (one for one in evenings if one.state == "held")
        assert (first.network_approved, first.steering_group_approved) == (True, None)
        assert (second.network_approved, second.steering_group_approved) == (None, True)

        replies = session.scalars(select(Reply).where(Reply.evening_id == first.id)).all()
        assert sorted((one.answer, one.state) for one in replies) == [
            ("coming", "standing"), ("coming", "standing"), ("coming", "standing"), ("interested", "standing"),
        ]  # fmt: skip
        came = select(func.sum(Attendance.people)).where(Attendance.evening_id == first.id)
        assert session.scalar(came) == 12
        ballots = session.scalars(select(Ballot).where(Ballot.case_id == case.id).order_by(Ballot.id)).all()
        assert [(one.way, one.votes_for, one.votes_against) for one in ballots] == [
            ("phone", 5, 0), ("hands", 10, 1), ("paper", 14, 2),
        ]  # fmt: skip
        assert session.scalar(select(func.count()).select_from(BallotVoter)) == 0
