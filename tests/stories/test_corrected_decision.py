"""A refusal that was a mistake: corrected by its author, the case goes on where it stood, and both versions stay."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import Approval, EarlierDecision
from models.contact import AuthorityContact
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "gecorrigeerde-beslissing.yaml"


def test_a_refusal_by_mistake_becomes_an_approval_under_conditions(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end, case.round) == ("info_evening", None, 1)
    with Session(theatre.engine) as session:
        before = session.scalars(select(EarlierDecision)).one()
        now = session.scalars(select(Approval).where(Approval.side == "police")).one()
        college = session.scalars(select(Approval).where(Approval.side == "municipality")).one()
        contacts = session.scalars(select(AuthorityContact).order_by(AuthorityContact.id)).all()
    assert [(one.authority, bool(one.answer)) for one in contacts] == [("judicial", True), ("administrative", False)]
    assert (before.is_approved, before.approval_id) == (False, now.id)
    assert now.conditions == ["De wijkinspecteur is bij elke vergadering.", "Geen borden aan de vijver."]
    assert college.body == "het college van burgemeester en schepenen"
    assert college.decided_on < college.recorded_at.date()
