"""Who has no mail answers a survey on paper, and who has one can."""

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.operations.evaluations.answering_surveys import answer_survey, find_ticket
from models.operations.evaluations.inviting_to_surveys import outgoing_survey
from models.operations.evaluations.surveying import hand_out_paper
from models.operations.networks.taking_bounces import take_refused_survey_mail
from models.queries.evaluations.surveys import answers_so_far
from models.rules.access import Role
from models.rules.refusals import Invalid, NotAllowed
from models.survey import Survey
from tests.factories import Place, acting, coordinator_of, later
from tests.survey_steps import SAFE, SECRET, entered, survey_mails, tokens


def test_a_paper_is_entered_once(session: Session, case: FoundingCase, survey: Survey) -> None:
    entered(session, case, 1)

    with pytest.raises(Invalid) as refusal:
        entered(session, case, 1)

    assert (refusal.value.code, refusal.value.field) == ("entered_before", "paper_number")
    assert answers_so_far(session, survey) == 1


@pytest.mark.parametrize("number", [0, 2, 99])
def test_no_more_papers_than_members_who_got_one(
    session: Session, case: FoundingCase, survey: Survey, number: int
) -> None:
    with pytest.raises(Invalid, match="nummers 1 tot en met 1"):
        entered(session, case, number)


def test_who_gets_paper_instead_of_a_mail_has_no_link_any_more(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    token = tokens(session, case, SECRET)["Anna"]
    by = acting(session, coordinator_of(session, case), later(case))

    hand_out_paper(session, case.id, by, enrolment_id=asked[0].id)
    hand_out_paper(session, case.id, by, enrolment_id=asked[0].id)  # pressed twice

    assert survey.papers == 2
    session.flush()
    assert find_ticket(session, token, later(case)) is None
    entered(session, case, 2)


def test_who_answered_by_the_link_gets_no_paper(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    answer_survey(session, tokens(session, case, SECRET)["Anna"], later(case), values=SAFE)

    with pytest.raises(Invalid, match="antwoordde al"):
        hand_out_paper(session, case.id, acting(session, coordinator_of(session, case), later(case)),
                       enrolment_id=asked[0].id)  # fmt: skip


def test_the_desk_which_sees_no_members_hands_out_no_paper(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(NotAllowed):
        hand_out_paper(session, case.id, desk, enrolment_id=asked[0].id)


def test_a_mail_that_no_address_took_becomes_paper(session: Session, case: FoundingCase, survey: Survey) -> None:
    effect = survey_mails(session, ":first")[0]

    take_refused_survey_mail(session, effect.id, later(case))

    assert survey.papers == 2
    assert outgoing_survey(session, effect, day_of(later(case)), SECRET) is None
