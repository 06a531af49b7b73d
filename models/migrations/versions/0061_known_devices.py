"""Browsers in which somebody signed in before, and from where a sign-in link was asked."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("used_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("expires_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_device_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("token_hash", "person_id", name=op.f("uq_known_device_token_hash_person_id")),
    )
    op.create_index(op.f("ix_known_device_person_id"), "known_device", ["person_id"])
    with op.batch_alter_table("sign_in_link") as table:
        table.add_column(sa.Column("asked_from", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("sign_in_link") as table:
        table.alter_column("asked_from", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("sign_in_link") as table:
        table.drop_column("asked_from")
    op.drop_table("known_device")
