"""What a member gets: a message as a mail, and in one line as a text message."""

from dataclasses import dataclass
from datetime import datetime

from documents.filling_shared import line, network
from documents.limits import clean
from documents.notices.writing import BELGIUM, Letter, parts
from documents.wording import full_date
from models.rules.messages import KINDS, URGENT
from models.rules.text_messages import plain_signs


@dataclass(frozen=True)
class MemberMessage:
    """One message to one member. `link`: where it is read, and where they say that they did."""

    name: str
    network: str
    network_kind: str
    message_kind: str
    subject: str
    text: str
    foreword: str
    left_at: datetime
    link: str


def write_member_mail(message: MemberMessage) -> Letter:
    """The message as a mail: what is urgent says so first."""
    kind, of_network = KINDS[message.message_kind], network(message.network, message.network_kind)
    at = message.left_at.astimezone(BELGIUM)
    title, text = parts("member_message.txt", {
        "name": line(message.name), "network": of_network, "kind": kind.name, "is_urgent": kind.message_class == URGENT,
        "subject": line(message.subject), "body": clean(message.text), "foreword": clean(message.foreword),
        "moment": f"{full_date(at.date())} om {at:%H.%M} uur", "link": message.link,
    })  # fmt: skip
    return Letter(title, f"{title} – {of_network}", text)


def write_text_message(message: MemberMessage) -> str:
    """The message in one line, with the link to read it; in signs that go in few parts."""
    of_network = network(message.network, message.network_kind)
    is_urgent = KINDS[message.message_kind].message_class == URGENT
    before, after = ("DRINGEND ", " Bel 101.") if is_urgent else ("", "")
    return plain_signs(f"{before}{of_network}: {line(message.subject)}.{after} {message.link}".replace("..", "."))
