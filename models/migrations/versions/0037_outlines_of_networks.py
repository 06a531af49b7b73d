"""The outline of a network on the map is kept; where it is not yet, it is drawn when it is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("neighbourhood_network") as table:
        table.add_column(sa.Column("outline", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("neighbourhood_network") as table:
        table.drop_column("outline")
