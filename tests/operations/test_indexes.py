"""What is asked with every page of a country finds its rows without reading all others."""

from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.outbox import Effect


def _plan(session: Session, question: Select[Any]) -> str:
    """How the database would answer, were its tables too large to read whole."""
    plain = question.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    if session.get_bind().dialect.name == "sqlite":
        return " ".join(row[-1] for row in session.execute(text(f"explain query plan {plain}")))
    session.execute(text("set local enable_seqscan = off"))
    return " ".join(session.scalars(text(f"explain {plain}")))


def test_the_open_cases_of_a_zone_are_found_by_an_index(session: Session) -> None:
    open_cases = select(FoundingCase.name).where(FoundingCase.zone_id == 1, FoundingCase.ended_at.is_(None))

    assert "ix_founding_case_zone_id_ended_at" in _plan(session, open_cases)


def test_effects_are_counted_from_an_index(session: Session) -> None:
    counted = select(Effect.kind, Effect.state, func.count()).group_by(Effect.kind, Effect.state)

    assert "ix_effect_kind_state" in _plan(session, counted)
