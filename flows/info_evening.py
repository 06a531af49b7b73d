"""Info evening: the invitation for all inhabitants, the entry for the diary, and the minutes afterwards."""

from flows.delivering import deliver_mail
from flows.planning import plan_notices
from flows.producing import produce_documents
from flows.stage_flow import check_finished, stage_flow
from flows.telling_repliers import invite_who_asked, mail_final_minutes, tell_who_replied
from models.rules.procedure import Stage


@stage_flow(Stage.INFO_EVENING)
async def info_evening(case_id: int) -> None:
    """Invitation, minutes, the welcome of the stuurgroep, and the mails, also to who gave a voice or
    replied to the invitation; who was there gets the minutes."""
    await plan_notices(case_id)
    await produce_documents(case_id)
    await invite_who_asked(case_id)
    await tell_who_replied(case_id)
    await mail_final_minutes(case_id)
    await deliver_mail(case_id)
    check_finished(case_id)
