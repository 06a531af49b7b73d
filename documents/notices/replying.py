"""Mails about the info evening to who replied to it or is invited: texts without an account, case page or officer."""

from datetime import datetime

from documents.filling.shared import line, municipality_name, network
from documents.language import said, speaking
from documents.limits import clean
from documents.notices.writing import Letter, parts
from models.rules.languages import SOURCE
from models.rules.records.shared import OfficeRecord

KINDS = ("reply_moved", "reply_cancelled", "reply_moved_up", "reply_reminder", "evening_reminder", "evening_invitation",
         "invitation_moved", "minutes_final")  # fmt: skip


def write_reply_mail(kind: str, *, name: str, case_kind: str, municipality: str, starts_at: datetime, place: str,
                     address: str, contact: str, link: str, reason: str = "", people: int = 0,
                     is_waiting: bool = False, is_ended: bool = False,
                     language: str = SOURCE) -> Letter:  # fmt: skip
    """The mail of this kind (KINDS). `link` leads to the reply; `is_ended`: the founding is, and no date follows."""
    with speaking(language):
        about = network(name, case_kind)
        title, body = parts(
            f"{kind}.txt",
            {
                "network": about,
                "starts_at": starts_at.isoformat(),
                "place": line(place),
                "address": line(address),
                "reason": clean(reason),
                "link": link,
                "people": people,
                "is_waiting": is_waiting,
                "is_ended": is_ended,
            },
        )
        sender = municipality_name(OfficeRecord(municipality, "", "", ""))
        greeting, questions, goodbye = said("Goeiedag"), said("Vragen?"), said("Met vriendelijke groeten")
        text = f"{greeting}\n\n{body}\n\n{questions} {line(contact)}\n\n{goodbye}\n{sender}\n"
        return Letter(title, f"{title} – {about}", text, language)
