"""A seal a day over the heads of all journals."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_seal")),
        sa.UniqueConstraint("day", name=op.f("uq_journal_seal_day")),
    )
    op.create_table(
        "sealed_head",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seal_number"], ["journal_seal.number"], name=op.f("fk_sealed_head_seal_number_journal_seal")
        ),
        sa.PrimaryKeyConstraint("kind", "owner_id", "sequence", name=op.f("pk_sealed_head")),
    )
    op.create_index("ix_sealed_head_seal_number", "sealed_head", ["seal_number"])


def downgrade() -> None:
    op.drop_table("sealed_head")
    op.drop_table("journal_seal")
