"""The surveys of the demonstration: opened by the clock or by hand, answered by links and on paper, and closed.

Of one that is closed no mail is sent again; of one that runs, those who did not answer find theirs in the mailbox.
"""

from datetime import datetime, timedelta
from itertools import cycle, islice
from secrets import token_hex

from sqlalchemy import select

from binstart.demonstration.walking import Walk
from models.clock import day_of
from models.operations.evaluations.answering_surveys import answer_survey
from models.operations.evaluations.inviting_to_surveys import KIND, outgoing_survey
from models.operations.evaluations.surveying import close_due_survey, enter_paper, hand_out_paper, open_survey
from models.outbox import Effect
from models.queries.evaluations.surveys import open_survey_of
from models.queries.networks.enrolments import network_of_case
from models.rules.survey_form import BASELINE
from models.survey import Survey, SurveyTicket

# How people answer, one after the other: at the launch, and when the network has worked for a while.
AT_LAUNCH = (
    {"safety": "neutral", "neighbours": "one", "police": "rather"},
    {"safety": "safe", "neighbours": "some", "police": "neutral"},
    {"safety": "unsafe", "neighbours": "none", "police": "rather_not"},
    {"safety": "safe", "neighbours": "one", "police": "neutral"},
    {"safety": "very_safe", "neighbours": "many", "police": "rather"},
    {"safety": "neutral", "neighbours": "one"},
)
AFTER_A_YEAR = (
    {"safety": "safe", "neighbours": "some", "enough_messages": "enough", "useful_messages": "very", "police": "rather",
     "reporting": "very"},
    {"safety": "very_safe", "neighbours": "many", "enough_messages": "too_few", "useful_messages": "rather",
     "police": "very", "reporting": "rather"},
    {"safety": "neutral", "neighbours": "some", "enough_messages": "enough", "useful_messages": "neutral",
     "police": "rather", "reporting": "very", "text": "Een gesprek met de wijkinspecteur zou goed zijn."},
    {"safety": "safe", "neighbours": "one", "enough_messages": "enough", "useful_messages": "very",
     "police": "neutral", "reporting": "rather"},
)  # fmt: skip


def hold_survey(walk: Walk, kind: str, answers: int) -> None:
    """So many members answer, three days after it was opened; it closes by itself after its last day."""
    answer(walk, kind, answers, walk.at + timedelta(days=3))
    survey = _open(walk)
    at = walk.days((survey.closes_on - day_of(walk.at)).days + 1).at
    assert close_due_survey(walk.session, walk.case.id, at)


def open_by_hand(walk: Walk, kind: str, at: datetime, papers: int) -> None:
    """The coordinator asks the members; some of them prefer paper."""
    by = walk.by(walk.idea.resident)
    survey = open_survey(walk.session, walk.case.id, by, at, kind=kind)
    tickets = select(SurveyTicket).where(SurveyTicket.survey_id == survey.id).order_by(SurveyTicket.enrolment_id)
    for ticket in walk.session.scalars(tickets.limit(papers)).all():
        hand_out_paper(walk.session, walk.case.id, by, enrolment_id=ticket.enrolment_id)
    enter_paper(walk.session, walk.case.id, by, at, paper_number=1, values=AFTER_A_YEAR[0])


def answer(walk: Walk, kind: str, answers: int, at: datetime) -> None:
    """So many members press the link of their mail and answer."""
    mails = walk.session.scalars(select(Effect).where(Effect.kind == KIND).order_by(Effect.id)).all()
    secret = token_hex(32)  # for this moment only: the link in a mail is made anew when it leaves
    going = (outgoing_survey(walk.session, one, day_of(at), secret) for one in mails)
    links = [one.token for one in going if one is not None]
    walk.session.flush()
    ways = AT_LAUNCH if kind == BASELINE else AFTER_A_YEAR
    for token, values in zip(islice(links, answers), cycle(ways), strict=False):
        answer_survey(walk.session, token, at, values=values)


def _open(walk: Walk) -> Survey:
    network = network_of_case(walk.session, walk.case.id)
    survey = open_survey_of(walk.session, network.id) if network is not None else None
    assert survey is not None
    return survey
