"""`binstart play`: reads a scenario, starts what is not running, plays it, and leaves the papers in a folder."""

import signal
from datetime import timedelta
from pathlib import Path

from binstart.playing.browsing import Browser
from binstart.playing.lines import ScenarioFault
from binstart.playing.moments import shift_for
from binstart.playing.performing import StepFailed, keep_papers, perform
from binstart.playing.play import Play, clock_shown
from binstart.playing.reading import read_scenario
from binstart.playing.scenario import Scenario
from binstart.playing.starting import Stage, set_up, stage
from binstart.playing.waiting import Patience
from binstart.preparing import CannotStart, read_settings

# On a new demonstration the engine first has the documents of fifteen cases to make.
PATIENCE = Patience(seconds=600.0)  # Prefect alone took over two minutes to start on a busy machine


def play_command(file: Path, data: Path | None = None, output: Path = Path("demo-output")) -> None:
    """Play the scenario of a file and leave documents and journal of its (last) case in `output`.

    `data`: the data folder of the system to play on, as for `binstart run`; when nothing runs there, one is started in
    a temporary folder. Raises CannotStart with file, line and reason when something is wrong or fails.
    """
    signal.signal(signal.SIGTERM, _leave)  # as Ctrl-C: what was started for the play stops, and its folder goes
    scenario = _read(file, timedelta())
    folder = read_settings(data_dir=data).data_dir
    with stage(folder) as where:
        where_said = "started for this play" if where.is_own else f"running on {where.folder}"
        _tell(f"Binstart: {where.instance.web} ({where_said})\n")
        set_up(scenario, where.folder)
        shift = shift_for(scenario.begins, clock_shown(Browser(where.connect())))
        written = _play(_read(file, shift), where, output)
    _tell("\nLeft in {}: {}".format(output, ", ".join(path.name for path in written)))


def _read(file: Path, shift: timedelta) -> Scenario:
    try:
        return read_scenario(file, shift)
    except ScenarioFault as fault:
        raise CannotStart(f"{file}:{fault.line}: {fault.reason}") from None
    except OSError as error:
        raise CannotStart(f"{file}: {error.strerror}") from None


def _play(scenario: Scenario, where: Stage, output: Path) -> list[Path]:
    play = Play(scenario, where.connect, PATIENCE)
    try:
        perform(play, _tell)
        return keep_papers(play, output)
    except StepFailed as failed:
        raise CannotStart(f"{scenario.file}:{failed.line}: {failed}") from failed


def _leave(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _tell(line: str) -> None:
    print(line, flush=True)
