"""What a page shows of closed surveys: per question a table with the years beside each other, and a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from documents.look.charts import share_chart
from models.rules.records.survey import SurveyFigures
from models.rules.survey_form import QUESTIONS, SurveyQuestion, share_of_good


@dataclass(frozen=True)
class StepRow:
    """One answer that could be chosen: per survey how many chose it, and of a hundred."""

    step: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class QuestionTable:
    """One question over the years; `labels` and `totals`: of the surveys in which ten or more answered it."""

    sentence: str
    labels: tuple[str, ...]
    totals: tuple[int, ...]
    rows: tuple[StepRow, ...]
    chart: Markup
    good: str  # what the chart counts


def tables_of(figures: Sequence[SurveyFigures]) -> tuple[QuestionTable, ...]:
    """Every question that can be told of at least one survey."""
    found = []
    for question in QUESTIONS:
        told = [one for one in figures if question.code in one.counts]
        if told:
            found.append(_table(question, told))
    return tuple(found)


def _table(question: SurveyQuestion, told: Sequence[SurveyFigures]) -> QuestionTable:
    counts = [one.counts[question.code] for one in told]
    good = _(" of ").join(f"‘{question.steps[step]}’" for step in question.good)
    shares = tuple((one.label, share_of_good(question, counted)) for one, counted in zip(told, counts, strict=True))
    return QuestionTable(
        sentence=question.sentence, labels=tuple(one.label for one in told),
        totals=tuple(sum(one.values()) for one in counts),
        rows=tuple(StepRow(name, tuple(_cell(one, step) for one in counts)) for step, name in question.steps.items()),
        chart=share_chart(_("Van elke 100 antwoorden: %(good)s", good=good), shares), good=good,
    )  # fmt: skip


def _cell(counts: Mapping[str, int], step: str) -> tuple[int, int]:
    total, count = sum(counts.values()), counts.get(step, 0)
    return count, (200 * count + total) // (2 * total)
