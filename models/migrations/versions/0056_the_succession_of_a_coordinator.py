"""The succession of a coordinator, and the candidates for their seat."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("vacant_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("called_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("emptied_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("appointed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("appointed_by_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("how_chosen", sa.String(), nullable=False),
        sa.Column("reported_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("closed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=False),
        sa.CheckConstraint("why in ('stops', 'moved', 'died', 'none', 'removed')", name=op.f("ck_succession_why")),
        sa.CheckConstraint("state in ('open', 'done', 'stopped')", name=op.f("ck_succession_state")),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_succession_case_id_founding_case")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_succession_mandate_id_mandate")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_succession_begun_by_id_person")),
        sa.ForeignKeyConstraint(["appointed_by_id"], ["person.id"], name=op.f("fk_succession_appointed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index("ix_succession_case_id_state", "succession", ["case_id", "state"])
    op.create_index("uq_succession_open", "succession", ["mandate_id"], unique=True, sqlite_where=_OPEN,
                    postgresql_where=_OPEN)  # fmt: skip
    op.create_table(
        "successor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("succession_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("noted_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("agreed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("screening", sa.String(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=True),
        sa.Column("screened_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("way in ('member', 'own', 'noted')", name=op.f("ck_successor_way")),
        sa.CheckConstraint("state in ('noted', 'agreed', 'withdrawn', 'appointed')", name=op.f("ck_successor_state")),
        sa.CheckConstraint("screening in ('pending', 'suitable', 'not_suitable')", name=op.f("ck_successor_screening")),
        sa.ForeignKeyConstraint(
            ["succession_id"], ["succession.id"], name=op.f("fk_successor_succession_id_succession")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_successor_enrolment_id_enrolment"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_successor_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_successor_noted_by_id_person")),
        sa.ForeignKeyConstraint(["screened_by_id"], ["person.id"], name=op.f("fk_successor_screened_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_successor")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_successor_token_hash")),
    )
    op.create_index("ix_successor_succession_id", "successor", ["succession_id"])


def downgrade() -> None:
    op.drop_table("successor")
    op.drop_table("succession")
