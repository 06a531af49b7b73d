"""The support base: the voices of dwellings, online and on paper sheets."""

from models.privacy.acting import acted
from models.privacy.activities import SUPPORT
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "voice": table(
        nothing("id case_id channel state line expires_at given_at counted_at ended_at"),
        held(SUPPORT, "voice", "see_voices", name="name", contact="email phone", choice="wishes"),
        held(SUPPORT, "voice", NOBODY, access="token_hash"),
        held(SUPPORT, "case", "see_voices", home="street_id house_number suffix suffix_key dwelling_id",
             choice="choice", linked="sheet_id"),
        goes=True, whose="email",
    ),
    "support_sheet": table(
        nothing("id case_id number state entered_at sample corrected checked_at"),
        acted("entered_by_id checked_by_id"),
        held(SUPPORT, "case", "see_voices", file="upload_id", words="remark"),
        goes=True,
    ),
    "support_judgement": table(
        nothing("id evening_id party judgement given_at"),
        acted("given_by_id"),
        held(SUPPORT, "case", "see_case", words="words"),
    ),
}  # fmt: skip
