"""`binstart journal verify` and `export` as an administrator types them, and the checker that needs no Binstart."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from binstart.migrating import upgrade
from models.case import FoundingCase
from models.database import connect, writing
from models.journal import JournalEntry
from models.operations.keeping.sealing_journals import keep_seals_outside, seal_journals
from models.rules.journal_chain import chained
from models.rules.procedure import Stage
from tests.factories import advance_to, make_place, submitted

CHECKER = Path(__file__).parents[2] / "binstart" / "journal_file" / "check.py"
Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with journals of two municipalities, two seals with their file, and what came after those."""
    folder = tmp_path_factory.mktemp("kept")
    engine = connect(f"sqlite:///{folder / 'binstart.sqlite'}")
    upgrade(engine)
    for day, (slug, code, stage) in enumerate((("oosterbeke", "OOS", Stage.CONSULTATION), ("westveld", "WES", None))):
        with writing(engine) as session:
            place = make_place(session, slug, code)
            advance_to(session, place, stage) if stage else submitted(session, place)
        with writing(engine) as session:
            seal_journals(session, date(2026, 3, 9 + day), datetime(2026, 3, 9 + day, tzinfo=UTC))
            keep_seals_outside(session, folder / "seals")
    with writing(engine) as session:
        submitted(session, make_place(session, "zuidhoek", "ZUI"))
    engine.dispose()
    done = _binstart("journal", "export", "--output", str(folder / "journals"), "--data", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def _binstart(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BINSTART_")}
    command = [sys.executable, "-m", "binstart", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment | settings, check=False)


def _check(*files: Path) -> "subprocess.CompletedProcess[str]":
    # Isolated, and somewhere else: it must not find anything of ours.
    command = [sys.executable, "-I", "-S", str(CHECKER), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


def test_verify_tells_what_it_looked_at_and_ends_well(kept: Path) -> None:
    done = _binstart("journal", "verify", "--data", str(kept), BINSTART_JOURNAL_SEALS_FILE=str(kept / "seals"))

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("ok     ")
    assert "in 3 journals, 2 daily seals, the last of 2026-03-10; 1 entries came after their last seal" in done.stdout
    assert f"seals: held against {kept / 'seals'}" in done.stdout


def test_verify_names_what_was_rewritten_and_ends_with_1(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "binstart.sqlite"
    copy.write_bytes((kept / "binstart.sqlite").read_bytes())
    engine = connect(f"sqlite:///{copy}")
    with writing(engine) as session:
        session.execute(update(JournalEntry).where(JournalEntry.sequence == 2).values(event="case:ended"))
        number = session.get_one(FoundingCase, 1).number
    engine.dispose()

    done = _binstart("journal", "verify", "--data", str(tmp_path))

    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == f"WRONG  case {number}: entry 2 was changed, or what stood before it was"
    assert done.stdout.splitlines()[-1].startswith("WRONG  ")


def test_verify_holds_the_seals_against_the_file_that_is_given(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "seals").write_text((kept / "seals").read_text() + "3 2026-03-11 00ff\n")

    done = _binstart("journal", "verify", "--data", str(kept), "--seals", str(tmp_path / "seals"))

    assert done.returncode == 1
    assert "‘3 2026-03-11 00ff’: the database holds no such seal" in done.stdout


def test_verify_says_in_one_line_that_the_file_of_seals_is_not_there(kept: Path, tmp_path: Path) -> None:
    done = _binstart("journal", "verify", "--data", str(kept), "--seals", str(tmp_path / "none"))

    assert done.returncode == 1
    assert done.stderr.startswith("binstart: the file of seals can't be read: ")
    assert len(done.stderr.splitlines()) == 1


def test_the_file_of_journals_is_for_its_owner_alone_and_an_old_one_stays_where_it_can_not_be_written(
    kept: Path, tmp_path: Path
) -> None:
    assert (kept / "journals").stat().st_mode & 0o777 == 0o600

    done = _binstart("journal", "export", "--output", str(tmp_path / "nowhere" / "journals"), "--data", str(kept))

    assert done.returncode == 1
    assert "can't be written" in done.stderr


def test_the_checker_finds_the_file_as_it_was_written(kept: Path) -> None:
    done = _check(kept / "journals", kept / "seals")

    assert (done.returncode, done.stdout) == (0, "as it was written\n"), done.stderr


def _entries(lines: Lines) -> list[int]:
    return [number for number, line in enumerate(lines) if "entry" in line]


def _change(lines: Lines) -> None:
    lines[_entries(lines)[1]]["entry"][7] = "mayor"


def _change_with_all_sums_behind_it(lines: Lines) -> None:
    """Rewrites the first journal to its end: only the seal can tell."""
    begin = next(number for number, line in enumerate(lines) if "chain" in line)
    length, before = lines[begin]["length"], ""
    lines[begin + 2]["entry"][7] = "mayor"
    for line in lines[begin + 1 : begin + 1 + length]:
        line["hash"] = before = chained(before, line["entry"])
    lines[begin]["head"] = before


def _remove_at_the_end(lines: Lines) -> None:
    begin = [number for number, line in enumerate(lines) if "chain" in line][1]
    del lines[begin - 1]


def _remove_at_the_end_with_its_count(lines: Lines) -> None:
    first, second = [number for number, line in enumerate(lines) if "chain" in line][:2]
    del lines[second - 1]
    lines[first] |= {"length": lines[first]["length"] - 1, "head": lines[second - 2]["hash"]}


def _swap(lines: Lines) -> None:
    one, other = _entries(lines)[1:3]
    lines[one], lines[other] = lines[other], lines[one]


def _insert(lines: Lines) -> None:
    at = _entries(lines)[1]
    lines.insert(at, json.loads(json.dumps(lines[at])))


def _remove_a_seal(lines: Lines) -> None:
    del lines[1]


def _remove_the_last_seal_with_its_count(lines: Lines) -> None:
    del lines[2]
    lines[-1]["end"]["seals"] = 1


def _remove_a_journal_with_its_count(lines: Lines) -> None:
    first, second = [number for number, line in enumerate(lines) if "chain" in line][:2]
    del lines[first:second]
    lines[-1]["end"]["chains"] -= 1


def _cut(lines: Lines) -> None:
    del lines[-1]


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (_change, "entry 2 was changed"),
        (_change_with_all_sums_behind_it, "is not the one that was sealed"),
        (_remove_at_the_end, "and should at"),
        (_remove_at_the_end_with_its_count, "was sealed, and is missing"),
        (_swap, "entry 3 stands where entry 2 should"),
        (_insert, "entry 2 stands where entry 3 should"),
        (_remove_a_seal, "seal 2: one before it is missing"),
        (_remove_the_last_seal_with_its_count, "seal kept outside: 2 2026-03-10 "),
        (_remove_a_journal_with_its_count, "was sealed, and is missing"),
        (_cut, "the file was cut off"),
    ],
)
def test_the_checker_finds_what_was_done_to_a_copy(
    kept: Path, tmp_path: Path, tamper: Callable[[Lines], None], told: str
) -> None:
    lines = [json.loads(line) for line in (kept / "journals").read_text(encoding="utf-8").splitlines()]
    tamper(lines)
    copy = tmp_path / "copy"
    copy.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")

    done = _check(copy, kept / "seals")

    assert done.returncode == 1
    assert told in done.stdout
    assert done.stdout.endswith("wrong\n")


def test_words_are_erased_by_the_command_and_the_checker_knows_it(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "binstart.sqlite").write_bytes((kept / "binstart.sqlite").read_bytes())
    engine = connect(f"sqlite:///{tmp_path / 'binstart.sqlite'}")
    with writing(engine) as session:
        place = make_place(session, "noorderwijk", "NOO")
        number = advance_to(session, place, Stage.INFO_EVENING).number
    with Session(engine) as session:
        typed = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:approved")).first()
        assert typed is not None
        words, sequence = typed.data["reason"], str(typed.sequence)
    engine.dispose()
    erase = ("journal", "erase-words", number, "--data", str(tmp_path), "--because", "vraag om te wissen", "--entry")

    done = _binstart(*erase, sequence)
    refused = _binstart(*erase, "999")
    _binstart("journal", "export", "--output", str(tmp_path / "journals"), "--data", str(tmp_path))

    assert done.stdout == f"{number}, entry {sequence}: the words under ‘reason’ are erased, and the journal says so\n"
    assert refused.stderr == f"binstart: nothing was erased: {number} has no entry 999 with words under ‘reason’\n"
    verified = _binstart("journal", "verify", "--data", str(tmp_path))
    assert "words were erased in 1, as is noted there" in verified.stdout
    assert _check(tmp_path / "journals").stdout == "as it was written\n"
    written = (tmp_path / "journals").read_text(encoding="utf-8")
    (tmp_path / "journals").write_text(written.replace("(gewist)", words), encoding="utf-8")
    assert _check(tmp_path / "journals").returncode == 0  # the words as they were fit their sum still
    (tmp_path / "journals").write_text(written.replace("(gewist)", "iets anders"), encoding="utf-8")
    assert f"entry {sequence} was changed" in _check(tmp_path / "journals").stdout
