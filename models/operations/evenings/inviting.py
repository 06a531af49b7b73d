"""Inviting every dwelling: the desk asks for the letters, and the engine makes them piece by piece.

Each piece is a transaction of its own that finds what is done already: who is interrupted goes on where it stopped.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.database import Base
from models.document import Document
from models.info_evening import InfoEvening
from models.invitation import Invitation, LetterRun
from models.operations.cases.acting import lock_case, proceed, record, take
from models.operations.effects.producing import ProducedFile
from models.queries.evenings.evenings import all_evenings, present_evening
from models.queries.evenings.invitations import (
    STREET_LETTERS,
    StreetLetters,
    asked_letters,
    asked_streets,
    letter_run_of,
    round_of,
)
from models.rules.access import Actor
from models.rules.invitations import CODE_LENGTH, CODE_SIGNS, WINDOWS
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.rules.streets import plain_name

AT_ONCE = 1000  # invitations in one transaction: the case is locked for a part of a second
MOST_DWELLINGS = 50_000

_INVITATIONS = Base.metadata.tables[Invitation.__tablename__]
_INVITE = insert(_INVITATIONS)


def invite_dwellings(session: Session, case_id: int, by: Actor, at: datetime, *, window: str = "right",
                     evening_id: int | None = None, streets: Collection[int] = (),
                     seen: str = "") -> LetterRun:  # fmt: skip
    """Ask for a letter to every dwelling of the area. They are made in the background, once per evening.

    `window`: on which side the envelope has it; `evening_id`: which one of several, else the first; `streets`: only the
    dwellings of these, as where each village has an evening of its own; none: all. Raises GateNotMet where no letter
    can be addressed or the evening is over, and Stale when somebody asked already.
    """
    taken = take(session, case_id, "invite_dwellings", by, seen=seen)
    if window not in WINDOWS:
        raise Invalid("unknown_window", "Kies waar het venster van de omslag zit.", "window")
    evening = _evening_to_invite_to(session, case_id, at, evening_id)
    if letter_run_of(session, evening.id) is not None:
        raise Stale("letters_asked", "De brieven voor deze infoavond zijn al gevraagd.")
    chosen = round_of(session, taken.case, streets)
    dwellings = len(chosen)
    if dwellings and not {one.street_id for one in chosen} >= set(streets):
        raise Invalid(
            "unknown_street", "Kies straten van het gebied waarvan het adresregister huisnummers kent.", "streets"
        )
    if dwellings == 0:
        raise GateNotMet("no_addresses", "Van dit gebied kent het adresregister geen huisnummers. Gebruik de flyer.")
    if dwellings > MOST_DWELLINGS:
        raise GateNotMet("too_many_dwellings", f"Meer dan {MOST_DWELLINGS} brieven gaat niet in één keer.")
    assert by.person_id is not None
    run = LetterRun(case_id=case_id, evening_id=evening.id, asked_by_id=by.person_id, asked_at=at, window_side=window,
                    dwellings=dwellings)  # fmt: skip
    session.add(run)
    record(session, taken.case, "invitations:asked", by, at, taken.function, dwellings=dwellings,
           evening_id=evening.id, streets=sorted(streets))  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return run


def _evening_to_invite_to(session: Session, case_id: int, at: datetime, evening_id: int | None) -> InfoEvening:
    evening = present_evening(session, case_id)
    if evening_id is not None:
        evening = next((one for one in all_evenings(session, case_id) if one.id == evening_id), None)
    if evening is None or evening.state == "cancelled":
        raise GateNotMet("no_evening", "Er is geen infoavond gepland.")
    if evening.state == "held" or evening.starts_at <= at:
        raise GateNotMet("evening_over", "Deze infoavond is al voorbij. Plan eerst een nieuwe.")
    return evening


def make_invitations(session: Session, evening_id: int, at: datetime, *, most: int = AT_ONCE) -> int:
    """Give the next dwellings of the round their invitation, each with a code. Returns how many; 0: all have one."""
    case = lock_case(session, session.get_one(InfoEvening, evening_id).case_id)
    done = set(session.scalars(select(Invitation.dwelling_id).where(Invitation.evening_id == evening_id)))
    last = session.scalar(select(func.max(Invitation.place)).where(Invitation.evening_id == evening_id)) or 0
    streets = asked_streets(session, case.id, evening_id)
    missing = [one for one in round_of(session, case, streets) if one.id not in done][:most]
    rows: list[dict[str, Any]] = [
        {
            "case_id": case.id,
            "evening_id": evening_id,
            "dwelling_id": one.id,
            "place": place,
            "street": plain_name(one.street),
            "house_number": one.number,
            "suffix": one.suffix,
            "postcode": one.postcode,
            "municipality": case.municipality.name,
            "code": "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
            "made_at": at,
        }
        for place, one in enumerate(missing, start=last + 1)
    ]
    if rows:
        session.connection().execute(_INVITE, rows)
    return len(rows)


def keep_letter_body(session: Session, evening_id: int, sha256: str, texts: list[dict[str, Any]]) -> None:
    """Note the file with the text of all letters, and of each language its page and where is stamped on it."""
    run = _run(session, evening_id)
    run.body_sha256, run.texts = sha256, texts
    session.flush()


def record_street_letters(session: Session, evening_id: int, file: ProducedFile, stretch: StreetLetters, version: str,
                          at: datetime) -> None:  # fmt: skip
    """Note the file with the letters of one street. `version`: the run and the place of the street in the round."""
    run = _run(session, evening_id)
    session.add(
        Document(case_id=run.case_id, kind=STREET_LETTERS, version=version, title=f"Brieven voor {stretch.street}",
                 media_type=file.media_type, language=file.language, filename=file.filename, sha256=file.sha256,
                 size=file.size, audience="staff", produced_at=at)
    )  # fmt: skip
    run.printed += stretch.count
    session.flush()


def finish_letter_run(session: Session, case_id: int, sequence: int, at: datetime) -> None:
    """All letters that the journal entry `sequence` asked for are there, in one file and per street."""
    run = _run(session, asked_letters(session, case_id, sequence).evening_id)
    invited = select(func.count()).select_from(Invitation).where(Invitation.evening_id == run.evening_id)
    run.done_at, run.dwellings = at, session.scalar(invited) or 0
    session.flush()


def _run(session: Session, evening_id: int) -> LetterRun:
    return session.scalars(select(LetterRun).where(LetterRun.evening_id == evening_id)).one()
