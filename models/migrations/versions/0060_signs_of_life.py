"""When each worker and each part of the clockwork last showed itself."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_of_life",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("prefect_answers", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("part", "name", name=op.f("pk_sign_of_life")),
    )


def downgrade() -> None:
    op.drop_table("sign_of_life")
