"""The clockwork seals the journals: once a day, in the database and in the file outside of it."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.connection import real_now
from flows.sealing_journals import sealing_journals
from flows.worker import _occasions
from models.clock import day_of, move_forward_to
from models.database import writing
from models.journal_seal import JournalSeal
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import submitted


def test_the_clockwork_seals_the_real_day_once_also_in_the_file_outside(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("BINSTART_JOURNAL_SEALS_FILE", str(tmp_path / "seals"))
    settings.cache_clear()
    with writing(installation.engine) as session:
        submitted(session, installation.place)

    for _ in range(2):
        run_flow(prefect_server, sealing_journals)

    with Session(installation.engine) as session:
        seal = session.scalars(select(JournalSeal)).one()
    assert seal.day == day_of(real_now())
    assert (tmp_path / "seals").read_text() == f"1 {seal.day} {seal.hash}\n"


def test_a_demonstration_clock_that_runs_ahead_makes_no_seal_of_tomorrow(installation: Installation) -> None:
    today = day_of(real_now())
    with writing(installation.engine) as session:
        move_forward_to(session, real_now().replace(year=today.year + 1))

    assert _occasions()["sealing_journals"] == today.isoformat()
