"""The request for a network: who asked, why, and what they began to write."""

from models.privacy.activities import REQUEST
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "founding_request": table(
        nothing("id case_id origin channel objectives households received_on declared_at submitted_at accepted_at "
                "completion_due_on"),
        held(REQUEST, "case", "see_personal_data", name="applicant_name", contact="applicant_email applicant_phone",
             home="applicant_address", words="candidate_coordinators handed_in_by handed_in_relation handed_in_note"),
        held(REQUEST, "case", "see_case",
             words="motives expectations earlier_attempts overlap_explanation completion_asked"),
        whose="applicant_email",
    ),
    "earlier_attempt": table(nothing("id case_id earlier_case_id")),
    "request_draft": table(
        nothing("id created_at saved_at case_id"),
        held(REQUEST, "draft", "submit_request", linked="person_id", words="answers"),
        goes=True, whose="person_id",
    ),
    "resume_link": table(
        nothing("id created_at expires_at used_at"),
        held(REQUEST, "draft", NOBODY, linked="draft_id", access="token_hash"),
        goes=True,
    ),
}  # fmt: skip
