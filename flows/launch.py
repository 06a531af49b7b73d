"""Launch: the partners hear what is left to do; the announcement is made when the police decide."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.stage_flow import check_finished, stage_flow
from models.rules.procedure import Stage


@stage_flow(Stage.LAUNCH)
async def launch(case_id: int) -> None:
    """The announcement as PDF, Word and text, and the mails."""
    await plan_notices(case_id)
    await produce_documents(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
