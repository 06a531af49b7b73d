"""A real mail server on loopback that notes when it had which mail."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from binstart.preparing import free_port

_NUMBER = re.compile(r"\b[A-Z0-9]+-\d{4}-\d{4,}\b")  # of a case, as subjects and texts have it


class Postbox:
    """Remembers of each case the first moment at which a mail about it was there, since `expect`."""

    def __init__(self) -> None:
        self._arrived: dict[str, float] = {}
        self._lock = threading.Condition()
        self.port = free_port("127.0.0.1")

    @property
    def settings(self) -> dict[str, str]:
        """What leads Binstart here."""
        return {"BINSTART_SMTP_HOST": "127.0.0.1", "BINSTART_SMTP_PORT": str(self.port)}

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """aiosmtpd calls this for each mail."""
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = mail.get_body(("plain",))
        said = f"{mail['Subject']} {body.get_content() if body else ''}"
        with self._lock:
            for number in set(_NUMBER.findall(said)):
                self._arrived.setdefault(number, time.monotonic())
            self._lock.notify_all()
        return "250 kept"

    def expect(self, number: str) -> None:
        """Forget what came about a case until now."""
        with self._lock:
            self._arrived.pop(number, None)

    def arrival(self, number: str, patience: float) -> float:
        """When a mail about the case came, on the monotonic clock. Raises RuntimeError when none does."""
        with self._lock:
            if not self._lock.wait_for(lambda: number in self._arrived, patience):
                raise RuntimeError(f"no mail about {number} within {patience:g} s")
            return self._arrived[number]


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A mail server that lives as long as the block."""
    one = Postbox()
    server = Controller(one, hostname="127.0.0.1", port=one.port)
    server.start()
    try:
        yield one
    finally:
        server.stop()
