"""What is agreed changes in the consultation; the frozen text stands in the invitation that every dwelling gets."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreement import Agreement, AgreementAnswer
from tests.letters.reading import squeezed, text_of_pdf
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "aangepaste-afspraken.yaml"


def test_a_text_changed_by_police_and_desk_is_decided_on_frozen_and_printed(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    with Session(theatre.engine) as session:
        versions = session.scalars(select(Agreement).order_by(Agreement.version)).all()
        answers = session.scalars(select(AgreementAnswer).order_by(AgreementAnswer.version)).all()
    printed = squeezed(text_of_pdf(next(one.content for one in play.papers.values() if one.kind == "invitation")))
    assert case.stage == "info_evening"
    assert [(one.version, one.function, one.frozen_at is not None) for one in versions] == [
        (2, "mandated_officer", False), (3, "desk_officer", True),
    ]  # fmt: skip
    assert [(one.version, one.agrees) for one in answers] == [(2, False), (3, True)]
    for words in ("Wij willen elkaar beter kennen en goed melden", "meer en betere meldingen aan de politie"):
        assert squeezed(words) in printed
    assert squeezed("Er wordt veel ingebroken") not in printed
