"""The history of the schema (Alembic), part of the installed product."""
