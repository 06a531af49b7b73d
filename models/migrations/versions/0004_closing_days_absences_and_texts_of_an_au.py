"""Closing days, absences and texts of an authority"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The calendar with the terms that it gives, and the journal of an authority."""
    _make_calendar()
    _make_authority_journal()
    _make_absences()
    _make_ladder()
    _make_look()


def _make_calendar() -> None:
    op.create_table(
        "closing_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("is_yearly", sa.Boolean(), nullable=False),
        sa.Column("is_bridge", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_closing_day_order")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_closing_day_authority_id_authority")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_closing_day_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_day")),
    )
    op.create_index("ix_closing_day_authority_id", "closing_day", ["authority_id"])
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("computation", sa.JSON(), nullable=False),
        sa.Column("computed_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("over_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_term_case_id_founding_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index("ix_term_case_id_over_at", "term", ["case_id", "over_at"])


def _make_authority_journal() -> None:
    op.create_table(
        "authority_journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_authority_journal_entry_authority_id_authority")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_authority_journal_entry_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_journal_entry")),
        sa.UniqueConstraint("authority_id", "sequence", name=op.f("uq_authority_journal_entry_authority_id_sequence")),
    )
    with op.batch_alter_table("authority") as table:
        table.add_column(sa.Column("has_house_style", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("journal_length", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("journal_hash", sa.String(), nullable=False, server_default=""))


def _make_absences() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_absence_order")),
        sa.CheckConstraint("deputy_id <> person_id", name=op.f("ck_absence_somebody_else")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_absence_authority_id_authority")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_absence_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_authority_id_role", "absence", ["authority_id", "role"])
    op.create_index("ix_absence_deputy_id", "absence", ["deputy_id"])
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


def _make_ladder() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("mail_rhythm", sa.String(), nullable=False, server_default="daily"))
    with op.batch_alter_table("mandate") as table:
        table.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_head", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key("fk_mandate_deputy_id_person", "person", ["deputy_id"], ["id"])


def _make_look() -> None:
    op.create_table(
        "authority_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_authority_text_authority_id_authority")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_authority_text_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_text")),
        sa.UniqueConstraint(
            "authority_id", "kind", "part", "version", name=op.f("uq_authority_text_authority_id_kind_part_version")
        ),
    )
    op.create_table(
        "house_style",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("logo_sha256", sa.String(), nullable=False),
        sa.Column("logo_media_type", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_house_style_authority_id_authority")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_house_style_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_style")),
        sa.UniqueConstraint("authority_id", "version", name=op.f("uq_house_style_authority_id_version")),
    )


def downgrade() -> None:
    """Back, without what was entered."""
    op.drop_table("house_style")
    op.drop_table("authority_text")
    with op.batch_alter_table("mandate") as table:
        table.drop_constraint("fk_mandate_deputy_id_person", type_="foreignkey")
        table.drop_column("is_head")
        table.drop_column("deputy_id")
    with op.batch_alter_table("person") as table:
        table.drop_column("mail_rhythm")
    op.drop_table("absence")
    with op.batch_alter_table("authority") as table:
        table.drop_column("journal_hash")
        table.drop_column("journal_length")
        table.drop_column("has_house_style")
    op.drop_table("authority_journal_entry")
    op.drop_table("term")
    op.drop_table("closing_day")
