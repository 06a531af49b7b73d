"""People comment on a piece of the charter and suggest other words; the history says whose words were taken over."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charter_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", models.database.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('', 'done', 'taken_over', 'not_followed')", name=op.f("ck_charter_comment_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.id"], name=op.f("fk_charter_comment_case_id_founding_case")
        ),
        sa.ForeignKeyConstraint(["charter_id"], ["charter.id"], name=op.f("fk_charter_comment_charter_id_charter")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_charter_comment_written_by_id_person")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_charter_comment_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_comment")),
    )
    op.create_index(op.f("ix_charter_comment_case_id"), "charter_comment", ["case_id"])
    op.create_table(
        "charter_comment_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["charter_comment.id"], name=op.f("fk_charter_comment_answer_comment_id_charter_comment")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_charter_comment_answer_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_comment_answer")),
    )
    op.create_index(op.f("ix_charter_comment_answer_comment_id"), "charter_comment_answer", ["comment_id"])
    with op.batch_alter_table("charter_section_save") as table:
        table.add_column(sa.Column("suggested_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_charter_section_save_suggested_by_id_person"), "person", ["suggested_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("charter_section_save") as table:
        table.drop_constraint(op.f("fk_charter_section_save_suggested_by_id_person"), type_="foreignkey")
        table.drop_column("suggested_by_id")
    op.drop_table("charter_comment_answer")
    op.drop_table("charter_comment")
