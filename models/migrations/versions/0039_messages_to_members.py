"""Messages to the members of a network, each delivery of them, and work that is a message."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("foreword", sa.String(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("second_key_by_id", sa.Integer(), nullable=True),
        sa.Column("leaves_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("not_reached", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('ready', 'second_key', 'released', 'withdrawn', 'entered')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["neighbourhood_network.id"], name=op.f("fk_message_network_id_neighbourhood_network")
        ),
        sa.ForeignKeyConstraint(["about_id"], ["message.id"], name=op.f("fk_message_about_id_message")),
        *(
            sa.ForeignKeyConstraint([f"{who}_by_id"], ["person.id"], name=op.f(f"fk_message_{who}_by_id_person"))
            for who in ("written", "released", "second_key", "withdrawn")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_network_id_happened_at", "message", ["network_id", "happened_at"])
    op.create_table(
        "message_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("link_seed", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("handed_over_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("read_at", models.database.UtcDateTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint("channel in ('mail', 'sms', 'call')", name=op.f("ck_message_delivery_channel")),
        sa.CheckConstraint(
            "state in ('planned', 'handed_over', 'delivered', 'to_call', 'called', 'failed', 'withdrawn')",
            name=op.f("ck_message_delivery_state"),
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_delivery_message_id_message")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_message_delivery_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_delivery")),
        sa.UniqueConstraint(
            "message_id", "enrolment_id", "channel", name=op.f("uq_message_delivery_message_id_enrolment_id_channel")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_message_delivery_token_hash")),
    )
    op.create_index(op.f("ix_message_delivery_enrolment_id"), "message_delivery", ["enrolment_id"])
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("bounced_at", models.database.UtcDateTime(), nullable=True))
    _allow("'mail', 'document', 'member_mail', 'member_sms'")


def downgrade() -> None:
    op.execute("delete from effect where kind in ('member_mail', 'member_sms')")
    _allow("'mail', 'document'")
    with op.batch_alter_table("enrolment") as table:
        table.drop_column("bounced_at")
    op.drop_table("message_delivery")
    op.drop_table("message")


def _allow(kinds: str) -> None:
    with op.batch_alter_table("effect") as table:
        table.drop_constraint(op.f("ck_effect_kind"), type_="check")
        table.create_check_constraint(op.f("ck_effect_kind"), f"kind in ({kinds})")
