"""The charter: its text and history, remarks, signatures, and the federal check."""

from models.privacy.acting import acted
from models.privacy.activities import CHARTER
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "charter": table(
        nothing("id case_id version state created_at frozen_at fingerprint signed_at open_sections"),
        acted("frozen_by_id"),
        held(CHARTER, "case", "see_charter", words="frozen_text"),
    ),
    "charter_section": table(
        nothing("id charter_id code standing revision saved_at ready_at"),
        acted("saved_by_id owner_id"),
        held(CHARTER, "case", "see_charter", words="content"),
    ),
    "charter_section_save": table(
        nothing("id section_id revision saved_at"),
        acted("saved_by_id suggested_by_id"),
        held(CHARTER, "case", "see_charter", words="content"),
        goes=True,
    ),
    "charter_section_writing": table(
        nothing("id section_id seen_at"),
        acted("person_id"),
        held(CHARTER, "case", "see_charter", words="typed"),
        goes=True, whose="person_id",
    ),
    "charter_reason": table(
        nothing("id charter_id section code given_at"),
        acted("given_by_id"),
        held(CHARTER, "case", "see_charter", words="told reason"),
    ),
    "charter_comment": table(
        nothing("id case_id charter_id section field written_at outcome settled_at"),
        acted("settled_by_id written_by_id"),
        held(CHARTER, "case", "see_charter", words="quote text suggestion"),
        whose="written_by_id",
    ),
    "charter_comment_answer": table(
        nothing("id comment_id written_at"),
        acted("written_by_id"),
        held(CHARTER, "case", "see_charter", words="text"),
        whose="written_by_id",
    ),
    "signature": table(
        nothing("id charter_id role method signed_on signed_at fingerprint identified_by recorded_as checked_as "
                "refused_at"),
        acted("person_id recorded_by_id checked_by_id"),
        held(CHARTER, "case", "see_charter", function="capacity", name="name", home="place", file="drawing",
             words="refusal"),
        held(CHARTER, "case", "open_upload", file="scan_id"),
        held(CHARTER, "signatory", "see_personal_data", contact="email"),
        held(CHARTER, "signatory", NOBODY, access="link_seed token_hash"),
        whose="email",
    ),
    "ink_signature": table(
        nothing("id signature_id signed_on entered_as entered_at"),
        acted("entered_by_id"),
        held(CHARTER, "case", "see_charter", name="name", home="place"),
        held(CHARTER, "case", "open_upload", file="scan_id"),
        goes=True,
    ),
    "federal_check": table(
        nothing("id case_id charter_id sent_on channel answered_on result reference"),
        acted("sent_by_id recorded_by_id"),
        held(CHARTER, "case", "see_case", words="remarks"),
    ),
    "federal_remark": table(
        nothing("id check_id section is_followed settled_at"),
        acted("settled_by_id"),
        held(CHARTER, "case", "see_case", words="text answer"),
    ),
}  # fmt: skip
