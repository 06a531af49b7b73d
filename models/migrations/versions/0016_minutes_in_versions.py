"""Minutes in versions, each approved by the chair and by the police"""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MOMENT = models.database.UtcDateTime(timezone=True)
_CASES = sa.table("founding_case", sa.column("id", sa.Integer), sa.column("waiting_for", sa.JSON))
_EVENINGS = sa.table(
    "info_evening",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("starts_at", _MOMENT),
    sa.column("remarks", sa.String),
    sa.column("recorded_by_id", sa.Integer),
    sa.column("minutes_approved_at", _MOMENT),
    sa.column("minutes_mailed_at", _MOMENT),
)
_ITEMS = sa.table(
    "agenda_item_result",
    sa.column("id", sa.Integer),
    sa.column("evening_id", sa.Integer),
    sa.column("item", sa.String),
    sa.column("result", sa.String),
)
_VERSIONS = sa.table(
    "minutes_version",
    sa.column("evening_id", sa.Integer),
    sa.column("version", sa.Integer),
    sa.column("sections", sa.JSON),
    sa.column("written_by_id", sa.Integer),
    sa.column("function", sa.String),
    sa.column("written_at", _MOMENT),
)
ONE = ["minutes_approved"]
BOTH = ["minutes_approved_by_chair", "minutes_approved_by_police"]


def upgrade() -> None:
    op.create_table(
        "minutes_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evening_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["evening_id"], ["info_evening.id"], name=op.f("fk_minutes_version_evening_id_info_evening")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_minutes_version_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
        sa.UniqueConstraint("evening_id", "version", name=op.f("uq_minutes_version_evening_id_version")),
    )
    op.create_table(
        "minutes_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.CheckConstraint("party in ('chair', 'police')", name=op.f("ck_minutes_approval_party")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["minutes_version.id"], name=op.f("fk_minutes_approval_version_id_minutes_version")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_minutes_approval_given_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_approval")),
        sa.UniqueConstraint("version_id", "party", name=op.f("uq_minutes_approval_version_id_party")),
        sa.UniqueConstraint("version_id", "given_by_id", name=op.f("uq_minutes_approval_version_id_given_by_id")),
    )
    with op.batch_alter_table("info_evening", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minutes_mailed_at", _MOMENT, nullable=True))
    op.get_bind().execute(sa.update(_EVENINGS).values(minutes_mailed_at=_EVENINGS.c.minutes_approved_at))
    _draft_what_was_noted(op.get_bind())
    _wait_for(op.get_bind(), ONE, BOTH)


def _draft_what_was_noted(connection: sa.Connection) -> None:
    """Evenings that were held get the first version of their minutes."""
    for evening in connection.execute(sa.select(_EVENINGS).where(_EVENINGS.c.state == "held")).all():
        items = connection.execute(
            sa.select(_ITEMS.c.item, _ITEMS.c.result).where(_ITEMS.c.evening_id == evening.id).order_by(_ITEMS.c.id)
        )
        sections: Mapping[str, str] = {row.item: row.result for row in items} | {"remarks": evening.remarks}
        connection.execute(
            sa.insert(_VERSIONS).values(
                evening_id=evening.id,
                version=1,
                sections=sections,
                written_by_id=evening.recorded_by_id,
                function="",
                written_at=evening.starts_at,
            )
        )


def _wait_for(connection: sa.Connection, before: Sequence[str], after: Sequence[str]) -> None:
    """Cases that wait for an approval of the minutes wait for both, or the other way round."""
    for case in connection.execute(sa.select(_CASES)).all():
        codes = case.waiting_for or []
        if set(codes) & set(before):
            waiting = [code for code in codes if code not in before] + list(after)
            connection.execute(sa.update(_CASES).where(_CASES.c.id == case.id).values(waiting_for=waiting))


def downgrade() -> None:
    _wait_for(op.get_bind(), BOTH, ONE)
    with op.batch_alter_table("info_evening", schema=None) as batch_op:
        batch_op.drop_column("minutes_mailed_at")
    op.drop_table("minutes_approval")
    op.drop_table("minutes_version")
