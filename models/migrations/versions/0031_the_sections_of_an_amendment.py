"""Which sections of a charter an amendment opens."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charter") as table:
        table.add_column(sa.Column("open_sections", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("charter") as table:
        table.drop_column("open_sections")
