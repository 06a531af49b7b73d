"""The open cases of a police zone, and the effects of each kind, are found without looking at all others."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_founding_case_zone_id_ended_at", "founding_case", ["zone_id", "ended_at"])
    op.create_index("ix_effect_kind_state", "effect", ["kind", "state"])


def downgrade() -> None:
    op.drop_index("ix_effect_kind_state", "effect")
    op.drop_index("ix_founding_case_zone_id_ended_at", "founding_case")
