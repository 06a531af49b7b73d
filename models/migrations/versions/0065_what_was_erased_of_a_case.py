"""When the personal data of a case is erased: the warnings, who keeps it longer and why, and that it was done; and what each step of
the retention run did."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("first_warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("hold_reason", sa.String(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name="fk_case_erasure_case_id_founding_case"),
        sa.ForeignKeyConstraint(["held_by_id"], ["person.id"], name="fk_case_erasure_held_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_case_erasure"),
        sa.UniqueConstraint("case_id", name="uq_case_erasure_case_id"),
    )
    op.create_table(
        "retention_record",
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.Column("coming", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("step", name="pk_retention_record"),
    )


def downgrade() -> None:
    op.drop_table("retention_record")
    op.drop_table("case_erasure")
