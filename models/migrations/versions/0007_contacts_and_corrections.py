"""Contacts and corrections"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Contacts with authorities, conditions and earlier versions of a decision, and indexes with which a work list finds the cases that somebody is bound to."""
    _contacts_with_both_authorities()
    op.add_column("approval", sa.Column("conditions", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("approval", sa.Column("corrected_at", models.database.UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "earlier_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_earlier_decision_approval_id_approval")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.id"], name=op.f("fk_earlier_decision_case_id_founding_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_decision")),
    )
    op.create_index(op.f("ix_earlier_decision_case_id"), "earlier_decision", ["case_id"], unique=False)
    op.create_index(op.f("ix_earlier_attempt_earlier_case_id"), "earlier_attempt", ["earlier_case_id"], unique=False)
    op.create_index(op.f("ix_founding_case_area_id"), "founding_case", ["area_id"], unique=False)
    op.create_index(op.f("ix_voice_dwelling_id"), "voice", ["dwelling_id"], unique=False)
    op.create_index(op.f("ix_voice_email"), "voice", ["email"], unique=False)


def _contacts_with_both_authorities() -> None:
    op.create_table(
        "authority_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("contacted", sa.String(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_upload_id", sa.Integer(), nullable=True),
        sa.Column("answer_recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("authority in ('judicial', 'administrative')", name=op.f("ck_authority_contact_authority")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_authority_contact_{column}_{table}"))
            for column, table in (
                ("case_id", "founding_case"),
                ("upload_id", "upload"),
                ("recorded_by_id", "person"),
                ("answer_upload_id", "upload"),
                ("answer_recorded_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_contact")),
    )
    op.create_index(op.f("ix_authority_contact_case_id"), "authority_contact", ["case_id"], unique=False)
    op.execute(
        "insert into authority_contact (case_id, authority, contacted, contacted_on, means, note, question, "
        "recorded_by_id, recorded_at, answer) select case_id, 'judicial', '', contacted_on, means, note, '', "
        "recorded_by_id, recorded_at, '' from judicial_contact order by id"
    )
    op.drop_table("judicial_contact")


def _contacts_with_the_judicial_authority_alone() -> None:
    op.create_table(
        "judicial_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.id"], name=op.f("fk_judicial_contact_case_id_founding_case")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_judicial_contact_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judicial_contact")),
    )
    op.create_index(op.f("ix_judicial_contact_case_id"), "judicial_contact", ["case_id"], unique=False)
    op.execute(
        "insert into judicial_contact (case_id, contacted_on, means, note, recorded_by_id, recorded_at) "
        "select case_id, contacted_on, means, note, recorded_by_id, recorded_at from authority_contact "
        "where authority = 'judicial' order by id"
    )
    op.drop_table("authority_contact")


def downgrade() -> None:
    """As it was; contacts with the administrative authority and answers are lost."""
    _contacts_with_the_judicial_authority_alone()
    op.drop_index(op.f("ix_voice_email"), table_name="voice")
    op.drop_index(op.f("ix_voice_dwelling_id"), table_name="voice")
    op.drop_index(op.f("ix_founding_case_area_id"), table_name="founding_case")
    op.drop_index(op.f("ix_earlier_attempt_earlier_case_id"), table_name="earlier_attempt")
    op.drop_index(op.f("ix_earlier_decision_case_id"), table_name="earlier_decision")
    op.drop_table("earlier_decision")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("conditions")
