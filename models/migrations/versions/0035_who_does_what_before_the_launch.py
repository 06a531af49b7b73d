"""Each point of the launch checklist has an owner and a day; on lists that run the desk owns all, without a day."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("launch_item") as table:
        table.add_column(sa.Column("owner", sa.String(), nullable=False, server_default="desk_officer"))
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("launch_item") as table:
        table.drop_column("due_on")
        table.drop_column("owner")
