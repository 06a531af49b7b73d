"""What a member agreed to is kept for each channel. Who joined before agreed to the one that they chose."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", models.database.UtcDateTime(), nullable=True),
        sa.CheckConstraint("channel in ('mail', 'sms', 'call')", name=op.f("ck_channel_consent_channel")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_channel_consent_enrolment_id_enrolment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_consent")),
    )
    op.create_index(op.f("ix_channel_consent_enrolment_id"), "channel_consent", ["enrolment_id"])
    op.execute(
        "insert into channel_consent (enrolment_id, channel, version, given_at, withdrawn_at) "
        "select id, channel, consent_version, asked_at, left_at from enrolment"
    )


def downgrade() -> None:
    op.drop_table("channel_consent")
