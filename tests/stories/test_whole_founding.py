"""Hilde asks a question, and a year after the launch the first evaluation of BIN Korenveld is closed."""

import json
from pathlib import Path

import pikepdf

from binstart.playing.performing import keep_papers
from models.queries.cases.export import first_broken_entry
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "demo.yaml"
PAPERS = {
    "receipt.pdf",
    "invitation.pdf",
    "minutes.pdf",
    "charter.pdf",
    "launch-announcement.pdf",
    "launch-announcement.docx",
    "launch-announcement.txt",
    "evaluation-report.pdf",
    "journal.json",
}


def test_a_founding_goes_from_the_first_request_to_the_first_evaluation(theatre: Theatre, tmp_path: Path) -> None:
    play = theatre.play(SCENARIO)
    left = {path.name for path in keep_papers(play, tmp_path / "papers")}

    case = theatre.case(play)
    assert (case.stage, case.round, case.end) == ("evaluation", 2, None)
    assert theatre.network(case).state == "active"
    assert left >= PAPERS
    with pikepdf.open(tmp_path / "papers" / "charter.pdf") as charter:
        assert len(charter.pages) > 3
    journal = json.loads((tmp_path / "papers" / "journal.json").read_text(encoding="utf-8"))
    assert journal["number"] == case.number
    assert first_broken_entry(journal) is None
