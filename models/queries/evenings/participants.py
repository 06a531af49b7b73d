"""The participants of a case: whether data can still be given, since when it is no longer needed, and the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.case import FoundingCase
from models.network import LaunchDecision, LaunchItem
from models.participant import Participant
from models.queries.cases.facts import settings_of
from models.queries.records.shared import case_record
from models.rules.participants import WISHES
from models.rules.procedure import Stage
from models.rules.records.participants import ParticipantFormRecord
from models.rules.streets import HouseNumber, plain_name
from models.rules.web_addresses import participant_page

HANDED_OVER = "member_list_handed_over"  # of the launch checklist


def over_since(session: Session, case: FoundingCase) -> datetime | None:
    """Since when nobody needs the data here any more: the coordinator has the list of members, the network was launched
    without that point on its checklist, or the case ended. None: they are needed."""
    handed_over = session.scalar(
        select(func.min(LaunchItem.done_at)).where(LaunchItem.case_id == case.id, LaunchItem.code == HANDED_OVER)
    )
    launched = session.scalar(
        select(func.min(LaunchDecision.decided_at)).where(LaunchDecision.case_id == case.id)
    )  # fmt: skip
    return min((at for at in (handed_over, launched, case.ended_at) if at is not None), default=None)


def takes_participants(session: Session, case: FoundingCase) -> bool:
    """Whether participants can give or change their data now: from the accepted request on."""
    return case.stage != Stage.IDEA and over_since(session, case) is None


def dwelling_of(row: Participant) -> str:
    """Street and number as people say it; empty where a network has no dwellings."""
    if row.street is None or row.house_number is None:
        return ""
    return f"{plain_name(row.street.name)} {HouseNumber(row.house_number, row.suffix)}"


@dataclass(frozen=True)
class ParticipantLine:
    """One participant in the list. `is_second`: somebody else of the dwelling wants to be a member too, where the
    municipality takes one per dwelling."""

    row: Participant
    dwelling: str
    is_second: bool


def participants_of(session: Session, case: FoundingCase) -> list[ParticipantLine]:
    """All participants of a case, by street and number."""
    rows = _rows(session, case.id)
    members: dict[tuple[object, ...], int] = {}
    for row in rows:
        if "member" in row.wishes and row.street_id is not None:
            members[_place(row)] = members.get(_place(row), 0) + 1
    one_only = settings_of(case).one_member_per_dwelling
    return [
        ParticipantLine(row, dwelling_of(row), one_only and "member" in row.wishes and members.get(_place(row), 0) > 1)
        for row in sorted(rows, key=_order)
    ]


def wishes_counted(lines: Sequence[ParticipantLine]) -> list[tuple[str, int]]:
    """How many want to do what, in the order of the form; what nobody wants is left out."""
    counted = [(text, sum(code in line.row.wishes for line in lines)) for code, text in WISHES.items()]
    return [(text, number) for text, number in counted if number]


def count_participants(session: Session, case_id: int) -> int:
    """How many participants a case has."""
    return session.scalar(select(func.count()).select_from(Participant).where(Participant.case_id == case_id)) or 0


def participant_form_record(session: Session, case: FoundingCase, on: date, base_url: str) -> ParticipantFormRecord:
    """The form on paper."""
    return ParticipantFormRecord(
        case=case_record(session, case, base_url),
        municipality=case.municipality.name,
        dated_on=on,
        online_url=participant_page(base_url, case.number),
    )


def participant_in(session: Session, case_id: int, participant_id: int) -> Participant | None:
    """One participant of this very case."""
    wanted = select(Participant).where(Participant.id == participant_id, Participant.case_id == case_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _rows(session: Session, case_id: int) -> Sequence[Participant]:
    return session.scalars(
        select(Participant).where(Participant.case_id == case_id).options(joinedload(Participant.street))
    ).all()


def _place(row: Participant) -> tuple[object, ...]:
    return row.street_id, row.house_number, row.suffix_key


def _order(row: Participant) -> tuple[object, ...]:
    street = row.street.normalised_name if row.street is not None else "~"
    return street, row.house_number or 0, row.suffix_key, row.name.casefold()
