"""Uploads are looked at by a virus scanner, where there is one."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

BEFORE = "'mail', 'document', 'member_mail', 'member_sms', 'survey_mail', 'member_notice', 'webhook'"

ASKED = """
    update upload set is_asked = true where id in (
        select scan_id from signature where scan_id is not null
        union select scan_id from ink_signature
        union select upload_id from support_sheet
    )
"""


def upgrade() -> None:
    with op.batch_alter_table("upload") as table:
        table.add_column(sa.Column("is_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("scan_state", sa.String(), nullable=False, server_default="unscanned"))
        table.add_column(sa.Column("scanned_at", models.database.UtcDateTime(), nullable=True))
        table.create_check_constraint(
            op.f("ck_upload_scan_state"), "scan_state in ('unscanned', 'quarantine', 'clean', 'refused')"
        )
        table.create_index(op.f("ix_upload_sha256"), ["sha256"])
    op.execute(ASKED)
    _allow(f"{BEFORE}, 'scan'")


def downgrade() -> None:
    op.execute("delete from effect where kind = 'scan'")
    _allow(BEFORE)
    with op.batch_alter_table("upload") as table:
        table.drop_index(op.f("ix_upload_sha256"))
        table.drop_constraint(op.f("ck_upload_scan_state"), type_="check")
        table.drop_column("scanned_at")
        table.drop_column("scan_state")
        table.drop_column("is_asked")


def _allow(kinds: str) -> None:
    with op.batch_alter_table("effect") as table:
        table.drop_constraint(op.f("ck_effect_kind"), type_="check")
        table.create_check_constraint(op.f("ck_effect_kind"), f"kind in ({kinds})")
