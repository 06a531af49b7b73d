"""The support base, counted by dwelling"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_upload_size")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_upload_case_id_founding_case")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_upload_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_case_id"), ["case_id"], unique=False)

    op.create_table(
        "support_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.JSON(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.CheckConstraint("state in ('entered', 'sent_back', 'counted')", name=op.f("ck_support_sheet_state")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_support_sheet_case_id_founding_case")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["person.id"], name=op.f("fk_support_sheet_checked_by_id_person")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_support_sheet_entered_by_id_person")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_support_sheet_upload_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_sheet")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_support_sheet_case_id_number")),
    )
    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.Column("house_number", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("suffix_key", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("expires_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("given_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("counted_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel in ('online', 'paper')", name=op.f("ck_voice_channel")),
        sa.CheckConstraint("choice in ('for', 'against', 'more')", name=op.f("ck_voice_choice")),
        sa.CheckConstraint(
            "state in ('unconfirmed', 'waiting', 'confirmed', 'withdrawn', 'replaced')", name=op.f("ck_voice_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_voice_case_id_founding_case")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_voice_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["sheet_id"], ["support_sheet.id"], name=op.f("fk_voice_sheet_id_support_sheet")),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_voice_street_id_street")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_voice_token_hash")),
    )
    counted = sa.text("state = 'confirmed'")
    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.create_index("ix_voice_case_id_state", ["case_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(
            "uq_voice_counted",
            ["case_id", "street_id", "house_number", "suffix_key"],
            unique=True,
            sqlite_where=counted,
            postgresql_where=counted,
        )


def downgrade() -> None:
    op.drop_table("voice")
    op.drop_table("support_sheet")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_case_id"))

    op.drop_table("upload")
