"""More of a request"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """How far an area reaches, who handed a request in, why areas overlap, earlier attempts, and links to go on."""
    op.add_column("area", sa.Column("scope", sa.String(), server_default="streets", nullable=False))
    for name in ("handed_in_by", "handed_in_relation", "handed_in_note", "overlap_explanation"):
        op.add_column("founding_request", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.add_column("founding_request", sa.Column("received_on", sa.Date(), nullable=True))
    op.create_table(
        "earlier_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("earlier_case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.id"], name=op.f("fk_earlier_attempt_case_id_founding_case")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_case_id"], ["founding_case.id"], name=op.f("fk_earlier_attempt_earlier_case_id_founding_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_attempt")),
        sa.UniqueConstraint("case_id", "earlier_case_id", name=op.f("uq_earlier_attempt_case_id_earlier_case_id")),
    )
    op.create_table(
        "resume_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["request_draft.id"], name=op.f("fk_resume_link_draft_id_request_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_resume_link_token_hash")),
    )
    op.create_index(op.f("ix_resume_link_draft_id"), "resume_link", ["draft_id"], unique=False)


def downgrade() -> None:
    """As it was."""
    op.drop_index(op.f("ix_resume_link_draft_id"), table_name="resume_link")
    op.drop_table("resume_link")
    op.drop_table("earlier_attempt")
    with op.batch_alter_table("founding_request", schema=None) as batch_op:
        for name in ("received_on", "overlap_explanation", "handed_in_note", "handed_in_relation", "handed_in_by"):
            batch_op.drop_column(name)
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_column("scope")
