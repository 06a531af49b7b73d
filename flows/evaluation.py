"""Evaluation: opened when its day has come, its report made when it is closed."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.reminding import open_due_evaluations
from flows.stage_flow import check_finished, stage_flow
from models.rules.procedure import Stage


@stage_flow(Stage.EVALUATION)
async def evaluation(case_id: int) -> None:
    """The opening, the report, and the mails."""
    await open_due_evaluations(case_id)
    await plan_notices(case_id)
    await produce_documents(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
