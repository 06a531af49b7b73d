"""What a municipality or a zone can set, and what is refused."""

import pytest

from models.rules.procedure_settings import ProcedureSettings, checked, effective_settings, require_possible
from models.rules.refusals import Invalid


def test_the_municipality_overrides_the_zone_and_the_zone_the_defaults() -> None:
    settings = effective_settings({"opinion_term_days": 20, "evaluation_months": 6}, {"opinion_term_days": 10})

    assert (settings.opinion_term_days, settings.evaluation_months, settings.minimum_age) == (10, 6, 18)


def test_lists_from_the_database_become_what_the_rules_expect() -> None:
    settings = effective_settings({"signatories": ["mayor", "coordinator"]})

    assert settings.signatories == ("mayor", "coordinator")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("no_such_setting", 1, "unknown_setting"),
        ("opinion_term_days", "dertig", "wrong_kind"),
        ("opinion_term_days", True, "wrong_kind"),
        ("federal_check_blocks", 1, "wrong_kind"),
        ("evaluation_months", -1, "negative"),
        ("police_decider", "mayor", "unknown_choice"),
        ("signatories", (), "unknown_choice"),
        ("signatories", ("king",), "unknown_choice"),
        ("launch_items", ("champagne",), "unknown_choice"),
    ],
)
def test_a_setting_that_can_not_be_is_refused_by_name(name: str, value: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked({name: value})

    assert (refusal.value.code, refusal.value.field) == (code, name)


def test_the_defaults_pass_their_own_check() -> None:
    assert checked({}) == ProcedureSettings()


@pytest.mark.parametrize("name", ["minimum_area_dwellings", "minimum_registered_dwellings"])
def test_thresholds_that_no_area_can_meet_are_refused_at_the_minimum(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        require_possible(checked({name: 301, "maximum_area_dwellings": 300}))

    assert refusal.value.field == name
    require_possible(checked({name: 300, "maximum_area_dwellings": 300}))
    require_possible(checked({name: 301, "maximum_area_dwellings": 0}))
