"""The consultation: contacts with authorities, opinions of advisers, and what was agreed."""

from models.privacy.acting import acted
from models.privacy.activities import CONSULTATION
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "authority_contact": table(
        nothing("id case_id authority contacted_on means due_on recorded_at answered_on"),
        acted("recorded_by_id answer_recorded_by_id"),
        held(CONSULTATION, "case", "see_case", name="contacted"),
        held(CONSULTATION, "case", "open_upload", words="note question answer", file="upload_id answer_upload_id"),
    ),
    "opinion": table(
        nothing("id case_id adviser_kind document_ids upload_ids asked_at due_on reminders state tendency given_on "
                "is_by_link"),
        acted("person_id asked_by_id recorded_by_id"),
        held(CONSULTATION, "adviser", "see_personal_data", contact="email"),
        held(CONSULTATION, "adviser", NOBODY, access="link_seed token_hash"),
        held(CONSULTATION, "case", "see_case", name="adviser", words="question text withdrawal_reason"),
        held(CONSULTATION, "case", "open_upload", file="upload_id"),
        whose="email",
    ),
    "adviser_question": table(
        nothing("id opinion_id kind wished_on asked_at state answered_at"),
        acted("answered_by_id"),
        held(CONSULTATION, "case", "see_case", words="text answer"),
    ),
    "agreement": table(
        nothing("id case_id version round objectives function written_at frozen_at"),
        acted("written_by_id"),
        held(CONSULTATION, "case", "see_case", words="motives expectations"),
        goes=True,
    ),
    "agreement_answer": table(
        nothing("id case_id version round agrees given_at"),
        acted("given_by_id"),
        held(CONSULTATION, "case", "see_case", words="word"),
    ),
}  # fmt: skip
