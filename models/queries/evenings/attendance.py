"""Who came to an evening: how many people and dwellings, the last who came, and a street as a list to tick."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from models.attendance import Attendance
from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.info_evening import InfoEvening
from models.queries.evenings.invitations import InvitableDwelling, round_of
from models.queries.records.shared import case_record
from models.rules.records.info_evening import AttendanceListRecord
from models.rules.refusals import Invalid
from models.rules.streets import HouseNumber, house_number_order, normalise_street_name
from models.support import Voice

MOST_PRINTED = 1000  # dwellings in one file: some seconds of the press
MOST_FOUND = 60  # dwellings of one answer; a street with more is searched with a number


@dataclass(frozen=True)
class Present:
    """How many people came, from how many dwellings of the area, and of those how many gave no voice yet."""

    people: int
    dwellings: int
    without_voice: int


@dataclass(frozen=True)
class TickLine:
    """One dwelling on the list at the door; `arrived_at`: since when somebody of it is there."""

    dwelling: InvitableDwelling
    arrived_at: datetime | None


def evening_at_door(session: Session, case_id: int, evening_id: int, today: date) -> InfoEvening | None:
    """The evening that is asked for, else today's, else the last that was not cancelled. None: the case has none."""
    evenings = session.scalars(
        select(InfoEvening).where(InfoEvening.case_id == case_id).order_by(InfoEvening.id.desc())
    ).all()
    asked = [one for one in evenings if one.id == evening_id]
    going_on = [one for one in evenings if one.state != "cancelled"]
    of_today = [one for one in going_on if day_of(one.starts_at) == today]
    return next(iter([*asked, *of_today, *going_on]), None)


def present_at(session: Session, evening_id: int) -> Present:
    """The numbers of one evening, in one question."""
    gave_voice = exists().where(
        Voice.case_id == Attendance.case_id,
        Voice.street_id == Attendance.street_id,
        Voice.house_number == Attendance.house_number,
        Voice.suffix_key == Attendance.suffix_key,
        Voice.state == "confirmed",
    )
    row = session.execute(
        select(
            func.coalesce(func.sum(Attendance.people), 0),
            func.count(Attendance.street_id),
            func.count(Attendance.street_id).filter(~gave_voice),
        ).where(Attendance.evening_id == evening_id, Attendance.removed_at.is_(None))
    ).one()
    return Present(*row)


def last_arrivals(session: Session, evening_id: int, most: int = 10) -> list[Attendance]:
    """The last who were noted, the newest first."""
    return list(
        session.scalars(
            select(Attendance)
            .where(Attendance.evening_id == evening_id, Attendance.removed_at.is_(None))
            .order_by(Attendance.id.desc())
            .limit(most)
            .options(selectinload(Attendance.street))
        )
    )


def attendance_list_record(
    session: Session, case: FoundingCase, evening: InfoEvening, on: date, base_url: str, street_id: int = 0
) -> AttendanceListRecord:
    """The list on paper: the whole area, or one street of it. Raises Invalid where it is too long for one file."""
    dwellings = [one for one in round_of(session, case) if street_id in (0, one.street_id)]
    if len(dwellings) > MOST_PRINTED:
        sentence = f"Het gebied telt meer dan {MOST_PRINTED} woningen. Kies een straat."
        raise Invalid("too_many_dwellings", sentence, "street_id")
    streets: dict[str, list[InvitableDwelling]] = {}
    for one in dwellings:
        streets.setdefault(f"{one.street} ({one.postcode})", []).append(one)
    return AttendanceListRecord(
        case=case_record(session, case, base_url),
        dated_on=on,
        starts_at=evening.starts_at.astimezone(BELGIUM),
        place=evening.place,
        streets=tuple((name, _numbers(some)) for name, some in sorted(streets.items())),
    )


def _numbers(dwellings: list[InvitableDwelling]) -> tuple[str, ...]:
    ordered = sorted(dwellings, key=lambda one: house_number_order(one.number, one.suffix))
    return tuple(str(HouseNumber(one.number, one.suffix)) for one in ordered)


def tick_list(session: Session, case: FoundingCase, evening_id: int, typed: str) -> list[TickLine]:
    """The dwellings of the area that somebody means: 'kerk', 'kerkstraat 12'. In the order of the round."""
    words = normalise_street_name(typed.strip()).split()
    number = int(words.pop()) if words and words[-1].isascii() and words[-1].isdigit() and len(words[-1]) < 6 else None
    if not words and number is None:
        return []
    wanted = " ".join(words)
    found = [
        one for one in round_of(session, case)
        if wanted in normalise_street_name(one.street) and number in (None, one.number)
    ][:MOST_FOUND]  # fmt: skip
    there = dict(
        session.execute(
            select(Attendance.dwelling_id, Attendance.arrived_at).where(
                Attendance.evening_id == evening_id,
                Attendance.dwelling_id.in_([one.id for one in found]),
                Attendance.removed_at.is_(None),
            )
        ).all()
    )
    return [TickLine(one, there.get(one.id)) for one in found]
