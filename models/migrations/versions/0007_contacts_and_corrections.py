"""Contacts and corrections"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Conditions and earlier versions of a decision, and indexes with which a work list finds the cases that somebody is bound to."""
    op.add_column("approval", sa.Column("conditions", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("approval", sa.Column("corrected_at", models.database.UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "earlier_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_earlier_decision_approval_id_approval")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.id"], name=op.f("fk_earlier_decision_case_id_founding_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_decision")),
    )
    op.create_index(op.f("ix_earlier_decision_case_id"), "earlier_decision", ["case_id"], unique=False)
    op.create_index(op.f("ix_earlier_attempt_earlier_case_id"), "earlier_attempt", ["earlier_case_id"], unique=False)
    op.create_index(op.f("ix_founding_case_area_id"), "founding_case", ["area_id"], unique=False)
    op.create_index(op.f("ix_voice_dwelling_id"), "voice", ["dwelling_id"], unique=False)
    op.create_index(op.f("ix_voice_email"), "voice", ["email"], unique=False)


def downgrade() -> None:
    """As it was."""
    op.drop_index(op.f("ix_voice_email"), table_name="voice")
    op.drop_index(op.f("ix_voice_dwelling_id"), table_name="voice")
    op.drop_index(op.f("ix_founding_case_area_id"), table_name="founding_case")
    op.drop_index(op.f("ix_earlier_attempt_earlier_case_id"), table_name="earlier_attempt")
    op.drop_index(op.f("ix_earlier_decision_case_id"), table_name="earlier_decision")
    op.drop_table("earlier_decision")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("conditions")
