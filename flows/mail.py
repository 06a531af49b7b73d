"""One mail as it goes over the line: its headers and attachments. The same effect gives the same mail on every try."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from documents.limits import clean
from documents.notices.in_html import mail_html
from models.rules.languages import SOURCE
from models.settings import settings


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail. `media_type` may carry parameters: 'text/calendar; method=PUBLISH'."""

    filename: str
    media_type: str
    content: bytes


class NoAddress(ValueError):
    """What should be a mail address is none."""


def message_id(key: str) -> str:
    """The name of the mail of this effect: a mail server or mailbox that sees it twice can tell."""
    host = urlsplit(settings().base_url).hostname or "binstart.invalid"
    return f"<{_digest(key)}@{host}>"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def compose(*, key: str, to: str, name: str, subject: str, text: str, dated_at: datetime, reply_to: str = "",
            attachments: Sequence[Attachment] = (), language: str = SOURCE) -> EmailMessage:  # fmt: skip
    """The mail of one effect, as text and as a page with the same words. Raises NoAddress, so that nobody adds headers
    with one."""
    message = EmailMessage()
    message["Message-ID"] = message_id(key)
    message["Date"] = format_datetime(dated_at)
    message["From"] = settings().mail_from
    message["To"] = _address(to, name)
    if reply_to:
        message["Reply-To"] = _address(reply_to, "")
    message["Subject"] = _one_line(subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(mail_html(_one_line(subject), text, language), subtype="html")
    for one in attachments:
        media_type, *parameters = (part.strip() for part in one.media_type.split(";"))
        main, _, sub = media_type.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.filename,
                               params=dict(parameter.split("=", 1) for parameter in parameters))  # fmt: skip
    both = message
    if attachments:
        message.set_boundary(f"binstart-{_digest(key)}")  # else it is drawn by lot
        both = message.get_payload(0)  # type: ignore[assignment]
    both.set_boundary(f"binstart-both-{_digest(key)}")
    message["Content-Language"] = language  # last: what goes before an attachment is moved to the text alone
    return message


def _address(email: str, name: str) -> Address:
    try:
        return Address(display_name=_one_line(name), addr_spec=email.strip())
    except Exception as error:  # the standard library raises several kinds, also IndexError
        raise NoAddress("not a mail address") from error


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
