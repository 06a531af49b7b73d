"""A mail server that writes down each mail before it says yes: `python -m drills.mail_server PORT FILE`."""

import asyncio
import hashlib
import json
import os
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.smtp import SMTP, Envelope


class Received(NamedTuple):
    """One mail that was taken: its Message-ID, and the hash of all its bytes."""

    id: str
    sha256: str


class _Writing:
    """What aiosmtpd calls for each mail: one line in the file, safe on disk, and only then the answer."""

    def __init__(self, file: Path) -> None:
        self._out = file.open("a", encoding="utf-8")

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        line = {"id": str(message_from_bytes(content)["Message-ID"]).strip(), "to": envelope.rcpt_tos,
                "sha256": hashlib.sha256(content).hexdigest()}  # fmt: skip
        self._out.write(json.dumps(line) + "\n")
        self._out.flush()
        os.fsync(self._out.fileno())
        return "250 kept"


async def _serve(port: int, file: Path) -> None:
    handler = _Writing(file)
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost"), "127.0.0.1", port)
    await asyncio.Event().wait()


def received(file: Path) -> list[Received]:
    """Every mail that was taken, as often as it came. A last line that a kill cut off was never
    answered with yes."""
    if not file.exists():
        return []
    whole = file.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    found = []
    for line in whole:
        try:
            mail = json.loads(line)
            found.append(Received(mail["id"], mail["sha256"]))
        except json.JSONDecodeError:  # cut off, and written on by the next process
            continue
    return found


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
