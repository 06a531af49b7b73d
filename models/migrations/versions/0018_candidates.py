"""Candidates for coordinator, deputy and stuurgroep"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("is_of_age", sa.Boolean(), nullable=False),
        sa.Column("nominated_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("abstentions", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("is_recognised", sa.Boolean(), nullable=True),
        sa.Column("decided_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role in ('coordinator', 'deputy_coordinator', 'steering_group_member')", name=op.f("ck_candidate_role")
        ),
        sa.CheckConstraint("way in ('', 'acclamation', 'vote')", name=op.f("ck_candidate_way")),
        sa.CheckConstraint(
            "votes_for >= 0 and votes_against >= 0 and abstentions >= 0 and invalid >= 0",
            name=op.f("ck_candidate_counts"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_candidate_case_id_founding_case")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_candidate_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["person.id"], name=op.f("fk_candidate_nominated_by_id_person")),
        sa.ForeignKeyConstraint(["evening_id"], ["info_evening.id"], name=op.f("fk_candidate_evening_id_info_evening")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_candidate_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("participant_id", "role", name=op.f("uq_candidate_participant_id_role")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("candidate")
