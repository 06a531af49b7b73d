"""The migrations make exactly the schema that the tables describe, up and down, on both databases."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Column, Engine, MetaData, Table, column, func, insert, inspect, select, table, text, update
from sqlalchemy.orm import Session

import models
from models.assignment import Note
from models.database import connect
from models.encryption import keyring, read_keyring
from models.person import Person
from models.queries.keeping.encryption import app_secret, note_text
from models.tables import metadata
from models.zone_key import ZoneKey


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(models.__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    return config


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = (
        f"sqlite:///{tmp_path / 'empty.sqlite'}"
        if request.param == "sqlite"
        else request.getfixturevalue("empty_postgresql_url")
    )
    engine = connect(url)
    yield engine
    engine.dispose()


def test_the_migrations_make_the_schema_of_the_tables(engine: Engine) -> None:
    command.upgrade(_config(engine), "head")

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_the_migrations_can_be_undone(engine: Engine) -> None:
    command.upgrade(_config(engine), "head")

    command.downgrade(_config(engine), "base")

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    command.upgrade(_config(engine), "head")

    command.upgrade(_config(engine), "head")

    assert set(inspect(engine).get_table_names()) >= set(metadata.tables)


# What the checks of the first schema ask; every other column gets the plainest value of its kind.
FITTING = {
    "authority.kind": "municipality", "founding_case.stage": "idea", "founding_case.kind": "bin",
    "effect.kind": "mail", "street_segment.side": "all", "mandate.case_id": 1,
    "charter.state": "draft", "neighbourhood_network.state": "active",
}  # fmt: skip


def _plain(column: Column[Any]) -> Any:
    name = f"{column.table.name}.{column.name}"
    if name in FITTING:
        return FITTING[name]
    if column.nullable:
        return None
    if isinstance(column.type, JSON):
        return {}
    plain = {int: 1, str: "x", bool: False, datetime: datetime(2026, 3, 2, tzinfo=UTC), date: date(2026, 3, 2)}
    return plain[column.type.python_type]


def _first_version_with_a_row_in_each_table(engine: Engine) -> list[Table]:
    command.upgrade(_config(engine), "0001")
    old = MetaData()
    old.reflect(engine)
    tables = [one for one in old.sorted_tables if one.name != "alembic_version"]
    with engine.begin() as connection:
        for one in tables:
            connection.execute(insert(one), {column.name: _plain(column) for column in one.columns})
    return tables


def test_what_an_older_version_kept_is_still_there_after_an_upgrade(engine: Engine) -> None:
    tables = _first_version_with_a_row_in_each_table(engine)

    command.upgrade(_config(engine), "head")

    with engine.connect() as connection:
        kept = {name: connection.scalar(select(func.count()).select_from(table(name))) for name in metadata.tables}
    lost = [one.name for one in tables if one.name in kept and not kept[one.name]]
    assert lost == []


def _only_row(engine: Engine, name: str, *columns: str) -> tuple[Any, ...]:
    with engine.connect() as connection:
        shape = table(name, *(column(one) for one in columns))
        return tuple(connection.execute(select(shape)).one())


def test_a_contact_of_before_stays_as_one_with_the_judicial_authority_up_and_down(engine: Engine) -> None:
    _first_version_with_a_row_in_each_table(engine)
    kept = ("contacted_on", "means", "note", "recorded_at")
    before = _only_row(engine, "judicial_contact", *kept)

    command.upgrade(_config(engine), "0007")
    after = _only_row(engine, "authority_contact", "authority", *kept)
    command.downgrade(_config(engine), "0006")

    assert after == ("judicial", *before)
    assert _only_row(engine, "judicial_contact", *kept) == before


def test_an_evening_that_was_held_gets_the_first_version_of_its_minutes_and_its_case_waits_for_both_approvals(
    engine: Engine,
) -> None:
    _first_version_with_a_row_in_each_table(engine)
    command.upgrade(_config(engine), "0015")
    case = table("founding_case", column("waiting_for", JSON))
    with engine.begin() as connection:
        connection.execute(update(table("info_evening", column("state"))).values(state="held"))
        connection.execute(update(case).values(waiting_for=["enough_support", "minutes_approved"]))

    command.upgrade(_config(engine), "0016")
    with engine.connect() as connection:
        version = connection.execute(
            select(table("minutes_version", column("evening_id"), column("version"), column("sections", JSON)))
        ).one()
        waiting = connection.scalar(select(case.c.waiting_for))
    command.downgrade(_config(engine), "0015")

    assert tuple(version) == (1, 1, {"x": "x", "remarks": "x"})
    assert waiting == ["enough_support", "minutes_approved_by_chair", "minutes_approved_by_police"]
    with engine.connect() as connection:
        assert connection.scalar(select(case.c.waiting_for)) == ["enough_support", "minutes_approved"]


def test_who_joined_before_agreed_to_the_channel_that_they_chose(engine: Engine) -> None:
    _first_version_with_a_row_in_each_table(engine)
    command.upgrade(_config(engine), "0038")
    old = MetaData()
    old.reflect(engine, only=["enrolment"])
    enrolment = old.tables["enrolment"]
    chosen = {"state": "member", "channel": "sms", "connection": "lives", "way": "online", "network_id": 1}
    with engine.begin() as connection:
        connection.execute(insert(enrolment), {one.name: _plain(one) for one in enrolment.columns} | chosen)

    command.upgrade(_config(engine), "0040")

    assert _only_row(engine, "channel_consent", "channel", "version", "withdrawn_at") == ("sms", 1, None)


def test_letters_of_before_stay_in_the_language_of_their_case_up_and_down(engine: Engine) -> None:
    _first_version_with_a_row_in_each_table(engine)
    command.upgrade(_config(engine), "0072")
    old = MetaData()
    old.reflect(engine, only=["letter_run"])
    run, places = old.tables["letter_run"], {"address": [325.9, 141.7], "code": [56.7, 600.0]}
    kept = {"window_side": "right", "places": places}
    with engine.begin() as connection:
        connection.execute(text("update founding_case set document_language = 'fr'"))
        connection.execute(insert(run), {one.name: _plain(one) for one in run.columns} | kept)

    command.upgrade(_config(engine), "0073")
    [after] = _only_row(engine, "letter_run", "texts")
    command.downgrade(_config(engine), "0072")
    [back] = _only_row(engine, "letter_run", "places")

    read = [json.loads(one) if isinstance(one, str) else one for one in (after, back)]
    assert read == [[{"language": "fr", "page": 0, "places": places}], places]


WORDS, SECRET = "De aanvrager is bij ons gekend, vertrouwelijk.", "JBSWY3DPEHPK3PXPJBSWY3DP"


def test_notes_of_the_police_and_secrets_of_apps_of_before_are_encrypted_and_nothing_of_them_stays_readable(
    engine: Engine, tmp_path: Path
) -> None:
    _first_version_with_a_row_in_each_table(engine)
    command.upgrade(_config(engine), "0068")
    old = MetaData()
    old.reflect(engine, only=["note", "person", "founding_case", "authority"])
    note = old.tables["note"]
    plain = {one.name: _plain(one) for one in note.columns if one.name != "id"}
    with engine.begin() as connection:
        connection.execute(update(old.tables["founding_case"]).values(zone_id=1))
        connection.execute(update(old.tables["person"]).values(totp_secret=SECRET))
        for side, words in (("police", WORDS), ("municipality", "Nagebeld."), ("police", WORDS)):
            connection.execute(insert(note), plain | {"side": side, "text": words})

    command.upgrade(_config(engine), "head")

    with Session(engine) as session:
        ring = keyring()
        notes = session.scalars(select(Note).order_by(Note.id)).all()
        assert [one.text for one in notes] == [None, "Nagebeld.", None]
        assert [note_text(one, 1, ring) for one in notes if one.side == "police"] == [WORDS, WORDS]
        assert session.scalar(select(func.count()).select_from(ZoneKey)) == 1
        assert app_secret(1, session.scalars(select(Person.totp_secret)).one() or "", ring) == SECRET
        database = str([session.execute(text(f"select * from {name}")).all() for name in ("note", "person")])  # noqa: S608
    assert WORDS not in database
    assert SECRET not in database
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(truncate)")
        on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("empty.sqlite*"))
        assert WORDS.encode() not in on_disk
        assert SECRET.encode() not in on_disk

    command.downgrade(_config(engine), "0068")

    with engine.connect() as connection:
        assert connection.scalars(select(note.c.text).order_by(note.c.id)).all() == [WORDS, "Nagebeld.", WORDS]
        assert connection.scalar(select(old.tables["person"].c.totp_secret)) == SECRET


def test_an_upgrade_makes_keys_where_there_are_none_yet_and_takes_those_that_it_is_given(
    engine: Engine, tmp_path: Path
) -> None:
    _first_version_with_a_row_in_each_table(engine)
    command.upgrade(_config(engine), "0068")
    with engine.begin() as connection:
        connection.execute(update(table("person", column("totp_secret"))).values(totp_secret=SECRET))
    config = _config(engine)
    config.attributes["keys_file"] = tmp_path / "secrets" / "encryption"

    command.upgrade(config, "head")

    ring = read_keyring(tmp_path / "secrets" / "encryption")
    with Session(engine) as session:
        assert app_secret(1, session.scalars(select(Person.totp_secret)).one() or "", ring) == SECRET
