"""Each remark of the FPS Interior is a task on a section; remarks that were noted before stay text alone."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "federal_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_followed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", models.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["federal_check.id"], name=op.f("fk_federal_remark_check_id_federal_check")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_federal_remark_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federal_remark")),
    )
    op.create_index(op.f("ix_federal_remark_check_id"), "federal_remark", ["check_id"])


def downgrade() -> None:
    op.drop_table("federal_remark")
