"""Networks that seem dormant are asked whether they still work."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("asked_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("follow_up", sa.String(), nullable=False),
        sa.Column("closed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("answer in ('', 'alive', 'needs_help', 'stops')", name=op.f("ck_network_check_answer")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_network_check_case_id_founding_case")),
        *(
            sa.ForeignKeyConstraint([f"{who}_by_id"], ["person.id"], name=op.f(f"fk_network_check_{who}_by_id_person"))
            for who in ("asked", "answered", "closed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_check")),
    )
    op.create_index("ix_network_check_case_id_asked_at", "network_check", ["case_id", "asked_at"])


def downgrade() -> None:
    op.drop_table("network_check")
