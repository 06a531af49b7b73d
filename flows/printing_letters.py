"""Printing the letters to all dwellings: their text, their invitations, a file per street, and one with all.
All of it in the language of the case.

Each step keeps what it made before the next begins. Whoever takes the work over finds it and goes on from there.
"""

import re
import unicodedata
from typing import Any

from documents.filling.invitation import letter_body, stamp_for
from documents.kinds import PDF
from documents.language import said, speaking, spoken
from documents.press.stamping import KIND, LetterBody, print_body, stamp
from flows.connection import reading, writing
from models.case import FoundingCase
from models.clock import present
from models.file_store import documents
from models.operations.effects.producing import ProducedFile
from models.operations.evenings.inviting import keep_letter_body, make_invitations, record_street_letters
from models.queries.evenings.invitations import (
    AskedLetters,
    StreetLetters,
    asked_letters,
    letter_run_of,
    letters_of,
    printed_versions,
    stretches_of,
)
from models.queries.records.info_evening import evening_record
from models.rules.records.info_evening import EveningRecord
from models.rules.web_addresses import reply_page
from models.settings import settings


def print_letters(case_id: int, plan: dict[str, Any]) -> ProducedFile | None:
    """Make what is missing of the letters that the plan asks for; gives the file with all of them.

    None: the evening was moved or cancelled meanwhile. Raises RenderingFailed where the text can't be printed.
    """
    with reading() as session:
        asked = asked_letters(session, case_id, plan["sequence"])
        if asked.is_off:
            return None
        record = evening_record(session, session.get_one(FoundingCase, case_id), plan["sequence"], settings().base_url)
    with speaking(record.case.language):
        return _print(case_id, asked, record, plan["version"])


def _print(case_id: int, asked: AskedLetters, record: EveningRecord, version: str) -> ProducedFile:
    body = _body(asked.evening_id, record)
    while _invite_next(asked.evening_id):
        pass
    with reading() as session:
        stretches = stretches_of(session, asked.evening_id)
        done = printed_versions(session, case_id)
    for place, stretch in enumerate(stretches, start=1):
        of_street = f"{version}-{place:04d}"
        if of_street not in done:
            _print_street(asked.evening_id, asked.number, body, stretch, of_street)
    return _printed(asked.evening_id, body, f"{said(KIND.called)}-{asked.number}.pdf")


def _body(evening_id: int, record: EveningRecord) -> LetterBody:
    """The text of all letters: the one that was kept, else made now and kept."""
    with reading() as session:
        run = letter_run_of(session, evening_id)
        assert run is not None
    if run.body_sha256:
        kept = documents().read(run.body_sha256)
        return LetterBody(kept, {name: (left, top) for name, (left, top) in run.places.items()})
    context = letter_body(record, run.window_side)
    body = print_body(context, logo=logo_of(context))
    sha256 = documents().keep(body.pdf)
    with writing() as session:
        keep_letter_body(session, evening_id, sha256, {name: list(place) for name, place in body.places.items()})
    return body


def logo_of(context: Any) -> bytes:
    """The file with the sender's logo; nothing when the kind has no sender or the sender no logo."""
    sha256 = getattr(getattr(context, "sender", None), "logo", "")
    return documents().read(sha256) if sha256 else b""


def _invite_next(evening_id: int) -> int:
    with writing() as session:
        return make_invitations(session, evening_id, present(session))


def _print_street(evening_id: int, number: str, body: LetterBody, stretch: StreetLetters, version: str) -> None:
    name = f"{said(KIND.called)}-{number}-{_in_ascii(stretch.street)}-{stretch.postcode}.pdf"
    file = _printed(evening_id, body, name, stretch.first, stretch.last)
    with writing() as session:
        record_street_letters(session, evening_id, file, stretch, version, present(session))


def _printed(evening_id: int, body: LetterBody, name: str, first: int = 1, last: int | None = None) -> ProducedFile:
    with reading() as session:
        invited = letters_of(session, evening_id, first, last)
    base = reply_page(settings().base_url, "")
    title = name.removesuffix(".pdf")
    content = stamp(body, [stamp_for(one) for one in invited], base, title=title, author="Binstart")
    return ProducedFile(PDF, name, documents().keep(content), len(content), spoken())


def _in_ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
