"""Federal check: who must send the charter hears it, and everyone hears the answer."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.stage_flow import check_finished, stage_flow
from models.rules.procedure import Stage


@stage_flow(Stage.FEDERAL_CHECK)
async def federal_check(case_id: int) -> None:
    """What is left of the sealed charter, and the mails."""
    await plan_notices(case_id)
    await produce_documents(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
