"""Who has taken a case, and notes"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side in ('police', 'municipality')", name=op.f("ck_assignment_side")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_assignment_case_id_founding_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("case_id", "side", name=op.f("uq_assignment_case_id_side")),
    )
    op.create_index(op.f("ix_assignment_person_id"), "assignment", ["person_id"])
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side in ('police', 'municipality')", name=op.f("ck_note_side")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_note_author_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_note_case_id_founding_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_case_id"), "note", ["case_id"])
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_mention_case_id_founding_case")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_mention_note_id_note")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mention_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("note_id", "person_id", name=op.f("uq_mention_note_id_person_id")),
    )
    op.create_index(op.f("ix_mention_case_id"), "mention", ["case_id"])
    op.create_index(op.f("ix_mention_person_id"), "mention", ["person_id"])
    op.create_table(
        "remembered_filters",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_remembered_filters_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_remembered_filters")),
    )


def downgrade() -> None:
    for table in ("remembered_filters", "mention", "note", "assignment"):
        op.drop_table(table)
