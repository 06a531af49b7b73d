"""The launch kit: texts in versions, from one source, approved by municipality and police."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_MOMENT = models.database.UtcDateTime()


def upgrade() -> None:
    op.create_table(
        "launch_kit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("active_on", sa.Date(), nullable=True),
        sa.Column("send_at", _MOMENT, nullable=True),
        sa.Column("press", sa.JSON(), nullable=False),
        sa.Column("approved_at", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["founding_case.id"], name=op.f("fk_launch_kit_case_id_founding_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_kit")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_launch_kit_case_id_round")),
    )
    op.create_table(
        "launch_kit_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["kit_id"], ["launch_kit.id"], name=op.f("fk_launch_kit_version_kit_id_launch_kit")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_launch_kit_version_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_kit_version")),
        sa.UniqueConstraint("kit_id", "version", name=op.f("uq_launch_kit_version_kit_id_version")),
    )
    op.create_table(
        "launch_kit_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.CheckConstraint("party in ('municipality', 'police')", name=op.f("ck_launch_kit_approval_party")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["launch_kit_version.id"],
            name=op.f("fk_launch_kit_approval_version_id_launch_kit_version"),
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_launch_kit_approval_given_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_kit_approval")),
        sa.UniqueConstraint("version_id", "party", name=op.f("uq_launch_kit_approval_version_id_party")),
        sa.UniqueConstraint("version_id", "given_by_id", name=op.f("uq_launch_kit_approval_version_id_given_by_id")),
    )


def downgrade() -> None:
    op.drop_table("launch_kit_approval")
    op.drop_table("launch_kit_version")
    op.drop_table("launch_kit")
