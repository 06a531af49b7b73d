"""Sentences of the rules in French: found again by their words, whole or filled in; all else stays as it was."""

import pytest

from documents.rule_words import in_words
from models.rules.procedure import ACTIONS, GATES
from models.rules.refusals import Invalid
from models.rules.uploads import LARGEST_UPLOAD, check_upload

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(("dutch", "french"), [
    ("Het charter is nog niet verstuurd.", "La charte n’est pas encore envoyée."),
    ("Hoogstens 200 tekens.", "200 caractères au maximum."),
    ("het charter is nog niet verstuurd.", "la charte n’est pas encore envoyée."),
    ("Dit kan nog niet. Nog niet in orde: de aanvraag is volledig.",
     f"Ce n’est pas encore possible. Pas encore en ordre{NO_BREAK}: la demande est complète."),
    ("De preventiegedachte verspreiden", "Diffuser l’idée de prévention"),  # as a page begins a line of a list
    ("oneven nummers tot en met 9", "numéros impairs jusqu’au 9 inclus"),
    ("De aanvraag is geweigerd door de burgemeester: Geen {1} hier.",
     f"La demande est refusée par le bourgmestre{NO_BREAK}: Geen {{1}} hier."),
    ("Versie 2 van het verslag is goedgekeurd namens de voorzitter.",
     "La version 2 du compte rendu est approuvée au nom du président."),
    ("Al 6 maanden geen bericht in het logboek; Al 6 maanden geen bijeenkomst",
     f"Aucun message dans le journal depuis 6 mois{NO_BREAK}; Aucune réunion depuis 6 mois"),
    ("Versie 2 van het verslag is goedgekeurd namens le grand chef.",  # as somebody typed it
     "La version 2 du compte rendu est approuvée au nom de le grand chef."),
])  # fmt: skip
def test_a_sentence_of_the_rules_is_found_again(dutch: str, french: str) -> None:
    assert in_words(dutch, "fr") == french
    assert in_words(dutch, "nl") == dutch
    assert in_words(dutch, "de") == dutch


@pytest.mark.parametrize("typed", [
    "", "Wij willen een BIN in de Kerkstraat.", "Het charter is nog niet verstuurd. Waarom?", "tekens", "x" * 700,
    "Hoogstens", "<b>het</b>", "{1}", "de Kerkstraat is donker",
])  # fmt: skip
def test_what_somebody_typed_stays_in_their_own_words(typed: str) -> None:
    assert in_words(typed, "fr") == typed


def test_every_condition_and_every_action_is_there_in_french() -> None:
    said = [condition.sentence for gate in GATES.values() for condition in gate]
    said += [action.title for action in ACTIONS.values() if " " in action.title]

    assert [sentence for sentence in said if in_words(sentence, "fr") == sentence] == []


def test_a_refusal_as_it_is_raised_is_found() -> None:
    with pytest.raises(Invalid) as refused:
        check_upload("x.pdf", b"x" * (LARGEST_UPLOAD + 1))

    assert in_words(refused.value.sentence, "fr") == (
        f"Ce fichier est trop grand. Un fichier fait au maximum 10{NO_BREAK}MB."
    )
