"""Who is noted for a stuurgroep is invited to it, and holds the seat once they accept. Those of before hold theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mandate") as table:
        table.add_column(sa.Column("is_accepted", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("mandate") as table:
        table.drop_column("is_accepted")
