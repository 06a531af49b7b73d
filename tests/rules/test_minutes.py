"""The text of the minutes follows what was noted, and two versions are compared word by word."""

from models.rules.agreement import Change
from models.rules.minutes import changes_by_word, compare, figures_in_words, follow_what_was_noted, parts_of

NOTED = {"figures": "Aanwezigen: 40", "partners": "Besproken.", "remarks": ""}


def test_what_was_noted_is_the_first_text() -> None:
    assert follow_what_was_noted({}, {}, NOTED) == NOTED


def test_a_part_that_is_noted_as_before_keeps_what_somebody_wrote() -> None:
    written = {**NOTED, "introduction": "Een volle zaal.", "partners": "De partners stelden zich voor."}

    sections = follow_what_was_noted(written, NOTED, {**NOTED, "figures": "Aanwezigen: 41"})

    assert sections == {**written, "figures": "Aanwezigen: 41"}


def test_a_part_that_is_noted_otherwise_takes_over_what_was_noted() -> None:
    written = {**NOTED, "partners": "De partners stelden zich voor."}

    sections = follow_what_was_noted(written, NOTED, {**NOTED, "partners": "Niet besproken."})

    assert sections["partners"] == "Niet besproken."


def test_a_part_that_is_no_longer_noted_leaves_the_text() -> None:
    assert "partners" not in follow_what_was_noted(NOTED, NOTED, {"figures": "", "remarks": ""})


def test_a_comparison_tells_which_words_came_and_which_went() -> None:
    assert changes_by_word("De politie legde alles uit.", "De wijkinspecteur legde alles rustig uit.") == (
        Change("kept", "De"), Change("removed", "politie"), Change("added", "wijkinspecteur"),
        Change("kept", "legde alles"), Change("added", "rustig"), Change("kept", "uit."),
    )  # fmt: skip


def test_a_comparison_loses_no_line() -> None:
    changes = changes_by_word("Eerste lijn.\nTweede lijn.", "Eerste lijn.\nTweede lijn.\nDerde.")

    assert changes[0] == Change("kept", "Eerste lijn.\nTweede lijn.")


def test_what_stayed_or_came_is_the_new_text_and_what_stayed_or_went_the_old_one() -> None:
    before, after = "een twee drie vier vijf", "een drie zes vier acht negen"
    changes = changes_by_word(before, after)

    assert " ".join(one.text for one in changes if one.kind != "added") == before
    assert " ".join(one.text for one in changes if one.kind != "removed") == after


def test_only_parts_that_differ_are_compared_under_their_name_in_the_order_of_the_minutes() -> None:
    parts = parts_of({"partners": "De partners"})
    after = {**NOTED, "remarks": "Rustig.", "introduction": "Welkom."}

    assert list(compare(NOTED, after, parts)) == ["Inleiding", "Opmerkingen"]


def test_the_figures_tell_who_chaired_and_every_vote() -> None:
    told = figures_in_words("de schepen", 40, 25, {"Het BIN": True, "De stuurgroep": None},
                            {"De partners": (None, None, None), "Het BIN": (38, 1, 0)})  # fmt: skip

    assert told.splitlines() == [
        "Voorzitter: de schepen", "Aanwezigen: 40", "Woningen die meedoen: 25", "Het BIN: goedgekeurd",
        "De stuurgroep: niet besproken", "Het BIN: 38 voor, 1 tegen, 0 onthoudingen",
    ]  # fmt: skip
