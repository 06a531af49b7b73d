"""Signing through a link by mail, a drawn signature, a refusal, and signatures on paper with a second pair of eyes."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_TEXTS = ("drawing", "checked_as", "refusal", "email", "link_seed")


def upgrade() -> None:
    with op.batch_alter_table("signature") as table:
        for name in _TEXTS:
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("scan_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("checked_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("refused_at", models.database.UtcDateTime(), nullable=True))
        table.add_column(sa.Column("token_hash", sa.String(), nullable=True))
        table.create_foreign_key(op.f("fk_signature_scan_id_upload"), "upload", ["scan_id"], ["id"])
        table.create_foreign_key(op.f("fk_signature_checked_by_id_person"), "person", ["checked_by_id"], ["id"])
        table.create_unique_constraint(op.f("uq_signature_token_hash"), ["token_hash"])
    op.create_table(
        "ink_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_as", sa.String(), nullable=False),
        sa.Column("entered_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_ink_signature_entered_by_id_person")),
        sa.ForeignKeyConstraint(["scan_id"], ["upload.id"], name=op.f("fk_ink_signature_scan_id_upload")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_ink_signature_signature_id_signature")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ink_signature")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_ink_signature_signature_id")),
    )


def downgrade() -> None:
    op.drop_table("ink_signature")
    with op.batch_alter_table("signature") as table:
        table.drop_constraint(op.f("uq_signature_token_hash"), type_="unique")
        table.drop_constraint(op.f("fk_signature_checked_by_id_person"), type_="foreignkey")
        table.drop_constraint(op.f("fk_signature_scan_id_upload"), type_="foreignkey")
        for name in ("token_hash", "refused_at", "checked_by_id", "scan_id", *reversed(_TEXTS)):
            table.drop_column(name)
