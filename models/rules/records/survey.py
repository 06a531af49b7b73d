"""The figures of closed surveys and what is known of one that is open, for a page and for the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.rules.survey_form import BASELINE, FEWEST_ANSWERS


@dataclass(frozen=True)
class SurveyFigures:
    """`counts`: per question of those that ten or more answered, how many chose each step."""

    kind: str
    year: int
    closed_on: date
    asked: int
    answers: int
    on_paper: int
    counts: Mapping[str, Mapping[str, int]]
    texts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How it stands above a column."""
        return f"nulmeting {self.year}" if self.kind == BASELINE else str(self.year)

    @property
    def has_enough(self) -> bool:
        """Whether enough members answered to tell anything."""
        return self.answers >= FEWEST_ANSWERS


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that members could still answer, until `closes_on`."""

    kind: str
    year: int
    closes_on: date


@dataclass(frozen=True)
class SurveysOfPeriod:
    """What an evaluation can tell of surveys: the last yearly one that was closed in its period, all before it, and the
    one that was still open."""

    last: SurveyFigures | None = None
    earlier: tuple[SurveyFigures, ...] = ()
    still_open: OpenSurvey | None = None
