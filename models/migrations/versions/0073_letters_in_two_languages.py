"""The text of the letters to all dwellings in more than one language: until now each run had one, in that of its case."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

RUN = sa.table("letter_run", sa.column("id"), sa.column("case_id"), sa.column("texts", sa.JSON))
CASE = sa.table("founding_case", sa.column("id"), sa.column("document_language"))


def upgrade() -> None:
    with op.batch_alter_table("letter_run") as table:
        table.alter_column("places", new_column_name="texts", existing_type=sa.JSON(), existing_nullable=False)
    for id_, places, language in _runs():
        texts = [{"language": language, "page": 0, "places": places}] if places else []
        op.execute(sa.update(RUN).where(RUN.c.id == id_).values(texts=texts))


def downgrade() -> None:
    """The first language stays; its letters are printed in that one alone."""
    for id_, texts, _language in _runs():
        op.execute(sa.update(RUN).where(RUN.c.id == id_).values(texts=texts[0]["places"] if texts else {}))
    with op.batch_alter_table("letter_run") as table:
        table.alter_column("texts", new_column_name="places", existing_type=sa.JSON(), existing_nullable=False)


def _runs() -> list[Any]:
    asked = sa.select(RUN.c.id, RUN.c.texts, CASE.c.document_language).join(CASE, CASE.c.id == RUN.c.case_id)
    return list(op.get_bind().execute(asked))
