"""The settings of one of several hosts, for tests that start its parts."""

import os
from pathlib import Path

from binstart.migrating import upgrade
from models.database import connect

REAL = {
    "BINSTART_BASE_URL": "http://bin.oosterbeke.example",
    "BINSTART_SMTP_HOST": "127.0.0.1",
    "BINSTART_MAIL_FROM": "Binstart <bin@oosterbeke.example>",
    "BINSTART_SECRET_KEY": "a secret key that all hosts of this test share",
}


def host_environment(folder: Path) -> dict[str, str]:
    """Those of a real installation whose tables are there, in this folder."""
    url = f"sqlite:///{folder / 'shared.sqlite'}"
    engine = connect(url)
    upgrade(engine)
    engine.dispose()
    data = folder / "data"
    data.mkdir()
    return {**os.environ, **REAL, "BINSTART_DATABASE_URL": url, "BINSTART_DATA_DIR": str(data)}
