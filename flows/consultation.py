"""Consultation: opinions whose term is over are closed, and who decides hears what is asked and what came in."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.reminding import close_late_opinions
from flows.stage_flow import check_finished, stage_flow
from models.rules.procedure import Stage


@stage_flow(Stage.CONSULTATION)
async def consultation(case_id: int) -> None:
    """Late opinions, the letter of a refusal, and the mails."""
    await close_late_opinions(case_id)
    await plan_notices(case_id)
    await produce_documents(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
