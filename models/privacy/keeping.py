"""What keeps the installation itself: seals, backups, signs of life; and what people asked about their own data."""

from models.privacy.acting import acted
from models.privacy.activities import RIGHTS
from models.privacy.declaring import held, nothing, table

TABLES = {
    "journal_seal": table(nothing("number day sealed_at chains entries root hash")),
    "sealed_head": table(nothing("kind owner_id sequence chain hash seal_number")),
    "backup_record": table(nothing("id begun_at ended_at name size failure")),
    "data_request": table(
        nothing("id authority_id kind asked_on due_on state answered_at reminded_on"),
        acted("identified_by_id entered_by_id answered_by_id"),
        held(RIGHTS, "data_request", "answer_data_requests", linked="person_id", name="name", contact="email",
             home="address", words="text extension_reason answer", proof="identified_as"),
        goes=True, whose="email",
    ),
    "retention_record": table(nothing("step ran_at forgotten coming")),
    "form_press": table(nothing("mark led_to pressed_at")),  # a hash of who pressed, and an address only its key opens
    "zone_key": table(nothing("id zone_id wrapped made_at retired_at")),
    "sign_of_life": table(nothing("part name seen_at prefect_answers")),
    "demonstration_clock": table(nothing("id ahead_seconds")),
}  # fmt: skip
