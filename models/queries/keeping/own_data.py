"""Everything that is held about somebody, as the declarations tell it: the copy of GDPR art. 15 and 20.

Rows are found by the column that each declaration names (`whose`): a mail address, an account, or a row of somebody's
own. What only the program reads (a hash) is not given out, nor the outcome of a screening: the police tell it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.privacy.declared import DECLARED
from models.privacy.declaring import KINDS, NOBODY, Held
from models.privacy.places import in_cases, tables
from models.privacy.register import readers
from models.rules.journal_events import plain_sentence
from models.rules.retention import TERMS, RetentionRule

OTHER = "andere gegevens"  # a channel, a moment
NOT_GIVEN = frozenset({"suitability"})
_NAMES = {"voice": "name", "enrolment": "name", "participant": "name", "founding_request": "applicant_name",
          "successor": "name", "candidate": "name", "measure": "name", "signature": "name"}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """Who asks. `name`: also rows with just this name, which a person must look at before they go out."""

    person_id: int | None = None
    email: str = ""
    name: str = ""
    enrolment_id: int | None = None  # of a member who comes by their link: that membership alone


@dataclass(frozen=True)
class OwnRow:
    """One row about somebody: why it is kept, how long, who sees it, and what it holds (as it stands, and in words)."""

    key: str  # 'voice:12'
    activity: str
    purpose: str
    ground: str
    kept: tuple[RetentionRule, ...]
    readers: tuple[str, ...]
    values: dict[str, Any]
    words: tuple[tuple[str, str], ...]


def data_about(session: Session, subject: Subject, authority_id: int | None = None) -> list[OwnRow]:
    """All rows about somebody, by activity; with `authority_id` those in cases of that municipality or zone only."""
    cases = None
    if authority_id is not None:
        mine = or_(FoundingCase.municipality_id == authority_id, FoundingCase.zone_id == authority_id)
        cases = select(FoundingCase.id).where(mine)
    found: dict[str, list[Any]] = {}
    rows = []
    for name, table in tables().items():
        where = _whose(name, table, subject, found)
        place = in_cases(table, cases) if cases is not None else None
        if where is None or (cases is not None and place is None):
            continue
        query = select(table).where(where) if place is None else select(table).where(where, place)
        some = session.execute(query).mappings().all()
        found[name] = [one["id"] for one in some if "id" in one]
        rows += [_told(session, name, table, dict(one)) for one in some]
    return sorted((one for one in rows if one.words), key=lambda one: (one.activity, one.key))


def _whose(name: str, table: Table, subject: Subject, found: dict[str, list[Any]]) -> ColumnElement[bool] | None:
    whose = DECLARED[name].whose
    if not whose:
        return None
    column = table.c[whose]
    if name == "enrolment" and subject.enrolment_id is not None:
        return table.c.id == subject.enrolment_id
    above = next((key.column.table.name for key in column.foreign_keys), "")
    if above == "person":
        return column == subject.person_id if subject.person_id is not None else None
    if above:
        return column.in_(found.get(above, []))
    ways = [func.lower(column) == subject.email] if subject.email else []
    if subject.name and name in _NAMES:
        ways.append(func.lower(table.c[_NAMES[name]]) == subject.name.lower())
    return or_(*ways) if ways else None


def _told(session: Session, name: str, table: Table, row: dict[str, Any]) -> OwnRow:
    held = {column: one for column, one in DECLARED[name].columns.items()
            if one is not None and one.seen_by != NOBODY and one.kind not in NOT_GIVEN}  # fmt: skip
    first = next(iter(held.values()), None) or next(one for one in DECLARED[name].columns.values() if one is not None)
    given = list(held.values())
    return OwnRow(
        key=f"{name}:{row.get('id', '')}",
        activity=first.activity.title,
        purpose=first.activity.purpose,
        ground=first.activity.ground,
        kept=tuple(dict.fromkeys(TERMS[one.term] for one in given)),
        readers=tuple(sorted({reader for one in given for reader in readers(one)})),
        values={column: _plain(row[column]) for column in held},
        words=(*_which_case(session, row), *said) if (said := tuple(_in_words(session, table, row, held))) else (),
    )


def _which_case(session: Session, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    number = session.scalar(select(FoundingCase.number).where(FoundingCase.id == row.get("case_id")))
    return (("dossier", number),) if number else ()


def _in_words(session: Session, table: Table, row: dict[str, Any], held: dict[str, Held]) -> Iterable[tuple[str, str]]:
    if table.name == "journal_entry":
        return [("wanneer u iets deed", _flat(row["at"])), ("wat u deed", plain_sentence(row["event"], row["data"]))]
    said: dict[str, list[str]] = {}
    for column, one in held.items():
        value = row[column]
        if value in (None, "", [], {}, False) or (one.kind == "linked" and table.c[column].foreign_keys):
            continue
        said.setdefault(OTHER if one.kind == "linked" else KINDS[one.kind], []).append(
            _readable(session, table, column, value)
        )
    return [(kind, ", ".join(dict.fromkeys(values))) for kind, values in said.items()]


def _readable(session: Session, table: Table, column: str, value: Any) -> str:
    above = next((key.column.table for key in table.c[column].foreign_keys), None)
    if above is not None and above.name == "street":
        return str(session.scalar(select(above.c.name).where(above.c.id == value)))
    if above is not None and above.name == "dwelling":
        street = tables()["street"]
        told = select(street.c.name, above.c.number, above.c.suffix).join(above, above.c.street_id == street.c.id)
        return " ".join(str(part) for part in session.execute(told.where(above.c.id == value)).one() if part)
    if isinstance(value, bool):
        return f"{column}: ja"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(one)}" for key, one in value.items())
    return _flat(value)


def _flat(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dict):
        return " ".join(_flat(one) for one in value.values())
    return (
        ", ".join(_flat(one) for one in value)
        if isinstance(value, Sequence) and not isinstance(value, str)
        else str(value)
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
