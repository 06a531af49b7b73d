"""Foundings of the past, as a what-if needs them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case_figures import CaseFigures
from models.queries.insight.insight import Asked, is_asked
from models.rules.insight import PastTerm
from models.rules.what_if import PastCase, PastOpinion

_FIGURES = CaseFigures.__table__.c
_COLUMNS = (
    _FIGURES.case_id, _FIGURES.way, _FIGURES.supporting, _FIGURES.lowest_share, _FIGURES.for_ministry, _FIGURES.marks,
    _FIGURES.terms, _FIGURES.opinions,
)  # fmt: skip


def past_cases(session: Session, asked: Asked) -> Iterator[PastCase]:
    """These foundings, one after the other, with what another rule would have met. Those that still run are there too:
    what they have behind them counts."""
    for row in session.connection().execute(select(*_COLUMNS).where(is_asked(asked))):
        case_id, way, supporting, share, ministry, marks, terms, opinions = row
        yield PastCase(case_id, way, supporting, share, ministry or 0, frozenset(marks),
                       [*map(PastTerm._make, terms)], [*map(PastOpinion._make, opinions)])  # fmt: skip
