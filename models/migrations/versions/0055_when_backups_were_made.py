"""When backups were made."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("ended_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_record")),
    )
    op.create_index("ix_backup_record_ended_at", "backup_record", ["ended_at"])


def downgrade() -> None:
    op.drop_table("backup_record")
