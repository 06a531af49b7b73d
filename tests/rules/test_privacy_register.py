"""The register of processing and the notice say what is declared, to the right authority, and in words."""

import pytest

from models.privacy.declared import personal
from models.privacy.declaring import Controller
from models.privacy.register import register_of, told, whole_register
from models.rules.retention import TERMS, in_words


def test_the_register_of_a_municipality_has_no_line_that_is_the_polices_alone() -> None:
    controllers = {one.activity.controller for one in register_of("municipality")}

    assert controllers == {Controller.MUNICIPALITY, Controller.TOGETHER}


def test_the_register_of_a_zone_has_screening_and_measures_and_not_the_support_base() -> None:
    codes = {one.activity.code for one in register_of("police_zone")}

    assert {"screening", "maatregelen"} <= codes
    assert not {"draagvlak", "aanvraag", "infoavond"} & codes


def test_every_declared_column_stands_in_the_whole_register_once() -> None:
    listed = [column for line in whole_register() for data in line.data for column in data.columns]

    assert sorted(listed) == sorted(f"{table}.{column}" for table, column, _held in personal())


def test_the_notice_tells_of_each_activity_what_is_kept_and_how_long() -> None:
    for line in whole_register():
        lines = told(line)
        assert lines or line.activity.code == "verantwoording", line.activity.code
        assert all("verwijzing" not in kind for one in lines for kind in one.kinds)


def test_the_name_of_who_gave_a_voice_is_told_with_its_year_and_its_readers() -> None:
    (support,) = [line for line in whole_register() if line.activity.code == "draagvlak"]
    (names,) = [one for one in support.data if "voice.name" in one.columns]

    assert names.kept.startswith("1 jaar nadat u uw stem gaf")
    assert names.roles == ("desk_officer", "mandated_officer")


@pytest.mark.parametrize(("term", "words"), [
    ("case", "5 jaar"), ("draft", "90 dagen"), ("sign_in_link", "24 uur"), ("known_device", "meteen"),
    ("attempt", "2 dagen"), ("survey_text", "2 jaar"),
])  # fmt: skip
def test_a_term_reads_as_people_say_it(term: str, words: str) -> None:
    assert in_words(TERMS[term].kept) == words
