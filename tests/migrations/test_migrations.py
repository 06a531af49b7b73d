"""The migrations make exactly the schema that the tables describe, up and down, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

import models
from models.database import connect
from models.tables import metadata


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
