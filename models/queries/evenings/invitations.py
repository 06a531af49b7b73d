"""Invitations: the dwellings of an area in the order of the round, one by its code, how far the letters are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.case import FoundingCase
from models.document import Document
from models.info_evening import InfoEvening
from models.invitation import Invitation, LetterRun
from models.journal import JournalEntry
from models.queries.evenings.evenings import planned_evenings
from models.queries.requests.areas import segments_of
from models.rules.area import is_in_area
from models.rules.invitations import read_code, round_order
from models.rules.records.info_evening import InvitedRecord
from models.rules.refusals import Invalid
from models.rules.scope import Scope
from models.rules.streets import normalise_street_name, split_address, suffix_key

STREET_LETTERS = "street_letters"  # the kind of a file with the letters of one street


@dataclass(frozen=True)
class InvitableDwelling:
    """One dwelling of an area, with its address in words."""

    id: int
    street: str
    postcode: str
    number: int
    suffix: str
    street_id: int = 0


@dataclass(frozen=True)
class StreetLetters:
    """The letters of one street: the stretch of the round from `first` to `last`, both included."""

    street: str
    postcode: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many letters."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class LetterProgress:
    """How far the letters of an evening are. `files`: per street, in the order of the round; `whole`: all of them."""

    run: LetterRun
    evening: InfoEvening
    invited: int
    files: tuple[Document, ...]
    whole: Document | None

    @property
    def percent(self) -> int:
        """Of the work, from 0 to 100: an address is half of a letter."""
        if self.run.done_at is not None:
            return 100
        return min(99, 100 * (self.invited + self.run.printed) // (2 * max(1, self.run.dwellings)))


def invitation_of(session: Session, typed: str) -> Invitation | None:
    """The invitation that somebody means by the code that they typed or scanned; None when there is none."""
    code = read_code(typed)
    return session.scalars(select(Invitation).where(Invitation.code == code)).one_or_none() if code else None


def invitation_at(session: Session, case_id: int, typed: str) -> Invitation:
    """The last invitation of the dwelling that somebody means by a street with a number. Raises Invalid (`address`)."""
    asked = split_address(typed)
    if asked.number is None:
        raise Invalid("no_number", "Vul de straat en het huisnummer in, bijvoorbeeld: Kerkstraat 12 bus 3.", "address")
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.case_id == case_id, Invitation.house_number == asked.number.number)
        .order_by(Invitation.id.desc())
    )
    street, suffix = normalise_street_name(asked.street), suffix_key(asked.number.suffix)
    for row in rows:
        is_here = normalise_street_name(row.street) == street and suffix_key(row.suffix) == suffix
        if is_here and asked.postcode in ("", row.postcode):
            return row
    raise Invalid("not_invited", "Deze woning kreeg geen brief. Kijk de straat en het huisnummer na.", "address")


def as_record(row: Invitation) -> InvitedRecord:
    """The invitation as it is printed."""
    return InvitedRecord(row.street, row.house_number, row.suffix, row.postcode, row.municipality, row.code)


def asked_in(session: Session, case_id: int, evening_id: int) -> int:
    """The number of the journal entry that asked for the letters of this evening."""
    return _entry_that_asked(session, case_id, evening_id).sequence


def asked_streets(session: Session, case_id: int, evening_id: int) -> tuple[int, ...]:
    """The streets whose dwellings are invited to this evening; none: all of the area."""
    return tuple(_entry_that_asked(session, case_id, evening_id).data.get("streets", ()))


def _entry_that_asked(session: Session, case_id: int, evening_id: int) -> JournalEntry:
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case_id, JournalEntry.event == "invitations:asked")
    )
    return next(entry for entry in entries if entry.data["evening_id"] == evening_id)


def evenings_without_letters(session: Session, case_id: int, at: datetime) -> list[InfoEvening]:
    """The evenings that are still to come for which nobody asked letters yet, by moment."""
    asked = set(session.scalars(select(LetterRun.evening_id).where(LetterRun.case_id == case_id)))
    return [one for one in planned_evenings(session, case_id) if one.starts_at > at and one.id not in asked]


def round_of(session: Session, case: FoundingCase, streets: Collection[int] = ()) -> list[InvitableDwelling]:
    """The dwellings of the area of a case that have an address in the register, as who delivers passes them.
    `streets`: only of these; none: of all.

    A sector has members and no streets: nothing.
    """
    if case.area.scope == Scope.MEMBERS:
        return []
    question = (
        select(
            Dwelling.id, Street.id.label("street_id"), Street.name, Street.postcode, Dwelling.number, Dwelling.suffix
        )
        .join(Street, Street.id == Dwelling.street_id)
        .where(Street.authority_id == case.municipality_id, Dwelling.is_active)
    )
    if streets:
        question = question.where(Street.id.in_(streets))
    if case.area.scope == Scope.MUNICIPALITY:
        rows = session.execute(question).all()
    else:
        segments = segments_of(session, case.area_id)
        of_area = question.where(Street.id.in_({segment.street for segment in segments}))
        rows = [row for row in session.execute(of_area) if is_in_area(segments, row.street_id, row.number)]
    ordered = sorted(rows, key=lambda row: round_order(row.name, row.postcode, row.street_id, row.number, row.suffix))
    return [InvitableDwelling(row.id, row.name, row.postcode, row.number, row.suffix, row.street_id) for row in ordered]


def streets_without_numbers(session: Session, case: FoundingCase) -> tuple[str, ...]:
    """The streets of the area of which the register gives no house numbers: no letter can be addressed there."""
    has_numbers = select(Dwelling.street_id).where(Dwelling.is_active)
    streets = {segment.street for segment in segments_of(session, case.area_id)}
    return tuple(
        session.scalars(
            select(Street.name).where(Street.id.in_(streets), Street.id.not_in(has_numbers)).order_by(Street.name)
        )
    )


def has_letters(session: Session, case_id: int) -> bool:
    """Whether letters were asked for any evening of this case."""
    return session.scalar(select(LetterRun.id).where(LetterRun.case_id == case_id).limit(1)) is not None


def letter_run_of(session: Session, evening_id: int) -> LetterRun | None:
    """The letters of this evening, if somebody asked for them."""
    return session.scalars(select(LetterRun).where(LetterRun.evening_id == evening_id)).one_or_none()


@dataclass(frozen=True)
class AskedLetters:
    """For which evening of which case letters were asked; `is_off`: it was moved or cancelled since."""

    evening_id: int
    number: str
    is_off: bool


def asked_letters(session: Session, case_id: int, sequence: int) -> AskedLetters:
    """What the journal entry with this sequence asked for."""
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case_id, JournalEntry.sequence == sequence)
    ).one()
    evening = session.get_one(InfoEvening, entry.data["evening_id"])
    return AskedLetters(evening.id, session.get_one(FoundingCase, case_id).number, evening.state == "cancelled")


def printed_versions(session: Session, case_id: int) -> frozenset[str]:
    """The versions of the files per street that are there."""
    return frozenset(
        session.scalars(select(Document.version).where(Document.case_id == case_id, Document.kind == STREET_LETTERS))
    )


def letters_of(session: Session, evening_id: int, first: int = 1, last: int | None = None) -> list[InvitedRecord]:
    """The invitations of an evening in the order of the round, or one stretch of it."""
    question = select(
        Invitation.street, Invitation.house_number, Invitation.suffix, Invitation.postcode, Invitation.municipality,
        Invitation.code,
    ).where(Invitation.evening_id == evening_id, Invitation.place >= first)  # fmt: skip
    if last is not None:
        question = question.where(Invitation.place <= last)
    return [InvitedRecord(*row) for row in session.execute(question.order_by(Invitation.place))]


def stretches_of(session: Session, evening_id: int) -> list[StreetLetters]:
    """The round of an evening, street by street."""
    rows = session.execute(
        select(Invitation.street, Invitation.postcode, Invitation.place)
        .where(Invitation.evening_id == evening_id)
        .order_by(Invitation.place)
    )
    stretches = []
    for (street, postcode), group in groupby(rows, key=lambda row: (row.street, row.postcode)):
        places = [row.place for row in group]
        stretches.append(StreetLetters(street, postcode, places[0], places[-1]))
    return stretches


def letter_progress(session: Session, case_id: int) -> tuple[LetterProgress, ...]:
    """The letters that were asked in a case, the latest evening first."""
    runs = session.scalars(select(LetterRun).where(LetterRun.case_id == case_id).order_by(LetterRun.id)).all()
    files = session.scalars(
        select(Document)
        .where(Document.case_id == case_id, Document.kind.in_((STREET_LETTERS, "invitation_letter")))
        .order_by(Document.version)
    ).all()
    invited = dict(
        session.execute(
            select(Invitation.evening_id, func.count())
            .where(Invitation.case_id == case_id)
            .group_by(Invitation.evening_id)
        ).all()
    )
    found = [
        LetterProgress(
            run,
            session.get_one(InfoEvening, run.evening_id),
            invited.get(run.evening_id, 0),
            tuple(one for one in files if one.kind == STREET_LETTERS and one.version.split("-")[0] == str(ordinal)),
            next((one for one in files if one.kind == "invitation_letter" and one.version == str(ordinal)), None),
        )
        for ordinal, run in enumerate(runs, start=1)
    ]
    return tuple(reversed(found))
