"""The municipality gives its view of an evaluation too, and the partners discuss the three together."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evaluation") as table:
        table.add_column(sa.Column("municipality_view", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("municipality_view_at", models.database.UtcDateTime(), nullable=True))
        table.add_column(sa.Column("discussed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("conclusions", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("discussed_by", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("evaluation") as table:
        for name in ("discussed_by", "conclusions", "discussed_on", "municipality_view_at", "municipality_view"):
            table.drop_column(name)
