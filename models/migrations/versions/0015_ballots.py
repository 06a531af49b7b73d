"""Ballots of the evening"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("abstentions", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.String(), nullable=False),
        sa.Column("opened_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("way in ('hands', 'paper', 'phone')", name=op.f("ck_ballot_way")),
        sa.CheckConstraint("state in ('open', 'closed')", name=op.f("ck_ballot_state")),
        sa.CheckConstraint(
            "votes_for >= 0 and votes_against >= 0 and abstentions >= 0 and invalid >= 0",
            name=op.f("ck_ballot_counts"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_ballot_case_id_founding_case")),
        sa.ForeignKeyConstraint(["evening_id"], ["info_evening.id"], name=op.f("fk_ballot_evening_id_info_evening")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_ballot_opened_by_id_person")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_ballot_closed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ballot_evening_id"), ["evening_id"], unique=False)
        batch_op.create_index(
            "uq_ballot_open",
            ["evening_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
    op.create_table(
        "ballot_voter",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_voter_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_ballot_voter_dwelling_id_dwelling")),
        sa.PrimaryKeyConstraint("ballot_id", "dwelling_id", name=op.f("pk_ballot_voter")),
    )


def downgrade() -> None:
    op.drop_table("ballot_voter")
    op.drop_table("ballot")
