"""Charter: the text to sign when it is frozen, the sealed charter when everybody signed."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.stage_flow import check_finished, stage_flow
from models.rules.procedure import Stage


@stage_flow(Stage.CHARTER)
async def charter(case_id: int) -> None:
    """The PDF for signing; the sealed one with its hash in the journal; and the mails."""
    await plan_notices(case_id)
    await produce_documents(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
