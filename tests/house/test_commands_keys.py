"""`binstart keys` as an administrator types it, and where the keys come from."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from binstart.migrating import upgrade
from models.case import FoundingCase
from models.database import connect, writing
from models.encryption import keys_of, new_key, read_keyring, write_keys
from models.operations.cases import assigning
from models.queries.cases.assignments import notes_of
from models.rules.access import Role
from models.settings import Settings
from tests.factories import START, acting, make_place, submitted

WORDS = "De aanvrager is bij ons gekend."


@pytest.fixture
def kept(tmp_path: Path) -> Settings:
    """A data folder with keys and a note of the police."""
    chosen = Settings(data_dir=tmp_path / "data", encryption_keys_file="")
    write_keys(chosen.keys_file, [new_key()])
    engine = connect(chosen.effective_database_url)
    upgrade(engine, keys_file=chosen.keys_file)
    with keys_of(chosen), writing(engine) as session:
        place = make_place(session)
        case = submitted(session, place)
        officer = acting(session, place.people[Role.MANDATED_OFFICER])
        assigning.write_note(session, case.id, officer, START, text=WORDS)
    engine.dispose()
    return chosen


def binstart(*words: str, data: Path) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BINSTART_")}
    command = [sys.executable, "-m", "binstart", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**environment, "BINSTART_DATA_DIR": str(data)})  # fmt: skip


def read(chosen: Settings) -> list[str | None]:
    engine = connect(chosen.effective_database_url)
    with keys_of(chosen), Session(engine) as session:
        return [note.text for note in notes_of(session, session.query(FoundingCase.id).scalar(), ["police"])]


def test_keys_are_checked_rotated_and_the_old_ones_taken_away(kept: Settings) -> None:
    before = read_keyring(kept.keys_file)
    checked = binstart("keys", "check", data=kept.data_dir)
    rotated = binstart("keys", "rotate", data=kept.data_dir)
    dropped = binstart("keys", "drop-old", data=kept.data_dir)

    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "everything that is encrypted can be read")
    assert "1 notes and secrets were encrypted anew" in rotated.stdout
    assert dropped.returncode == 0, dropped.stderr
    after = read_keyring(kept.keys_file)
    assert len(after.keys) == 1
    assert after.keys != before.keys
    assert read(kept) == [WORDS]
    assert stat.S_IMODE(kept.keys_file.stat().st_mode) == 0o600


def test_a_key_that_is_still_needed_is_not_taken_away(kept: Settings) -> None:
    write_keys(kept.keys_file, [new_key(), *read_keyring(kept.keys_file).keys])  # and nothing was encrypted anew

    done = binstart("keys", "drop-old", data=kept.data_dir)

    assert done.returncode == 1
    assert "an older key is still needed, for key 1 of police zone" in done.stderr
    assert read(kept) == [WORDS]


def test_lost_keys_are_told_and_begun_anew_only_when_asked(kept: Settings) -> None:
    kept.keys_file.unlink()

    prepared = binstart("prepare", data=kept.data_dir)
    checked = binstart("keys", "check", data=kept.data_dir)
    assert prepared.returncode == 0, prepared.stderr
    assert not kept.keys_file.exists()
    assert checked.returncode == 1
    assert "binstart keys begin-anew" in checked.stderr

    begun = binstart("keys", "begin-anew", data=kept.data_dir)
    again = binstart("keys", "check", data=kept.data_dir)

    assert "1 keys and secrets stay closed until the lost keys are found" in begun.stdout
    assert again.returncode == 1
    assert "CLOSED  key 1 of police zone" in again.stdout
    assert WORDS not in again.stdout


def test_a_fresh_installation_gets_its_keys(tmp_path: Path) -> None:
    done = binstart("prepare", data=tmp_path)

    assert done.returncode == 0, done.stderr
    file = tmp_path / "secrets" / "encryption"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert len(read_keyring(file).keys) == 1
