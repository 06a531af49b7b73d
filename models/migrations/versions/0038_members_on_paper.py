"""A coordinator enters who joined on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("way", sa.String(), nullable=False, server_default="online"))
        table.add_column(sa.Column("signed_on", sa.Date(), nullable=True))
        table.create_check_constraint(op.f("ck_enrolment_way"), "way in ('online', 'paper')")


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint(op.f("ck_enrolment_way"), type_="check")
        table.drop_column("signed_on")
        table.drop_column("way")
