"""Other rules, tried on paper over foundings of the past: what they would catch, and what they leave as it was."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.rules.insight import PastTerm
from models.rules.procedure_settings import ProcedureSettings
from models.rules.what_if import OnPaper, PastCase, PastOpinion, days_gained, effects, on_paper, sort_out

START = date(2026, 3, 2)
NOW = on_paper(ProcedureSettings())
ALL = "idea.consultation.info_evening.charter.federal_check.launch.active"


def day(number: int) -> int:
    return (START + timedelta(days=number)).toordinal()


def opinion(asked: int, over: int, *, is_answered: bool = True) -> PastOpinion:
    return PastOpinion(day(asked), day(over), int(is_answered))


def case(case_id: int = 1, **changes: object) -> PastCase:
    values: dict[str, object] = {
        "case_id": case_id, "way": ALL, "supporting": 55, "lowest_share": 12, "waited_for_ministry": 84,
        "marks": frozenset({"contact:judicial", "conform", "enough:police", "enough:municipality"}),
    }  # fmt: skip
    return PastCase(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code", "caught"),
    [
        ({"minimum_registered_dwellings": 50}, "below_threshold", []),
        ({"minimum_registered_dwellings": 60}, "below_threshold", [(1, 55)]),
        ({"minimum_street_share": 12}, "below_threshold", []),
        ({"minimum_street_share": 13}, "below_threshold", [(1, 55)]),
        ({"joint_judgement_required": True}, "without_joint_judgement", [(1, None)]),
        ({"joint_judgement_required": False}, "without_joint_judgement", []),
        ({"federal_check_blocks": True}, "waits_for_ministry", [(1, 84)]),
        ({"federal_check_blocks": False}, "waits_for_ministry", []),
        ({"judicial_contact_required": True}, "without_judicial_contact", []),
    ],
)
def test_what_a_rule_on_paper_catches(changes: dict[str, int], code: str, caught: list[object]) -> None:
    found = effects(sort_out([case()]), replace(NOW, **changes))[code]

    assert (list(found.caught), found.looked_at) == (caught, 1)


def test_a_founding_that_never_came_to_a_rule_is_not_looked_at() -> None:
    early = case(way="idea.withdrawn", marks=frozenset())

    found = effects(sort_out([early]), replace(NOW, minimum_registered_dwellings=100, joint_judgement_required=True))

    assert {one.looked_at for one in found.values()} == {0}


def test_a_founding_that_stopped_without_support_would_have_passed_a_lower_threshold() -> None:
    stopped = case(way="idea.consultation.info_evening.not_enough_support", supporting=40)

    lower = effects(sort_out([stopped]), replace(NOW, minimum_registered_dwellings=40))["stopped_above_threshold"]
    higher = effects(sort_out([stopped]), replace(NOW, minimum_registered_dwellings=41))["stopped_above_threshold"]

    assert (lower.count, higher.count) == (1, 0)


def test_contact_and_answer_that_nobody_had_are_missed() -> None:
    found = effects(sort_out([case(marks=frozenset())]), NOW)

    assert (found["without_judicial_contact"].count, found["without_ministry"].count) == (1, 1)


@pytest.mark.parametrize(
    ("opinions", "days", "gained"),
    [
        ([opinion(0, 20)], 30, 0),  # came in time both ways
        ([opinion(0, 20)], 14, 5),  # the fifteenth day the case goes on
        ([opinion(0, 31, is_answered=False)], 30, 0),
        ([opinion(0, 31, is_answered=False)], 21, 9),
        ([opinion(0, 31, is_answered=False)], 45, -15),  # silence is waited for longer
        ([opinion(0, 10), opinion(0, 31, is_answered=False)], 21, 9),
        ([opinion(0, 31, is_answered=False), opinion(20, 40)], 21, 0),  # another answer comes last
    ],
)
def test_how_much_sooner_the_waiting_for_advisers_ends(opinions: list[PastOpinion], days: int, gained: int) -> None:
    assert days_gained(opinions, days) == gained


def test_opinions_that_were_late_or_never_came() -> None:
    some = case(opinions=[opinion(0, 20), opinion(0, 25), opinion(0, 31, is_answered=False)])

    assert effects(sort_out([some]), replace(NOW, opinion_term_days=30))["late_opinions"].caught == ((1, 31),)
    assert effects(sort_out([some]), replace(NOW, opinion_term_days=21))["late_opinions"].caught == ((1, 25), (1, 31))


def test_terms_that_would_have_been_late() -> None:
    some = case(terms=[PastTerm("consultation", day(0), day(60), day(50)), PastTerm("signing", day(60), day(90), 0),
                       PastTerm("assessment", day(0), day(30), day(30), paused=20)])  # fmt: skip
    strict: OnPaper = replace(NOW, consultation_term_days=45, signing_term_days=1, assessment_term_days=9)

    found = effects(sort_out([some]), strict)

    assert found["late_consultation"].caught == ((1, 50),)
    assert found["late_signing"].looked_at == 0  # it still runs
    assert found["late_assessment"].caught == ((1, 10),)
