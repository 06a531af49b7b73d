"""The sections of the charter as a scenario fills them in; made from the charter's own table of what each asks."""

from collections.abc import Mapping

from binstart.playing.shapes import Choice, Field, Group, ListOf, Number, Shape, Table, Text, When
from models.rules.charter_sections import SECTIONS as CHARTER_SECTIONS
from models.rules.charter_sections import Field as CharterField


def _shape(asked: CharterField) -> Shape:
    if asked.kind == "choice":
        return Choice(tuple(asked.choices))
    if asked.kind == "choices":
        return ListOf(Choice(tuple(asked.choices)))
    if asked.kind == "number":
        return Number()
    if asked.kind == "day":
        return When()
    if asked.kind == "rows":
        return ListOf(Group(_fields(asked.columns)))
    if asked.kind == "fixed_rows":
        return Table(tuple(asked.choices), Group(_fields(asked.columns)))
    return Text()


def _fields(asked: tuple[CharterField, ...]) -> Mapping[str, Field]:
    # Nothing must be given: a section can be filled in over several steps, and what stands there stays.
    return {one.code: Field(_shape(one), one.label) for one in asked}


SECTIONS: dict[str, Field] = {
    section.code: Field(Group(_fields(section.fields)), section.title) for section in CHARTER_SECTIONS
}
