"""The info evening: letters, replies, who came, votes, participants, candidates and minutes."""

from models.privacy.acting import acted
from models.privacy.activities import EVENING, PARTICIPATION
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "info_evening": table(
        nothing("id case_id state starts_at place address accessibility getting_there extra_items room_limit "
                "planned_at moved_to_id present_item attendance registered_dwellings network_approved "
                "objectives_approved steering_group_approved minutes_approved_at minutes_mailed_at"),
        acted("planned_by_id recorded_by_id minutes_approved_by_id"),
        held(EVENING, "case", "read_public_page", name="speakers contact organisers"),
        held(EVENING, "case", "see_minutes", name="chair", words="notes remarks cancel_reason"),
    ),
    "agenda_item_result": table(
        nothing("id evening_id item votes_for votes_against abstentions"),
        held(EVENING, "case", "see_minutes", words="result"),
    ),
    "letter_run": table(
        nothing("id case_id evening_id asked_at window_side dwellings printed body_sha256 texts done_at"),
        acted("asked_by_id"),
    ),
    "invitation": table(
        nothing("id case_id evening_id place made_at"),
        held(EVENING, "invitation", "see_letters",
             home="dwelling_id street house_number suffix postcode municipality", access="code"),
        goes=True,
    ),
    "reply": table(
        nothing("id case_id evening_id state answer people email_confirmed_at expires_at queued_at replied_at"),
        held(EVENING, "reply", "see_replies", choice="needs other_needs", words="question question_item"),
        held(EVENING, "reply", NOBODY, access="token_hash to_tell"),
        held(EVENING, "reply_address", "see_replies", contact="email", choice="wants_news"),
        held(EVENING, "invitation", "see_replies", linked="invitation_id"),
        held(EVENING, "case", "see_replies", home="dwelling_id"),
        whose="email",
    ),
    "attendance": table(
        nothing("id case_id evening_id key people how arrived_at noted_at removed_at"),
        acted("noted_by_id removed_by_id"),
        held(EVENING, "attendance", "check_in", home="street_id house_number suffix suffix_key dwelling_id",
             words="removal_reason"),
    ),
    "ballot": table(
        nothing("id case_id evening_id about question way state votes_for votes_against abstentions invalid opened_at "
                "closed_at"),
        acted("opened_by_id closed_by_id"),
        held(EVENING, "case", "see_minutes", name="counted_by"),
    ),
    "ballot_voter": table(
        nothing("ballot_id"),
        held(EVENING, "ballot_voter", NOBODY, home="dwelling_id"),
        goes=True,
    ),
    "participant": table(
        nothing("id case_id way given_at changed_at"),
        acted("entered_by_id"),
        held(PARTICIPATION, "participant", "see_participants", name="name", contact="phone email reach",
             home="street_id house_number suffix suffix_key dwelling_id", choice="wishes",
             proof="consent_version consent_language consented_on"),
        held(PARTICIPATION, "participant", NOBODY, access="key_hash"),
        goes=True, whose="email",
    ),
    "candidate": table(
        nothing("id case_id role nominated_at evening_id way votes_for votes_against abstentions invalid decided_at"),
        acted("nominated_by_id decided_by_id"),
        held(PARTICIPATION, "participant", "see_participants", linked="participant_id", name="name",
             contact="email phone", choice="is_of_age is_recognised"),
        goes=True, whose="email",
    ),
    "minutes_version": table(
        nothing("id evening_id version function written_at"),
        acted("written_by_id"),
        held(EVENING, "case", "see_minutes", words="sections"),
        goes=True,
    ),
    "minutes_approval": table(
        nothing("id party function given_at"),
        acted("given_by_id"),
        held(EVENING, "case", "see_minutes", linked="version_id"),
        goes=True,
    ),
}  # fmt: skip
