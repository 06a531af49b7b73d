"""The survey of the members: whom it was sent to, what was answered, what remains of it."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at is null")


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("questions_version", sa.Integer(), nullable=False),
        sa.Column("opened_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("members_asked", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("closed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("on_paper", sa.Integer(), nullable=True),
        sa.Column("results", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("kind in ('baseline', 'yearly')", name=op.f("ck_survey_kind")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["neighbourhood_network.id"], name=op.f("fk_survey_network_id_neighbourhood_network")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_survey_opened_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("network_id", "kind", "year", name=op.f("uq_survey_network_id_kind_year")),
    )
    op.create_index("uq_survey_open", "survey", ["network_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "survey_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("link_seed", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("way in ('mail', 'paper')", name=op.f("ck_survey_ticket_way")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_ticket_survey_id_survey")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_survey_ticket_enrolment_id_enrolment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_ticket")),
        sa.UniqueConstraint("survey_id", "enrolment_id", name=op.f("uq_survey_ticket_survey_id_enrolment_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_survey_ticket_token_hash")),
    )
    op.create_index(op.f("ix_survey_ticket_enrolment_id"), "survey_ticket", ["enrolment_id"])
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("paper_number", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.CheckConstraint("way in ('online', 'paper')", name=op.f("ck_survey_answer_way")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_answer_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("survey_id", "paper_number", name=op.f("uq_survey_answer_survey_id_paper_number")),
        sqlite_with_rowid=False,
    )
    _allow("'mail', 'document', 'member_mail', 'member_sms', 'survey_mail'")


def downgrade() -> None:
    op.execute("delete from effect where kind = 'survey_mail'")
    _allow("'mail', 'document', 'member_mail', 'member_sms'")
    op.drop_table("survey_answer")
    op.drop_table("survey_ticket")
    op.drop_table("survey")


def _allow(kinds: str) -> None:
    with op.batch_alter_table("effect") as table:
        table.drop_constraint(op.f("ck_effect_kind"), type_="check")
        table.create_check_constraint(op.f("ck_effect_kind"), f"kind in ({kinds})")
