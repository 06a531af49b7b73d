"""What the crash drill is made of: lines that can be cut, a mail server that writes first, checks that find faults."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from drills.checking import check, repeated_mails
from drills.line import Line, port_target
from drills.lives import Act, Life
from drills.mail_server import received
from drills.people import Ledger
from flows.mail import message_id
from models.assignment import Note
from models.case import FoundingCase
from models.document import Document
from models.journal import JournalEntry
from models.outbox import Effect, OutboxEntry
from models.rules.access import Role
from tests.engine.harness import free_port, until
from tests.factories import Place, submitted

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def line() -> Line:
    """A line to a server that says back what it hears."""
    far = free_port()

    async def say_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while heard := await reader.read(100):
            writer.write(heard)

    return Line(free_port(), _listening(far, say_back))


def _listening(port: int, handler: Callable[..., object]) -> Callable[..., object]:
    started = []

    async def connect() -> object:
        if not started:
            started.append(await asyncio.start_server(handler, "127.0.0.1", port))
        return await port_target(port)()

    return connect


def _said_back(line: Line) -> bytes:
    with socket.create_connection(("127.0.0.1", line.port), timeout=5) as end:
        end.sendall(b"hallo")
        try:
            return end.recv(100)
        except ConnectionResetError:
            return b""


def test_a_line_passes_on_is_cut_and_heals(line: Line) -> None:
    assert _said_back(line) == b"hallo"
    with socket.create_connection(("127.0.0.1", line.port), timeout=5) as end:
        end.sendall(b"x")
        assert end.recv(1) == b"x"
        line.cut()
        assert end.recv(1) == b""
    assert _said_back(line) == b""
    line.heal()
    assert _said_back(line) == b"hallo"


def test_a_slow_line_still_passes_everything_on(line: Line) -> None:
    line.slow_down(0.2)
    begin = time.monotonic()

    assert _said_back(line) == b"hallo"
    assert time.monotonic() - begin >= 0.4  # there and back


def test_the_mail_server_writes_each_mail_down_before_it_says_yes(tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "mails.jsonl"
    server = subprocess.Popen([sys.executable, "-m", "drills.mail_server", str(port), str(file)])
    try:
        until(lambda: _is_open(port))
        mail = EmailMessage()
        mail["Message-ID"], mail["To"] = "<een@binstart.example>", "iemand@binstart.example"
        with SMTP("127.0.0.1", port) as client:
            for _time in range(2):
                client.send_message(mail, "wij@binstart.example", ["iemand@binstart.example"])
    finally:
        server.kill()
        server.wait()

    with file.open("a") as out:
        out.write('{"id": "<half')
    once, again = received(file)
    assert once == again
    assert once.id == "<een@binstart.example>"


def _is_open(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    case = submitted(session, place)
    for table in (OutboxEntry, Effect):
        session.execute(delete(table))
    return case


def _found(session: Session, folder: Path, *done: tuple[Life, Act]) -> dict[str, list[str]]:
    session.flush()
    ledger = Ledger()
    ledger.done += done
    found = check(session, folder, folder / "mails.jsonl", ledger)
    return {name: lines for name, lines in found.items() if lines}


def came(folder: Path, *mails: tuple[str, str]) -> None:
    """What the mail server wrote down: Message-ID and hash of each."""
    lines = (json.dumps({"id": id_, "to": [], "sha256": content}) + "\n" for id_, content in mails)
    (folder / "mails.jsonl").write_text("".join(lines))


def test_a_mail_that_came_again_is_doubled_unless_it_is_the_same_and_had_to_go_again(
    session: Session, case: FoundingCase, tmp_path: Path
) -> None:
    session.add_all(Effect(key=key, kind="mail", case_id=case.id, payload={}, state="confirmed", attempts=attempts)
                    for key, attempts in (("lost yes", 2), ("too often", 2), ("not the same", 2)))  # fmt: skip
    lost, often, other = (message_id(key) for key in ("lost yes", "too often", "not the same"))
    came(tmp_path, (lost, "a"), (lost, "a"), (often, "b"), (often, "b"), (often, "b"), (other, "c"), (other, "d"))

    assert _found(session, tmp_path) == {
        "mails doubled": [f"{often}: 3 times, handed over 2 times", f"{other}: 2 times, not the same"]
    }
    assert repeated_mails(tmp_path / "mails.jsonl") == 3


def test_a_country_without_faults_has_no_findings(session: Session, case: FoundingCase, tmp_path: Path) -> None:
    life = Life(case.id, case.number, ())

    assert _found(session, tmp_path, (life, Act(Role.DESK_OFFICER, "x", {}, "request:submitted"))) == {}


def test_what_was_answered_with_success_and_is_not_there_is_found(
    session: Session, place: Place, case: FoundingCase, tmp_path: Path
) -> None:
    life = Life(case.id, case.number, ())
    decision = Act(Role.DESK_OFFICER, "accept-request", {}, "request:accepted")
    word = Act(Role.DESK_OFFICER, "behandeling/nota", {}, "", "nota-1-1")
    vote = Act("", "/stem/1", {}, code="CDFGH-JKMNP")

    assert len(_found(session, tmp_path, (life, decision), (life, word), (life, vote))[
        "lost though answered with success"]) == 3  # fmt: skip


def test_what_is_there_twice_is_found(session: Session, place: Place, case: FoundingCase, tmp_path: Path) -> None:
    author = place.people[Role.DESK_OFFICER].id
    session.add_all(Note(case_id=case.id, side="municipality", author_id=author, text="Gebeld, nota-1-1.",
                         written_at=NOW) for _time in range(2))  # fmt: skip
    file = "a" * 64
    session.add_all(Document(case_id=case.id, kind="receipt", version=version, title="Bewijs", filename="b.pdf", size=1,
                             media_type="application/pdf", sha256=file, produced_at=NOW)
                    for version in ("1", "2"))  # fmt: skip
    came(tmp_path, ("<een@x>", "a"), ("<een@x>", "a"))

    found = _found(session, tmp_path, (Life(case.id, case.number, ()), Act(Role.DESK_OFFICER, "nota", {}, "",
                                                                         "nota-1-1")))  # fmt: skip

    assert set(found) == {"done twice", "documents doubled", "mails doubled",
                          "documents whose file is missing or changed"}  # fmt: skip


def test_a_changed_entry_and_a_missing_one_break_the_journal(
    session: Session, case: FoundingCase, tmp_path: Path
) -> None:
    last = select(func.max(JournalEntry.id)).where(JournalEntry.case_id == case.id).scalar_subquery()
    session.execute(update(JournalEntry).where(JournalEntry.id == last).values(function="mayor"))
    assert case.number in _found(session, tmp_path)["journals that are not whole"][0]
    session.execute(delete(JournalEntry).where(JournalEntry.id == last))
    assert _found(session, tmp_path)["journals that are not whole"] == [
        f"case {case.number}: entry {case.journal_length} at the end is missing"
    ]


def test_work_that_waits_and_a_mail_that_nobody_received_are_found(
    session: Session, case: FoundingCase, tmp_path: Path
) -> None:
    session.add(OutboxEntry(flow="idea", case_id=case.id))
    session.add_all(Effect(key=key, kind="mail", case_id=case.id, payload={}, state="confirmed", attempts=1)
                    for key in ("a", "b"))  # fmt: skip
    came(tmp_path, (message_id("a"), "a"))

    found = _found(session, tmp_path)

    assert [len(found["work that was not done"]), found["mails that were never received"]] == [1, ["b"]]


def test_a_case_of_which_everything_is_met_and_that_stands_still_is_found(
    session: Session, case: FoundingCase, tmp_path: Path
) -> None:
    case.stage = "launch"

    [told] = _found(session, tmp_path)["cases that stand where they may not"]

    assert told == f"{case.number}: stands in launch, open are ['idea']"
