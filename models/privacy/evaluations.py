"""The evaluation and the survey of the members."""

from models.privacy.acting import acted
from models.privacy.activities import EVALUATION
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "evaluation": table(
        nothing("id case_id round opens_on opened_at due_on coordinator_view_at police_view_at municipality_view_at "
                "discussed_on outcome body closed_at"),
        acted("closed_by_id"),
        held(EVALUATION, "case", "see_case", name="discussed_by",
             words="coordinator_view police_view municipality_view conclusions reason"),
    ),
    "survey": table(
        nothing("id network_id kind year questions_version opened_at closes_on remind_on members_asked papers "
                "closed_at answers on_paper"),
        acted("opened_by_id"),
        held(EVALUATION, "survey_text", "see_survey", words="results"),
    ),
    "survey_ticket": table(
        nothing("id survey_id way has_answered"),
        held(EVALUATION, "survey", NOBODY, linked="enrolment_id", access="link_seed token_hash"),
        goes=True, whose="enrolment_id",
    ),
    "survey_answer": table(
        nothing("id survey_id way paper_number"),
        held(EVALUATION, "survey", NOBODY, choice="answers"),
        goes=True,
    ),
}  # fmt: skip
