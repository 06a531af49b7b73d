"""Accounts, signing in, functions, and what somebody set for themselves."""

from models.privacy.acting import acted
from models.privacy.activities import ACCOUNTABILITY, ACCOUNTS, SCREENING
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "person": table(
        nothing("id created_at mail_rhythm language is_active totp_last_counter"),
        held(ACCOUNTS, "account", "see_journal", name="name"),
        held(ACCOUNTS, "account", "see_personal_data", contact="email phone"),
        held(ACCOUNTS, "account", "see_own_account", home="dwelling_id home_told_on"),
        held(ACCOUNTS, "account", NOBODY, access="password_hash totp_secret"),
        whose="email",
    ),
    "sign_in_link": table(
        nothing("id next_path created_at expires_at used_at attempts"),
        held(ACCOUNTS, "sign_in_link", NOBODY, contact="email", access="token_hash code_hash browser_hash asked_from"),
        goes=True, whose="email",
    ),
    "web_session": table(
        nothing("id is_strong created_at seen_at expires_at"),
        held(ACCOUNTS, "web_session", "see_own_account", linked="person_id", access="method provider"),
        held(ACCOUNTS, "web_session", NOBODY, access="token_hash id_token"),
        goes=True, whose="person_id",
    ),
    "attempt": table(
        nothing("id kind at"),
        held(ACCOUNTS, "attempt", NOBODY, access="subject"),
        goes=True,
    ),
    "known_device": table(
        nothing("id used_at expires_at"),
        held(ACCOUNTS, "known_device", "see_own_account", linked="person_id"),
        held(ACCOUNTS, "known_device", NOBODY, access="token_hash"),
        goes=True, whose="person_id",
    ),
    "identity": table(
        nothing("id bound_at used_at"),
        held(ACCOUNTS, "account", "see_own_account", linked="person_id", access="issuer"),
        held(ACCOUNTS, "account", NOBODY, access="subject"),
        goes=True, whose="person_id",
    ),
    "provider_sign_in": table(
        nothing("id provider next_path expires_at used_at"),
        held(ACCOUNTS, "sign_in_link", NOBODY, access="state_hash browser_hash", linked="bind_person_id"),
        goes=True,
    ),
    "passkey": table(
        nothing("id sign_count added_at used_at"),
        held(ACCOUNTS, "account", "see_own_account", linked="person_id", words="name"),
        held(ACCOUNTS, "account", NOBODY, access="credential_id user_handle public_key"),
        goes=True, whose="person_id",
    ),
    "passkey_challenge": table(
        nothing("id expires_at used_at"),
        held(ACCOUNTS, "sign_in_link", NOBODY, access="challenge_hash browser_hash user_handle", linked="person_id"),
        goes=True,
    ),
    "recovery_code": table(
        nothing("id used_at"),
        held(ACCOUNTS, "account", NOBODY, linked="person_id", access="code_hash"),
        goes=True, whose="person_id",
    ),
    "second_step_reset": table(
        nothing("id authority_id asked_at state decided_at"),
        held(ACCOUNTS, "account", "decide_second_step_reset", linked="person_id", words="reason"),
        acted("asked_by_id decided_by_id"),
        goes=True, whose="person_id",
    ),
    "mandate": table(
        nothing("id role authority_id case_id since until is_accepted is_head"),
        held(ACCOUNTABILITY, "account", "see_case", linked="person_id deputy_id"),
        held(ACCOUNTABILITY, "account", "see_case", function="function"),
        held(SCREENING, "account", "see_screening", suitability="screening screened_on"),
        held(SCREENING, "account", "see_measures", suitability="excluded_until"),
        whose="person_id",
    ),
    "remembered_filters": table(
        held(ACCOUNTS, "account", "see_own_account", linked="person_id", choice="filters"),
        goes=True, whose="person_id",
    ),
    "absence": table(
        nothing("id authority_id role entered_at ended_at"),
        held(ACCOUNTABILITY, "absence", "enter_absence", linked="person_id deputy_id entered_by_id",
             function="first_on last_on"),
        goes=True, whose="person_id",
    ),
    "delegation": table(
        nothing("id authority_id body reference first_on last_on entered_at ended_at"),
        held(ACCOUNTABILITY, "account", "see_case", linked="person_id"),
        acted("entered_by_id"),
    ),
}  # fmt: skip
