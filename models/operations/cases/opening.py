"""What must be there from the moment a stage opens: a charter to fill in, a checklist, an evaluation in the diary."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.evaluation import Evaluation
from models.network import LaunchItem, NeighbourhoodNetwork
from models.operations.charters.beginning_charter import begin_charter_version
from models.request import FoundingRequest
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings
from models.rules.working_days import months_later


def set_up_stage(session: Session, case: FoundingCase, settings: ProcedureSettings, on: date, at: datetime) -> None:
    """Make the rows with which the stage that just opened begins. `on`: the day of `at` in Belgium."""
    stage = Stage(case.stage)
    if stage is Stage.IDEA:
        _ask_acceptance_again(session, case)
    elif stage is Stage.CHARTER:
        begin_charter_version(session, case, settings, on, at)
    elif stage is Stage.LAUNCH:
        due_on = on + timedelta(days=settings.launch_days) if settings.launch_days else None
        session.add_all(
            LaunchItem(case_id=case.id, round=case.round, code=code, owner=settings.launch_owner(code), due_on=due_on)
            for code in settings.launch_items
        )
    elif stage is Stage.EVALUATION:
        session.add(Evaluation(case_id=case.id, round=case.round, opens_on=_opening_day(session, case, settings, on)))


def _ask_acceptance_again(session: Session, case: FoundingCase) -> None:
    request = session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one_or_none()
    if request is not None:
        request.accepted_at = None


def _opening_day(session: Session, case: FoundingCase, settings: ProcedureSettings, on: date) -> date:
    """The first evaluation counts from the day on which the network became active, later ones from the one before."""
    since = session.scalar(select(NeighbourhoodNetwork.active_since).where(NeighbourhoodNetwork.case_id == case.id))
    start = since if since is not None and case.round == 1 else on
    return months_later(start, settings.evaluation_months)
