"""Earlier names of streets."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_street_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("normalised_name", sa.String(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_former_street_name_street_id_street")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["address_import.id"], name=op.f("fk_former_street_name_import_id_address_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_street_name")),
        sa.UniqueConstraint(
            "street_id", "normalised_name", name=op.f("uq_former_street_name_street_id_normalised_name")
        ),
    )


def downgrade() -> None:
    op.drop_table("former_street_name")
