"""Other programs are told at once what happened."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

BEFORE = "'mail', 'document', 'member_mail', 'member_sms', 'survey_mail', 'member_notice'"


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("former_seed", sa.String(), nullable=False),
        sa.Column("former_until", models.database.UtcDateTime(), nullable=True),
        sa.Column("made_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("failing_since", models.database.UtcDateTime(), nullable=True),
        sa.CheckConstraint("state in ('active', 'paused', 'ended')", name=op.f("ck_webhook_state")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_webhook_authority_id_authority")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_webhook_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_authority_id"), "webhook", ["authority_id"])
    _allow(f"{BEFORE}, 'webhook'")


def downgrade() -> None:
    op.execute("delete from effect where kind = 'webhook'")
    _allow(BEFORE)
    op.drop_table("webhook")


def _allow(kinds: str) -> None:
    with op.batch_alter_table("effect") as table:
        table.drop_constraint(op.f("ck_effect_kind"), type_="check")
        table.create_check_constraint(op.f("ck_effect_kind"), f"kind in ({kinds})")
