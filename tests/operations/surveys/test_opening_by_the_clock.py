"""The clock opens the baseline some weeks after the launch, and the yearly survey with the evaluation."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.operations.effects.planning_effects import plan_effects
from models.operations.evaluations.evaluating import open_due_evaluation, open_evaluation
from models.operations.evaluations.opening_surveys import open_due_survey
from models.operations.evaluations.surveying import close_due_survey
from models.operations.launches.launching import network_of
from models.outbox import Effect
from models.queries.evaluations.surveys import cases_with_survey_to_open
from models.rules.access import Role
from models.rules.survey_form import BASELINE, YEARLY
from models.survey import Survey
from tests.factories import Place, acting, conclude_evaluation, later
from tests.survey_steps import closed, members, opened, survey_events, survey_mails

BASELINE_DAY = 28 + 1  # a day after the launch is the first of `later`
EVALUATION_DAY = 367


def _kinds(session: Session) -> list[str]:
    return [row.kind for row in session.scalars(select(Survey).order_by(Survey.id))]


def _notices(session: Session, kind: str) -> int:
    return sum(one.payload.get("notice") == kind for one in session.scalars(select(Effect)))


def _tick(session: Session, case: FoundingCase, days: int) -> bool:
    """What the clock does on this day, for this case."""
    at = later(case, days)
    close_due_survey(session, case.id, at)
    open_due_evaluation(session, case.id, at)
    if case.id not in cases_with_survey_to_open(session, day_of(at)):
        return False
    return open_due_survey(session, case.id, at)


def test_four_weeks_after_the_launch_the_baseline_opens_once(
    session: Session, case: FoundingCase, asked: list[Enrolment]
) -> None:
    active_since = network_of(session, case.id).active_since
    day = (active_since + timedelta(weeks=4) - day_of(later(case, 0))).days

    assert not _tick(session, case, day - 1)
    assert _tick(session, case, day)
    assert not _tick(session, case, day)

    [survey] = session.scalars(select(Survey)).all()
    assert (survey.kind, survey.opened_by_id, survey.members_asked) == (BASELINE, None, 12)
    assert len(survey_mails(session, ":first")) == 11
    assert survey_events(session, case)[0] == ("survey:opened", 12)
    assert not _tick(session, case, day + 60)


def test_who_must_hand_out_paper_hears_that_the_clock_opened_it(
    session: Session, case: FoundingCase, asked: list[Enrolment]
) -> None:
    assert _tick(session, case, BASELINE_DAY)
    plan_effects(session, case.id, later(case, BASELINE_DAY))

    assert _notices(session, "survey_opened_by_clock") == 2  # a coordinator and the desk


def test_of_a_survey_opened_by_hand_nobody_is_told(session: Session, case: FoundingCase, survey: Survey) -> None:
    plan_effects(session, case.id, later(case))

    assert _notices(session, "survey_opened_by_clock") == 0


def test_the_yearly_survey_opens_with_the_evaluation_that_the_clock_opens_and_not_again(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    assert _tick(session, case, BASELINE_DAY)
    assert not _tick(session, case, EVALUATION_DAY - 30)

    assert _tick(session, case, EVALUATION_DAY)
    assert not _tick(session, case, EVALUATION_DAY + 40)  # it is closed, the evaluation still goes on

    assert _kinds(session) == [BASELINE, YEARLY]
    conclude_evaluation(session, place, case, later(case, EVALUATION_DAY + 41), "continue")
    assert not _tick(session, case, 1)  # of the next round


def test_an_evaluation_that_somebody_opens_by_hand_leaves_the_survey_to_them(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    opened(session, case, BASELINE)
    closed(session, case)
    at = later(case, 40)
    open_evaluation(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at)

    assert not _tick(session, case, 41)
    assert _kinds(session) == [BASELINE]


def test_while_a_survey_is_open_the_clock_opens_no_other(session: Session, case: FoundingCase, survey: Survey) -> None:
    survey.closes_on += timedelta(days=400)

    assert not _tick(session, case, EVALUATION_DAY)


@pytest.mark.parametrize("state", ["suspended", "terminated"])
def test_a_network_that_is_not_active_is_not_asked(
    session: Session, case: FoundingCase, asked: list[Enrolment], state: str
) -> None:
    network_of(session, case.id).state = state

    assert not _tick(session, case, BASELINE_DAY)
    assert survey_events(session, case) == []


@pytest.mark.parametrize("settings", [{"survey_by_clock": False}, {"baseline_survey_weeks": 0}])
def test_a_municipality_can_leave_it_to_people(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment], settings: dict[str, object]
) -> None:
    place.municipality.settings = settings

    assert not _tick(session, case, BASELINE_DAY)
    assert _tick(session, case, EVALUATION_DAY) == (settings != {"survey_by_clock": False})


def test_a_network_without_members_is_asked_nothing_and_that_is_told_once(session: Session, case: FoundingCase) -> None:
    for day in (BASELINE_DAY, BASELINE_DAY + 1, BASELINE_DAY + 30, EVALUATION_DAY, EVALUATION_DAY + 1):
        assert not _tick(session, case, day)

    assert survey_events(session, case) == [("survey:withheld", 0), ("survey:withheld", 0)]  # baseline, yearly
    plan_effects(session, case.id, later(case, EVALUATION_DAY + 1))
    assert _notices(session, "survey_withheld") == 4
    assert session.scalars(select(Survey)).all() == []


def test_once_ten_members_are_there_the_survey_that_waited_opens(
    session: Session, place: Place, case: FoundingCase
) -> None:
    assert not _tick(session, case, BASELINE_DAY)
    members(session, place, case, 10, papers=0)

    assert _tick(session, case, BASELINE_DAY + 1)
