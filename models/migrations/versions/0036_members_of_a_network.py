"""Residents join a network by a form, and a coordinator welcomes them."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=True),
        sa.Column("house_number", sa.Integer(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("suffix_key", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("second_phone", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("wants_street_contact", sa.Boolean(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("expires_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("asked_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("decided_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("left_at", models.database.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state in ('unconfirmed', 'waiting', 'member', 'paused', 'refused', 'left')",
            name=op.f("ck_enrolment_state"),
        ),
        sa.CheckConstraint("connection in ('lives', 'works')", name=op.f("ck_enrolment_connection")),
        sa.CheckConstraint("channel in ('mail', 'sms', 'call')", name=op.f("ck_enrolment_channel")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["neighbourhood_network.id"], name=op.f("fk_enrolment_network_id_neighbourhood_network")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_enrolment_street_id_street")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_enrolment_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_enrolment_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_enrolment_token_hash")),
    )
    op.create_index(op.f("ix_enrolment_email"), "enrolment", ["email"])
    op.create_index("ix_enrolment_network_id_state", "enrolment", ["network_id", "state"])


def downgrade() -> None:
    op.drop_table("enrolment")
