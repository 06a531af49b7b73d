"""The standing texts of the charter: what they must say, and what they must never promise."""

import re

import pytest

from models.rules.charter_completeness import lacks
from models.rules.charter_content import checked_content
from models.rules.charter_sections import SECTIONS
from models.rules.charter_template import Names, standing_contents

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
