"""The texts of the launch kit: facts stay, nothing is promised, and each keeps its length (domain.md 2.13)."""

import pytest

from models.rules.launch_kit import (
    FACTS,
    OPTIONAL,
    PIECES,
    changed_facts,
    check_piece,
    filled,
    missing_facts,
    runs_of,
    size_of,
    tokens_in,
)
from models.rules.launch_kit_texts import STANDARD
from models.rules.promises import promise_in
from models.rules.refusals import Invalid

VALUES = {name: f"<{name}>" for name in FACTS}
SHORT = PIECES["paper_short"]


def refusal(piece: str, text: str) -> Invalid:
    with pytest.raises(Invalid) as refused:
        check_piece(PIECES[piece], text, VALUES)
    return refused.value


@pytest.mark.parametrize("piece", PIECES)
def test_the_standard_words_are_in_order_and_name_known_facts_only(piece: str) -> None:
    check_piece(PIECES[piece], STANDARD[piece] + " ", VALUES)

    assert set(tokens_in(STANDARD[piece])) <= FACTS.keys()


def test_every_fact_stands_in_a_standard_text_or_is_offered_as_another_form_of_one() -> None:
    used = {name for text in STANDARD.values() for name in tokens_in(text)}

    assert FACTS.keys() - used == {"politiezone", "wat_kort"}


@pytest.mark.parametrize("piece", PIECES)
def test_no_standard_text_promises_anything(piece: str) -> None:
    assert promise_in(STANDARD[piece]) == ""


@pytest.mark.parametrize("text", [
    "Minder inbraken dankzij uw buren",
    "Wij hopen op een daling van het aantal inbraken.",
    "Met een BIN dalen de inbraken.",
    "De inbraken nemen met 30 procent af.",
    "Een buurtinformatienetwerk voorkomt inbraken.",
    "Zo houdt u dieven buiten.",
    "Uw straat wordt veiliger.",
    "Veiliger wonen: dat kan.",
    "Veiliger door het BIN",
    "Dankzij het BIN slaapt u weer veilig.",
    "Een inbraakvrije straat",
    "Samen maken wij Oosterbeke veilig.",
    "MINDER WONINGINBRAKEN",
    "Minder\ncriminaliteit",
])  # fmt: skip
def test_a_promise_is_found_ugent_2020(text: str) -> None:
    assert promise_in(text) != ""


@pytest.mark.parametrize("text", [
    "De politie geeft tips over inbraak en brand.",
    "Tips om inbraken te voorkomen krijgt u per mail.",
    "De politie neemt bij een inbraak contact op met de buren.",
    "Er waren drie inbraken in onze straat. Minder mooi: wij kenden elkaar niet.",
    "U kunt op elk moment weer uitstappen.",
])  # fmt: skip
def test_what_promises_nothing_passes(text: str) -> None:
    assert promise_in(text) == ""


def test_an_edit_with_a_promise_is_refused_with_the_words_that_promise() -> None:
    refused = refusal("paper_short", STANDARD["paper_short"] + " Zo krijgt u minder inbraken.")

    assert refused.code == "promise"
    assert refused.field == "text"
    assert "‘minder inbraken’" in refused.sentence


@pytest.mark.parametrize("group", SHORT.needed)
def test_an_edit_that_drops_a_fact_is_refused_with_its_name(group: tuple[str, ...]) -> None:
    text = STANDARD["paper_short"]
    for name in group:
        text = text.replace(f"{{{{{name}}}}}", "iets")

    refused = refusal("paper_short", text)

    assert refused.code == "lost_fact"
    assert f"{{{{{group[0]}}}}}" in refused.sentence


def test_the_short_form_of_a_fact_does_as_well() -> None:
    check_piece(SHORT, STANDARD["paper_short"].replace("{{niet_kort}}", "{{wat_niet}}"), VALUES)


@pytest.mark.parametrize(("token", "code"), [
    ("{{burgemeester}}", "unknown_fact"),
    ("{{datum}", "broken_fact"),
    ("{datum}", "broken_fact"),
    ("{{}}", "unknown_fact"),
    ("}", "broken_fact"),
])  # fmt: skip
def test_what_is_no_fact_is_refused(token: str, code: str) -> None:
    assert refusal("paper_short", f"{STANDARD['paper_short']} {token}").code == code


def test_a_fact_may_be_typed_with_spaces_and_capitals() -> None:
    check_piece(SHORT, STANDARD["paper_short"].replace("{{datum}}", "{{ Datum }}"), VALUES)

    assert filled("Vanaf {{ Datum }}.", VALUES) == ["Vanaf <datum>."]


def test_a_text_that_is_too_long_is_refused_with_both_numbers() -> None:
    refused = refusal("paper_short", STANDARD["paper_short"] + " woord" * 70)

    assert refused.code == "too_long"
    assert "Hoogstens 70 passen" in refused.sentence


def test_words_are_counted_with_the_facts_filled_in_and_signs_are_no_words() -> None:
    facts = {"netwerk": "BIN Kerkkwartier"}

    assert size_of(SHORT, "{{netwerk}} gaat – eindelijk! – van start", facts) == 6


def test_characters_are_counted_as_they_are_sent_and_lines_as_they_are_shown() -> None:
    assert size_of(PIECES["post_1"], "{{link}}!", {"link": "https://x.example"}) == 18
    assert size_of(PIECES["screen"], "een\ntwee\n\ndrie", {}) == 3


def test_facts_are_told_apart_from_words() -> None:
    runs = runs_of("Vanaf {{datum}} in {{gemeente}}.", {"datum": "1 mei 2027", "gemeente": "Oosterbeke"})

    assert [(run.words, run.fact) for run in runs[0]] == [
        ("Vanaf ", ""), ("1 mei 2027", "datum"), (" in ", ""), ("Oosterbeke", "gemeente"), (".", "")
    ]  # fmt: skip


def test_what_is_not_known_yet_is_shown_as_such_and_an_empty_quote_leaves_no_gap() -> None:
    assert filled("Vanaf {{datum}}.\n\n{{citaat}}\n\nTot dan.", {}) == [
        "Vanaf [nog niet bekend: vanaf welke dag het netwerk actief is].", "Tot dan."
    ]  # fmt: skip
    assert filled("Een. {{geschiedenis}} Twee.", {}) == ["Een. Twee."]


def test_missing_facts_are_named_once_and_optional_ones_are_not_missed() -> None:
    facts = {name: value for name, value in VALUES.items() if name not in {"datum", *OPTIONAL}}

    assert missing_facts(STANDARD, facts) == [FACTS["datum"]]


def test_only_facts_that_matter_count_as_changed() -> None:
    now = {**VALUES, "datum": "2 mei 2027", "grootte": "nu meer"}

    assert changed_facts(VALUES, now) == [FACTS["datum"]]
