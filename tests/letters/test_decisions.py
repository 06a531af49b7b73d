"""A written decision gives its reason, the body, the day, and whether the file may come back (domain.md section 1)."""

import dataclasses
from datetime import date

import pytest

from documents.contexts.procedure import DecisionContext, NotPrintable
from documents.kinds import HTML, example
from documents.press.rendering import render


def letter(**changes: object) -> str:
    """What the letter says with these values."""
    record = example("decision")
    assert isinstance(record, DecisionContext)
    page = render("decision", dataclasses.replace(record, **changes), media_type=HTML)  # type: ignore[arg-type]
    return " ".join(page.content.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("outcome", "title", "fact"),
    [
        ("approved", "De oprichting is goedgekeurd zonder voorwaarden", "goedgekeurd, in de fase overleg"),
        ("refused", "Uw dossier gaat niet verder", "geweigerd, in de fase overleg"),
        ("sent_back", "Uw dossier moet worden aangevuld", "teruggestuurd om aan te vullen of te verbeteren"),
        ("not_enough_support", "Er is nu te weinig draagvlak voor het netwerk", "stopgezet: te weinig draagvlak"),
        ("withdrawn", "Wij bevestigen dat u uw aanvraag intrekt", "ingetrokken door de initiatiefnemer"),
    ],
)
def test_each_outcome_says_what_was_decided_by_whom_when_and_why(outcome: str, title: str, fact: str) -> None:
    said = letter(outcome=outcome)

    assert f"<h1>{title}</h1>" in said
    for needed in (fact, "college van burgemeester en schepenen", "26 april 2027", "38 van de 180 woningen"):
        assert needed in said


def test_an_approval_under_conditions_lists_them_and_says_nothing_of_coming_back() -> None:
    said = letter(outcome="approved", conditions=("Geen borden aan de kerk.", "Eén verslag per jaar."))

    assert "<h1>De oprichting is goedgekeurd onder voorwaarden</h1>" in said
    assert "<li>Geen borden aan de kerk.</li><li>Eén verslag per jaar.</li>" in said
    assert "goedgekeurd onder voorwaarden, in de fase overleg" in said
    assert "opnieuw indienen" not in said


def test_a_corrected_decision_says_which_one_it_replaces() -> None:
    assert "komt in de plaats van de beslissing van 20 april 2027" in letter(replaces_on=date(2027, 4, 20))
    assert "gecorrigeerde beslissing" not in letter()


def test_no_refusal_is_printed_with_conditions() -> None:
    with pytest.raises(NotPrintable, match="only an approval has conditions"):
        letter(outcome="refused", conditions=("Geen borden.",))


def test_a_file_that_is_sent_back_lists_what_to_do_and_until_when() -> None:
    said = letter(outcome="sent_back", points=("Noem de huisnummers.",), answer_until_on=date(2027, 5, 15))

    assert "<li>Noem de huisnummers.</li>" in said
    assert said.count("15 mei 2027") == 2
    assert "Het dossiernummer blijft hetzelfde" in said


def test_who_may_not_come_back_is_told_so() -> None:
    assert "Ja. U kunt later een nieuwe aanvraag indienen" in letter(may_resubmit=True)
    assert "Nee, voor hetzelfde gebied" in letter(may_resubmit=False)


def test_no_decision_is_printed_without_a_reason_or_with_an_unknown_outcome() -> None:
    with pytest.raises(NotPrintable, match="a decision without a reason is not sent"):
        letter(reason="  ")
    with pytest.raises(NotPrintable, match="'doubted' is none of"):
        letter(outcome="doubted")
