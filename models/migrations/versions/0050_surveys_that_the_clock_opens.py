"""A survey of the members can be opened by the clock: then by nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("survey") as table:
        table.alter_column("opened_by_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # The column must name somebody again: the first person there is. What the journal says stays right.
    op.execute("update survey set opened_by_id = (select min(id) from person) where opened_by_id is null")
    with op.batch_alter_table("survey") as table:
        table.alter_column("opened_by_id", existing_type=sa.Integer(), nullable=False)
