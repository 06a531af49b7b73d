"""The launch: the kit for press and neighbours, quotes, and the decision."""

from models.privacy.acting import acted
from models.privacy.activities import LAUNCH
from models.privacy.declaring import NOBODY, held, nothing, table

TABLES = {
    "launch_decision": table(
        nothing("id case_id round active_on decided_at"),
        acted("decided_by_id"),
        held(LAUNCH, "case", "read_public_page", words="quote how_to_join"),
    ),
    "launch_item": table(nothing("id case_id round code owner due_on done_at"), acted("done_by_id")),
    "launch_kit": table(
        nothing("id case_id round active_on send_at approved_at sent_at"),
        held(LAUNCH, "press", "see_launch_kit", contact="press"),
    ),
    "launch_kit_version": table(
        nothing("id kit_id version function written_at"),
        acted("written_by_id"),
        held(LAUNCH, "case", "see_launch_kit", words="texts facts"),
        goes=True,
    ),
    "launch_kit_approval": table(
        nothing("id party function given_at"),
        acted("given_by_id"),
        held(LAUNCH, "case", "see_launch_kit", linked="version_id"),
        goes=True,
    ),
    "launch_quote": table(
        nothing("id kit_id way state asked_at expires_at answered_at"),
        acted("asked_by_id"),
        held(LAUNCH, "quote", "see_launch_kit", contact="email"),
        held(LAUNCH, "quote", NOBODY, access="link_seed"),
        held(LAUNCH, "case", NOBODY, access="token_hash"),
        held(LAUNCH, "case", "read_public_page", name="name", function="capacity", words="text"),
        whose="email",
    ),
}  # fmt: skip
