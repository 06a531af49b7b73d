"""Forms that were sent are known again for a while, so that nothing is written twice."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_press",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_form_press"),
    )
    op.create_index("ix_form_press_pressed_at", "form_press", ["pressed_at"])


def downgrade() -> None:
    op.drop_table("form_press")
