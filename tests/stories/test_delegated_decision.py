"""The college delegates, the chief is away, a colleague answers an opinion: each decision tells in whose name it is."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.closing_day import ClosingDay
from models.journal import JournalEntry
from models.opinion import Opinion
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "met-delegatie.yaml"


def test_each_decision_tells_in_whose_name_it_was_taken(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    assert theatre.case(play).stage == "info_evening"
    with Session(theatre.engine) as session:
        bodies = dict(session.execute(select(Approval.side, Approval.body)).tuples().all())
        functions = set(session.scalars(select(JournalEntry.function).where(JournalEntry.event == "founding:approved")))
        opinion = session.scalars(select(Opinion)).one()
        closed = session.scalars(select(ClosingDay.name)).one()
    assert bodies["police"] == "plaatsvervangend voor de korpschef"
    assert "namens het college van burgemeester en schepenen, bij delegatie van" in bodies["municipality"]
    assert functions == {"deputy:police_chief", "delegate:mayor"}
    assert (opinion.state, opinion.recorded_by_id) == ("given", opinion.person_id)
    assert closed == "Brugdag"
