"""The meetings of an active network."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("entered_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", models.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["neighbourhood_network.id"],
            name=op.f("fk_network_meeting_network_id_neighbourhood_network"),
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_network_meeting_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_meeting")),
    )
    op.create_index("ix_network_meeting_network_id_starts_at", "network_meeting", ["network_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("network_meeting")
