"""A scenario that can't be played is refused before anything happens, with the line and the reason."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from binstart.playing.lines import ScenarioFault
from binstart.playing.manual import README, with_reference
from binstart.playing.moments import shift_for
from binstart.playing.reading import read_scenario
from binstart.playing.reporting import TITLES
from binstart.playing.scenario import NOMINAL_BEGINNING, Scenario
from binstart.playing.vocabulary import VERBS
from models.rules.procedure import ACTIONS

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
TOP = """\
title: Proef
story: Een proef.
zone: {name: Politiezone Proef}
municipality:
  name: Proefdorp
  settings: {minimum_registered_dwellings: 10}
  streets:
    - {name: Kerkstraat, houses: 20}
people:
  roos: {name: Roos Proef, email: roos@proefdorp.example, address: Kerkstraat 3}
  dirk: {name: Dirk Loket, email: dirk@proefdorp.example, roles: [desk_officer]}
area:
  - {street: Kerkstraat, side: odd}
"""
SUBMIT = """\
  - who: roos
    do: submit_request
    name: BIN Proef
    motives: Wij willen elkaar beter kennen.
    objectives: [prevention]
    households: 10
"""


def written(tmp_path: Path, steps: str = SUBMIT, top: str = TOP) -> Path:
    file = tmp_path / "proef.yaml"
    file.write_text(f"{top}steps:\n{steps}", encoding="utf-8")
    return file


def fault_of(file: Path) -> ScenarioFault:
    with pytest.raises(ScenarioFault) as caught:
        read_scenario(file)
    return caught.value


def line_of(file: Path, words: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_each_scenario_that_is_shipped_can_be_read(file: Path) -> None:
    scenario = read_scenario(file)

    assert scenario.steps
    assert scenario.title


def test_the_scenarios_are_found() -> None:
    assert len(SCENARIOS) >= 6


def test_each_verb_has_words_for_who_looks_on() -> None:
    assert VERBS.keys() <= ACTIONS.keys() | TITLES.keys()


def test_an_unknown_verb_is_refused_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, f"{SUBMIT}  - who: roos\n    do: bribe_mayor\n")

    fault = fault_of(file)

    assert fault.line == line_of(file, "bribe_mayor")
    assert "'bribe_mayor' is not something one can do" in fault.reason


def test_an_unknown_field_is_refused_with_its_line_and_what_is_known(tmp_path: Path) -> None:
    file = written(tmp_path, f"{SUBMIT}    colour: blue\n")

    fault = fault_of(file)

    assert fault.line == line_of(file, "colour")
    assert "'submit_request' has no 'colour'" in fault.reason
    assert "motives" in fault.reason


def test_an_unknown_field_deep_inside_is_refused_with_its_own_line(tmp_path: Path) -> None:
    steps = f"""{SUBMIT}  - who: roos
    do: edit_charter
    sections:
      budget:
        lines:
          - {{description: sms, kind: basic}}
          - {{description: sms, kost: basic}}
"""
    file = written(tmp_path, steps)

    fault = fault_of(file)

    assert fault.line == line_of(file, "kost")
    assert "'kost' is unknown here" in fault.reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("minimum_registered_dwellings", "minimum_members", "'minimum_members' is unknown here"),
        ("minimum_registered_dwellings: 10", "minimum_registered_dwellings: -1", "kan niet negatief zijn"),
        ("minimum_registered_dwellings: 10", "municipality_decider: janitor", "kent de keuze"),
        ("who: roos", "who: nobody", "'nobody' is not a person of this scenario"),
        ("street: Kerkstraat", "street: Molenstraat", "'Molenstraat' is not a street of this municipality"),
        ("Kerkstraat 3", "Kerkstraat 21", "has no house 21"),
        ("roles: [desk_officer]", "roles: [emperor]", "'emperor' is not one of the choices"),
        ("roos@proefdorp.example", "roos@proefdorp.be", "ends in .example"),
        ("households: 10", "households: veel", "'veel' is not a whole number"),
        ("objectives: [prevention]", "objectives: [revenge]", "'revenge' is not one of the choices"),
        ("motives: Wij", "motives:\n      a: Wij", "here stands a text"),
    ],
)
def test_what_the_system_does_not_know_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")

    fault = fault_of(file)

    assert reason in fault.reason
    assert fault.line == line_of(file, new.splitlines()[-1].strip())


def test_an_own_municipality_needs_a_police_zone(tmp_path: Path) -> None:
    file = written(tmp_path, top=TOP.replace("zone: {name: Politiezone Proef}\n", ""))

    fault = fault_of(file)

    assert fault.line == line_of(file, "name: Proefdorp")
    assert "Proefdorp needs a police zone" in fault.reason


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, f"{SUBMIT}    households: 12\n")

    fault = fault_of(file)

    assert fault.line == len(file.read_text().splitlines())
    assert "second time" in fault.reason


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, SUBMIT.replace("    households: 10\n", ""))

    fault = fault_of(file)

    assert fault.line == line_of(file, "who: roos")
    assert "'households' is missing" in fault.reason


def test_a_step_before_any_request_has_no_case(tmp_path: Path) -> None:
    file = written(tmp_path, "  - who: dirk\n    do: accept_request\n")

    assert "there is no case yet" in fault_of(file).reason


def test_a_step_cannot_lie_before_the_one_above(tmp_path: Path) -> None:
    steps = SUBMIT + "  - when: +3 days\n    who: dirk\n    do: accept_request\n  - when: -1 day\n    do: wait\n"
    file = written(tmp_path, steps)

    fault = fault_of(file)

    assert fault.line == line_of(file, "-1 day")
    assert "before the step above" in fault.reason


def test_a_page_must_be_opened_before_it_can_be_used(tmp_path: Path) -> None:
    file = written(tmp_path, f"{SUBMIT}  - who: dirk\n    do: accept_request\n    on_open_page: yes\n")

    assert "did not open the page" in fault_of(file).reason


def test_a_text_that_is_no_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, SUBMIT, TOP.replace("title: Proef", 'title: "Proef'))

    fault = fault_of(file)

    assert "this is not YAML" in fault.reason
    assert fault.line > 1


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leeg.yaml").write_text("", encoding="utf-8")

    assert fault_of(tmp_path / "leeg.yaml").reason == "the file is empty"


def test_a_part_that_holds_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lus.yaml").write_text("title: &lus\n  a: *lus\n", encoding="utf-8")

    assert "can't hold itself" in fault_of(tmp_path / "lus.yaml").reason


def moments_of(scenario: Scenario) -> list[datetime]:
    return [step.moment.local for step in scenario.steps]


def test_moments_count_from_the_step_before_and_hours_are_belgian(tmp_path: Path) -> None:
    steps = SUBMIT + (
        "  - {when: 2026-02-10 14:30, do: wait}\n"
        "  - {when: +2 days, do: wait}\n"
        "  - {when: +1 week 20:00, do: wait}\n"
        "  - {when: +2 hours, do: wait}\n"
        "  - {when: +1 month, do: wait}\n"
        "  - {do: check}\n"
    )

    moments = moments_of(read_scenario(written(tmp_path, steps)))

    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in moments] == [
        "2026-01-05 09:00",
        "2026-02-10 14:30",
        "2026-02-12 09:00",
        "2026-02-19 20:00",
        "2026-02-19 22:00",
        "2026-03-19 09:00",
        "2026-03-19 09:00",
    ]


def test_working_days_leave_out_weekends_and_holidays(tmp_path: Path) -> None:
    steps = SUBMIT + (
        "  - {when: 2026-05-13, do: wait}\n"  # the day before Ascension Day
        "  - {when: +1 working day, do: wait}\n"
        "  - {when: +5 working days 18:30, do: wait}\n"
    )

    moments = moments_of(read_scenario(written(tmp_path, steps)))

    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in moments[2:]] == ["2026-05-15 09:00", "2026-05-22 18:30"]


def test_words_stay_as_they_were_typed(tmp_path: Path) -> None:
    file = written(tmp_path, SUBMIT.replace("name: BIN Proef", "name: no"))

    assert read_scenario(file).steps[0].values["name"] == "no"


def test_the_manual_holds_every_verb_field_setting_and_section() -> None:
    text = README.read_text(encoding="utf-8")

    assert with_reference(text) == text


def test_the_example_in_the_manual_can_be_read(tmp_path: Path) -> None:
    example = README.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "voorbeeld.yaml").write_text(example, encoding="utf-8")

    scenario = read_scenario(tmp_path / "voorbeeld.yaml")

    assert [step.verb for step in scenario.steps] == ["submit_request", "accept_request"]


def test_the_manual_names_every_scenario() -> None:
    text = README.read_text(encoding="utf-8")

    assert [file.name for file in SCENARIOS if f"]({file.name})" not in text] == []


def test_every_action_of_the_procedure_is_a_verb() -> None:
    assert ACTIONS.keys() - VERBS.keys() == set()


def test_the_shipped_scenarios_use_every_verb() -> None:
    used = {step.verb for file in SCENARIOS for step in read_scenario(file).steps}

    assert VERBS.keys() - used == {"check"}


def test_dates_move_by_the_shift_and_moments_count_on_from_there(tmp_path: Path) -> None:
    steps = SUBMIT + "  - {when: 2026-02-10, do: wait}\n  - {when: +1 month, do: wait}\n"

    moments = moments_of(read_scenario(written(tmp_path, steps), timedelta(weeks=3)))

    assert [f"{moment:%Y-%m-%d}" for moment in moments] == ["2026-01-26", "2026-03-03", "2026-04-03"]


@pytest.mark.parametrize(
    ("clock", "weeks"),
    [("2025-12-24 10:00", 0), ("2026-01-05 09:00", 0), ("2026-01-05 09:01", 1), ("2026-01-19 08:00", 2)],
)
def test_a_play_never_begins_before_the_clock_and_moves_by_whole_weeks(clock: str, weeks: int) -> None:
    shift = shift_for(NOMINAL_BEGINNING, datetime.fromisoformat(clock))

    assert shift == timedelta(weeks=weeks)
