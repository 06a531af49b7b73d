"""Where a mail to a member goes when it comes back: an address of its own, so that it tells whose mail it was.

Source: RFC 5321, 4.5.5 (delivery notices go to the sender of the envelope), RFC 3464 (what they hold). The address
carries a number and a mark made with the secret: nobody makes a mail seem returned by guessing. The number is that of
the delivery of a message, or of the ticket of a survey.
"""

import hashlib
import hmac
import re
from email.message import EmailMessage

MESSAGE, SURVEY = "", "s"  # what a returned mail was about
_RETURNED_TO = re.compile(r"\+(s?)(\d{1,12})-([0-9a-f]{16})@")


def return_address(bounce_address: str, number: int, secret_key: str, about: str = MESSAGE) -> str:
    """'retour+12-0123456789abcdef@binstart.example', of a survey 'retour+s12-…'; empty where the installation takes no
    returned mail."""
    name, _, host = bounce_address.partition("@")
    return f"{name}+{about}{number}-{_mark(about, number, secret_key)}@{host}" if host else ""


def read_return_address(address: str, secret_key: str, before: str = "") -> tuple[str, int] | None:
    """What an address is about (MESSAGE, SURVEY) and its number; None for one that we did not make. `before`: the
    secret until it was changed."""
    found = _RETURNED_TO.search(address.lower())
    if found is None:
        return None
    marks = [_mark(found[1], int(found[2]), key) for key in (secret_key, before) if key]
    return (found[1], int(found[2])) if any(hmac.compare_digest(found[3], one) for one in marks) else None


def _mark(about: str, number: int, secret_key: str) -> str:
    return hmac.new(secret_key.encode(), f"returned:{about}{number}".encode(), hashlib.sha256).hexdigest()[:16]


def has_failed(mail: EmailMessage) -> bool:
    """Whether a returned mail says that it will not arrive: a notice that it is only late does not, nor does an absence
    that somebody told their mailbox to answer."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            told = [block.get("Action", "") for block in part.get_payload() if hasattr(block, "get")]
            return any(action.strip().lower() == "failed" for action in told)
    return False
