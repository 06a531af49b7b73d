"""The line to the mail server, and what it answers about one mail."""

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

from models.settings import settings

SMTP_SECONDS = 20  # of silence; then the mail server counts as away


class NeverDeliverable(Exception):
    """This mail will not arrive, however often it is tried."""


class AddressRefused(NeverDeliverable):
    """The mail server knows that this address takes no mail."""


class MailServerAway(Exception):
    """There is no talking with the mail server, or it refuses us altogether."""


class NotNow(Exception):
    """The mail server will not take this mail at this moment; others it may."""


class MailServer:
    """The line to the mail server: opened for the first mail, kept for the next ones."""

    def __init__(self) -> None:
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()

    def take(self, message: EmailMessage, returns_to: str = "") -> None:
        """Hand over one mail. `returns_to`: where the mail goes when it comes back; empty: to our own sender.

        Raises NeverDeliverable (AddressRefused where it is the address) and NotNow about this mail, MailServerAway when
        there is no talking with the server or it refuses us altogether."""
        try:
            self._send(message, returns_to)
        except OSError as error:  # SMTPException is a kind of it
            raise MailServerAway(f"{type(error).__name__}: {error}") from error

    def _send(self, message: EmailMessage, returns_to: str) -> None:
        line = self._line or self._open()
        sender = returns_to or parseaddr(settings().mail_from)[1]
        recipient: Address = message["To"].addresses[0]
        try:
            line.send_message(message, sender, [recipient.addr_spec])
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            refusal = _refusal(code, reason)
            raise (AddressRefused(str(refusal)) if code >= 500 else refusal) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NeverDeliverable(str(error)) from error

    def _open(self) -> smtplib.SMTP:
        chosen = settings()
        line = smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=SMTP_SECONDS)
        if chosen.smtp_starttls:
            line.starttls(context=ssl.create_default_context())
        if chosen.smtp_username:
            line.login(chosen.smtp_username, chosen.smtp_password)
        self._line = line
        return line


def _refusal(code: int, reason: bytes | str) -> Exception:
    words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return (NotNow if code < 500 else NeverDeliverable)(f"{code} {words}")
