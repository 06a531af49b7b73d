"""Notes of the police are encrypted with a key of their zone, and secrets of apps for codes with one of the installation.

What is there is encrypted on the way up, and readable again on the way down. The keys stand in a file outside the
database (BINSTART_ENCRYPTION_KEYS_FILE), which is made here when there is something to encrypt and it is not there yet.
"""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

import models.database
from models.encryption import Keyring, as_text, from_text, new_key, read_keyring, write_keys
from models.settings import settings

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

NOTE = sa.table("note", *(sa.column(name) for name in ("id", "case_id", "author_id", "side", "text", "encrypted",
                                                       "zone_key_id")))  # fmt: skip
PERSON = sa.table("person", sa.column("id"), sa.column("totp_secret"))
CASE = sa.table("founding_case", sa.column("id"), sa.column("zone_id"))
ZONE_KEY = sa.table("zone_key", sa.column("id", sa.Integer), sa.column("zone_id"), sa.column("wrapped"),
                    sa.column("made_at", models.database.UtcDateTime()))  # fmt: skip


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=on")  # what stood there readable is overwritten, not only given free
    op.create_table(
        "zone_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.String(), nullable=False),
        sa.Column("made_at", models.database.UtcDateTime(), nullable=False),
        sa.Column("retired_at", models.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["zone_id"], ["authority.id"], name=op.f("fk_zone_key_zone_id_authority")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_key")),
    )
    is_in_use = sa.text("retired_at is null")
    op.create_index("uq_zone_key_in_use", "zone_key", ["zone_id"], unique=True, sqlite_where=is_in_use,
                    postgresql_where=is_in_use)  # fmt: skip
    with op.batch_alter_table("note") as table:
        table.alter_column("text", existing_type=sa.String(), nullable=True)
        table.add_column(sa.Column("encrypted", sa.String(), nullable=True))
        table.add_column(sa.Column("zone_key_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_note_zone_key_id_zone_key"), "zone_key", ["zone_key_id"], ["id"])
    op.create_index(op.f("ix_note_zone_key_id"), "note", ["zone_key_id"])
    _encrypt_notes()
    _encrypt_secrets()
    with op.batch_alter_table("note") as table:
        table.create_check_constraint(op.f("ck_note_police_not_readable"), "side = 'municipality' or text is null")
        table.create_check_constraint(op.f("ck_note_one_of_both"), "text is null or encrypted is null")
        table.create_check_constraint(op.f("ck_note_names_its_key"), "encrypted is null or zone_key_id is not null")


def downgrade() -> None:
    with op.batch_alter_table("note") as table:
        table.drop_constraint(op.f("ck_note_police_not_readable"), type_="check")
        table.drop_constraint(op.f("ck_note_one_of_both"), type_="check")
        table.drop_constraint(op.f("ck_note_names_its_key"), type_="check")
    _read_again()
    op.drop_index(op.f("ix_note_zone_key_id"), table_name="note")
    with op.batch_alter_table("note") as table:
        table.drop_constraint(op.f("fk_note_zone_key_id_zone_key"), type_="foreignkey")
        table.drop_column("zone_key_id")
        table.drop_column("encrypted")
        table.alter_column("text", existing_type=sa.String(), nullable=False)
    op.drop_table("zone_key")


def _encrypt_notes() -> None:
    bind = op.get_bind()
    of_police = (
        sa.select(NOTE.c.id, NOTE.c.case_id, NOTE.c.author_id, NOTE.c.text, CASE.c.zone_id)
        .join_from(NOTE, CASE, CASE.c.id == NOTE.c.case_id)
        .where(NOTE.c.side == "police")
        .order_by(NOTE.c.id)
    )
    opened: dict[int, tuple[int, Keyring]] = {}
    for note_id, case_id, author_id, text, zone_id in bind.execute(of_police).all():
        if zone_id not in opened:
            opened[zone_id] = _new_zone_key(zone_id)
        key_id, zone = opened[zone_id]
        closed = zone.encrypt(text, f"note of case {case_id} by person {author_id}")
        bind.execute(
            sa.update(NOTE).where(NOTE.c.id == note_id).values(text=None, encrypted=closed, zone_key_id=key_id)
        )


def _new_zone_key(zone_id: int) -> tuple[int, Keyring]:
    key = new_key()
    wrapped = _ring().encrypt(as_text(key), f"key of zone {zone_id}")
    made = sa.insert(ZONE_KEY).values(zone_id=zone_id, wrapped=wrapped, made_at=datetime.now(UTC))
    key_id = op.get_bind().scalar(made.returning(ZONE_KEY.c.id))
    return int(key_id or 0), Keyring((key,))


def _encrypt_secrets() -> None:
    bind = op.get_bind()
    for person_id, secret in bind.execute(sa.select(PERSON).where(PERSON.c.totp_secret.is_not(None))).all():
        closed = _ring().encrypt(secret, f"app for codes of person {person_id}")
        bind.execute(sa.update(PERSON).where(PERSON.c.id == person_id).values(totp_secret=closed))


def _read_again() -> None:
    """Raises KeyUnavailable when a key is missing: nothing is undone then."""
    bind = op.get_bind()
    zones = {key_id: Keyring((from_text(_ring().decrypt(wrapped, f"key of zone {zone_id}")),))
             for key_id, zone_id, wrapped, _ in bind.execute(sa.select(ZONE_KEY)).all()}  # fmt: skip
    bind.execute(sa.update(NOTE).where(NOTE.c.text.is_(None), NOTE.c.encrypted.is_(None)).values(text=""))  # erased
    for note in bind.execute(sa.select(NOTE).where(NOTE.c.encrypted.is_not(None))).all():
        text = zones[note.zone_key_id].decrypt(
            note.encrypted, f"note of case {note.case_id} by person {note.author_id}"
        )
        bind.execute(sa.update(NOTE).where(NOTE.c.id == note.id).values(text=text))
    for person_id, closed in bind.execute(sa.select(PERSON).where(PERSON.c.totp_secret.is_not(None))).all():
        secret = _ring().decrypt(closed, f"app for codes of person {person_id}")
        bind.execute(sa.update(PERSON).where(PERSON.c.id == person_id).values(totp_secret=secret))


def _ring() -> Keyring:
    file = Path(context.config.attributes.get("keys_file") or settings().keys_file)
    if not file.exists():
        write_keys(file, [new_key()])
    return read_keyring(file)
