"""What was counted of each case, for the figures over all of them. The clock fills it."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

STAGES = ("idea", "consultation", "info_evening", "charter", "federal_check", "launch")
WAITED_FOR = ("initiator", "adviser", "police", "municipality", "evening", "signatories", "ministry")


def upgrade() -> None:
    op.create_table(
        "case_figures",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("journal_length", sa.Integer(), nullable=False),
        sa.Column("summed_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ended_in", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("total_waiting", sa.Integer(), nullable=True),
        *(sa.Column(f"days_{stage}", sa.Integer(), nullable=True) for stage in STAGES),
        *(sa.Column(f"waiting_{stage}", sa.Integer(), nullable=True) for stage in STAGES),
        *(sa.Column(f"for_{one}", sa.Integer(), nullable=True) for one in WAITED_FOR),
        sa.Column("supporting", sa.Integer(), nullable=False),
        sa.Column("dwellings", sa.Integer(), nullable=False),
        sa.Column("lowest_share", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("opinions", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_case_figures_case_id_founding_case")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["authority.id"], name=op.f("fk_case_figures_municipality_id_authority")
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["authority.id"], name=op.f("fk_case_figures_zone_id_authority")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_figures")),
    )
    op.create_index("ix_case_figures_municipality_id", "case_figures", ["municipality_id"])
    op.create_index("ix_case_figures_zone_id", "case_figures", ["zone_id"])
    op.create_table(
        "case_actions",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_case_actions_case_id_founding_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_actions_person_id_person")),
        sa.PrimaryKeyConstraint("case_id", "person_id", "function", "month", name=op.f("pk_case_actions")),
    )
    op.create_index("ix_case_actions_month", "case_actions", ["month"])


def downgrade() -> None:
    op.drop_table("case_actions")
    op.drop_table("case_figures")
