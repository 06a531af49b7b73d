"""A PostgreSQL server of the system for one drill: Prefect asks an extension (pg_trgm) that those in packages lack."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM = Path("/usr/lib/postgresql")  # where Debian puts each version
USER = "postgres"  # the server refuses to run as root


class NoServer(Exception):
    """There is none on this machine."""


@contextmanager
def server(folder: Path) -> Iterator[Path]:
    """An empty server that lives as long as the block; yields its socket. Raises NoServer."""
    versions = sorted(SYSTEM.glob("*/bin/initdb"))
    if not versions:
        raise NoServer("PostgreSQL is missing: sudo apt-get install --no-install-recommends postgresql")
    programs, data = versions[-1].parent, folder / "postgresql"
    data.mkdir()
    shutil.chown(data, USER)
    folder.chmod(0o755)
    _as_user(programs / "initdb", "-D", data, "-A", "trust", "-U", USER)
    _as_user(programs / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", f"-k {data} -h ''", "start")
    try:
        yield data / ".s.PGSQL.5432"
    finally:
        _as_user(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _as_user(*words: object) -> None:
    subprocess.run(["runuser", "-u", USER, "--", *map(str, words)], check=True, capture_output=True, cwd="/")
