"""Votes of the evening"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("judgement", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("party in ('initiator', 'municipality', 'police')", name=op.f("ck_support_judgement_party")),
        sa.CheckConstraint("judgement in ('enough', 'not_yet', 'not')", name=op.f("ck_support_judgement_judgement")),
        sa.ForeignKeyConstraint(
            ["evening_id"], ["info_evening.id"], name=op.f("fk_support_judgement_evening_id_info_evening")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_support_judgement_given_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_judgement")),
    )
    with op.batch_alter_table("support_judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_judgement_evening_id"), ["evening_id"], unique=False)


def downgrade() -> None:
    op.drop_table("support_judgement")
