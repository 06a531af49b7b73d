"""What is asked with every page of a country finds its rows without reading all others."""

from typing import Any

from sqlalchemy import Select, func, insert, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.outbox import Effect
from tests.factories import Place, submitted

ZONES, CASES_OF_EACH = 20, 30


def _plan(session: Session, question: Select[Any]) -> str:
    """How the database would answer, were its tables too large to read whole."""
    plain = question.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    if session.get_bind().dialect.name == "sqlite":
        return " ".join(row[-1] for row in session.execute(text(f"explain query plan {plain}")))
    session.execute(text("set local enable_seqscan = off"))
    return " ".join(session.scalars(text(f"explain {plain}")))


def _fill_zones(session: Session, place: Place) -> int:
    """One of many zones with open cases, counted by the database: in an empty table each index costs the same."""
    zones = [Authority(kind="police_zone", slug=f"pz-{nr}", name=f"PZ {nr}", code=f"P{nr}", settings={},
                       email=f"pz{nr}@zone.example") for nr in range(ZONES)]  # fmt: skip
    session.add_all(zones)
    case = submitted(session, place)
    session.flush()
    row = {"municipality_id": place.municipality.id, "area_id": case.area_id, "name": "BIN", "waiting_for": [],
           "stage_opened_at": case.opened_at, "opened_at": case.opened_at}  # fmt: skip
    session.execute(insert(FoundingCase), [{**row, "zone_id": zone.id, "number": f"{zone.code}-{nr}"}
                                           for zone in zones for nr in range(CASES_OF_EACH)])  # fmt: skip
    session.execute(text("analyze founding_case"))
    return zones[0].id


def test_the_open_cases_of_a_zone_are_found_by_an_index(session: Session, place: Place) -> None:
    zone = _fill_zones(session, place)
    open_cases = select(FoundingCase.name).where(FoundingCase.zone_id == zone, FoundingCase.ended_at.is_(None))

    assert "ix_founding_case_zone_id_ended_at" in _plan(session, open_cases)


def test_effects_are_counted_from_an_index(session: Session) -> None:
    counted = select(Effect.kind, Effect.state, func.count()).group_by(Effect.kind, Effect.state)

    assert "ix_effect_kind_state" in _plan(session, counted)
