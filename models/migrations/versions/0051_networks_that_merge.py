"""A network that merges says into which, and who moved with it keeps where they joined."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("neighbourhood_network") as table:
        table.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_neighbourhood_network_successor_id_neighbourhood_network"),
            "neighbourhood_network",
            ["successor_id"],
            ["id"],
        )
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("joined_network_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_enrolment_joined_network_id_neighbourhood_network"),
            "neighbourhood_network",
            ["joined_network_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint(op.f("fk_enrolment_joined_network_id_neighbourhood_network"), type_="foreignkey")
        table.drop_column("joined_network_id")
    with op.batch_alter_table("neighbourhood_network") as table:
        table.drop_constraint(op.f("fk_neighbourhood_network_successor_id_neighbourhood_network"), type_="foreignkey")
        table.drop_column("successor_id")
