"""What keeps the installation itself: seals, backups, signs of life."""

from models.privacy.declaring import nothing, table

TABLES = {
    "journal_seal": table(nothing("number day sealed_at chains entries root hash")),
    "sealed_head": table(nothing("kind owner_id sequence chain hash seal_number")),
    "backup_record": table(nothing("id begun_at ended_at name size failure")),
    "retention_record": table(nothing("step ran_at forgotten coming")),
    "form_press": table(nothing("mark led_to pressed_at")),  # a hash of who pressed, and an address only its key opens
    "sign_of_life": table(nothing("part name seen_at prefect_answers")),
    "demonstration_clock": table(nothing("id ahead_seconds")),
}
