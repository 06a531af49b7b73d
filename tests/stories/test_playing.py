"""What goes otherwise than written ends the play, with the line, what was expected and what the page said."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from binstart.playing.expecting import Mailbox, check
from binstart.playing.performing import StepFailed, keep_papers
from binstart.playing.play import Failed, Play
from binstart.playing.scenario import Step
from binstart.playing.waiting import Patience
from models.queries.cases.export import first_broken_entry
from tests.stories.theatre import Theatre

TOP = """\
title: Proef
story: Een proef.
zone: {name: Politiezone Proef}
municipality:
  name: Proefdorp
  code: PRO
  streets:
    - {name: Kerkstraat, houses: 20}
people:
  roos: {name: Roos Proef, email: roos@proefdorp.example, address: Kerkstraat 3}
  dirk: {name: Dirk Loket, email: dirk@proefdorp.example, roles: [desk_officer]}
  mia: {name: Mia Mandaat, email: mia@proefzone.example, roles: [mandated_officer]}
area:
  - {street: Kerkstraat, side: odd, from: 1, to: 15}
steps:
"""
SUBMIT = """\
  - who: roos
    do: submit_request
    name: BIN Proef
    motives: Wij willen elkaar beter leren kennen.
    objectives: [prevention]
    households: 10
"""


def written(tmp_path: Path, steps: str) -> Path:
    file = tmp_path / "proef.yaml"
    file.write_text(f"{TOP}{SUBMIT}{steps}", encoding="utf-8")
    return file


def failure(theatre: Theatre, file: Path) -> StepFailed:
    with pytest.raises(StepFailed) as caught:
        theatre.play(file)
    return caught.value


def line_of(file: Path, words: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


UNEXPECTED = (
    ("stage", "charter", "the case is in consultation, not in charter"),
    ("waiting_for", ["all_signed"], "all_signed is not waited for"),
    ("not_waiting_for", ["police_approved"], "police_approved is still waited for"),
    ("documents", ["charter"], "charter is not there"),
    ("journal", ["network:merged"], "the journal does not hold network:merged"),
    ("page_shows", ["regenboog"], "does not show regenboog"),
    ("end", "withdrawn", "the case did not end so"),
    ("hidden_from", ["roos"], "the case is not hidden from roos"),
    ("mail_to", ["mia"], "no mail came for mia@proefzone.example"),
)


def failed_expectation(play: Play, step: Step) -> str:
    with pytest.raises(Failed) as caught:
        check(play, step, Mailbox(play))
    return str(caught.value)


def test_a_step_that_is_refused_unexpectedly_ends_the_play_with_its_line_and_the_sentence(
    theatre: Theatre, tmp_path: Path
) -> None:
    file = written(tmp_path, "  - who: mia\n    do: accept_request\n")

    failed = failure(theatre, file)

    assert failed.line == line_of(file, "who: mia")
    assert "accept_request by mia: was refused" in str(failed)
    assert "answered 403" in str(failed)


def test_a_step_that_should_be_refused_but_is_done_ends_the_play(theatre: Theatre, tmp_path: Path) -> None:
    file = written(tmp_path, "  - who: dirk\n    do: accept_request\n    expect_refusal: {status: 403}\n")

    failed = failure(theatre, file)

    assert failed.line == line_of(file, "who: dirk")
    assert "should have been refused, but was done" in str(failed)


@pytest.mark.parametrize("refusal", ["{status: 409}", "{text: omdat het regent}", "{status: 403, field: reason}"])
def test_another_refusal_than_expected_ends_the_play(theatre: Theatre, tmp_path: Path, refusal: str) -> None:
    file = written(tmp_path, f"  - who: mia\n    do: accept_request\n    expect_refusal: {refusal}\n")

    failed = failure(theatre, file)

    assert "should have been refused" in str(failed)
    assert "answered 403" in str(failed)


def test_what_does_not_become_as_expected_ends_the_play_and_says_what_is_so(theatre: Theatre, tmp_path: Path) -> None:
    play = theatre.play(written(tmp_path, "  - who: dirk\n    do: accept_request\n"))
    play.patience = Patience(0.0)  # nothing is still to come
    step = play.scenario.steps[-1]

    said = {name: failed_expectation(play, replace(step, expected={name: wanted})) for name, wanted, _ in UNEXPECTED}

    for name, _, words in UNEXPECTED:
        assert words in said[name]


def test_a_fault_is_recognised_at_its_field(theatre: Theatre, tmp_path: Path) -> None:
    file = written(
        tmp_path, "  - who: dirk\n    do: ask_completion\n    reason: x\n    expect_refusal: {field: reason}\n"
    )

    theatre.play(file)

    assert any("geweigerd, zoals verwacht" in line for line in theatre.told)


def test_a_second_play_finds_the_place_and_takes_place_later(theatre: Theatre, tmp_path: Path) -> None:
    file = written(tmp_path, "  - when: +3 weeks\n    who: dirk\n    do: accept_request\n")

    first, second = theatre.play(file), theatre.play(file)

    assert first.numbers != second.numbers
    begun = [line[:10] for line in theatre.told if "Aanvraag indienen" in line]
    days = [date(int(day[6:]), int(day[3:5]), int(day[:2])) for day in begun]
    assert days[0] < days[1]
    assert {day.weekday() for day in days} == {0}  # a Monday stays a Monday


def test_who_looks_on_sees_one_line_per_step(theatre: Theatre, tmp_path: Path) -> None:
    theatre.play(written(tmp_path, "  - who: dirk\n    do: accept_request\n    note: Het loket is vlot.\n"))

    lines = [line for line in theatre.told if line]
    assert lines[0] == "Proef"
    assert any(
        "Roos Proef: Aanvraag indienen → PRO-" in line and line.endswith("Idee en voorbereiding") for line in lines
    )
    assert any("Dirk Loket: Aanvraag aanvaarden → PRO-" in line and line.endswith("Overleg") for line in lines)
    assert lines[-1].strip() == "Het loket is vlot."


def test_a_changed_journal_is_noticed(theatre: Theatre, tmp_path: Path) -> None:
    play = theatre.play(written(tmp_path, "  - who: dirk\n    do: ask_completion\n    reason: Welke huisnummers?\n"))
    keep_papers(play, tmp_path / "papers")
    journal = json.loads((tmp_path / "papers" / "journal.json").read_text(encoding="utf-8"))
    assert first_broken_entry(journal) is None

    asked = next(entry for entry in journal["journal"] if entry["event"] == "completion:asked")
    asked["data"]["reason"] = "iets anders"

    assert first_broken_entry(journal) == asked["sequence"]
