"""Finds the system to play on: the one that runs on the data folder, else one of our own while the play lasts."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from binstart.demonstration.preparing import CannotPrepare, prepare
from binstart.instance import Instance, running, running_on
from binstart.playing.scenario import Scenario
from binstart.preparing import DEMONSTRATION, CannotStart, read_settings
from models.clock import present
from models.database import connect, writing

ANSWER_TIMEOUT = timedelta(seconds=60)


@dataclass(frozen=True)
class Stage:
    """Where the play takes place: the running system and its data folder. `is_own`: it was started for the play."""

    instance: Instance
    folder: Path
    is_own: bool

    def connect(self) -> httpx.Client:
        """A new browser without cookies."""
        return httpx.Client(base_url=self.instance.web, timeout=ANSWER_TIMEOUT.total_seconds())


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """The system on this data folder when it runs, else a new one in a temporary folder, gone afterwards.

    When the play fails, the temporary folder stays, so that one can read what happened. Raises CannotStart.
    """
    if running_on(folder.resolve()):
        _require_demonstration(folder)
        with running(folder) as instance:
            yield Stage(instance, folder.resolve(), is_own=False)
        return
    own = Path(tempfile.mkdtemp(prefix="binstart-play-"))
    try:
        with running(own, "--port", "0", "--demo") as instance:
            yield Stage(instance, own, is_own=True)
    except CannotStart as error:
        raise CannotStart(f"{error} (what the processes said is in {own / 'logs'})") from error
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
    shutil.rmtree(own, ignore_errors=True)


def set_up(scenario: Scenario, folder: Path) -> None:
    """Write the scenario's own place and people into the database of the running system. Raises CannotStart."""
    settings = read_settings(data_dir=folder)
    engine = connect(settings.effective_database_url)
    try:
        with writing(engine) as session:
            prepare(session, scenario, present(session))
    except CannotPrepare as error:
        raise CannotStart(str(error)) from None
    finally:
        engine.dispose()


def _require_demonstration(folder: Path) -> None:
    kind = folder / "kind"
    if not kind.exists() or kind.read_text(encoding="utf-8").strip() != DEMONSTRATION:
        raise CannotStart(f"{folder} holds real cases; a scenario is played on a demonstration only")
