"""Words that nobody else uses, written into every field of a case that the privacy declarations call personal: where
one of them is read, that field was shown."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Table, select, update
from sqlalchemy.orm import Session

from models.privacy.declared import personal
from models.privacy.declaring import Held
from models.privacy.places import of_case, tables
from models.rules.access import EVERYONE_ON_THE_CASE
from tests.filled_rows import fill

SEEN = re.compile(r"kanarie([0-9]{4})x", re.IGNORECASE)
# Codes: a word that is none of them would break the page, not show on it.
CODES = frozenset({"voice.wishes", "reply.needs", "reply.question_item", "participant.reach", "participant.wishes",
                   "mandate.screening", "measure.posted_as"})  # fmt: skip
# What stands in columns of planted rows that take only some words, but have no constraint that says so.
GIVEN: dict[str, dict[str, Any]] = {
    "measure_hand": {"deed": "decides"},
    "launch_kit_version": {"texts": {"post_1": "x"}, "facts": {}},
    "reply": {"state": "standing", "needs": [], "question_item": ""},
    "support_sheet": {"state": "sent_back"},
    "voice": {"state": "confirmed", "channel": "paper", "wishes": []},
}


@dataclass(frozen=True)
class Field:
    """One field: 'voice.name', and what is declared of it."""

    name: str
    held: Held

    @property
    def table(self) -> str:
        return self.name.partition(".")[0]

    @property
    def column(self) -> Column[Any]:
        return tables()[self.table].c[self.name.partition(".")[2]]


def restricted() -> list[Field]:
    """The fields of a case that not everybody on it reads. Numbers that only lead to something else are no field."""
    return [
        Field(f"{table}.{column}", held) for table, column, held in personal()
        if held.kind != "linked" and isinstance(held.roles, frozenset) and held.roles != EVERYONE_ON_THE_CASE
        and of_case(tables()[table], 1) is not None
    ]  # fmt: skip


def takes_words(field: Field) -> bool:
    """Whether a word of ours can stand in it: no number, day, choice or code."""
    column = field.column
    if field.name in CODES or _is_listed(column):
        return False
    return isinstance(column.type, JSON) or column.type.python_type is str


def plant_rows(session: Session, case_id: int, names: list[str], at: datetime) -> None:
    """A row in each of these tables that has none of this case yet, as far as what it hangs under is there."""
    within = {"founding_case": case_id}
    for name, table in tables().items():
        first = _first(session, table, case_id)
        if first is None and name in names and _parents(table) <= within.keys():
            first = fill(session, name, at, within, **GIVEN.get(name, {})).get("id")
        if first is not None:
            within[name] = first


def write_words(session: Session, case_id: int, fields: list[Field]) -> set[str]:
    """Put the word of each field into all rows of the case. Returns the names of the fields that had a row."""
    return {one.name for one in fields if _write(session, case_id, one, word(fields.index(one)))}


def word(number: int) -> str:
    """The word of the field with this number."""
    return f"Kanarie{number:04d}x"


def _write(session: Session, case_id: int, field: Field, said: str) -> bool:
    table, column = tables()[field.table], field.column
    key, found = next(iter(table.primary_key)), of_case(table, case_id)
    assert found is not None
    rows = session.execute(select(key, column).where(found)).all()
    for of, present in rows:
        value = _with_word(present, f"{said}{of}", column)
        session.execute(update(table).where(key == of).values({column.name: value}))
    return bool(rows)


def _with_word(present: Any, said: str, column: Column[Any]) -> Any:
    if not isinstance(column.type, JSON):
        return f"{said}@buurt.example" if column.name == "email" else said
    if isinstance(present, dict):
        return {name: _with_word(value, said, column) for name, value in present.items()}
    if isinstance(present, list):
        return [_with_word(value, said, column) for value in present]
    return said if isinstance(present, str) else present


def _first(session: Session, table: Table, case_id: int) -> Any:
    found = of_case(table, case_id)
    if found is None or "id" not in table.c:
        return None
    return session.scalar(select(table.c.id).where(found).order_by(table.c.id))


def _parents(table: Table) -> set[str]:
    """What a row must hang under, beside what everybody shares."""
    keys = [key for column in table.c for key in column.foreign_keys if not column.nullable]
    above = {key.column.table for key in keys}
    return {one.name for one in above if one is not table and of_case(one, 1) is not None}


def _is_listed(column: Column[Any]) -> bool:
    checks = [str(one.sqltext) for one in column.table.constraints if isinstance(one, CheckConstraint)]
    return any(re.match(rf'"?{column.name}"? in \(', check) for check in checks)


def roles_of(field: Field) -> frozenset[str]:
    """Who may read it, by the declarations."""
    assert not isinstance(field.held.roles, str)
    return frozenset(role.value for role in field.held.roles)
