"""A comment stays with the piece of text that it is about, and a suggestion goes where its piece is now."""

import pytest

from models.rules.charter_paragraphs import Place, fingerprint_of_piece, paragraphs_of, place_of, taken_over
from models.rules.charter_sections import SECTION

MEMBERS = SECTION["members"]
FIRST = "Leden zijn 18 jaar of ouder."
SECOND = "Wie stopt, zegt dat aan de coördinator en geeft het bord terug."
TEXT = {"text": f"{FIRST}\n\n{SECOND}\n \n\n- nooit patrouilleren\n- altijd bellen"}


def _places(content: dict[str, object], quote: str, field: str = "text") -> Place:
    return place_of(paragraphs_of(MEMBERS, content), field, quote)


def test_a_section_falls_into_paragraphs_and_lists_after_the_section_as_a_whole() -> None:
    found = paragraphs_of(MEMBERS, TEXT)

    assert [(one.field, one.text, one.is_text) for one in found] == [
        ("", "", False), ("text", FIRST, True), ("text", SECOND, True),
        ("text", "- nooit patrouilleren\n- altijd bellen", True),
    ]  # fmt: skip


def test_each_row_of_a_table_is_a_piece_in_words_and_an_empty_field_is_one_too() -> None:
    budget = {"lines": [{"description": "sms", "kind": "basic", "frequency": "yearly", "amount_cents": 15000}]}

    found = {one.field: one for one in paragraphs_of(SECTION["budget"], budget)}

    assert (found["lines"].text, found["lines"].is_text) == (
        "sms · basiskost (dagelijkse werking) · elk jaar · € 150,00", False
    )  # fmt: skip
    assert (found["exemption"].text, found["exemption"].is_text) == ("", True)


def test_every_section_falls_into_pieces_of_its_own_fields() -> None:
    for section in SECTION.values():
        codes = [one.code for one in section.fields]

        assert [one.field for one in paragraphs_of(section, {})] == ["", *codes]


def test_a_piece_is_found_where_it_stands_now() -> None:
    moved = {"text": f"{SECOND}\n\nIets nieuws.\n\n{FIRST}"}

    assert _places(moved, FIRST) == Place(3, is_changed=False)
    assert _places(moved, "", field="") == Place(0, is_changed=False)


def test_a_piece_in_other_words_is_the_most_alike_one() -> None:
    changed = {"text": f"{FIRST}\n\nWie stopt, zegt dat aan de coördinator en aan de politie."}

    assert _places(changed, SECOND) == Place(2, is_changed=True)


@pytest.mark.parametrize("text", ["", "Over geld spreken we later.", f"{FIRST}\n\nOver geld spreken we later."])
def test_a_piece_that_is_gone_stands_nowhere(text: str) -> None:
    assert _places({"text": text}, SECOND).index in ((1,) if not text else (None,))


def test_an_empty_field_keeps_its_comment_when_one_thing_is_written_there() -> None:
    assert _places({"text": FIRST}, "") == Place(1, is_changed=True)


def test_a_suggestion_takes_the_place_of_its_piece_and_leaves_the_others_as_they_are() -> None:
    content = taken_over(MEMBERS, TEXT, "text", SECOND, "Wie stopt, geeft het bord terug.")

    assert content == {"text": TEXT["text"].replace(SECOND, "Wie stopt, geeft het bord terug.")}


def test_a_suggestion_joins_what_was_changed_in_its_piece_meanwhile() -> None:
    meanwhile = {"text": SECOND.replace("Wie stopt", "Wie verhuist")}

    content = taken_over(MEMBERS, meanwhile, "text", SECOND, SECOND.replace("het bord", "het bord en de sticker"))

    assert content == {"text": "Wie verhuist, zegt dat aan de coördinator en geeft het bord en de sticker terug."}


def test_a_suggestion_for_the_same_words_that_others_changed_is_left_to_people() -> None:
    meanwhile = {"text": SECOND.replace("het bord", "de vlag")}

    assert taken_over(MEMBERS, meanwhile, "text", SECOND, SECOND.replace("het bord", "de sticker")) is None
    assert taken_over(MEMBERS, {"text": "Over geld spreken we later."}, "text", SECOND, "Anders.") is None


def test_a_suggestion_fills_a_field_in_which_nothing_stands() -> None:
    assert taken_over(MEMBERS, {"text": ""}, "text", "", FIRST) == {"text": FIRST}
    assert taken_over(MEMBERS, {"text": SECOND}, "text", "", FIRST) is None


def test_a_suggestion_never_replaces_a_row() -> None:
    plan = {"messages": {"urgent": {"sender": "de politie"}}}
    row = paragraphs_of(SECTION["communication_plan"], plan)[2]

    assert row.text == "Dringend bericht: de politie"
    assert taken_over(SECTION["communication_plan"], plan, "messages", row.text, "de burgemeester") is None


def test_the_fingerprint_of_a_piece_changes_with_its_words_only() -> None:
    one = fingerprint_of_piece(MEMBERS, TEXT, "text", SECOND)

    assert one == fingerprint_of_piece(MEMBERS, {"text": f"Vooraf.\n\n{SECOND}"}, "text", SECOND)
    assert one != fingerprint_of_piece(MEMBERS, {"text": SECOND + " Snel."}, "text", SECOND)
    assert fingerprint_of_piece(MEMBERS, {"text": "Over geld."}, "text", SECOND) == ""
