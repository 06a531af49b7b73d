"""The local mailbox of the demonstration: a real mail server on loopback that keeps all mail and sends nothing on."""

import asyncio
import hashlib
import os
import signal
from email import message_from_bytes
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from binstart.preparing import CannotStart


def keep_message(folder: Path, content: bytes, recipients: list[str]) -> bool:
    """Keep one mail as an .eml file; False when a mail with this Message-ID is there already, which stays as it was.

    The name of the file is the hash of the Message-ID, so a mail that is handed over twice is found once.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    known_as = str(message_from_bytes(content).get("Message-ID", "")).strip().encode() or content
    target = folder / f"{hashlib.sha256(known_as).hexdigest()[:32]}.eml"
    with NamedTemporaryFile(dir=folder, suffix=".new") as file:
        file.write(b"".join(f"Delivered-To: {recipient}\r\n".encode() for recipient in recipients) + content)
        file.flush()
        try:
            os.link(file.name, target)
        except FileExistsError:
            return False
    return True


class _Keeping:
    """What aiosmtpd calls for each mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        await asyncio.to_thread(keep_message, self._folder, content, envelope.rcpt_tos)
        return "250 kept"


def serve_mailbox(folder: Path, host: str, port: int) -> None:
    """Take mail for anyone until SIGTERM. Raises CannotStart when the port cannot be had."""
    try:
        asyncio.run(_serve(folder, host, port))
    except OSError as error:
        raise CannotStart(f"the mailbox cannot listen on {host}, port {port}: {error.strerror}") from None


async def _serve(folder: Path, host: str, port: int) -> None:
    def speak() -> Any:
        return SMTP(_Keeping(folder), enable_SMTPUTF8=True, hostname="localhost")

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with await loop.create_server(speak, host, port):
        await stop.wait()
