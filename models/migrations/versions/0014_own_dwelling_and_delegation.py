"""A dwelling of one's own for staff, a standing delegation, an opinion of someone with an account"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("home_told_on", sa.Date(), nullable=True))
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_on is null or last_on >= first_on", name=op.f("ck_delegation_order")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_delegation_authority_id_authority")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_delegation_entered_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_authority_id"), ["authority_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_opinion_person_id"), ["person_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_opinion_person_id_person"), "person", ["person_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_opinion_person_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_opinion_person_id"))
        batch_op.drop_column("person_id")
    op.drop_table("delegation")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("home_told_on")
