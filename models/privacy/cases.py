"""The case itself: its journal, decisions, notes, files and work."""

from models.privacy.acting import acted
from models.privacy.activities import ACCOUNTABILITY, MAIL, REQUEST
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "founding_case": table(
        nothing("id number municipality_id zone_id kind name document_language area_id stage round "
                "stage_opened_at due_on waiting_for opened_at "
                "ended_at end may_come_again split_from_id journal_length journal_hash noticed_length"),
        held(REQUEST, "case", "see_personal_data", linked="initiator_id", home="applicant_dwelling_id"),
        acted("submitted_by_id"),
        whose="initiator_id",
    ),
    "case_erasure": table(
        nothing("id case_id first_warned_at second_warned_at held_until held_at erased_at files words"),
        acted("held_by_id"),
        held(ACCOUNTABILITY, "case", "administer", words="hold_reason"),
    ),
    "stage_record": table(nothing("id case_id stage round opened_at closed_at result")),
    "term": table(nothing("id case_id kind subject_id stage round ends_on computation computed_at over_at")),
    "case_figures": table(
        nothing("case_id journal_length summed_at municipality_id zone_id kind opened_on closed_on outcome ended_in "
                "way total total_waiting days_idea days_consultation days_info_evening days_charter "
                "days_federal_check days_launch waiting_idea waiting_consultation waiting_info_evening "
                "waiting_charter waiting_federal_check waiting_launch for_initiator for_adviser for_police "
                "for_municipality for_evening for_signatories for_ministry supporting dwellings lowest_share terms "
                "opinions marks"),
    ),
    "case_actions": table(nothing("case_id function month count"), acted("person_id")),
    "journal_entry": table(
        nothing("id case_id sequence at event stage round function hash"),
        acted("by_id"),
        held(ACCOUNTABILITY, "case", "see_journal", words="data"),
        whose="by_id",
    ),
    "reason": table(
        nothing("id case_id stage round action body decided_on given_at"),
        acted("given_by_id"),
        held(ACCOUNTABILITY, "case", "see_case", words="text"),
    ),
    "approval": table(
        nothing("id case_id stage round side is_approved body decided_on recorded_at corrected_at"),
        acted("decided_by_id"),
        held(ACCOUNTABILITY, "case", "see_case", words="reason conditions"),
    ),
    "earlier_decision": table(
        nothing("id approval_id case_id side is_approved body decided_on recorded_at replaced_at"),
        held(ACCOUNTABILITY, "case", "see_case", words="reason conditions"),
    ),
    "assignment": table(nothing("id case_id side taken_at"), acted("person_id")),
    "note": table(
        nothing("id case_id side written_at zone_key_id"),
        acted("author_id"),
        held(REQUEST, "case", "work_on_case", words="text encrypted"),
    ),
    "mention": table(nothing("id note_id case_id seen_at"), acted("person_id")),
    "document": table(
        nothing("id case_id kind version media_type language size audience produced_at"),
        held(REQUEST, "case", "see_documents", file="title filename sha256"),
        goes=True,
    ),
    "upload": table(
        nothing("id case_id media_type size uploaded_at scan_state scanned_at is_asked"),
        acted("uploaded_by_id"),
        held(REQUEST, "case", "open_upload", file="name sha256"),
        goes=True,
    ),
    "outbox_entry": table(nothing("id flow case_id created_at available_at claimed_by lease_until attempts last_error "
                                  "done_at traceparent")),
    "effect": table(
        nothing("id key kind case_id state planned_at available_at claimed_by lease_until attempts last_error "
                "confirmed_at traceparent"),
        held(MAIL, "mail", NOBODY, contact="payload"),
    ),
}  # fmt: skip
