"""The own standing text of the charter: which fields, what is refused, and which layer has the word."""

import pytest

from models.rules.charter_template import Names, standing_contents
from models.rules.refusals import Invalid
from models.rules.standing_texts import LONGEST, STANDING, checked_standing, with_own_texts

NAMES = Names("BIN Kerkkwartier", "Oosterbeke", "Politiezone Oosterbeke", "omzendbrief X")


def test_without_own_texts_a_charter_begins_with_ours() -> None:
    assert with_own_texts(NAMES, [{}, {}]) == standing_contents(NAMES)


def test_the_municipality_goes_before_the_zone_and_an_empty_text_leaves_the_word_to_the_layer_below() -> None:
    town = {"members.text": "Van de gemeente.", "privacy.text": ""}
    zone = {"members.text": "Van de zone.", "privacy.text": "Privacy van de zone."}

    contents = with_own_texts(NAMES, [town, zone])

    assert contents["members"]["text"] == "Van de gemeente."
    assert contents["privacy"]["text"] == "Privacy van de zone."
    assert contents["follow_up"] == standing_contents(NAMES)["follow_up"]


def test_an_own_text_of_one_field_leaves_the_others_of_its_section() -> None:
    contents = with_own_texts(NAMES, [{"house_rules.privacy": "Kort."}])

    assert contents["house_rules"] == {**standing_contents(NAMES)["house_rules"], "privacy": "Kort."}


def test_all_fields_are_filled_in_and_signs_of_python_stay_as_they_are() -> None:
    own = {"budget.exemption": "((netwerk)), ((gemeente)), (( zone )), ((omzendbrief)), {network} %s"}

    filled = with_own_texts(NAMES, [own])["budget"]["exemption"]

    assert filled == "BIN Kerkkwartier, Oosterbeke, Politiezone Oosterbeke, omzendbrief X, {network} %s"


def test_every_text_of_ours_can_be_replaced() -> None:
    ours = {(code, field) for code, content in standing_contents(NAMES).items()
            for field, value in content.items() if isinstance(value, str) and field != "duration"}  # fmt: skip

    assert ours <= {(code, one.code) for code, fields in STANDING.items() for one in fields}


def test_each_place_of_the_table_of_messages_has_a_text_of_its_own() -> None:
    own = {"communication_plan.messages.urgent.channel": "sms van ((zone))"}

    messages = with_own_texts(NAMES, [own])["communication_plan"]["messages"]

    ours = standing_contents(NAMES)["communication_plan"]["messages"]
    assert messages == {**ours, "urgent": {**ours["urgent"], "channel": "sms van Politiezone Oosterbeke"}}
    kept = checked_standing("communication_plan", {"messages.urgent.channel": " sms  via BE-Alert "})
    assert {field: text for field, text in kept.items() if text} == {"messages.urgent.channel": "sms via BE-Alert"}


@pytest.mark.parametrize(
    ("section", "field", "text", "code"),
    [
        ("members", "text", "Dag ((voornaam))", "unknown_field"),
        ("members", "text", "Dag ((gemeente)", "open_brackets"),
        ("members", "text", "x" * (LONGEST + 1), "too_long"),
        ("members", "text", "((netwerk)) " * 50, "too_long"),
        ("members", "text", "x" * 1_000_000, "wrong_content"),
        ("title", "subtitle", "x" * 201, "wrong_content"),
        ("communication_plan", "messages.urgent.channel", "x" * 201, "wrong_content"),
        ("communication_plan", "messages.urgent.channel", "((voornaam))", "unknown_field"),
        ("title", "subtitle", "x" * 150 + "((netwerk))", "too_long"),
    ],
)
def test_a_text_that_can_not_be_kept_is_refused_at_its_field(section: str, field: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_standing(section, {field: text})

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("section", ["parties", "area", "objectives", "entry_into_force", "nothing"])
def test_a_section_without_standing_text_is_refused(section: str) -> None:
    with pytest.raises(Invalid):
        checked_standing(section, {})


def test_own_texts_stay_as_they_were_typed_in_a_charter_in_french() -> None:
    contents = with_own_texts(NAMES, [{"privacy.text": "Kort, van ((gemeente))."}], "fr")

    assert contents["privacy"] == {"text": f"Kort, van {NAMES.municipality}."}
    assert contents["follow_up"] == standing_contents(NAMES, "fr")["follow_up"]
