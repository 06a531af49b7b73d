"""Replies to an invitation"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPROVALS = ("network_approved", "objectives_approved", "steering_group_approved")


def upgrade() -> None:
    """Several evenings of a case with more about each, and who replied to the invitation."""
    with op.batch_alter_table("info_evening", schema=None) as batch_op:
        batch_op.add_column(sa.Column("getting_there", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("speakers", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("extra_items", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("room_limit", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("cancel_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("moved_to_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_info_evening_moved_to_id_info_evening"), "info_evening", ["moved_to_id"], ["id"]
        )
        for name in APPROVALS:
            batch_op.alter_column(name, existing_type=sa.Boolean(), nullable=True)
    with op.batch_alter_table("info_evening", schema=None) as batch_op:
        for name in ("getting_there", "speakers", "extra_items", "cancel_reason"):
            batch_op.alter_column(name, server_default=None)
    # An evening that was not held approved nothing yet; before, that was written as a refusal.
    op.execute(
        "UPDATE info_evening SET network_approved = NULL, objectives_approved = NULL, "
        "steering_group_approved = NULL WHERE state != 'held'"
    )
    # Until now an evening was cancelled by planning the next one only.
    op.execute(
        "UPDATE info_evening SET moved_to_id = (SELECT MIN(later.id) FROM info_evening AS later "
        "WHERE later.case_id = info_evening.case_id AND later.id > info_evening.id) WHERE state = 'cancelled'"
    )
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("other_needs", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("question_item", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("wants_news", sa.Boolean(), nullable=False),
        sa.Column("email_confirmed_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("expires_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("queued_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("replied_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("to_tell", sa.String(), nullable=False),
        sa.CheckConstraint("state in ('unconfirmed', 'standing', 'waiting', 'withdrawn')", name=op.f("ck_reply_state")),
        sa.CheckConstraint("answer in ('coming', 'interested', 'absent')", name=op.f("ck_reply_answer")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_reply_case_id_founding_case")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_reply_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["evening_id"], ["info_evening.id"], name=op.f("fk_reply_evening_id_info_evening")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_reply_invitation_id_invitation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("evening_id", "dwelling_id", name=op.f("uq_reply_evening_id_dwelling_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reply_token_hash")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index("ix_reply_evening_id_state", ["evening_id", "state"], unique=False)


def downgrade() -> None:
    """What was not on the table that evening becomes a refusal again."""
    op.drop_table("reply")
    for name in APPROVALS:
        op.execute(f"UPDATE info_evening SET {name} = false WHERE {name} IS NULL")  # noqa: S608 - our own names
    with op.batch_alter_table("info_evening", schema=None) as batch_op:
        for name in APPROVALS:
            batch_op.alter_column(name, existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_constraint(batch_op.f("fk_info_evening_moved_to_id_info_evening"), type_="foreignkey")
        for name in ("moved_to_id", "cancel_reason", "room_limit", "extra_items", "speakers", "getting_there"):
            batch_op.drop_column(name)
