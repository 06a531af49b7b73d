"""The mails about a question of somebody about their own data: received, extended, answered; due, for who answers."""

from dataclasses import dataclass
from datetime import date

from documents.filling.shared import line
from documents.language import ruled, speaking
from documents.limits import clean
from documents.notices.writing import Letter, parts
from documents.wording import full_date
from models.rules.data_requests import KINDS
from models.rules.languages import SOURCE

STAGES = ("received", "extended", "answered", "due")


@dataclass(frozen=True)
class ToldRequest:
    """One question as its mails tell it. `link`: where who answers finds it."""

    number: int
    kind: str
    name: str
    authority: str
    due_on: date
    state: str
    answer: str
    extension_reason: str
    link: str
    language: str = SOURCE


def write_data_request_mail(stage: str, told: ToldRequest) -> Letter:
    """The mail of this stage. That to who answers names nobody: a mailbox is no place for it."""
    with speaking(told.language):
        title, text = parts("data_request.txt", {
            "stage": stage, "number": told.number, "kind": ruled(KINDS[told.kind]), "name": line(told.name),
            "authority": line(told.authority), "due_on": full_date(told.due_on), "is_granted": told.state == "done",
            "answer": clean(told.answer), "reason": clean(told.extension_reason), "link": told.link,
        })  # fmt: skip
        return Letter(title, f"{title} – {line(told.authority)}", text, told.language)
