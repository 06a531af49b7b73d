"""What a member gets: a message as a mail, and in one line as a text message."""

from dataclasses import dataclass
from datetime import datetime

from documents.filling.shared import line, network
from documents.language import ruled, said, speaking
from documents.limits import clean
from documents.notices.writing import BELGIUM, Letter, parts
from documents.wording import full_date, time_of_day
from models.rules.languages import SOURCE
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
    language: str = SOURCE


def write_member_mail(message: MemberMessage) -> Letter:
    """The message as a mail: what is urgent says so first."""
    with speaking(message.language):
        kind, of_network = KINDS[message.message_kind], network(message.network, message.network_kind)
        at = message.left_at.astimezone(BELGIUM)
        title, text = parts("member_message.txt", {
            "name": line(message.name), "network": of_network, "kind": ruled(kind.name),
            "is_urgent": kind.message_class == URGENT, "subject": line(message.subject), "body": clean(message.text),
            "foreword": clean(message.foreword), "link": message.link,
            "moment": said("{day} om {hour}", day=full_date(at.date()), hour=time_of_day(at)),
        })  # fmt: skip
        return Letter(title, f"{title} – {of_network}", text, message.language)


def write_text_message(message: MemberMessage) -> str:
    """The message in one line, with the link to read it; in signs that go in few parts."""
    with speaking(message.language):
        named = {"network": network(message.network, message.network_kind), "subject": line(message.subject)}
        is_urgent = KINDS[message.message_kind].message_class == URGENT
        urgent = said("DRINGEND {network}: {subject}. Bel 101.", **named)
        told = urgent if is_urgent else f"{named['network']}: {named['subject']}."
    return plain_signs(f"{told} {message.link}".replace("..", "."))
