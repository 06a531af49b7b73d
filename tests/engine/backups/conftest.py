"""Installations to back up, on each of the two kinds of database, and empty places of the same kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.settings import Settings
from tests.engine.backup_steps import (
    House,
    copy_of,
    make_house,
    new_database,
)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An installation with the embedded database, made once; each test has a copy of it."""
    house = make_house(tmp_path_factory.mktemp("embedded"), "")
    house.engine.dispose()
    return house


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql_server: str) -> Iterator[House]:
    """The same with PostgreSQL."""
    with new_database(postgresql_server) as url:
        house = make_house(tmp_path_factory.mktemp("postgresql"), url)
        house.engine.dispose()
        yield house


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An installation on each of the two kinds of database."""
    if request.param == "sqlite":
        made = copy_of(request.getfixturevalue("embedded"), tmp_path, "")
        yield made
        made.engine.dispose()
        return
    first = request.getfixturevalue("on_postgresql")
    with new_database(request.getfixturevalue("postgresql_server"), first.engine.url.database) as url:
        made = copy_of(first, tmp_path, url)
        yield made
        made.engine.dispose()


@pytest.fixture
def empty(house: House, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty place of the same kind."""
    given = {"data_dir": tmp_path / "elsewhere", "backup_key": house.settings.backup_key}
    if not house.settings.database_url:
        yield Settings(**given)
        return
    with new_database(request.getfixturevalue("postgresql_server")) as url:
        yield Settings(**given, database_url=url)
