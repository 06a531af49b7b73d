"""Indexes of areas and stage records"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who asks which networks lie in a street comes from the area; the records of stages are found by their unique key."""
    op.drop_index(op.f("ix_stage_record_case_id"), "stage_record")
    op.create_index(op.f("ix_neighbourhood_network_area_id"), "neighbourhood_network", ["area_id"])


def downgrade() -> None:
    op.create_index(op.f("ix_stage_record_case_id"), "stage_record", ["case_id"])
    op.drop_index(op.f("ix_neighbourhood_network_area_id"), "neighbourhood_network")
