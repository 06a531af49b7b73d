"""Signing in by a provider of identities (OpenID Connect)."""

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("bound_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("used_at", models.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"])
    op.create_table(
        "provider_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("bind_person_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("used_at", models.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bind_person_id"], ["person.id"], name=op.f("fk_provider_sign_in_bind_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_sign_in")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_provider_sign_in_state_hash")),
    )
    with op.batch_alter_table("web_session") as table:
        table.add_column(sa.Column("is_strong", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("provider", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("id_token", sa.String(), nullable=True))
    op.execute("update web_session set is_strong = true where method = 'password_and_code'")
    with op.batch_alter_table("web_session") as table:
        table.alter_column("is_strong", server_default=None)
        table.alter_column("provider", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("web_session") as table:
        table.drop_column("id_token")
        table.drop_column("provider")
        table.drop_column("is_strong")
    op.drop_table("provider_sign_in")
    op.drop_table("identity")
