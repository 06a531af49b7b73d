"""Who came to the evening"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=True),
        sa.Column("house_number", sa.Integer(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("suffix_key", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("arrived_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.String(), nullable=False),
        sa.CheckConstraint("people between 1 and 20", name=op.f("ck_attendance_people")),
        sa.CheckConstraint("how in ('code', 'list', 'walk_in', 'paper')", name=op.f("ck_attendance_how")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_attendance_case_id_founding_case")),
        sa.ForeignKeyConstraint(
            ["evening_id"], ["info_evening.id"], name=op.f("fk_attendance_evening_id_info_evening")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_attendance_street_id_street")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_attendance_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_attendance_noted_by_id_person")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_attendance_removed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("evening_id", "key", name=op.f("uq_attendance_evening_id_key")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_attendance_present",
            ["evening_id", "street_id", "house_number", "suffix_key"],
            unique=True,
            sqlite_where=sa.text("removed_at is null"),
            postgresql_where=sa.text("removed_at is null"),
        )


def downgrade() -> None:
    op.drop_table("attendance")
