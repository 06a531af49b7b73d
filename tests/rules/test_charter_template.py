"""The standing texts of the charter: what they must say, and what they must never promise."""

import re
from dataclasses import replace

import pytest

from models.rules.charter_completeness import lacks
from models.rules.charter_content import checked_content
from models.rules.charter_sections import SECTIONS
from models.rules.charter_template import Names, standing_contents
from models.rules.charter_template_fr import approved_on, commune
from models.rules.procedure_settings import ProcedureSettings

NAMES = Names("BIN Kerkkwartier", "Oosterbeke", "Politiezone Oosterbeke", "omzendbrief van 28 februari 2019")


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


ALL = " ".join(texts(standing_contents(NAMES)))


def test_every_standing_text_has_the_shape_of_its_section() -> None:
    for code, content in standing_contents(NAMES).items():
        kept = checked_content(code, content)
        assert set(content) <= set(kept), code


def test_only_what_people_must_agree_on_themselves_is_left_open() -> None:
    open_sections = {lack.section for lack in lacks(standing_contents(NAMES))}

    assert open_sections == {"parties", "area", "objectives", "communication_plan", "budget", "entry_into_force"}


def test_all_places_in_the_texts_are_filled() -> None:
    assert "{" not in ALL
    for name in (NAMES.municipality, NAMES.zone, NAMES.circular):
        assert name in ALL


def test_a_name_with_braces_stays_as_it_was_typed() -> None:
    contents = standing_contents(Names("BIN {zone}", "Oosterbeke", "Zone {x}", "omzendbrief"))

    assert "Zone {x}" in " ".join(texts(contents))


@pytest.mark.parametrize(
    "must_say",
    [
        "wet van 29 juli 1934",
        "101",
        "112",
        "geen burgerwacht",
        "Alleen de politie beslist",
        "op elk moment stoppen",
        "geen enkele politieke partij",
        "patrouilleren niet",
        "houdt geheim wie een melding deed",
        "niet alleen op|nooit alleen op criminaliteitscijfers",
        "drie weken in beroep",
        "schriftelijke berisping",
    ],
)
def test_the_texts_say_what_the_sources_ask(must_say: str) -> None:
    assert re.search(must_say, ALL), must_say


@pytest.mark.parametrize(
    "never", ["minder inbraken", "veiliger maken dan", "daling", "garand", "klikk", "sociale controle"]
)
def test_ugent_2020_the_texts_promise_no_crime_figures_and_blame_nobody(never: str) -> None:
    assert never not in ALL.lower()


def test_the_ladder_of_measures_has_four_steps_in_order() -> None:
    measures = standing_contents(NAMES)["house_rules"]["measures"]
    steps = [
        measures.index(word) for word in ("gesprek", "schriftelijke berisping", "tijdelijk geschorst", "definitief")
    ]

    assert steps == sorted(steps)


def test_sentences_are_short_enough_for_everyone() -> None:
    sentences = [sentence for text in texts(standing_contents(NAMES)) for sentence in re.split(r"[.:\n]", text)]
    longest = max(sentences, key=lambda sentence: len(sentence.split()))

    assert len(longest.split()) <= 26, longest


def test_every_section_has_a_plain_sentence_without_difficult_words() -> None:
    for section in SECTIONS:
        assert not re.search(r"conform|krachtens|desgevallend|teneinde|inzake", section.plain), section.code


# --- in French ---


IN_FRENCH = Names("PLP Centre", "Namur", "Zone de police Capitale", "circulaire ministérielle du 28 février 2019")


def french() -> dict[str, dict[str, object]]:
    return standing_contents(IN_FRENCH, "fr")


def shape(value: object) -> object:
    """Codes and, per text, its paragraphs with the number of points in each."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if not isinstance(value, str) or "\n" not in value:
        return type(value)
    return [sum(row.startswith("- ") for row in part.split("\n")) for part in value.split("\n\n")]


def holes(value: object) -> object:
    if isinstance(value, dict):
        return {name: holes(part) for name, part in value.items()}
    return sorted(re.findall(r"\{\w+\}", str(value)))


def test_the_french_texts_have_the_structure_of_the_dutch_ones() -> None:
    assert shape(french()) == shape(standing_contents(NAMES))
    assert [list(one) for one in french().values()] == [list(one) for one in standing_contents(NAMES).values()]


def test_the_french_texts_leave_the_same_places_open() -> None:
    open_places = Names("{network}", "{municipality}", "{zone}", "{circular}")

    assert holes(standing_contents(open_places, "fr")) == holes(standing_contents(open_places))
    assert "{municipality}" in str(holes(standing_contents(open_places, "fr")))


def test_every_french_text_has_the_shape_of_its_section() -> None:
    for code, content in french().items():
        kept = checked_content(code, content)
        assert sorted(filter(None, texts(kept))) == sorted(texts(content)), code


def test_a_language_without_texts_of_its_own_begins_in_dutch() -> None:
    assert standing_contents(NAMES, "de") == standing_contents(NAMES)


def test_the_circular_of_the_setting_is_named_in_french_and_one_that_was_typed_stays() -> None:
    names, typed = (replace(IN_FRENCH, circular=one) for one in (ProcedureSettings().circular, "circulaire PLP 2019"))

    assert "la circulaire ministérielle du 28 février 2019 relative" in str(standing_contents(names, "fr"))
    assert "la circulaire PLP 2019 relative" in str(standing_contents(typed, "fr"))


@pytest.mark.parametrize(
    "must_say",
    [
        "loi du 29 juillet 1934 interdisant les milices privées",
        "loi du 5 août 1992 sur la fonction de police",
        "loi du 10 mai 2007 tendant à lutter contre certaines formes de discrimination",
        "loi du 30 juillet 2018 relative à la protection des personnes physiques à l’égard des traitements de données",
        "RGPD",
        "101",
        "112",
        "n’est pas une milice",
        "Seule la police décide",
        "arrêter à tout moment",
        "aucun parti politique",
        "ne patrouillent pas",
        "garde secrète l’identité",
        "jamais uniquement sur des chiffres de la criminalité",
        "recours dans les trois semaines",
        "blâme écrit",
        "Autorité de protection des données",
        "SPF Intérieur",
    ],
)
def test_the_french_texts_say_what_the_sources_ask(must_say: str) -> None:
    assert must_say in " ".join(texts(french())), must_say


def test_evenings_and_municipalities_are_told_in_french() -> None:
    assert "Lors de la soirée d’information du 01/04/2027, les habitants" in approved_on(["01/04/2027"])
    assert "Lors des soirées d’information du 01/04/2027 et du 08/04/2027, les" in approved_on(
        ["01/04/2027", "08/04/2027"]
    )
    assert (commune("Outreval"), commune("Namur")) == ("Commune d’Outreval", "Commune de Namur")


# What a translation word for word would make of it: a 'verordening' is no 'ordonnance', and an 'agent' is a lower rank.
@pytest.mark.parametrize(
    "never",
    ["ordonnance", "AVG", "agent mandaté", "moins de", "garanti", "avertissement", "délation", "contrôle social", "'"],
)
def test_the_french_texts_have_no_false_friend_and_promise_nothing(never: str) -> None:
    assert never not in " ".join(texts(french()))


def test_no_dutch_is_left_in_the_french_texts() -> None:
    dutch = {"het", "een", "van", "wordt", "voor", "geen", "niet", "uw", "wij", "gemeente", "politie", "lid"}

    assert not dutch & set(re.findall(r"\w+", " ".join(texts(french())).lower()))


def test_french_sentences_are_short_enough_for_everyone() -> None:
    # French needs about a fifth more words; the longest is the list of the two laws on data by their own titles.
    sentences = [sentence for text in texts(french()) for sentence in re.split(r"[.:\n]", text)]
    longest = max(sentences, key=lambda sentence: len(sentence.split()))

    assert len(longest.split()) <= 33, longest
