"""Where the rows of one case stand, and what a column holds once it was emptied; both follow from the tables."""

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Select, Table, literal, select
from sqlalchemy.sql.schema import CallableColumnDefault

from models.database import Base

# These belong to a case only by chance: a person may be in several, a street or an authority is everybody's.
_OF_ALL = frozenset({"person", "dwelling", "street", "authority", "area", "upload", "document", "journal_seal"})


def of_case(table: Table, case_id: int) -> ColumnElement[bool] | None:
    """Which rows of a table belong to this case, by its own column or by the row that it hangs under; None: none do."""
    return in_cases(table, select(literal(case_id)))


def in_cases(table: Table, case_ids: Select[int]) -> ColumnElement[bool] | None:
    """The same for all these cases."""
    if table.name == "founding_case":
        return table.c.id.in_(case_ids)
    if "case_id" in table.c:
        return table.c.case_id.in_(case_ids)
    for column in table.c:
        for key in column.foreign_keys:
            above = key.column.table
            if above.name in _OF_ALL or above is table or column.nullable:
                continue
            found = in_cases(above, case_ids)
            if found is not None:
                return column.in_(select(above.c.id).where(found))
    return None


def emptied(column: Column[Any]) -> Any:
    """What stands in a column when its data was erased. Raises ValueError where only the whole row can go."""
    if column.nullable:
        return None
    if isinstance(column.type, JSON):
        if isinstance(column.default, CallableColumnDefault):
            made: Any = column.default.arg  # an empty list or an empty dictionary
            return made(None)
    elif column.type.python_type is str:
        return ""
    elif column.type.python_type is bool:
        return False
    raise ValueError(f"{column} can't be emptied; let the whole row go (`goes=True`)")


def tables() -> dict[str, Table]:
    """Every table of the schema, those that hang under others last."""
    return {one.name: one for one in Base.metadata.sorted_tables}
