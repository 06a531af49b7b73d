"""The network: members, messages, meetings, the succession of coordinators, and measures."""

from models.privacy.acting import acted
from models.privacy.activities import MEASURES, MEMBERS, SCREENING
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "neighbourhood_network": table(
        nothing("id case_id municipality_id slug name kind area_id state active_since ended_on successor_id outline"),
        held(MEMBERS, "network_contact", "read_public_page", contact="contact police_contact how_to_join"),
    ),
    "network_check": table(
        nothing("id case_id signs asked_at answer answered_at closed_at"),
        acted("asked_by_id answered_by_id closed_by_id"),
        held(MEMBERS, "case", "see_case", words="note follow_up"),
    ),
    "network_meeting": table(
        nothing("id network_id starts_at subject place is_public entered_at cancelled_at"), acted("entered_by_id")
    ),
    "enrolment": table(
        nothing("id network_id state rules_version joined_network_id way expires_at asked_at confirmed_at decided_at "
                "left_at"),
        acted("decided_by_id"),
        held(MEMBERS, "member", "see_members", name="name", contact="email phone second_phone",
             home="street_id house_number suffix suffix_key dwelling_id", choice="wants_street_contact"),
        held(MEMBERS, "member", "see_members", linked="channel connection consent_version consent_language signed_on "
             "bounced_at excluded_until"),
        held(MEMBERS, "member", NOBODY, access="token_hash"),
        whose="email",
    ),
    "channel_consent": table(
        nothing("id version language"),
        held(MEMBERS, "member", "see_members", linked="enrolment_id channel given_at withdrawn_at"),
        whose="enrolment_id",
    ),
    "member_contribution": table(
        nothing("id"),
        held(MEMBERS, "member", "manage_members", linked="enrolment_id cents agreed_at owed_since paid_on exempted_at"),
        held(MEMBERS, "member", "see_members", words="exemption_reason"),
        acted("exempted_by_id"),
        goes=True, whose="enrolment_id",
    ),
    "member_notice": table(
        nothing("id case_id kind told_at"),
        held(MEMBERS, "case", "see_members", words="facts", linked="papers"),
        goes=True,
    ),
    "message": table(
        nothing("id network_id kind state revision about_id happened_at leaves_at way reached not_reached"),
        acted("written_by_id released_by_id second_key_by_id withdrawn_by_id"),
        held(MEMBERS, "case", "see_messages", words="subject text foreword withdrawn_reason"),
    ),
    "message_delivery": table(
        nothing("id message_id state error"),
        held(MEMBERS, "member", "see_members", linked="enrolment_id channel handed_over_at read_at"),
        held(MEMBERS, "member", NOBODY, linked="link_seed token_hash"),
        whose="enrolment_id",
    ),
    "succession": table(
        nothing("id case_id mandate_id why vacant_on state revision begun_at due_on remind_on called_at emptied_at "
                "appointed_at body reported_at closed_at"),
        acted("begun_by_id appointed_by_id"),
        held(MEMBERS, "successor", "appoint_successor", words="note"),
        held(MEMBERS, "successor", "see_succession", words="how_chosen stop_reason"),
    ),
    "successor": table(
        nothing("id succession_id way state noted_at agreed_at"),
        acted("noted_by_id screened_by_id"),
        held(MEMBERS, "successor", "appoint_successor", name="name"),
        held(MEMBERS, "successor", "see_to_succession", contact="email phone", linked="enrolment_id person_id"),
        held(MEMBERS, "successor", NOBODY, access="token_hash"),
        held(SCREENING, "successor", "see_screening", suitability="screening screened_on"),
        whose="email",
    ),
    "measure": table(
        nothing("id case_id about rung mandate_id state revision begun_at decided_at decided_on body carried_out_at "
                "settled_at mailed_at copy_sent_on appeal_until_on appeal_sent_on appeal_channel appeal_state "
                "appeal_body appeal_decided_on report_on until_on at_once"),
        acted("decided_by_id"),
        held(MEASURES, "measure", "see_measures", name="name", contact="email", home="address dwelling_id",
             words="motives skipped_reason at_once_reason appeal_text appeal_reason posted_on posted_as",
             linked="enrolment_id person_id"),
        goes=True, whose="email",
    ),
    "measure_hand": table(
        nothing("id deed given_at"),
        held(MEASURES, "measure", "see_measures", linked="measure_id person_id", name="name", function="function"),
        goes=True,
    ),
    "measure_entry": table(
        nothing("id at function"),
        acted("by_id"),
        held(MEASURES, "measure", "see_measures", linked="measure_id", words="sentence"),
        goes=True,
    ),
}  # fmt: skip
