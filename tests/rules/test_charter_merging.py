"""Two texts from one base: what each changed is in the result, and what both changed is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.charter_merging import merge, merge_texts
from models.rules.charter_sections import SECTION

BASE = "Leden bellen eerst de politie. Wie iets ziet, meldt het."
MEMBERS, BUDGET, OBJECTIVES = SECTION["members"], SECTION["budget"], SECTION["objectives"]
PLAN = SECTION["communication_plan"]
TEXTS = st.lists(st.sampled_from(["de", "politie", "belt", "101", "leden", "\n"]), max_size=9).map(" ".join)


def _line(description: str, cents: int) -> dict[str, object]:
    return {"description": description, "kind": "basic", "frequency": "yearly", "amount_cents": cents,
            "payer": "municipality"}  # fmt: skip


def test_words_that_each_changed_elsewhere_are_both_in_the_result() -> None:
    mine = BASE.replace("eerst", "altijd eerst")
    theirs = BASE + " Ook bij twijfel."

    assert merge_texts(BASE, mine, theirs) == mine + " Ook bij twijfel."


def test_the_same_change_by_both_is_made_once() -> None:
    changed = BASE.replace("Wie iets ziet", "Wie iets hoort")

    assert merge_texts(BASE, changed, changed + " Altijd.") == changed + " Altijd."


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("eerst", "meteen"), BASE.replace("eerst", "nooit")),
        (BASE + " Altijd.", BASE + " Nooit."),
        (BASE.replace("eerst de politie", "101"), BASE.replace("de politie", "112")),
        ("", BASE.replace("politie", "brandweer")),
    ],
    ids=["the same word", "added at the same place", "overlapping", "taken away and changed"],
)
def test_what_both_changed_is_left_to_people(mine: str, theirs: str) -> None:
    merged = merge(MEMBERS, {"text": BASE}, {"text": mine}, {"text": theirs})

    assert merged.conflicts == (MEMBERS.fields[0].label,)
    assert merged.content["text"] == theirs


@given(TEXTS, TEXTS)
def test_who_changed_nothing_takes_nothing_away(base: str, other: str) -> None:
    assert merge(MEMBERS, {"text": base}, {"text": base}, {"text": other}).content == {"text": other}
    assert merge(MEMBERS, {"text": base}, {"text": other}, {"text": base}).content == {"text": other}


@given(TEXTS, TEXTS, TEXTS)
def test_a_merge_of_strangers_never_loses_a_text_that_was_taken_over(base: str, mine: str, theirs: str) -> None:
    merged = merge(MEMBERS, {"text": base}, {"text": mine}, {"text": theirs})

    if merged.conflicts or mine == base:
        assert merged.content["text"] == theirs
    elif theirs == base:
        assert merged.content["text"] == mine


def test_rows_are_merged_field_by_field_while_there_are_as_many() -> None:
    base = {"lines": [_line("sms", 1000), _line("borden", 2000)]}
    mine = {"lines": [_line("sms", 1500), _line("borden", 2000)]}
    theirs = {"lines": [_line("sms", 1000), _line("borden en stickers", 2000)]}

    merged = merge(BUDGET, base, mine, theirs)

    assert merged.conflicts == ()
    assert merged.content["lines"] == [_line("sms", 1500), _line("borden en stickers", 2000)]


def test_rows_that_both_added_or_took_away_are_left_to_people() -> None:
    base = {"lines": [_line("sms", 1000)]}

    merged = merge(BUDGET, base, {"lines": [_line("sms", 1000), _line("borden", 1)]}, {"lines": []})

    assert merged.conflicts == (BUDGET.fields[0].label,)
    assert merged.content["lines"] == []


def test_objectives_that_one_ticked_and_another_unticked_are_both_followed() -> None:
    codes = list(OBJECTIVES.fields[0].choices)[:4]

    merged = merge(OBJECTIVES, {"chosen": codes[:2]}, {"chosen": codes[:3]}, {"chosen": codes[1:2]})

    assert merged.content["chosen"] == codes[1:3]


def test_one_kind_of_message_each_is_no_conflict_and_the_same_cell_is() -> None:
    base = {"messages": {"urgent": {"channel": "", "sender": "de politie"}, "feedback": {"channel": ""}}}
    mine = {"messages": {"urgent": {"channel": "sms", "sender": "de politie"}, "feedback": {"channel": ""}}}
    theirs = {"messages": {"urgent": {"channel": "", "sender": "de politie"}, "feedback": {"channel": "e-mail"}}}
    both = {"messages": {"urgent": {"channel": "brief", "sender": "de politie"}, "feedback": {"channel": ""}}}

    merged = merge(PLAN, base, mine, theirs)

    assert merged.conflicts == ()
    channels = [merged.content["messages"][kind]["channel"] for kind in ("urgent", "feedback")]
    assert channels == ["sms", "e-mail"]
    assert merge(PLAN, base, mine, both).conflicts != ()
