"""The steps of advice from outside, for tests: asked with a link, and answered through it."""

from datetime import date, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.file_store import Folder
from models.operations.consultation import advising
from models.operations.consultation.advising_by_link import AdviserAnswer, adviser_token, answer_by_link
from models.opinion import Opinion
from models.rules.access import Role
from models.rules.uploads import CheckedUpload
from tests.factories import Place, acting

FOLDER = Folder(Path(gettempdir()) / "binstart-test-uploads")
SECRET = "a secret key for tests, long enough to be accepted"
EMAIL = "magistraat@parket.example"


def ask_outside(session: Session, place: Place, case: FoundingCase, at: datetime, **more: Any) -> Opinion:
    """The police ask the public prosecutor's office, by mail."""
    values = {"adviser": "het parket", "adviser_kind": "prosecutor", "email": EMAIL, "question": "Bent u akkoord?"}
    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    return advising.ask_opinion(session, case.id, officer, at, **{**values, **more})


def link_of(session: Session, opinion: Opinion) -> str:
    """The token of the link, as the mail has it."""
    return adviser_token(session, opinion.id, SECRET)


def answer(session: Session, opinion: Opinion, at: datetime, chosen: str, text: str = "", *,
           wished_on: date | None = None, file: CheckedUpload | None = None) -> None:  # fmt: skip
    """What the adviser fills in."""
    answer_by_link(session, opinion, at, AdviserAnswer(chosen, text, wished_on, file), FOLDER)
