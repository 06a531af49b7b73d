"""The survey of the members is opened: whom it asks, who may, and when it can't be."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.operations.evaluations.surveying import open_survey
from models.operations.launches.launching import network_of
from models.queries.evaluations.surveys import asked_by
from models.rules.access import Role
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.survey_form import BASELINE, YEARLY
from models.survey import Survey
from tests.factories import Place, acting, later, make_place
from tests.survey_steps import closed, members, opened, survey_events, survey_mails


def test_every_member_is_asked_by_mail_and_who_has_none_on_paper(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    assert (survey.members_asked, survey.papers) == (12, 1)
    assert len(survey_mails(session, ":first")) == 11
    assert [one.name for one in asked_by(session, survey, "paper")] == ["Paula Papier 0"]
    assert survey.closes_on == day_of(later(case)) + timedelta(days=30)
    assert survey_events(session, case) == [("survey:opened", 12)]


def test_who_pauses_is_not_asked(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    asked[0].state = "paused"

    assert opened(session, case).members_asked == 11


def test_an_address_that_takes_no_mail_gets_paper(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    asked[0].bounced_at = later(case)

    assert opened(session, case).papers == 2


def test_with_nine_members_no_survey_is_opened_since_nothing_could_be_told(
    session: Session, place: Place, case: FoundingCase
) -> None:
    members(session, place, case, 9, papers=0)

    with pytest.raises(GateNotMet, match="9 leden"):
        opened(session, case)


def test_two_surveys_are_never_open_at_once(session: Session, case: FoundingCase, survey: Survey) -> None:
    with pytest.raises(Stale):
        opened(session, case, BASELINE)


def test_the_same_year_is_not_asked_twice(session: Session, case: FoundingCase, survey: Survey) -> None:
    closed(session, case)

    with pytest.raises(Invalid, match="dit jaar al"):
        opened(session, case)


def test_the_desk_opens_a_survey_and_the_police_do_not(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    police = acting(session, place.people[Role.MANDATED_OFFICER], later(case))
    with pytest.raises(NotAllowed):
        open_survey(session, case.id, police, later(case), kind=YEARLY)

    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    assert open_survey(session, case.id, desk, later(case), kind=BASELINE).kind == BASELINE


def test_nobody_of_another_municipality_opens_one(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    stranger = acting(session, elsewhere.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(NotAllowed):
        open_survey(session, case.id, stranger, later(case), kind=YEARLY)


def test_a_suspended_network_asks_nothing(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    network_of(session, case.id).state = "suspended"

    with pytest.raises(GateNotMet):
        opened(session, case)
