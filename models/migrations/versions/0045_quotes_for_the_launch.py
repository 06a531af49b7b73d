"""A quote for the launch is asked by a link."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_MOMENT = models.database.UtcDateTime()


def upgrade() -> None:
    op.create_table(
        "launch_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link_seed", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.CheckConstraint("state in ('asked', 'given', 'declined', 'withdrawn')", name=op.f("ck_launch_quote_state")),
        sa.CheckConstraint("way in ('link', 'mail', 'phone', 'meeting')", name=op.f("ck_launch_quote_way")),
        sa.ForeignKeyConstraint(["kit_id"], ["launch_kit.id"], name=op.f("fk_launch_quote_kit_id_launch_kit")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_launch_quote_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_quote")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_launch_quote_token_hash")),
    )
    op.create_index(op.f("ix_launch_quote_kit_id"), "launch_quote", ["kit_id"])


def downgrade() -> None:
    op.drop_table("launch_quote")
