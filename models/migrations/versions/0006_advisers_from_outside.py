"""Advisers from outside"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NEW_TEXTS = ("email", "link_seed", "withdrawal_reason")


def upgrade() -> None:
    """An adviser answers through a link, sees what was chosen, and can ask something back."""
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adviser_kind", sa.String(), server_default="other", nullable=False))
        for name in _NEW_TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("token_hash", sa.String(), nullable=True))
        for name in ("document_ids", "upload_ids", "reminders"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("upload_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_by_link", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_unique_constraint(op.f("uq_opinion_token_hash"), ["token_hash"])
        batch_op.create_foreign_key(op.f("fk_opinion_upload_id_upload"), "upload", ["upload_id"], ["id"])
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.alter_column("uploaded_by_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "adviser_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=True),
        sa.Column("asked_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('more_time', 'more_information')", name=op.f("ck_adviser_question_kind")),
        sa.CheckConstraint(
            "state in ('open', 'granted', 'refused', 'answered', 'lapsed')", name=op.f("ck_adviser_question_state")
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_adviser_question_opinion_id_opinion")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_adviser_question_answered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_question")),
    )
    op.create_index(op.f("ix_adviser_question_opinion_id"), "adviser_question", ["opinion_id"])


def downgrade() -> None:
    """As it was; files of advisers go, because nobody of the staff brought them."""
    op.drop_index(op.f("ix_adviser_question_opinion_id"), table_name="adviser_question")
    op.drop_table("adviser_question")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_opinion_upload_id_upload"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_opinion_token_hash"), type_="unique")
        for name in ("is_by_link", "upload_id", "reminders", "upload_ids", "document_ids", "token_hash"):
            batch_op.drop_column(name)
        for name in (*_NEW_TEXTS, "adviser_kind"):
            batch_op.drop_column(name)
    op.execute("DELETE FROM upload WHERE uploaded_by_id IS NULL")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.alter_column("uploaded_by_id", existing_type=sa.Integer(), nullable=False)
