"""`python -m drills --seed N --kills M [--json]`: one drill and its figures. The code is 1 when something was found."""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks.figures import p50
from drills.checking import check, repeated_mails
from drills.installation import Installation
from drills.lives import make_lives, notes
from drills.people import Ledger, People, Queue
from drills.troubles import Troubles
from models.database import writing
from models.outbox import Effect, OutboxEntry
from tests.factories import make_place

DRAIN_PATIENCE = 1800.0  # seconds for all work that was left to be done
SHOWN = 10  # findings of a kind that are printed in full
DISK = "size=600m"  # of the data folder, so that it can be full


def main() -> int:
    """Drill and print. 0: nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200, help="troubles of all kinds together")
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--people", type=int, default=8, help="who act at the same time")
    parser.add_argument("--pause", type=float, default=2.0, help="most seconds between two troubles")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="binstart-drill-", dir="/tmp") as folder, _disk(Path(folder) / "data"):
        figures = _drill(Path(folder), arguments)
    _print(figures)
    if arguments.json:
        print(json.dumps(figures, sort_keys=True))
    return 1 if any(figures["findings"].values()) else 0


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """A disk of its own for the data folder, where we may mount one: else it is never full."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", folder], capture_output=True, check=False)
    try:
        yield
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


def _drill(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    os.environ["BINSTART_ENCRYPTION_KEYS_FILE"] = str(folder / "keys")  # read here too, to look for notes of the police
    installation = Installation(folder)
    try:
        _tell("starting")
        installation.until_it_answers()
        engine = installation.engine()
        with writing(engine) as session:
            place = make_place(session)
        _tell(f"making {arguments.cases} cases")
        lives = make_lives(engine, place, arguments.cases, arguments.seed)
        queue = Queue(lives, notes(lives, arguments.seed))
        people = People(installation.address, engine, place, queue, arguments.people)
        troubles = Troubles(installation, arguments.seed, arguments.kills, arguments.pause)
        _tell(f"{arguments.kills} troubles")
        people.start()
        begin = time.monotonic()
        troubles.run(threading.Event())
        seconds = time.monotonic() - begin
        installation.until_it_answers()
        people.stop()
        _tell("the troubles are over; what was left is done now")
        drained = _drain(engine, installation)
        with Session(engine) as session:
            findings = check(session, installation.data, installation.mails, people.ledger)
        repeated = repeated_mails(installation.mails)
        return _figures(arguments.seed, troubles, people.ledger, findings, seconds, drained, repeated)
    finally:
        installation.stop()


def _drain(engine: Engine, installation: Installation) -> float:
    """Wait until all work is done. Returns the seconds."""
    begin = time.monotonic()
    while time.monotonic() - begin < DRAIN_PATIENCE:
        installation.tend()
        with Session(engine) as session:
            work = session.scalar(select(func.count()).where(OutboxEntry.done_at.is_(None)))
            effects = session.scalar(select(func.count()).where(Effect.state.in_(("planned", "claimed"))))
        if not work and not effects:
            break
        time.sleep(1)
    return time.monotonic() - begin


def _figures(seed: int, troubles: Troubles, ledger: Ledger, findings: dict[str, list[str]], seconds: float,
             drained: float, repeated: int) -> dict[str, Any]:  # fmt: skip
    return {
        "seed": seed,
        "troubles": sum(troubles.counted.values()),
        "troubles by kind": dict(sorted(troubles.counted.items())),
        "seconds of trouble": round(seconds),
        "seconds until all work was done": round(drained),
        "answered with success": len(ledger.done),
        "of which with an event of their own": sum(bool(act.event) for _, act in ledger.done),
        "votes": sum(bool(act.code) for _, act in ledger.done),
        "without an answer, found done": len(ledger.unsure),
        "refused": len(ledger.refused),
        "answers that failed": dict(sorted(ledger.failures.items())),
        "mails that came again, the yes was lost": repeated,
        "restart of everything p50 s": round(p50(troubles.restarts), 1) if troubles.restarts else None,
        "restart of everything longest s": round(max(troubles.restarts), 1) if troubles.restarts else None,
        "findings": findings,
        "refusals": sorted({f"{act.path}: {why}" for _, act, why in ledger.refused})[:SHOWN],
    }


def _print(figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        if name not in ("findings", "refusals"):
            print(f"{name:<46}{value}")
    for name, found in figures["findings"].items():
        print(f"{name:<46}{len(found)}")
        for one in found[:SHOWN]:
            print(f"    {one}")
    if figures["refusals"]:
        print("refused, for example:", *figures["refusals"], sep="\n    ")


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
