"""Steps that a test repeats: what is laid down is what was walked, and only where nothing else was written."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.database import mark_as_writing, writing
from models.rules.procedure import STAGES, Stage
from tests import walked_once
from tests.factories import Place, advance_to, make_person, make_place, submitted


def _rows(engine: Engine) -> object:
    with Session(engine) as session:
        return {table.name: rows for table, rows in walked_once._rows_of(session).items() if rows}


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_laid_down_is_what_was_walked(
    empty_engine: Engine, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walked_once, "_walked", {})
    with Session(empty_engine) as session:
        mark_as_writing(session)
        advance_to(session, make_place(session), stage)
        walked = {table.name: rows for table, rows in walked_once._rows_of(session).items() if rows}
        session.rollback()
    assert len(walked_once._walked) == 2

    with writing(empty_engine) as session:
        case = advance_to(session, make_place(session), stage)

    assert _rows(empty_engine) == walked
    with writing(empty_engine) as session:  # and life goes on
        make_person(session, "Nieuw Hier")
        assert session.merge(case).stage == stage.value


def test_two_cases_one_after_the_other_are_two_steps(session: Session, place: Place) -> None:
    first, second = advance_to(session, place, Stage.CHARTER), submitted(session, place)

    assert first.id != second.id
    assert advance_to(session, place, Stage.CHARTER).number not in (first.number, second.number)


@pytest.mark.parametrize("how", ["person", "statement", "rollback"])
def test_after_anything_else_was_written_each_step_is_taken(session: Session, how: str) -> None:
    place = make_place(session)
    address = walked_once._address(session)
    assert address in walked_once._histories

    if how == "person":
        make_person(session, "Iemand Anders")
    elif how == "statement":
        session.connection().exec_driver_sql("update person set name = 'Iemand'")
    else:
        session.rollback()

    assert address not in walked_once._histories
    if how != "rollback":
        before = dict(walked_once._walked)
        assert advance_to(session, place, Stage.CONSULTATION).stage == "consultation"
        assert walked_once._walked == before
