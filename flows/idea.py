"""Idea: a request came in. The applicant gets a receipt, the desk hears of it, and each answer goes where it must."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.stage_flow import check_finished, stage_flow
from models.rules.procedure import Stage


@stage_flow(Stage.IDEA)
async def idea(case_id: int) -> None:
    """The receipt or the decision, and the mails that go with it."""
    await plan_notices(case_id)
    await produce_documents(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
