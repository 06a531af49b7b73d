"""Questions of people about their own data, with their term and answer."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extension_reason", sa.String(), nullable=False),
        sa.Column("identified_as", sa.String(), nullable=False),
        sa.Column("identified_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind in ('access', 'rectification', 'erasure')", name="ck_data_request_kind"),
        sa.CheckConstraint("state in ('open', 'done', 'refused')", name="ck_data_request_state"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_data_request_authority_id_authority"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_data_request_person_id_person"),
        sa.ForeignKeyConstraint(["identified_by_id"], ["person.id"], name="fk_data_request_identified_by_id_person"),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name="fk_data_request_entered_by_id_person"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name="fk_data_request_answered_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"),
    )
    op.create_index("ix_data_request_authority_id_state", "data_request", ["authority_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_data_request_authority_id_state", table_name="data_request")
    op.drop_table("data_request")
