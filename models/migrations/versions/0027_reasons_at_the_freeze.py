"""Why what is unusual in a charter may stay, written by who freezes its text."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0027"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charter_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["charter_id"], ["charter.id"], name=op.f("fk_charter_reason_charter_id_charter")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_charter_reason_given_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_reason")),
        sa.UniqueConstraint("charter_id", "section", "code", name=op.f("uq_charter_reason_charter_id_section_code")),
    )


def downgrade() -> None:
    op.drop_table("charter_reason")
