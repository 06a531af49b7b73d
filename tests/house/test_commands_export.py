"""`binstart journal event-log`, as an administrator types it."""

import os
import subprocess
import sys
from pathlib import Path

import pm4py
import pytest

from binstart.migrating import upgrade
from models.database import connect, writing
from tests.factories import make_place, submitted


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which two municipalities of two zones have a case each."""
    engine = connect(f"sqlite:///{tmp_path / 'binstart.sqlite'}")
    upgrade(engine)
    with writing(engine) as session:
        for slug, code in (("oosterbeke", "OOS"), ("westveld", "WES")):
            submitted(session, make_place(session, slug, code))
    engine.dispose()
    return tmp_path


@pytest.mark.parametrize("authority", ["Oosterbeke", "pz-oosterbeke"])
def test_the_journals_of_a_municipality_or_zone_become_an_xes_file(data: Path, authority: str) -> None:
    done = _export(data, "--authority", authority, "--output", str(data / "log.xes"))

    assert done.returncode == 0, done.stderr
    assert "the journals of" in done.stdout
    log = pm4py.read_xes(str(data / "log.xes"))
    assert [*log["case:municipality"].unique()] == ["Oosterbeke"]
    assert [*log["concept:name"]] == ["request:submitted"]
    assert [file.name for file in data.glob("log*")] == ["log.xes"]


def test_the_same_journals_become_an_ocel_file_with_the_numbers_of_the_cases(data: Path) -> None:
    done = _export(data, "--authority", "westveld", "--output", str(data / "log.json"), "--format", "ocel", "--numbers")

    assert done.returncode == 0, done.stderr
    ocel = pm4py.read_ocel2_json(str(data / "log.json"))
    cases = ocel.objects[ocel.objects["ocel:type"] == "case"]
    assert [*cases["number"]] == ["WES-2026-0001"]


def test_an_authority_that_is_not_there_is_refused_in_one_line_that_names_those_that_are(data: Path) -> None:
    done = _export(data, "--authority", "Noordzee", "--output", str(data / "log.xes"))

    assert done.returncode == 1
    assert done.stderr.startswith("binstart: no municipality or zone is called Noordzee; known are: Oosterbeke, ")
    assert len(done.stderr.splitlines()) == 1


def test_a_format_that_is_not_there_is_refused_in_one_line(data: Path) -> None:
    done = _export(data, "--authority", "westveld", "--output", str(data / "log.csv"), "--format", "csv")

    assert done.returncode == 1
    assert done.stderr == "binstart: the format is one of: xes, ocel\n"


def test_a_folder_that_is_not_there_is_refused_in_one_line(data: Path) -> None:
    done = _export(data, "--authority", "westveld", "--output", str(data / "nowhere" / "log.xes"))

    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _export(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BINSTART_")}
    return subprocess.run(
        [sys.executable, "-m", "binstart", "journal", "event-log", *words, "--data", str(data)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
