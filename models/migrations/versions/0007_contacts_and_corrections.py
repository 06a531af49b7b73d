"""Contacts and corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Conditions of an approval, and indexes with which a work list finds the cases that somebody is bound to."""
    op.add_column("approval", sa.Column("conditions", sa.JSON(), server_default="[]", nullable=False))
    op.create_index(op.f("ix_founding_case_area_id"), "founding_case", ["area_id"], unique=False)
    op.create_index(op.f("ix_voice_dwelling_id"), "voice", ["dwelling_id"], unique=False)
    op.create_index(op.f("ix_voice_email"), "voice", ["email"], unique=False)


def downgrade() -> None:
    """As it was."""
    op.drop_index(op.f("ix_voice_email"), table_name="voice")
    op.drop_index(op.f("ix_voice_dwelling_id"), table_name="voice")
    op.drop_index(op.f("ix_founding_case_area_id"), table_name="founding_case")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_column("conditions")
