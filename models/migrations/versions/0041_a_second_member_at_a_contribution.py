"""A second member of a dwelling can join at a contribution."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("agreed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("owed_since", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("exempted_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("exempted_by_id", sa.Integer(), nullable=True),
        sa.Column("exemption_reason", sa.String(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_member_contribution_cents")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_member_contribution_enrolment_id_enrolment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exempted_by_id"], ["person.id"], name=op.f("fk_member_contribution_exempted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_contribution")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_member_contribution_enrolment_id")),
    )


def downgrade() -> None:
    op.drop_table("member_contribution")
