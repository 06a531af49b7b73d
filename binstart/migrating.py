"""Opens the database of the settings, brings it up to date, and fills the demonstration into an empty one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

import models
from binstart.grants import give_rights
from binstart.keys import make_first_keys
from binstart.preparing import CannotStart, read_settings
from models.database import connect
from models.encryption import keys_of
from models.settings import Settings

MIGRATIONS = Path(models.__file__).parent / "migrations"


def prepare_database() -> None:
    """Upgrade the database; in demonstration mode fill it when it is empty, and print the demonstration's accounts.

    Raises CannotStart when the database cannot be used, or was made by a later Binstart.
    """
    chosen = read_settings()
    settings = as_owner(chosen)
    engine = connected(settings)
    upgrade(engine, keys_file=settings.keys_file)
    give_rights(engine, chosen)
    make_first_keys(engine, settings)
    if settings.demonstration:
        from binstart import demonstration

        with keys_of(settings):
            demonstration.fill_when_empty(engine, settings)
        print("\n".join(demonstration.account_lines()))


def as_owner(settings: Settings) -> Settings:
    """The same settings with the account that owns the tables, where there is one of its own."""
    return settings.model_copy(update={"database_url": settings.migrations_database_url or settings.database_url})


def connected(settings: Settings) -> Engine:
    """The database, tried once. Raises CannotStart with one line, without the password, when it cannot be reached."""
    engine = address_of(settings)
    try:
        engine.connect().close()
    except DBAPIError as error:
        raise _unusable(settings.effective_database_url, error) from None
    return engine


def address_of(settings: Settings) -> Engine:
    """The database, not tried: SQLite would make one. Raises CannotStart when the address can't be one."""
    try:
        return connect(settings.effective_database_url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise CannotStart(f"BINSTART_DATABASE_URL is not the address of a database: {error}") from None


def upgrade(engine: Engine | Connection, revision: str = "head", keys_file: Path | None = None) -> None:
    """Bring the schema up to date, or to an older revision; in the transaction of a connection, which stays open.

    `keys_file`: with which what must not stand there readable is encrypted; None: as the settings say.

    Raises CannotStart when that cannot be done.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["keys_file"] = keys_file
    config.attributes["connection" if isinstance(engine, Connection) else "engine"] = engine
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise CannotStart(f"the database does not fit this version of Binstart: {error}") from None
    except OperationalError as error:
        raise _unusable(str(engine.engine.url), error) from None


def _unusable(url: str, error: DBAPIError) -> CannotStart:
    shown = make_url(url).render_as_string(hide_password=True)
    return CannotStart(f"the database cannot be used: {shown} ({' '.join(str(error.orig).split())})")
