"""Participants of a founding"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=True),
        sa.Column("street_id", sa.Integer(), nullable=True),
        sa.Column("house_number", sa.Integer(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("suffix_key", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("reach", sa.JSON(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("given_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("way in ('letter', 'voice', 'paper')", name=op.f("ck_participant_way")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_participant_case_id_founding_case")),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_participant_street_id_street")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_participant_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_participant_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_participant_key_hash")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_dwelling_id"), ["dwelling_id"], unique=False)
        batch_op.create_index(
            "uq_participant_letter",
            ["case_id", "dwelling_id"],
            unique=True,
            sqlite_where=sa.text("way = 'letter'"),
            postgresql_where=sa.text("way = 'letter'"),
        )


def downgrade() -> None:
    op.drop_table("participant")
