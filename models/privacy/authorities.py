"""Municipalities and zones: settings, texts and links with other programs. Their addresses are those of a service."""

from models.privacy.acting import acted
from models.privacy.declaring import nothing, table

TABLES = {
    "authority": table(nothing("id kind slug name code nis_code zone_id postal_address email phone settings "
                               "last_case_number has_house_style journal_length journal_hash")),
    # Its words are those of administrators about functions; a closed list of sentences, without names of residents.
    "authority_journal_entry": table(nothing("id authority_id sequence at event data hash"), acted("by_id")),
    "authority_text": table(nothing("id authority_id kind part version text saved_at"), acted("saved_by_id")),
    "house_style": table(nothing("id authority_id version name colour logo_sha256 logo_media_type saved_at"),
                         acted("saved_by_id")),
    "closing_day": table(nothing("id authority_id name first_on last_on is_yearly is_bridge entered_at"),
                         acted("entered_by_id")),
    "api_token": table(nothing("id authority_id name token_hash beginning scopes ends_on made_at revoked_at "
                               "last_used_at"), acted("made_by_id")),
    "webhook": table(nothing("id authority_id name address events state seed former_seed former_until made_at "
                             "failing_since"), acted("made_by_id")),
}  # fmt: skip
