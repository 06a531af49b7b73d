"""The local mailbox of the demonstration, as it is read: a folder of mails that nobody outside received."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path


@dataclass(frozen=True)
class MailboxAttachment:
    """One file that came with a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class MailboxMessage:
    """One mail. `key` names it in an address; `received_at` is real time, whatever the demonstration clock says."""

    key: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    received_at: datetime
    text: str
    html: str
    attachments: tuple[MailboxAttachment, ...]


def read_mailbox(folder: Path, newest: int | None = None, to: str = "") -> list[MailboxMessage]:
    """The mails in the folder, newest first; only the `newest` so many when that is given, only those `to` an address
    (in lower case) when that is. No folder: no mails."""
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    found = (message for message in map(_read, files) if not to or to in map(str.lower, message.recipients))
    return list(islice(found, newest))


def read_message(folder: Path, key: str) -> MailboxMessage | None:
    """The mail with this key; None when there is none. Keys are checked: they come from the address bar."""
    file = folder / f"{key}.eml"
    return _read(file) if re.fullmatch("[0-9a-f]{32}", key) and file.is_file() else None


def _read(file: Path) -> MailboxMessage:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
    return MailboxMessage(
        key=file.stem,
        message_id=str(message.get("Message-ID", "")),
        sender=str(message.get("From", "")),
        recipients=tuple(str(recipient) for recipient in message.get_all("Delivered-To", [])),
        subject=str(message.get("Subject", "")),
        received_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachment(part) for part in message.iter_attachments() if isinstance(part, EmailMessage)),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if isinstance(part, EmailMessage) else ""


def _attachment(part: EmailMessage) -> MailboxAttachment:
    payload = part.get_payload(decode=True)
    return MailboxAttachment(
        name=part.get_filename() or "bijlage",
        content_type=part.get_content_type(),
        content=payload if isinstance(payload, bytes) else b"",
    )
