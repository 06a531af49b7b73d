"""Reads a scenario and checks all of it before anything is played: what is unknown is refused with its line."""

from datetime import timedelta
from pathlib import Path

from binstart.playing.lines import ScenarioFault, read_lines
from binstart.playing.place_reading import read_people, read_places, street_names
from binstart.playing.request_vocabulary import AREA
from binstart.playing.scenario import NOMINAL_BEGINNING, Scenario
from binstart.playing.shapes import Field, Known, Text, When, a_block, read_fields
from binstart.playing.step_reading import read_steps

HEADING = {
    "title": Field(Text(), "one line", is_required=True),
    "story": Field(Text(), "what happens, for who looks on", is_required=True),
    "begins": Field(When(), "the day on which it begins"),
}
REQUIRED = ("municipality", "people", "steps")
ALLOWED = (*HEADING, *REQUIRED, "zone", "neighbours", "area")


def read_scenario(file: Path, shift: timedelta = timedelta()) -> Scenario:
    """The scenario of a file. Raises ScenarioFault with the line and the reason, OSError when it can't be opened.

    `shift`: how much later than written it takes place, in whole weeks.
    """
    top = a_block(read_lines(file))
    for name in top.entries:
        if name not in ALLOWED:
            raise ScenarioFault(top.lines[name], f"'{name}' is unknown here; known: {', '.join(sorted(ALLOWED))}")
    for name in REQUIRED:
        if name not in top.entries:
            raise ScenarioFault(top.line, f"'{name}' is missing")
    heading = read_fields(top.only(HEADING), HEADING, Known(NOMINAL_BEGINNING, shift))
    begins = heading["begins"].local if "begins" in heading else NOMINAL_BEGINNING + shift
    zones, municipalities = read_places(top)
    people = read_people(top.entries["people"], municipalities)
    known = Known(begins, shift, people, street_names(municipalities[0]))
    area = AREA.read(top.entries["area"], known) if "area" in top.entries else []
    return Scenario(
        file=file,
        title=heading["title"],
        story=heading["story"],
        begins=begins,
        municipalities=municipalities,
        zones=zones,
        people=people,
        area=tuple(area),
        steps=tuple(read_steps(top.entries["steps"], known, has_area=bool(area))),
    )
