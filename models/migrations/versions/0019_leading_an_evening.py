"""Which item of its agenda an evening is at, and what is noted of each while it lasts."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("info_evening") as table:
        table.add_column(sa.Column("present_item", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("notes", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("info_evening") as table:
        table.drop_column("notes")
        table.drop_column("present_item")
