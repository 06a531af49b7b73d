"""Foundings of the past, as a what-if needs them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case_figures import CaseFigures
from models.queries.insight import Asked, is_asked
from models.rules.insight import PastTerm
from models.rules.what_if import PastCase, PastOpinion

_day = date.fromordinal
_TERMS = frozenset({"assessment", "consultation", "signing"})


def past_cases(session: Session, asked: Asked) -> list[PastCase]:
    """These foundings, with what another rule would have met. Those that still run are there too: what they have behind
    them counts."""
    figures = CaseFigures.__table__.c
    rows = session.connection().execute(
        select(figures.case_id, figures.way, figures.supporting, figures.lowest_share, figures.for_ministry,
               figures.marks, figures.terms, figures.opinions).where(is_asked(asked))
    )  # fmt: skip
    return [
        PastCase(
            case_id, tuple(way.split(".")), supporting, share, ministry or 0, frozenset(marks),
            [PastTerm(kind, _day(starts), _day(ends) if ends else None, _day(over) if over else None, paused)
             for kind, starts, ends, over, paused in terms if kind in _TERMS],
            [PastOpinion(_day(since), _day(over), bool(is_answered)) for since, over, is_answered in opinions],
        )
        for case_id, way, supporting, share, ministry, marks, terms, opinions in rows
    ]  # fmt: skip
