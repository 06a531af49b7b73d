"""The file for the alert tool: columns that are a setting, since its layout is not public, and numbers in one form."""

import pytest

from models.rules.alert_file import DEFAULT_COLUMNS, PHONE_FORMS, Column, as_number, read_columns, row_of, split_name
from models.rules.procedure_settings import ProcedureSettings, checked
from models.rules.refusals import Invalid


def test_columns_are_read_in_their_order_under_their_own_heads() -> None:
    columns = read_columns("Gsm (verplicht) = Telefoon; Naam=naam;")

    assert columns == (Column("Gsm (verplicht)", "telefoon"), Column("Naam", "naam"))
    assert row_of({"naam": "Nele", "telefoon": "1"}, columns) == ["1", "Nele"]
    assert len(read_columns(DEFAULT_COLUMNS)) == 10


@pytest.mark.parametrize("text", ["", "Naam = naam", "Gsm = gsm", "telefoon", "= telefoon", "Gsm = telefoon; x"])
def test_columns_that_can_not_be_are_refused_at_the_setting(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked({"alert_file_columns": text})

    assert refusal.value.field == "alert_file_columns"


@pytest.mark.parametrize(("typed", "e164", "zeros", "national"), [
    ("0470 00 00 01", "+32470000001", "0032470000001", "0470000001"),
    ("09/000.00.01", "+3290000001", "003290000001", "090000001"),
    ("+32 (0)470 00 00 01", "+32470000001", "0032470000001", "0470000001"),
    ("0032 470 00 00 01", "+32470000001", "0032470000001", "0470000001"),
    ("+31 6 00 00 00 01", "+31600000001", "0031600000001", "0031600000001"),
    ("470 00 00 01", "", "", ""),
    ("", "", "", ""),
    ("bel mij", "", "", ""),
])  # fmt: skip
def test_a_number_is_written_as_the_tool_wants_it(typed: str, e164: str, zeros: str, national: str) -> None:
    assert [as_number(typed, form) for form in PHONE_FORMS] == [e164, zeros, national]


def test_a_name_is_split_after_its_first_word() -> None:
    assert split_name("Paul Van den Broeck") == ("Paul", "Van den Broeck")
    assert split_name("Cher") == ("", "Cher")


def test_the_default_passes_its_own_check() -> None:
    assert checked({}).alert_file_columns == ProcedureSettings().alert_file_columns
