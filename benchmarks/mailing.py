"""A message to 450 members, from the moment that it may leave until the mail server has all of it.

Once to a mail server that takes everything at once, beside the same mails sent bare by smtplib on one line in the same
run; once to one that takes a tenth of a second for each and refuses one in ten at first.
"""

import asyncio
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from sqlalchemy import Engine

from benchmarks.figures import Result, Target
from benchmarks.installation import running
from binstart.preparing import free_port
from models.consent import ChannelConsent
from models.database import connect, writing
from models.enrolment import Enrolment
from models.operations.launches.launching import network_of
from models.operations.networks.messaging import MessageText, write_message
from models.operations.networks.releasing_messages import release_message
from models.rules.messages import HELD_BACK_FOR
from models.rules.procedure import Stage
from tests.factories import START, acting, advance_to, coordinator_of, later, make_place

TITLE = "a mail to 450 members in the SMTP server's hands; also to a slow server that refuses one in ten"
MEMBERS = 450
SLOW = 0.1  # seconds for each mail
PATIENCE = 300.0
HOST = "@leden.meetdorp.example"
NEWS = MessageText(
    "own_news", "Vergadering op dinsdag", "We vergaderen op dinsdag om acht uur.\n\n" + "Kom zeker. " * 80
)


def run() -> Result:
    """Measure; takes about two minutes."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        quick, sink = _sent_to(Path(folder) / "quick", _Sink())
        slow, slow_sink = _sent_to(Path(folder) / "slow", _Sink(SLOW, refuses=True))
    figures = {
        "450 mails s": quick,
        "times bare smtplib": quick / _bare(sink.contents),
        "slow and refusing server s": slow,
        "came twice": float(sink.doubled() + slow_sink.doubled()),
        "lost": float(2 * MEMBERS - len(sink.taken) - len(slow_sink.taken)),
    }
    targets = (Target("450 mails s", 60.0), Target("came twice", 0.0), Target("lost", 0.0))
    notes = (
        "the two minutes in which a message can be held back are over when the clock starts",
        f"slow server: {SLOW:g} s for each mail on its line, one address in ten refused at its first try",
    )
    return Result("mailing", figures, targets, notes)


class _Sink:
    """A mail server that counts each mail by its Message-ID."""

    def __init__(self, seconds: float = 0.0, *, refuses: bool = False) -> None:
        self._seconds, self._refuses = seconds, refuses
        self._tries: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.contents: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: object, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._tries[address] += 1
        if self._refuses and self._tries[address] == 1 and len(self._tries) % 10 == 0:
            return "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802 - idem
        await asyncio.sleep(self._seconds)
        content = envelope.original_content or b""
        if not envelope.rcpt_tos[0].endswith(HOST):
            return "250 a mail of the founding"
        self.contents.append(content)
        self.taken[str(message_from_bytes(content)["Message-ID"])] += 1
        return "250 kept"

    def doubled(self) -> int:
        """How many mails came once too often."""
        return sum(self.taken.values()) - len(self.taken)


@contextmanager
def _serving(sink: _Sink) -> Iterator[int]:
    server = Controller(sink, hostname="127.0.0.1", port=free_port("127.0.0.1"))
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def _sent_to(data: Path, sink: _Sink) -> tuple[float, _Sink]:
    """The seconds until this server has the message of all members."""
    with (
        _serving(sink) as port,
        running(data, "--no-demo", BINSTART_SMTP_HOST="127.0.0.1", BINSTART_SMTP_PORT=str(port)),
    ):
        seconds = _release(connect(f"sqlite:///{data / 'binstart.sqlite'}"), data, sink)
        time.sleep(3)  # what would come twice, comes now
    return seconds, sink


def _bare(contents: list[bytes]) -> float:
    """The seconds for the same mails on one line, without anything of ours."""
    with _serving(_Sink()) as port, smtplib.SMTP("127.0.0.1", port) as line:
        begin = time.monotonic()
        for content in contents:
            line.sendmail("van@binstart.example", ["aan@binstart.example"], content)
        return time.monotonic() - begin


def _release(engine: Engine, data: Path, sink: _Sink) -> float:
    """Let a message go whose two minutes are over, and wait until all of it is there. Returns the seconds."""
    with writing(engine) as session:
        case = advance_to(session, make_place(session, "meetdorp", "MEE"), Stage.EVALUATION)
        network = network_of(session, case.id)
        assert network is not None
        session.add_all(
            Enrolment(network_id=network.id, state="member", name=f"Lid {number}", email=f"lid{number}{HOST}",
                      rules_version=1, consent_version=1, asked_at=START,
                      consents=[ChannelConsent(channel="mail", version=1, given_at=START)])
            for number in range(MEMBERS)
        )  # fmt: skip
        by, now = acting(session, coordinator_of(session, case), later(case)), datetime.now(UTC)
        message = write_message(session, case.id, by, now, NEWS)
        release_message(session, case.id, by, now, now - HELD_BACK_FOR, message_id=message.id, revision=1,
                        has_sms=False)  # fmt: skip
        begin = time.monotonic()
    (data / "wake").touch()
    while len(sink.taken) < MEMBERS:
        if time.monotonic() > begin + PATIENCE:
            raise RuntimeError(f"{len(sink.taken)} of {MEMBERS} arrived within {PATIENCE:g} s")
        time.sleep(0.02)
    return time.monotonic() - begin
