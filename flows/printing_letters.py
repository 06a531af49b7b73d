"""Printing the letters to all dwellings: their text, their invitations, a file per street, and one with all.
In the language of the case, and behind it in each other one of the municipality: a letter to everybody (language law).

Each step keeps what it made before the next begins. Whoever takes the work over finds it and goes on from there.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from documents.contexts.invitation import Stamp
from documents.filling.invitation import letter_body, stamp_for
from documents.kinds import PDF
from documents.language import in_language, said, speaking, spoken
from documents.press.stamping import KIND, LetterBody, LetterText, print_body, stamp
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
from models.rules.languages import languages_for
from models.rules.records.info_evening import EveningRecord, InvitedRecord
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
        case = session.get_one(FoundingCase, case_id)
        record = evening_record(session, case, plan["sequence"], settings().base_url)
        languages = languages_for("public", case.municipality.language_regime, case.document_language)
    with speaking(record.case.language):
        return _print(case_id, asked, [in_language(record, one) for one in languages], plan["version"])


def _print(case_id: int, asked: AskedLetters, records: Sequence[EveningRecord], version: str) -> ProducedFile:
    body = _body(asked.evening_id, records)
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


def _body(evening_id: int, records: Sequence[EveningRecord]) -> LetterBody:
    """What all letters share: what was kept, else made now and kept."""
    with reading() as session:
        run = letter_run_of(session, evening_id)
        assert run is not None
    if run.body_sha256:
        return LetterBody(documents().read(run.body_sha256), tuple(_text(kept) for kept in run.texts))
    contexts = [letter_body(record, run.window_side) for record in records]
    body = print_body(*contexts, logo=logo_of(contexts[0]))
    sha256 = documents().keep(body.pdf)
    with writing() as session:
        keep_letter_body(session, evening_id, sha256, [asdict(text) for text in body.texts])
    return body


def _text(kept: dict[str, Any]) -> LetterText:
    places = {name: (left, top) for name, (left, top) in kept["places"].items()}
    return LetterText(kept["language"], kept["page"], places)


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
    stamps = list(zip(*(_stamps(text, invited) for text in body.texts), strict=True))
    content = stamp(body, stamps, base, title=title, author="Binstart")
    return ProducedFile(PDF, name, documents().keep(content), len(content), spoken())


def _stamps(text: LetterText, invited: Sequence[InvitedRecord]) -> list[Stamp]:
    with speaking(text.language):
        return [stamp_for(one) for one in invited]


def _in_ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
