"""Every save of a section is kept, who writes in it is known, and it has an owner who says when it is ready."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charter_section") as table:
        table.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("ready_at", models.database.UtcDateTime(), nullable=True))
        table.create_foreign_key(op.f("fk_charter_section_owner_id_person"), "person", ["owner_id"], ["id"])
    op.create_table(
        "charter_section_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["charter_section.id"],
            name=op.f("fk_charter_section_save_section_id_charter_section"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_charter_section_save_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_section_save")),
        sa.UniqueConstraint("section_id", "revision", name=op.f("uq_charter_section_save_section_id_revision")),
    )
    op.create_table(
        "charter_section_writing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["charter_section.id"],
            name=op.f("fk_charter_section_writing_section_id_charter_section"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_charter_section_writing_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_section_writing")),
        sa.UniqueConstraint("section_id", "person_id", name=op.f("uq_charter_section_writing_section_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table("charter_section_writing")
    op.drop_table("charter_section_save")
    with op.batch_alter_table("charter_section") as table:
        table.drop_constraint(op.f("fk_charter_section_owner_id_person"), type_="foreignkey")
        table.drop_column("ready_at")
        table.drop_column("owner_id")
