"""In which language a document is made: what the language law makes of it in each regime."""

import pytest

from models.rules.languages import REGIMES, document_language, document_languages, languages_for


@pytest.mark.parametrize(
    ("regime", "asked_in_dutch", "asked_in_french", "asked_in_english"),
    [
        ("nl", "nl", "nl", "nl"),
        ("nl_fr", "nl", "nl", "nl"),  # facilities are for who asks for them
        ("brussels", "nl", "fr", "nl"),
        ("fr", "fr", "fr", "fr"),
        ("fr_nl", "fr", "fr", "fr"),
        ("fr_de", "fr", "fr", "fr"),
        ("de", "fr", "fr", "fr"),  # until German is complete
    ],
)
def test_a_new_case_gets_the_language_of_its_municipality(
    regime: str, asked_in_dutch: str, asked_in_french: str, asked_in_english: str
) -> None:
    given = [document_language(regime, code) for code in ("nl", "fr", "en")]

    assert given == [asked_in_dutch, asked_in_french, asked_in_english]


@pytest.mark.parametrize("regime", REGIMES)
def test_no_document_is_made_in_a_language_that_is_half_translated(regime: str) -> None:
    assert document_languages(regime)
    assert set(document_languages(regime)) <= {"nl", "fr"}


@pytest.mark.parametrize(
    ("audience", "regime", "language", "made_in"),
    [
        ("public", "brussels", "fr", ("fr", "nl")),
        ("public", "nl_fr", "nl", ("nl", "fr")),
        ("public", "fr", "fr", ("fr",)),
        ("partners", "brussels", "fr", ("fr",)),
        ("initiator", "brussels", "nl", ("nl",)),
        ("public", "nl", "fr", ("fr", "nl")),  # chosen before the regime was set right: nobody is left out
    ],
)
def test_what_is_for_everybody_is_made_in_every_language_of_the_municipality(
    audience: str, regime: str, language: str, made_in: tuple[str, ...]
) -> None:
    assert languages_for(audience, regime, language) == made_in
