"""The thresholds of a municipality, each with a plain sentence of how far it is. Sources: domain.md 1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.area import Segment
from models.rules.procedure import STAGES, CaseFacts, Stage, unmet
from models.rules.procedure_settings import ProcedureSettings
from models.rules.support import (
    StreetCount,
    is_gathering,
    milestone,
    partial_streets,
    sample_size,
    streets_below_share,
    thresholds,
)

STREETS = (StreetCount("Kerkstraat", 60, 45), StreetCount("Molenstraat", 40, 3))


def sentences(settings: ProcedureSettings, partial: tuple[str, ...] = ()) -> dict[str, tuple[str, bool]]:
    return {one.code: (one.sentence, one.is_met) for one in thresholds(48, STREETS, settings, partial)}


def test_a_municipality_without_thresholds_asks_nothing() -> None:
    assert sentences(ProcedureSettings()) == {}


def test_kampenhout_asks_a_hundred_dwellings() -> None:
    assert sentences(ProcedureSettings(minimum_registered_dwellings=100)) == {
        "minimum_dwellings": (
            "De gemeente vraagt de steun van minstens 100 woningen. Nu zijn het er 48; er zijn er nog 52 nodig.", False,
        )
    }  # fmt: skip


def test_middelkerke_asks_about_twenty() -> None:
    assert sentences(ProcedureSettings(minimum_registered_dwellings=20)) == {
        "minimum_dwellings": (
            "De gemeente vraagt de steun van minstens 20 woningen. Nu zijn het er 48; dat is genoeg.", True,
        )
    }  # fmt: skip


def test_mauvondel_asks_fifty_to_350_dwellings_and_whole_streets() -> None:
    settings = ProcedureSettings(minimum_area_dwellings=50, maximum_area_dwellings=350, whole_streets_only=True)

    assert sentences(settings, ("Molenstraat (oneven nummers)",)) == {
        "area_size": (
            "Het gebied telt 100 woningen. De gemeente vraagt er minstens 50 en hoogstens 350; dat is zo.", True,
        ),
        "whole_streets": (
            "De gemeente vraagt alleen hele straten. Niet heel: Molenstraat (oneven nummers).", False,
        ),
    }  # fmt: skip


def test_an_area_outside_the_limits_is_told() -> None:
    assert sentences(ProcedureSettings(maximum_area_dwellings=80))["area_size"] == (
        "Het gebied telt 100 woningen. De gemeente vraagt er hoogstens 80; dat is niet zo.", False,
    )  # fmt: skip


def test_steenokkerzeel_asks_a_spread_over_all_streets() -> None:
    sentence, is_met = sentences(ProcedureSettings(minimum_street_share=20))["spread"]

    assert sentence.startswith("De gemeente vraagt in elke straat de steun van minstens 20 % van de woningen. ")
    assert sentence.endswith("Dat is zo in 1 van de 2; nog niet in: Molenstraat.")
    assert not is_met


def test_for_everybody_the_sentences_say_that_the_numbers_are_rounded() -> None:
    settings = ProcedureSettings(minimum_registered_dwellings=100)

    asked = thresholds(45, STREETS, settings, is_about=True)

    assert asked[0].sentence.endswith("Nu zijn het er ongeveer 45; er zijn er nog ongeveer 55 nodig.")


@pytest.mark.parametrize(
    ("share", "supporting", "is_below"), [(10, 3, True), (10, 4, False), (0, 0, False), (1, 0, True)]
)
def test_a_share_is_rounded_up_to_whole_dwellings(share: int, supporting: int, is_below: bool) -> None:
    assert bool(streets_below_share([StreetCount("Straat", 31, supporting)], share)) is is_below


def test_only_parts_of_streets_are_partial() -> None:
    segments = [Segment(1), Segment(2, "odd"), Segment(3, "odd", 1, 9), Segment(3)]

    assert partial_streets(segments, {1: "A", 2: "B", 3: "C"}) == ("B (oneven nummers)",)


@pytest.mark.parametrize("stage", STAGES)
def test_voices_are_gathered_from_the_accepted_request_until_the_evening_is_closed(stage: Stage) -> None:
    assert is_gathering(stage, False) is (stage in (Stage.CONSULTATION, Stage.INFO_EVENING))
    assert not is_gathering(stage, True)


@pytest.mark.parametrize(
    ("registered", "voices", "share", "is_enough"),
    [(100, 0, 100, True), (0, 100, 100, True), (39, 61, 20, True), (39, 60, 20, False), (50, 60, 19, False)],
)
def test_voices_and_registrations_of_the_evening_count_together(
    registered: int, voices: int, share: int, is_enough: bool
) -> None:
    facts = CaseFacts(registered_dwellings=registered, supporting_dwellings=voices, lowest_street_share=share)
    settings = ProcedureSettings(minimum_registered_dwellings=100, minimum_street_share=20)

    codes = {condition.code for condition in unmet(Stage.INFO_EVENING, facts, settings)}

    assert ("enough_support" not in codes) is is_enough


@pytest.mark.parametrize(
    ("supporting", "minimum", "told"),
    [(24, 100, 0), (25, 100, 25), (99, 100, 75), (400, 100, 100), (4, 8, 0), (6, 8, 6), (9, 0, 0), (60, 0, 50)],
)
def test_the_initiator_hears_of_quarters_and_never_of_a_handful(supporting: int, minimum: int, told: int) -> None:
    assert milestone(supporting, minimum) == told


@pytest.mark.parametrize(
    ("lines", "percent", "least", "size"),
    [(14, 20, 3, 3), (60, 20, 3, 12), (2, 20, 3, 2), (14, 0, 3, 0), (14, 100, 3, 14), (14, 1, 0, 1)],
)
def test_a_sample_is_a_percentage_but_at_least_some_lines(lines: int, percent: int, least: int, size: int) -> None:
    assert sample_size(lines, percent, least) == size


@given(st.integers(1, 60), st.integers(0, 100), st.integers(0, 60))
def test_a_sample_is_never_more_than_the_sheet_has(lines: int, percent: int, least: int) -> None:
    assert 0 <= sample_size(lines, percent, least) <= lines
