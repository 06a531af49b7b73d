"""The clockwork makes a backup each day where a setting says so, and says why it could not."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from binstart.backup.keys import make_key
from flows.backing_up import BackupFailed, backing_up
from flows.worker import _occasions
from models.queries.keeping.backups import last_backup, last_backup_failure
from models.settings import settings
from tests.engine.backup_steps import binstart
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow


@pytest.fixture
def daily(installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for backups of an installation that makes one each day."""
    folder = tmp_path / "backups"
    given = {"DIR": str(folder), "KEY": make_key(tmp_path / "key"), "DAILY": "true"}
    for name, value in given.items():
        monkeypatch.setenv(f"BINSTART_BACKUP_{name}", value)
    settings.cache_clear()
    return folder


def test_one_backup_a_day_is_made_by_the_clock(
    daily: Path, installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    installation.engine.dispose()
    (installation.folder / "binstart.sqlite").unlink()
    assert binstart("prepare", settings=settings()).returncode == 0

    for _ in range(2):  # as a second worker asks, or one that started again
        run_flow(prefect_server, backing_up)

    (file,) = daily.glob("binstart-*.tar.age")
    with Session(installation.engine) as session:
        noted = last_backup(session)
    assert noted is not None
    assert noted.name == file.name


def test_a_backup_that_can_not_be_made_fails_the_run_with_its_reason(
    daily: Path, installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    daily.write_text("a file where the folder should be")

    with pytest.raises(BackupFailed, match="cannot write in the folder for backups"):
        run_flow(prefect_server, backing_up)

    with Session(installation.engine) as session:
        assert last_backup_failure(session) is not None


def test_the_clock_asks_for_a_backup_only_where_a_setting_says_so(daily: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*_occasions()][-1] == "backing_up"  # last: nothing waits behind it

    monkeypatch.setenv("BINSTART_BACKUP_DAILY", "false")
    settings.cache_clear()

    assert "backing_up" not in _occasions()
