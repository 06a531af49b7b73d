"""A street that signs on paper: sheets are entered by one, compared by another, and count together with the web."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.support import SupportSheet, Voice
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "steun-op-papier.yaml"


def test_paper_and_online_give_one_count_that_opens_the_charter(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end) == ("charter", None)
    events = theatre.events(case)
    assert [events.count(f"support_sheet:{what}") for what in ("entered", "sent_back", "counted")] == [3, 1, 2]
    with Session(theatre.engine) as session:
        voices = session.scalars(select(Voice).where(Voice.case_id == case.id)).all()
        sheets = session.scalars(select(SupportSheet).order_by(SupportSheet.number)).all()
    counted = [voice for voice in voices if voice.state == "confirmed"]
    dwellings = {(voice.street_id, voice.house_number, voice.suffix_key) for voice in counted}
    assert len(counted) == len(dwellings) == 26
    assert {voice.channel for voice in counted} == {"online", "paper"}
    assert [sheet.state for sheet in sheets] == ["counted", "sent_back", "counted"]
    assert all(sheet.entered_by_id != sheet.checked_by_id for sheet in sheets)
