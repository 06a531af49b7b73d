"""With each signature, how who set it was identified, and in which function it was noted; charters by their fingerprint."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signature") as table:
        table.add_column(sa.Column("identified_by", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("recorded_as", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_charter_fingerprint"), "charter", ["fingerprint"])
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_document_sha256"), "document")
    op.drop_index(op.f("ix_charter_fingerprint"), "charter")
    with op.batch_alter_table("signature") as table:
        table.drop_column("recorded_as")
        table.drop_column("identified_by")
