"""Where a case stands in the row of stages: done, present, to come, or where it ended."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from models.case import FoundingCase
from models.rules.procedure import STAGES, Stage
from webapp.words import END_NAMES, KIND_NAMES, ROLE_NAMES, STAGE_NAMES, WAYS_TO_SIGN_IN


@dataclass(frozen=True)
class Step:
    """One stage on the timeline. `state`: done, present, ended or to_come."""

    stage: Stage
    name: str
    state: str
    since: datetime | None = None


def init_progress(app: Flask) -> None:
    """Make the timeline and the words known to the templates, in macros too."""
    app.jinja_env.globals.update(
        timeline_of=timeline_of,
        STAGE_NAMES=STAGE_NAMES,
        END_NAMES=END_NAMES,
        ROLE_NAMES=ROLE_NAMES,
        WAYS_TO_SIGN_IN=WAYS_TO_SIGN_IN,
        KIND_NAMES=KIND_NAMES,
    )


def timeline_of(case: FoundingCase) -> list[Step]:
    """The seven stages of a case. A stage that is opened again is present, those after it are to come again."""
    present = STAGES.index(Stage(case.stage))
    return [_step(case, stage, position - present) for position, stage in enumerate(STAGES)]


def _step(case: FoundingCase, stage: Stage, distance: int) -> Step:
    name = str(STAGE_NAMES[stage])
    if distance < 0:
        return Step(stage, name, "done")
    if distance > 0:
        return Step(stage, name, "to_come")
    state = "ended" if case.ended_at is not None else "present"
    return Step(stage, name, state, case.stage_opened_at)
