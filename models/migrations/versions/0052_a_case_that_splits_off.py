"""A founding that began because a network was split says from which case it comes."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("founding_case") as table:
        table.add_column(sa.Column("split_from_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_founding_case_split_from_id_founding_case"), "founding_case", ["split_from_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("founding_case") as table:
        table.drop_constraint(op.f("fk_founding_case_split_from_id_founding_case"), type_="foreignkey")
        table.drop_column("split_from_id")
