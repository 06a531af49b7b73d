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
from models.rules.launch_kit_texts import STANDARD, standard_texts, texts_in
from models.rules.promises import promise_in
from models.rules.refusals import Invalid

VALUES = {name: f"<{name}>" for name in FACTS}
SHORT = PIECES["paper_short"]


FRENCH = standard_texts("fr")


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
    assert promise_in(FRENCH[piece]) == ""


@pytest.mark.parametrize("piece", PIECES)
def test_the_french_words_have_the_same_paragraphs_lines_and_facts(piece: str) -> None:
    assert FRENCH.keys() == STANDARD.keys()
    assert FRENCH[piece] != STANDARD[piece]
    assert _shape(FRENCH[piece]) == _shape(STANDARD[piece])


def _shape(text: str) -> list[list[tuple[str, ...]]]:
    """Per paragraph, per line: the facts in it."""
    return [[tokens_in(line) for line in part.split("\n")] for part in text.split("\n\n")]


def test_a_kit_in_a_language_without_words_of_its_own_begins_in_dutch() -> None:
    assert standard_texts("de") is standard_texts("nl") is standard_texts() is STANDARD


def test_what_nobody_wrote_follows_the_language_of_the_case_and_what_somebody_wrote_stays() -> None:
    kept = {**STANDARD, "post_1": "Kom erbij! {{link}}"}

    texts = texts_in("fr", kept)

    assert texts == {**FRENCH, "post_1": "Kom erbij! {{link}}"}
    assert texts_in("nl", texts) == kept
    assert texts_in("fr", {}) == FRENCH


@pytest.mark.parametrize("piece", PIECES)
def test_the_french_words_pass_the_same_check(piece: str) -> None:
    check_piece(PIECES[piece], FRENCH[piece] + " ", VALUES, "fr")


def test_the_standard_words_of_the_own_language_only_are_never_too_long() -> None:
    facts = {**VALUES, "gemeente": "Oosterbeke " * 400}

    check_piece(SHORT, FRENCH["paper_short"], facts, "fr")
    with pytest.raises(Invalid) as refused:
        check_piece(SHORT, FRENCH["paper_short"], facts)

    assert refused.value.code == "too_long"


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
    "Moins de cambriolages grâce à vos voisins",
    "Moins d’effractions dans votre rue",
    "Nous espérons une baisse du nombre de cambriolages.",
    "Avec un PLP, les vols diminuent.",
    "Le nombre de vols chute.",
    "Ailleurs, les cambriolages ont diminué de 30 pour cent.",
    "Le PLP réduit la criminalité.",
    "Il n’y aura plus un seul cambriolage.",
    "Une rue sans cambrioleurs",
    "Zéro cambriolage : c’est possible.",
    "Un partenariat local de prévention empêche les cambriolages.",
    "Le réseau éloigne les voleurs.",
    "Le PLP vous protège des cambriolages.",
    "Le PLP met fin aux vols.",
    "Ainsi, les voleurs restent dehors.",
    "Votre rue devient plus sûre.",
    "Vivre plus en sécurité : c’est possible.",
    "Davantage de sécurité dans le quartier",
    "Vous êtes mieux protégés.",
    "Grâce au PLP, vous dormez de nouveau en sécurité.",
    "Ensemble, nous rendons Namur sûre.",
    "Le PLP garantit votre sécurité.",
    "Le réseau assure votre sécurité.",
    "MOINS DE VOLS",
    "Moins\nde criminalité",
])  # fmt: skip
def test_a_promise_is_found_ugent_2020(text: str) -> None:
    assert promise_in(text) != ""


@pytest.mark.parametrize("text", [
    "De politie geeft tips over inbraak en brand.",
    "Tips om inbraken te voorkomen krijgt u per mail.",
    "De politie neemt bij een inbraak contact op met de buren.",
    "Er waren drie inbraken in onze straat. Minder mooi: wij kenden elkaar niet.",
    "U kunt op elk moment weer uitstappen.",
    "La police donne des conseils contre le cambriolage et l’incendie.",
    "Vous recevez par courriel des conseils pour éviter les cambriolages.",
    "En cas de vol, la police prend contact avec les voisins.",
    "Il y a eu trois cambriolages dans notre rue. Moins agréable : nous ne nous connaissions pas.",
    "Le moyen le plus sûr est d’appeler tout de suite le 101.",
    "Vous pouvez arrêter à tout moment.",
    "Lisez-en plus sur le réseau.",
    "Bien sûr, chacun est le bienvenu.",
    "La commune assure le suivi avec le service Prévention et Sécurité.",
    "Vous recevez aussi moins de messages la nuit.",
])  # fmt: skip
def test_what_promises_nothing_passes(text: str) -> None:
    assert promise_in(text) == ""


def test_an_edit_with_a_promise_is_refused_with_the_words_that_promise() -> None:
    refused = refusal("paper_short", STANDARD["paper_short"] + " Zo krijgt u minder inbraken.")

    assert refused.code == "promise"
    assert refused.field == "text"
    assert "‘minder inbraken’" in refused.sentence


def test_an_edit_in_french_with_a_promise_is_refused_too() -> None:
    refused = refusal("paper_short", FRENCH["paper_short"] + " Ainsi, il y a moins de cambriolages.")

    assert refused.code == "promise"
    assert "‘moins de cambriolages’" in refused.sentence


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
