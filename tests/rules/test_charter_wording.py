"""What a charter should not say: found in the words of residents, and never in what says the opposite."""

import pytest

from models.rules.charter_completeness import lacks_of
from models.rules.charter_sections import SECTION, SECTIONS
from models.rules.charter_template import Names, standing_contents

NAMES = Names("BIN Kerkkwartier", "Oosterbeke", "Politiezone Terbeke", "omzendbrief van 12 februari 2019")


def _codes(text: str) -> list[str]:
    return [lack.code for lack in lacks_of(SECTION["members"], {"text": text}) if not lack.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "Zo komen er minder inbraken in onze straat.",
        "Wij rekenen op een daling van de criminaliteit.",
        "De inbraken zullen verminderen.",
        "Doel: minder woninginbraken en minder\nlast.".replace("woninginbraken", "inbraken"),
    ],
)
def test_a_promise_of_fewer_burglaries_is_found(text: str) -> None:
    assert _codes(text) == ["promises_fewer_burglaries"]


@pytest.mark.parametrize(
    "text",
    [
        "De leden patrouilleren elke avond met twee.",
        "Elke week is er een andere wachtronde.",
        "Wij vormen een burgerwacht.",
        "Leden achtervolgen een verdachte tot de politie komt.",
    ],
)
def test_members_who_patrol_are_found(text: str) -> None:
    assert _codes(text) == ["members_patrol"]


@pytest.mark.parametrize(
    "text",
    [
        "Leden patrouilleren niet en achtervolgen niemand.",
        "Een BIN is geen burgerwacht.",
        "De wet verbiedt patrouilles.",
        "Een BIN belooft geen minder inbraken.",
        "De politie patrouilleert niet vaker door het BIN.",
        "Bij inbraken belt u 101.",
        "Wij willen ons minder onveilig voelen.",
    ],
)
def test_what_says_the_opposite_or_something_else_is_not_found(text: str) -> None:
    assert _codes(text) == []


def test_our_own_standing_text_is_not_found_unusual() -> None:
    contents = standing_contents(NAMES)

    found = [lack.code for one in SECTIONS for lack in lacks_of(one, contents.get(one.code, {})) if not lack.blocks]

    assert found == ["deputy_missing"]  # nobody stands among the partners of an empty charter


def test_unusual_words_and_a_missing_deputy_keep_nothing_from_being_frozen_and_name_their_source() -> None:
    content = {"parties": [{"role": "coordinator", "name": "Cora", "phone": "1"}]}
    lacks = [lack for lack in lacks_of(SECTION["parties"], content) if lack.code == "deputy_missing"]
    words = lacks_of(SECTION["police_tasks"], {"text": "De leden patrouilleren."})

    assert [lack.blocks for lack in (*lacks, *words)] == [False, False]
    assert words[0].source == "wet van 29 juli 1934 op de private milities"
    with_deputy = {"parties": [*content["parties"], {"role": "deputy_coordinator", "name": "Dora"}]}
    assert "deputy_missing" not in [lack.code for lack in lacks_of(SECTION["parties"], with_deputy)]
