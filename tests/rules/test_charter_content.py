"""What somebody fills in for a section of the charter, and how it is kept."""

import pytest

from models.rules.charter_content import LONGEST_LINE, LONGEST_TEXT, checked_content, read_content
from models.rules.charter_sections import SECTIONS
from models.rules.charter_template import Names, standing_contents
from models.rules.refusals import Invalid

LINE = {"description": "sms", "kind": "basic", "frequency": "yearly", "amount": "150", "payer": "municipality"}


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("150", 15_000),
        ("12,5", 1_250),
        ("12,50", 1_250),
        ("12.50", 1_250),
        ("1.850,00", 185_000),
        ("1 850", 185_000),
        ("€ 1.850", 185_000),
        ("0", 0),
        ("", None),
        (150, 15_000),
    ],
)
def test_an_amount_is_read_as_people_write_it_in_belgium(typed: object, cents: int | None) -> None:
    content = checked_content("budget", {"lines": [{**LINE, "amount": typed}]})

    assert content["lines"][0]["amount_cents"] == cents


@pytest.mark.parametrize("typed", ["veel", "-5", "1,234,5", "12,345", "1e5", "99999999999", "12;50"])
def test_an_amount_that_is_none_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_content("budget", {"lines": [LINE, {**LINE, "amount": typed}]})

    assert refusal.value.field == "lines-1-amount"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2027-04-15", "2027-04-15"), ("15/04/2027", "2027-04-15"), ("1-4-2027", "2027-04-01"), ("", "")],
)
def test_a_day_is_read_as_a_form_or_a_person_writes_it(typed: str, kept: str) -> None:
    assert checked_content("entry_into_force", {"starts": "on_day", "starts_on": typed})["starts_on"] == kept


@pytest.mark.parametrize("typed", ["31/02/2027", "morgen", "2027-13-01", "15/04/27"])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_content("entry_into_force", {"starts_on": typed})

    assert refusal.value.field == "starts_on"


def test_rows_in_which_nothing_was_typed_are_left_out() -> None:
    empty = {"description": " ", "kind": "basic", "frequency": "once", "amount": "", "payer": "municipality"}

    content = checked_content("budget", {"lines": [empty, LINE, empty]})

    assert [line["description"] for line in content["lines"]] == ["sms"]


def test_a_row_with_only_an_amount_is_kept_so_that_nothing_typed_is_lost() -> None:
    content = checked_content("budget", {"lines": [{"amount": "5"}]})

    assert content["lines"][0]["amount_cents"] == 500


def test_two_hundred_rows_are_kept_and_one_more_is_refused() -> None:
    assert len(checked_content("budget", {"lines": [LINE] * 200})["lines"]) == 200

    with pytest.raises(Invalid) as refusal:
        checked_content("budget", {"lines": [LINE] * 201})
    assert refusal.value.field == "lines"


def test_a_text_of_five_thousand_characters_is_kept_and_one_more_is_refused() -> None:
    assert len(checked_content("members", {"text": "é" * LONGEST_TEXT})["text"]) == LONGEST_TEXT

    with pytest.raises(Invalid):
        checked_content("members", {"text": "é" * (LONGEST_TEXT + 1)})


def test_a_line_is_kept_on_one_line_and_may_not_be_longer_than_the_paper() -> None:
    assert checked_content("title", {"subtitle": " Voor \r\n de  buurt "})["subtitle"] == "Voor de buurt"

    with pytest.raises(Invalid):
        checked_content("title", {"subtitle": "x" * (LONGEST_LINE + 1)})


def test_signs_that_nobody_sees_are_taken_out_of_what_is_signed() -> None:
    content = checked_content("members", {"text": "wij\u202e doen\u0000 mee\u200b\r\nsamen"})

    assert content["text"] == "wij doen mee\nsamen"


def test_objectives_are_kept_in_the_order_of_the_list_and_each_once() -> None:
    content = checked_content("objectives", {"chosen": ["reporting", "safety_feeling", "reporting"]})

    assert content["chosen"] == ["safety_feeling", "reporting"]


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("objectives", {"chosen": ["fewer_burglaries"]}, "chosen"),
        ("budget", {"lines": [{**LINE, "payer": "nobody"}]}, "lines-0-payer"),
        ("budget", {"lines": "alles"}, "lines"),
        ("budget", {"lines": ["alles"]}, "lines"),
        ("communication_plan", {"messages": {"gossip": {}}}, "messages-gossip"),
        ("communication_plan", {"messages": ["urgent"]}, "messages"),
        ("communication_plan", {"messages": {"urgent": "sms"}}, "messages"),
        ("parties", {"parties": [{"role": "mayor", "email": "geen adres"}]}, "parties-0-email"),
        ("area", {"segments": [{"street": "Kerkstraat", "from_number": "0"}]}, "segments-0-from_number"),
        ("area", {"segments": [{"street": "Kerkstraat", "to_number": "twaalf"}]}, "segments-0-to_number"),
        ("area", {"segments": [{"street": "Kerkstraat", "street_id": "1; drop"}]}, "segments-0-street_id"),
        ("members", {"text": {"deep": "er"}}, "text"),
        ("members", {"texts": "verschreven"}, "texts"),
        ("budget", {"lines": [{**LINE, "color": "red"}]}, "lines-0-color"),
        ("budget", {"member_contribution_cents": "12"}, "member_contribution"),
    ],
)
def test_what_a_section_does_not_ask_is_refused_by_name(code: str, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_content(code, values)
    assert refusal.value.field == field


def test_an_unknown_section_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        checked_content("weapons", {})

    assert refusal.value.field == "section"


def test_all_faults_of_a_section_are_told_at_once() -> None:
    _, problems = read_content("budget", {"lines": [{**LINE, "amount": "x", "payer": "y"}], "member_contribution": "z"})

    assert set(problems) == {"lines-0-amount", "lines-0-payer", "member_contribution"}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_content_that_was_kept_passes_unchanged(section) -> None:  # type: ignore[no-untyped-def]
    standing = standing_contents(Names("BIN Kerkkwartier", "Oosterbeke", "Politiezone Oosterbeke", "omzendbrief"))
    kept = checked_content(section.code, standing.get(section.code, {}))

    assert checked_content(section.code, kept) == kept
