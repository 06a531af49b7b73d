"""With which standing text a section of a charter began; of charters from before it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charter_section") as table:
        table.add_column(sa.Column("standing", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("charter_section") as table:
        table.drop_column("standing")
