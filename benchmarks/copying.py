"""Cases copied within PostgreSQL, thousands at once, each with all rows that the operations left of it.

A copy is the original some days earlier or later, in another municipality, with residents of its own. Its rows have the
numbers of the original's plus a stride, so that the database copies whole tables by itself. Only journals pass through
here: each has a chain of its own.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Date, Integer, String, Table, UniqueConstraint, or_, select, text
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import UtcDateTime
from models.journal import JournalEntry
from models.rules.access import Role
from models.rules.journal_chain import NOTHING_BEFORE, case_body, chained
from models.tables import metadata
from tests.factories import Place

STRIDE = 10_000  # more than the originals have rows in any table
CASE, JOURNAL = "founding_case", "journal_entry"
# Taken otherwise, found where a copy comes, or about what was tried before in the streets of the originals.
NOT_OF_THE_CASE = frozenset({CASE, JOURNAL, "area", "person", "dwelling", "authority", "street", "earlier_attempt"})
MUNICIPAL = (Role.DESK_OFFICER, Role.MAYOR, Role.ADMINISTRATOR)
POLICE = (Role.MANDATED_OFFICER, Role.POLICE_CHIEF)


@dataclass(frozen=True)
class Home:
    """A municipality that gets copies. `staff`, `zone_staff`: the number of the person there with a role is this plus
    the place of the role in MUNICIPAL or POLICE. `corner`: north and east of the first municipality, in degrees."""

    id: int
    zone_id: int
    code: str
    staff: int
    zone_staff: int
    corner: tuple[float, float]

    def person(self, role: Role) -> int:
        """The number of who has this role here."""
        return self.staff + MUNICIPAL.index(role) if role in MUNICIPAL else self.zone_staff + POLICE.index(role)


@dataclass(frozen=True)
class Copy:
    """One copy: of which case, where, under which number, so many days later, in which two streets, and at which ten of
    their houses."""

    original: int
    home: Home
    number: str
    days: int
    streets: tuple[int, int]
    ten: int


class Originals:
    """Cases of one municipality that are copied, and all that belongs to each."""

    def __init__(self, session: Session, place: Place, cases: Sequence[FoundingCase]) -> None:
        session.flush()
        self.place = place
        self.staff = {place.people[role].id: role for role in (*MUNICIPAL, *POLICE)}
        self.rows = {case.id: self._rows_of(session, case) for case in cases}
        self.journals = {case.id: _journal(session, case) for case in cases}
        self.numbers = {case.id: case.number for case in cases}

    def _rows_of(self, session: Session, case: FoundingCase) -> dict[str, set[int]]:
        """The numbers of the rows in each table; not those of tables whose key is the case itself."""
        found: dict[str, set[int]] = {CASE: {case.id}, "area": {case.area_id}}
        people, dwellings = {case.initiator_id}, {case.applicant_dwelling_id}
        for table in metadata.sorted_tables:
            if table.name in NOT_OF_THE_CASE or "id" not in table.c:
                continue
            belongs = [column.in_(found[target]) for column in table.c if (target := _target(column)) in found]
            if not belongs:
                continue
            rows = session.execute(select(table).where(or_(*belongs))).mappings().all()
            found[table.name] = {row["id"] for row in rows}
            people |= {row[column.name] for row in rows for column in table.c if _target(column) == "person"}
            dwellings |= {row[column.name] for row in rows for column in table.c if _target(column) == "dwelling"}
        persons = metadata.tables["person"]
        found["person"] = {one for one in people if one and one not in self.staff}
        homes = session.scalars(select(persons.c.dwelling_id).where(persons.c.id.in_(found["person"]))).all()
        if found.get("neighbourhood_network"):  # its houses are drawn on the map
            dwellings |= {house.id for street in self.place.streets for house in street.dwellings}
        found["dwelling"] = {one for one in {*dwellings, *homes} if one}
        return found


def copy_cases(session: Session, originals: Originals, copies: Sequence[Copy]) -> None:
    """Make these copies; the rows of the n-th lie n strides further. Call it once in a database."""
    connection = session.connection()
    connection.execute(text(_COPY_TABLE))
    belong = ((name, id_, case) for case, rows in originals.rows.items() for name, ids in rows.items() for id_ in ids)
    _into(session, "copied_row", ("name", "id", "original"), belong)
    _into(session, "copy", _COPY_COLUMNS, (_copy_row(n, one) for n, one in enumerate(copies, 1)))
    for statement in ("analyze copied_row", "analyze copy"):
        connection.execute(text(statement))
    for table in metadata.sorted_tables:
        if any(rows.get(table.name) for rows in originals.rows.values()):
            _copy_table(session, table, originals, "join copied_row r on r.id = x.id and r.name = :name", "r.original")
        elif "id" not in table.c and "case_id" in table.c:
            _copy_table(session, table, originals, "", "x.case_id")
    heads: list[tuple[int, str]] = []
    _into(session, JOURNAL, _JOURNAL_COLUMNS, _journals(originals, copies, heads))
    _into(session, "copied_head", ("id", "hash"), heads)
    connection.execute(text("update founding_case x set journal_hash = h.hash from copied_head h where h.id = x.id"))
    for table in metadata.sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            connection.execute(text(f"select setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608
                                    f"(select coalesce(max(id), 1) from {table.name}))"))  # fmt: skip


def _copy_table(session: Session, table: Table, originals: Originals, join: str, original: str) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    values = ", ".join(_value(table, column, originals) for column in table.c)
    wanted = (f"insert into {table.name} ({names}) select {values} from {table.name} x {join} "  # noqa: S608
              f"join copy c on c.original = {original} order by c.n")  # fmt: skip
    session.connection().execute(text(wanted), {"name": table.name} if ":name" in join else {})


def _value(table: Table, column: Column[Any], originals: Originals) -> str:
    """How a column of a copy comes out of that of the original."""
    old, target = f'x."{column.name}"', _target(column)
    own = (table.name, column.name)
    if target == "person":
        return _person(old, originals)
    if target == "authority":
        places = ((originals.place.municipality.id, "c.municipality_id"), (originals.place.zone.id, "c.zone_id"))
        return _chosen(old, places, "null")
    if target == "street":
        return _chosen(old, [(street.id, f"c.street_{n}") for n, street in enumerate(originals.place.streets)], "null")
    if target or column.name == "id":
        return f"{old} + c.n * {STRIDE}"
    if own in _OWN_VALUES:
        return _OWN_VALUES[own].format(old=old)
    if isinstance(column.type, UtcDateTime):
        return f"{old} + make_interval(days => c.days)"
    if isinstance(column.type, Date):
        return f"{old} + c.days"
    return f"{old} || '-' || c.n" if _is_unique_text(table, column) else old


_OWN_VALUES = {  # what else differs from the original
    (CASE, "number"): "c.number",
    (CASE, "name"): "'BIN Buurt ' || c.number",
    ("neighbourhood_network", "name"): "'BIN Buurt ' || c.number",
    ("neighbourhood_network", "slug"): "lower(c.number)",
    ("effect", "key"): "replace({old}, (select number from founding_case where id = c.original), c.number)",
    ("person", "email"): "c.n || '.' || {old}",
    ("dwelling", "number"): "{old} + 10 * c.ten",
    ("dwelling", "latitude"): "{old} + c.north",
    ("dwelling", "longitude"): "{old} + c.east + c.ten * 0.002",
}


def _person(old: str, originals: Originals) -> str:
    places = [
        (id_, f"c.staff + {MUNICIPAL.index(role)}" if role in MUNICIPAL else f"c.zone_staff + {POLICE.index(role)}")
        for id_, role in originals.staff.items()
    ]
    return _chosen(old, places, f"{old} + c.n * {STRIDE}")


def _chosen(old: str, places: Sequence[tuple[int, str]], otherwise: str) -> str:
    return f"case {old} " + " ".join(f"when {id_} then {value}" for id_, value in places) + f" else {otherwise} end"


def _target(column: Column[Any]) -> str:
    """The table that a column refers to; empty: none."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _is_unique_text(table: Table, column: Column[Any]) -> bool:
    alone = ([one.name for one in key.columns] for key in table.constraints if isinstance(key, UniqueConstraint))
    return isinstance(column.type, String) and [column.name] in alone


_COPY_COLUMNS = ("n", "original", "municipality_id", "zone_id", "staff", "zone_staff", "number", "days", "street_0",
                 "street_1", "ten", "north", "east")  # fmt: skip
_COPY_TABLE = """
    create temporary table copied_row (name text, id integer, original integer) on commit drop;
    create temporary table copied_head (id integer, hash text) on commit drop;
    create temporary table copy (
        n integer, original integer, municipality_id integer, zone_id integer, staff integer, zone_staff integer,
        number text, days integer, street_0 integer, street_1 integer, ten integer, north float, east float
    ) on commit drop"""


def _copy_row(n: int, one: Copy) -> tuple[Any, ...]:
    home = one.home
    return (n, one.original, home.id, home.zone_id, home.staff, home.zone_staff, one.number, one.days, *one.streets,
            one.ten, *home.corner)  # fmt: skip


_JOURNAL_COLUMNS = ("case_id", "sequence", "at", "event", "stage", "round", "by_id", "function", "data", "hash")


def _journal(session: Session, case: FoundingCase) -> list[JournalEntry]:
    entries = select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    return list(session.scalars(entries).all())


def _journals(originals: Originals, copies: Sequence[Copy], heads: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    """The entries of all copies, each journal chained as in life; their heads are added to `heads`."""
    for n, one in enumerate(copies, 1):
        before, moved = NOTHING_BEFORE, timedelta(days=one.days)
        for entry in originals.journals[one.original]:
            at, data = entry.at + moved, _with_own_numbers(entry.data, n)
            role = originals.staff.get(entry.by_id or 0)
            by = one.home.person(role) if role else entry.by_id and entry.by_id + n * STRIDE
            body = case_body(one.number, entry.sequence, at, entry.event, entry.stage, entry.round, by,
                             entry.function, data)  # fmt: skip
            before = chained(before, body)
            yield (one.original + n * STRIDE, entry.sequence, at, entry.event, entry.stage, entry.round, by,
                   entry.function, json.dumps(data), before)  # fmt: skip
        heads.append((one.original + n * STRIDE, before))


def _with_own_numbers(data: dict[str, Any], n: int) -> dict[str, Any]:
    if not any(name.endswith("_id") for name in data):
        return data
    return {name: value + n * STRIDE if name.endswith("_id") and value else value for name, value in data.items()}


def _into(session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY of PostgreSQL: the quickest way in."""
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as into:
        for row in rows:
            into.write_row(row)
