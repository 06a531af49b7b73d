"""`binstart play` as a municipality uses it: real processes, the real engine, real mail, and one line when it fails."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from binstart.instance import is_healthy, running, running_on

ROOT = Path(__file__).parents[2]
SMALL = """\
title: Een kleine proef
story: Roos vraagt een BIN, en Dirk aanvaardt de aanvraag twee keer.
zone: {name: Politiezone Proef}
municipality:
  name: Proefdorp
  streets:
    - {name: Kerkstraat, houses: 20}
people:
  roos: {name: Roos Proef, email: roos@proefdorp.example, address: Kerkstraat 3}
  dirk: {name: Dirk Loket, email: dirk@proefdorp.example, roles: [desk_officer]}
area:
  - {street: Kerkstraat}
steps:
  - who: roos
    do: submit_request
    name: BIN Proef
    motives: Wij willen elkaar leren kennen.
    objectives: [prevention]
    households: 9
  - {who: dirk, do: accept_request, expect: {stage: consultation, documents: [receipt], mail_to: [roos]}}
  - {who: dirk, do: accept_request}
"""


def play(file: Path, folder: Path, data: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "binstart",
        "play",
        str(file),
        "--data",
        str(data),
        "--output",
        str(folder / "papers"),
    ]
    environment = os.environ | {"TMPDIR": str(folder)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.engine
def test_make_demo_plays_a_whole_founding_and_leaves_its_papers_and_nothing_else(tmp_path: Path) -> None:
    done = play(Path("scenarios/demo.yaml"), tmp_path, tmp_path / "data")

    assert done.returncode == 0, done.stdout + done.stderr
    papers = tmp_path / "papers"
    for name in ("charter.pdf", "launch-announcement.pdf"):
        with pikepdf.open(papers / name) as document:
            assert len(document.pages) >= 1
    assert (papers / "launch-announcement.docx").read_bytes().startswith(b"PK")
    announcement = " ".join((papers / "launch-announcement.txt").read_text(encoding="utf-8").split())
    assert "BIN Korenveld gaat van start in Oosterbeke" in announcement
    assert json.loads((papers / "journal.json").read_text(encoding="utf-8"))["stage"] == "evaluation"
    assert "Left in" in done.stdout.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == [
        "papers"
    ]  # the system that was started is gone, with its data


@pytest.mark.engine
def test_a_scenario_plays_on_the_system_that_runs_and_ends_with_the_line_that_failed(tmp_path: Path) -> None:
    file = tmp_path / "klein.yaml"
    file.write_text(SMALL, encoding="utf-8")
    with running(tmp_path / "data", "--port", "0", "--demo") as instance:
        done = play(file, tmp_path, tmp_path / "data")

        assert is_healthy(instance.web)  # it was there before, and stays
        assert running_on(tmp_path / "data") == instance
    assert done.returncode != 0
    assert f"running on {tmp_path / 'data'}" in done.stdout
    assert done.stdout.count("Aanvraag aanvaarden") == 1
    line = SMALL.splitlines().index("  - {who: dirk, do: accept_request}") + 1
    assert done.stderr.startswith(f"binstart: {file}:{line}: accept_request by dirk: was refused")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.engine
def test_a_play_that_is_ended_takes_its_own_system_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "binstart", "play", "scenarios/demo.yaml", "--data", str(tmp_path / "data")]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.terminate()

    assert process.returncode == 128 + signal.SIGTERM
    assert not is_healthy(first.split()[1])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SMALL.replace("do: submit_request", "do: bribe_mayor"), ":15: 'bribe_mayor' is not something one can do"),
        (SMALL.replace("who: dirk, do", "who: dirk, haste: yes, do", 1), ":20: 'accept_request' has no 'haste'"),
        ("", ":1: the file is empty"),
    ],
)
def test_what_can_not_be_played_ends_at_once_with_file_and_line(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "fout.yaml"
    file.write_text(text, encoding="utf-8")

    done = play(file, tmp_path, tmp_path / "data")

    assert done.returncode != 0
    assert done.stderr.startswith(f"binstart: {file}{reason}")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()  # nothing was started


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = play(tmp_path / "nergens.yaml", tmp_path, tmp_path / "data")

    assert done.returncode != 0
    assert done.stderr == f"binstart: {tmp_path / 'nergens.yaml'}: No such file or directory\n"
