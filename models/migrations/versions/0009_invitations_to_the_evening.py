"""Invitations to the evening"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("window_side", sa.String(), nullable=False),
        sa.Column("dwellings", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("body_sha256", sa.String(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("done_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("window_side in ('right', 'left')", name=op.f("ck_letter_run_window_side")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_letter_run_asked_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_letter_run_case_id_founding_case")),
        sa.ForeignKeyConstraint(
            ["evening_id"], ["info_evening.id"], name=op.f("fk_letter_run_evening_id_info_evening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_run")),
        sa.UniqueConstraint("evening_id", name=op.f("uq_letter_run_evening_id")),
    )
    with op.batch_alter_table("letter_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_run_case_id"), ["case_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("house_number", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_invitation_case_id_founding_case")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_invitation_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(
            ["evening_id"], ["info_evening.id"], name=op.f("fk_invitation_evening_id_info_evening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
        sa.UniqueConstraint("evening_id", "dwelling_id", name=op.f("uq_invitation_evening_id_dwelling_id")),
        sa.UniqueConstraint("evening_id", "place", name=op.f("uq_invitation_evening_id_place")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_dwelling_id"), ["dwelling_id"], unique=False)


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("letter_run")
