"""Members hear of what is decided about their network: by mail, or on paper from a coordinator."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("told_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_member_notice_case_id_founding_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_notice")),
    )
    op.create_index("ix_member_notice_case_id", "member_notice", ["case_id"])
    _allow("'mail', 'document', 'member_mail', 'member_sms', 'survey_mail', 'member_notice'")


def downgrade() -> None:
    op.execute("delete from effect where kind = 'member_notice'")
    _allow("'mail', 'document', 'member_mail', 'member_sms', 'survey_mail'")
    op.drop_table("member_notice")


def _allow(kinds: str) -> None:
    with op.batch_alter_table("effect") as table:
        table.drop_constraint(op.f("ck_effect_kind"), type_="check")
        table.create_check_constraint(op.f("ck_effect_kind"), f"kind in ({kinds})")
