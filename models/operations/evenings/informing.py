"""The info evening: planning it, noting its results, and naming the stuurgroep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.database import Base
from models.info_evening import AgendaItemResult, InfoEvening
from models.mandate import Mandate
from models.operations.cases.acting import Taken, proceed, record, take, written
from models.operations.cases.writing_case import set_due_day
from models.operations.evenings.balloting import require_as_voted
from models.operations.evenings.moving_evenings import (
    evening_to_move,
    items_after_the_seven,
    move_evening,
    next_evening_on,
    room_for,
)
from models.operations.evenings.writing_minutes import draft_minutes, require_no_names
from models.person import Person
from models.queries.evenings.evenings import all_evenings, present_evening, unusual_about
from models.queries.evenings.minutes import noted_sections
from models.rules.access import Actor, Role
from models.rules.minutes import FINAL
from models.rules.procedure import agenda_of
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

SEATS = {  # what somebody can be in a stuurgroep
    Role.COORDINATOR.value: "coördinator",
    Role.DEPUTY_COORDINATOR.value: "plaatsvervangend coördinator",
    Role.STEERING_GROUP_MEMBER.value: "lid van de stuurgroep",
}


@dataclass(frozen=True)
class ItemResult:
    """What came of one agenda item; votes are counts of hands, None where there was no vote."""

    result: str
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


@dataclass(frozen=True)
class Seat:
    """Somebody in the stuurgroep: name, e-mail for signing in, phone, and seat (a role)."""

    name: str
    email: str
    role: str
    phone: str = ""


_ITEMS = Base.metadata.tables[AgendaItemResult.__tablename__]
_FORGET_ITEMS = delete(_ITEMS).where(_ITEMS.c.evening_id == bindparam("evening"))
_NOTE_ITEMS = insert(_ITEMS)


def plan_info_evening(
    session: Session,
    case_id: int,
    by: Actor,
    at: datetime,
    *,
    starts_at: datetime,
    place: str,
    address: str,
    organisers: str,
    contact: str,
    accessibility: str = "",
    getting_there: str = "",
    speakers: str = "",
    extra_items: Sequence[str] = (),
    room_limit: int | None = None,
    moves: int | None = None,
    is_extra: bool = False,
    reason: str = "",
    is_sure: bool = True,
    seen: str = "",
) -> InfoEvening:
    """Plan an evening. All inhabitants must be invited in time: the term before the evening is a setting.

    It takes the place of the evening that is planned already, with the `reason` of the move (of several, `moves` says
    which one); the old one stays on record as cancelled, and who replied keeps their reply. `is_extra`: it comes beside
    them, as where each village has its own. Not
    `is_sure`: at short notice or on a day off it is refused, so that a page can ask.
    """
    taken = take(session, case_id, "plan_info_evening", by, seen=seen)
    _require_sensible_moment(session, taken, starts_at, at, is_sure)
    earlier = None if is_extra else evening_to_move(session, case_id, moves)
    if earlier is not None:
        reason = written(reason, "reason")
    evening = InfoEvening(
        case_id=case_id,
        starts_at=starts_at,
        place=written(place, "place"),
        address=written(address, "address"),
        organisers=written(organisers, "organisers"),
        contact=written(contact, "contact"),
        accessibility=written(accessibility or "", "accessibility", shortest=0),
        getting_there=written(getting_there or "", "getting_there", shortest=0),
        speakers=written(speakers or "", "speakers", shortest=0),
        extra_items=items_after_the_seven(extra_items),
        room_limit=room_for(room_limit),
        planned_at=at,
        planned_by_id=by.person_id,
    )
    session.add(evening)
    session.flush()
    if earlier is not None:
        move_evening(session, taken, earlier, evening, reason, by, at)
    set_due_day(session, taken.case, next_evening_on(session, case_id))
    record(
        session,
        taken.case,
        "info_evening:planned",
        by,
        at,
        taken.function,
        held_on=day_of(starts_at).isoformat(),
        place=evening.place,
        evening_id=evening.id,
        moved_from=earlier.id if earlier is not None else None,
    )
    proceed(session, taken.case, taken.settings, at)
    return evening


def _require_sensible_moment(session: Session, taken: Taken, starts_at: datetime, at: datetime, is_sure: bool) -> None:
    if starts_at <= at:
        raise Invalid("in_the_past", "Dit moment is al voorbij.", "starts_at")
    unusual = unusual_about(session, taken.case, starts_at, at, taken.settings.invitation_days_before)
    if unusual and not is_sure:
        raise Invalid("unusual_moment", " ".join(unusual), "starts_at")


def record_info_evening(
    session: Session,
    case_id: int,
    by: Actor,
    at: datetime,
    *,
    chair: str,
    attendance: int,
    items: Mapping[str, ItemResult],
    network_approved: bool | None,
    objectives_approved: bool | None,
    steering_group_approved: bool | None,
    registered_dwellings: int = 0,
    remarks: str = "",
    evening_id: int | None = None,
    seen: str = "",
) -> None:
    """Note what the meeting decided. May be noted again until the minutes are approved.

    An approval that is None was not on the table. `evening_id`: which one of several; else the first that is planned.
    """
    taken = take(session, case_id, "record_info_evening", by, seen=seen)
    evening = _evening_to_record(session, case_id, at, evening_id)
    if attendance < 0 or attendance > 5000:
        raise Invalid("attendance", "Vul het aantal aanwezigen in: een getal tussen 0 en 5.000.", "attendance")
    if registered_dwellings < 0 or registered_dwellings > 50_000:
        raise Invalid("registered_dwellings", "Vul een aantal woningen in tussen 0 en 50.000.", "registered_dwellings")
    approvals = {"network": network_approved, "objectives": objectives_approved,
                 "steering_group": steering_group_approved}  # fmt: skip
    require_as_voted(session, evening.id, approvals, attendance)
    told = {"chair": chair, **{code: item.result for code, item in items.items()}, "remarks": remarks or ""}
    require_no_names(session, case_id, told)
    was_noted = evening.state == "held"
    before = noted_sections(session, evening) if was_noted else {}
    evening.state, evening.notes = "held", {}  # what was noted meanwhile is in the results now
    evening.chair, evening.attendance = written(chair, "chair"), attendance
    evening.network_approved, evening.objectives_approved = network_approved, objectives_approved
    evening.steering_group_approved = steering_group_approved
    evening.registered_dwellings, evening.remarks = registered_dwellings, written(remarks or "", "remarks", shortest=0)
    evening.recorded_by_id = by.person_id
    set_due_day(session, taken.case, next_evening_on(session, case_id))  # the term was the evening itself
    _note_items(session, evening, items, attendance, was_noted=was_noted)
    record(
        session,
        taken.case,
        "info_evening:recorded",
        by,
        at,
        taken.function,
        attendance=attendance,
        evening_id=evening.id,
    )
    draft_minutes(session, taken, evening, before, by, at)
    proceed(session, taken.case, taken.settings, at)


def _evening_to_record(session: Session, case_id: int, at: datetime, evening_id: int | None) -> InfoEvening:
    evening = present_evening(session, case_id)
    if evening_id is not None:
        evening = next((one for one in all_evenings(session, case_id) if one.id == evening_id), None)
    if evening is None or evening.state == "cancelled":
        raise GateNotMet("no_evening", "Er is geen infoavond gepland.")
    if evening.minutes_approved_at is not None:
        raise Stale("minutes_approved", FINAL)
    if evening.starts_at > at:
        raise GateNotMet("not_yet_held", "De infoavond moet nog plaatsvinden.")
    return evening


def _note_items(session: Session, evening: InfoEvening, items: Mapping[str, ItemResult], attendance: int, *,
                was_noted: bool) -> None:  # fmt: skip
    noted = [
        _item_row(evening, code, item, attendance) for code, item in items.items()
        if _is_known(evening, code) and item.result.strip()  # not treated yet: the gate says so
    ]  # fmt: skip
    session.flush()
    connection = session.connection()
    if was_noted:
        connection.execute(_FORGET_ITEMS, {"evening": evening.id})
    if noted:
        connection.execute(_NOTE_ITEMS, noted)
    session.expire(evening, ["items"])


def _is_known(evening: InfoEvening, code: str) -> bool:
    if code not in agenda_of(evening.extra_items):
        raise Invalid("unknown_item", "Dit agendapunt bestaat niet.", code)
    return True


def _item_row(evening: InfoEvening, code: str, item: ItemResult, attendance: int) -> dict[str, Any]:
    votes = (item.votes_for, item.votes_against, item.abstentions)
    if any(count is not None and count < 0 for count in votes):
        raise Invalid("negative_votes", "Een aantal stemmen is niet negatief.", code)
    if sum(count or 0 for count in votes) > attendance:
        raise Invalid("too_many_votes", "Er zijn meer stemmen dan aanwezigen.", code)
    return {
        "evening_id": evening.id,
        "item": code,
        "result": written(item.result, code),
        "votes_for": votes[0],
        "votes_against": votes[1],
        "abstentions": votes[2],
    }


def appoint_steering_group(
    session: Session, case_id: int, by: Actor, at: datetime, *, seats: Sequence[Seat], seen: str = ""
) -> None:
    """Note who is in the stuurgroep. Who is new is invited, and holds the seat once they accept (answering_seats).

    Who is no longer in the list leaves it today; who stays keeps their answer and their screening.
    """
    taken = take(session, case_id, "appoint_steering_group", by, seen=seen)
    if not any(seat.role == Role.COORDINATOR.value for seat in seats):
        raise Invalid("no_coordinator", "Duid minstens één coördinator aan.", "seats")
    if len(seats) > 60:
        raise Invalid("too_many", "Hoogstens 60 personen.", "seats")
    wanted = {_person_for(session, seat, at).id: seat for seat in seats}
    if len(wanted) < len(seats):
        raise Invalid("twice", "Iemand staat twee keer in de lijst (zelfde e-mailadres).", "seats")
    on = day_of(at)
    present = session.scalars(
        select(Mandate).where(Mandate.case_id == case_id, Mandate.role.in_(SEATS), Mandate.until.is_(None))
    ).all()
    for mandate in present:
        if mandate.person_id in wanted and mandate.role == wanted[mandate.person_id].role:
            del wanted[mandate.person_id]
        else:
            mandate.until = on
    for person_id, seat in wanted.items():
        session.add(Mandate(person_id=person_id, role=seat.role, case_id=case_id, function=SEATS[seat.role], since=on,
                            is_accepted=False))  # fmt: skip
    record(
        session,
        taken.case,
        "steering_group:appointed",
        by,
        at,
        taken.function,
        count=len(seats),
        coordinators=sum(seat.role == Role.COORDINATOR.value for seat in seats),
    )
    proceed(session, taken.case, taken.settings, at)


def _person_for(session: Session, seat: Seat, at: datetime) -> Person:
    email = seat.email.strip().lower()
    if seat.role not in SEATS:
        raise Invalid("unknown_seat", "Kies coördinator, plaatsvervanger of lid.", "seats")
    if "@" not in email or len(email) > 254:
        raise Invalid("wrong_email", "Vul voor iedereen een e-mailadres in.", "seats")
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if person is None:
        person = Person(name=written(seat.name, "seats"), email=email, phone=seat.phone.strip(), created_at=at)
        session.add(person)
        session.flush()
    if not person.is_active:
        raise NotAllowed("inactive_person", "Deze persoon is niet meer actief.")
    return person
