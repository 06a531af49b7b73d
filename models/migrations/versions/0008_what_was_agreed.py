"""What was agreed"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The versions of what is agreed in the consultation, and what the initiator says of them."""
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("motives", sa.String(), nullable=False),
        sa.Column("expectations", sa.JSON(), nullable=False),
        sa.Column("objectives", sa.JSON(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("written_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_agreement_case_id_founding_case")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_agreement_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_agreement_case_id_version")),
    )
    op.create_table(
        "agreement_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.id"], name=op.f("fk_agreement_answer_case_id_founding_case")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_agreement_answer_given_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_answer")),
        sa.UniqueConstraint("case_id", "version", "round", name=op.f("uq_agreement_answer_case_id_version_round")),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_table("agreement_answer")
    op.drop_table("agreement")
