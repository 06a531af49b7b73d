"""The clock opens the surveys of the members: the baseline some weeks after the launch, the yearly one with the
evaluation that it opened. Where too few members could answer, that is told once and looked at again the next day.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import ask_for_work, lock_case, record
from models.operations.evaluations.surveying import open_survey
from models.queries.cases.facts import settings_of
from models.queries.evaluations.surveys import (
    clock_opened_evaluation,
    members_to_ask,
    open_survey_of,
    opened_before,
    was_withheld,
)
from models.queries.networks.enrolments import network_of_case
from models.rules.access import SYSTEM
from models.rules.survey_clock import kind_due
from models.rules.survey_form import FEWEST_ANSWERS, KIND_NAMES


def open_due_survey(session: Session, case_id: int, at: datetime) -> bool:
    """Open the survey whose day has come. Returns whether one was opened."""
    case = lock_case(session, case_id)
    network = network_of_case(session, case_id)
    if network is None or network.state != "active" or open_survey_of(session, network.id) is not None:
        return False
    kind = _kind_due(session, case, network, at)
    if not kind:
        return False
    count = len(members_to_ask(session, network.id))
    if count < FEWEST_ANSWERS:
        _withhold(session, case, kind, count, at)
        return False
    open_survey(session, case_id, SYSTEM, at, kind=kind)
    ask_for_work(session, case)
    return True


def _kind_due(session: Session, case: FoundingCase, network: NeighbourhoodNetwork, at: datetime) -> str:
    settings = settings_of(case)
    if not settings.survey_by_clock:
        return ""
    return kind_due(day_of(at), network.active_since, opened_before(session, network.id),
                    weeks=settings.baseline_survey_weeks,
                    evaluation_is_open=clock_opened_evaluation(session, case))  # fmt: skip


def _withhold(session: Session, case: FoundingCase, kind: str, count: int, at: datetime) -> None:
    """Tell once that nobody is asked: of the baseline once ever, of the yearly one once per evaluation."""
    if was_withheld(session, case, kind):
        return
    record(session, case, "survey:withheld", SYSTEM, at, survey=KIND_NAMES[kind], count=count, needed=FEWEST_ANSWERS)
    ask_for_work(session, case)
