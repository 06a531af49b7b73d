"""Every column says whether it holds personal data, why, how long, and who sees it; and what it says exists."""

import re
from pathlib import Path

import pytest

import models.tables  # noqa: F401  (so that every table is known)
from models.operations.keeping.retention_run import FILE_STEPS, STEPS
from models.privacy.activities import ACTIVITIES
from models.privacy.declared import DECLARED, personal
from models.privacy.declaring import KINDS, NOBODY, held, nothing, table
from models.privacy.places import emptied, of_case, tables
from models.rules.access import PERMISSIONS
from models.rules.retention import TERMS

ROOT = Path(__file__).parents[2]
SCHEMA = tables()
LOOKS_PERSONAL = re.compile(r"(^|_)(email|phone|applicant|drawing|password|totp|screening)(_|$)")


@pytest.mark.parametrize("name", sorted(SCHEMA))
def test_every_column_is_declared_and_nothing_else_is(name: str) -> None:
    assert name in DECLARED, f"say in models/privacy which columns of {name} hold personal data"
    assert set(DECLARED[name].columns) == set(SCHEMA[name].c.keys())


def test_no_table_is_declared_that_does_not_exist() -> None:
    assert DECLARED.keys() == SCHEMA.keys()


def test_what_is_declared_names_a_kind_a_term_and_a_reader_that_exist() -> None:
    for name, column, one in personal():
        where = f"{name}.{column}"
        assert one.kind in KINDS, where
        assert one.term in TERMS, where
        assert one.seen_by == NOBODY or one.seen_by in PERMISSIONS, where
        assert one.activity in ACTIVITIES, where


def test_each_kind_of_data_has_one_level_of_protection() -> None:
    told = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## Kinds of data")[2].partition("## Keys")[0]
    cells = [line.split("|")[2] for line in told.splitlines() if line.startswith("|")]

    words = [word.strip() for cell in cells for word in cell.split(",")]

    assert sorted(word for word in words if word in KINDS) == sorted(KINDS)


def test_every_term_activity_and_kind_is_used() -> None:
    used = [one for _name, _column, one in personal()]

    assert {one.term for one in used} == set(TERMS)
    assert {one.activity for one in used} == set(ACTIVITIES)
    assert {one.kind for one in used} == set(KINDS)


def test_the_retention_run_carries_out_every_term_and_no_other() -> None:
    assert STEPS.keys() | FILE_STEPS.keys() == TERMS.keys()
    assert not STEPS.keys() & FILE_STEPS.keys()


def test_whoever_is_named_by_a_number_is_declared_too() -> None:
    undeclared = [
        f"{name}.{column.name}" for name, one in SCHEMA.items() for column in one.c
        if any(key.column.table.name == "person" for key in column.foreign_keys)
        and DECLARED[name].columns[column.name] is None
    ]  # fmt: skip

    assert undeclared == []


def test_a_column_that_is_called_as_a_contact_is_not_declared_as_nothing() -> None:
    undeclared = {
        f"{name}.{column}" for name, one in DECLARED.items() for column, declared in one.columns.items()
        if declared is None and LOOKS_PERSONAL.search(column)
    }  # fmt: skip

    # Of a service; a count; a moment.
    assert undeclared == {"authority.email", "authority.phone", "person.totp_last_counter", "reply.email_confirmed_at"}


def test_what_goes_with_a_case_can_be_emptied_or_goes_as_a_row_and_is_found_from_the_case() -> None:
    for name, column, one in personal():
        if one.term != "case" or one.kind == "linked" or name == "journal_entry":
            continue
        assert of_case(SCHEMA[name], 1) is not None, name
        if not DECLARED[name].goes:
            emptied(SCHEMA[name].c[column])


def test_whose_row_it_is_names_a_column_of_that_table() -> None:
    for name, one in DECLARED.items():
        assert one.whose == "" or one.whose in one.columns, name


def test_a_column_in_two_parts_of_a_declaration_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        table(nothing("id name"), held(ACTIVITIES[0], "case", NOBODY, name="name"))
