"""Measures against members and coordinators, and exclusions for a time."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("excluded_until", sa.Date(), nullable=True))
    op.add_column("mandate", sa.Column("excluded_until", sa.Date(), nullable=True))
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "email", "address", "motives")),
        sa.Column("skipped_reason", sa.String(), nullable=False),
        sa.Column("report_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("at_once_reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("decided_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("carried_out_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("settled_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("mailed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_as", sa.String(), nullable=False),
        sa.Column("copy_sent_on", sa.Date(), nullable=True),
        sa.Column("appeal_until_on", sa.Date(), nullable=True),
        sa.Column("appeal_sent_on", sa.Date(), nullable=True),
        *(
            sa.Column(f"appeal_{name}", sa.String(), nullable=False)
            for name in ("channel", "text", "state", "body", "reason")
        ),
        sa.Column("appeal_decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("about in ('member', 'coordinator')", name=op.f("ck_measure_about")),
        sa.CheckConstraint(
            "rung in ('talk', 'reprimand', 'temporary_exclusion', 'definitive_exclusion')",
            name=op.f("ck_measure_rung"),
        ),
        sa.CheckConstraint(
            "state in ('open', 'withdrawn', 'decided', 'carried_out', 'ended', 'annulled')",
            name=op.f("ck_measure_state"),
        ),
        sa.CheckConstraint(
            "appeal_state in ('', 'open', 'late', 'upheld', 'annulled')", name=op.f("ck_measure_appeal_state")
        ),
        sa.CheckConstraint("appeal_channel in ('', 'registered', 'mail')", name=op.f("ck_measure_appeal_channel")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_measure_case_id_founding_case")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_measure_enrolment_id_enrolment"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_measure_person_id_person")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_measure_mandate_id_mandate")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_measure_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_measure_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_case_id_state", "measure", ["case_id", "state"])
    op.create_index("ix_measure_enrolment_id", "measure", ["enrolment_id"])
    op.create_index("ix_measure_person_id", "measure", ["person_id"])
    op.create_table(
        "measure_hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("given_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_hand_measure_id_measure")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_measure_hand_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_hand")),
        sa.UniqueConstraint("measure_id", "deed", name="uq_measure_hand_deed"),
        sa.UniqueConstraint("measure_id", "person_id", name="uq_measure_hand_person"),
    )
    op.create_table(
        "measure_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("at", models.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_entry_measure_id_measure")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_measure_entry_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_entry")),
    )
    op.create_index("ix_measure_entry_measure_id", "measure_entry", ["measure_id"])


def downgrade() -> None:
    op.drop_table("measure_entry")
    op.drop_table("measure_hand")
    op.drop_table("measure")
    op.drop_column("mandate", "excluded_until")
    op.drop_column("enrolment", "excluded_until")
