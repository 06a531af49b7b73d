"""The register of processing and the notice say what is declared, to the right authority, and in words."""

from datetime import timedelta

from models.privacy.declared import personal
from models.privacy.declaring import Controller
from models.privacy.register import register_of, told, whole_register


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

    assert (names.rule.kept, names.rule.since.partition(" (")[0]) == (timedelta(days=365), "nadat u uw stem gaf")
    assert names.roles == ("desk_officer", "mandated_officer")
