"""In which language the text of a consent was read: until now nobody kept it, and Dutch was the first one everywhere."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

COLUMNS = {"enrolment": "consent_language", "participant": "consent_language", "channel_consent": "language"}


def upgrade() -> None:
    for table, column in COLUMNS.items():
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column(column, sa.String(), nullable=False, server_default="nl"))
        with op.batch_alter_table(table) as altered:
            altered.alter_column(column, existing_type=sa.String(), server_default=None)


def downgrade() -> None:
    for table, column in COLUMNS.items():
        with op.batch_alter_table(table) as altered:
            altered.drop_column(column)
