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
        "Ainsi, il y aura moins de cambriolages dans notre rue.",
        "Nous comptons sur une baisse de la criminalité.",
        "Les cambriolages vont diminuer.",
        "La délinquance diminuera.",
        "Le PLP réduit le nombre de vols.",
        "Nous voulons faire baisser les cambriolages.",
    ],
)
def test_a_promise_of_fewer_burglaries_in_french_is_found(text: str) -> None:
    assert _codes(text) == ["promises_fewer_burglaries"]


@pytest.mark.parametrize(
    "text",
    [
        "Les membres patrouillent chaque soir à deux.",
        "Les membres ne patrouillent que le soir.",
        "Chaque semaine, des voisins font une ronde.",
        "Nous formons une milice.",
        "Les membres montent la garde à tour de rôle.",
        "Les membres poursuivent un suspect jusqu’à l’arrivée des agents.",
    ],
)
def test_members_who_patrol_in_french_are_found(text: str) -> None:
    assert _codes(text) == ["members_patrol"]


@pytest.mark.parametrize(
    "text",
    [
        "Les membres ne patrouillent pas et ne poursuivent personne.",
        "Les membres n’organisent ni patrouilles ni rondes.",
        "Un PLP n’est pas une milice.",
        "La loi du 29 juillet 1934 interdisant les milices privées est respectée.",
        "Pas de patrouilles dans le quartier.",
        "Un PLP ne promet pas moins de cambriolages.",
        "Les partenaires poursuivent leur collaboration et leurs objectifs.",
        "Nous en parlons lors d’une table ronde.",
        "Nous voulons moins de bruit, et nous sentir plus en sécurité.",
        "En cas de cambriolage, appelez le 101.",
    ],
)
def test_what_says_the_opposite_in_french_is_not_found(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize(
    "text",
    ["De leden patrouilleren pas na het overleg.", "De leden patrouilleren non-stop.", "Zo’n patrouille is nuttig."],
)
def test_french_words_that_deny_excuse_nothing_in_dutch(text: str) -> None:
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
        "Na de ronde en de vragen is er koffie.",
    ],
)
def test_what_says_the_opposite_or_something_else_is_not_found(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_our_own_standing_text_is_not_found_unusual(language: str) -> None:
    contents = standing_contents(NAMES, language)

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
