"""One evaluation with both views and its outcome, for the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.rules.records.shared import CaseRecord
from models.rules.records.survey import SurveysOfPeriod


@dataclass(frozen=True)
class EvaluationRecord:
    """`coordinator_view` and `police_view` as the evaluation form keeps them; the `earlier_` ones of the round before
    (empty: there was none). `outcome`: a code of `procedure.OUTCOMES`."""

    case: CaseRecord
    period_from: date
    period_until: date
    closed_on: date
    coordinator_view: Mapping[str, Any]
    police_view: Mapping[str, Any]
    municipality_view: Mapping[str, Any]
    earlier_coordinator_view: Mapping[str, Any]
    earlier_police_view: Mapping[str, Any]
    outcome: str
    reason: str
    body: str
    next_opens_on: date | None
    discussed_on: date | None = None
    discussed_by: str = ""
    conclusions: str = ""
    surveys: SurveysOfPeriod = field(default_factory=SurveysOfPeriod)  # of the members
    other_network: str = ""  # in which it goes on, or that is asked for a part of it
