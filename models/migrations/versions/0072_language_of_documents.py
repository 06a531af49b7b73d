"""In which language the documents of a case are made, and each document was: until now all of them in Dutch."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

BEFORE = ["case_id", "kind", "version", "media_type"]
UNIQUE = "uq_document_case_id_kind_version_media_type"


def upgrade() -> None:
    with op.batch_alter_table("founding_case") as table:
        table.add_column(sa.Column("document_language", sa.String(), nullable=False, server_default="nl"))
        table.create_check_constraint(op.f("ck_founding_case_document_language"), "document_language in ('nl', 'fr')")
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("language", sa.String(), nullable=False, server_default="nl"))
        table.drop_constraint(op.f(UNIQUE), type_="unique")
        table.create_unique_constraint(op.f(f"{UNIQUE}_language"), [*BEFORE, "language"])
    for name, column in (("founding_case", "document_language"), ("document", "language")):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, existing_type=sa.String(), server_default=None)


def downgrade() -> None:
    op.execute("delete from document where language <> 'nl'")
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f(f"{UNIQUE}_language"), type_="unique")
        table.create_unique_constraint(op.f(UNIQUE), BEFORE)
        table.drop_column("language")
    with op.batch_alter_table("founding_case") as table:
        table.drop_constraint(op.f("ck_founding_case_document_language"), type_="check")
        table.drop_column("document_language")
