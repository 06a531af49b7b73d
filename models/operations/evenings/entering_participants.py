"""Staff enter the paper form of a participant, correct it, or erase it when somebody asks."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.operations.cases.acting import lock_case, record
from models.operations.cases.writing_case import write_case
from models.operations.evenings.participating import ParticipantData, new_participant, require_open, write_down
from models.operations.support.counting_voices import dwelling_in_area
from models.participant import Participant
from models.queries.evenings.participants import participant_in
from models.rules.access import PERMISSIONS, Actor, function_on
from models.rules.participants import check_consent
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.rules.scope import Scope


@dataclass(frozen=True)
class PaperForm:
    """A form on paper: the dwelling as it stands there, and when it was signed. A sector has no dwellings."""

    data: ParticipantData
    consented_on: date | None
    street_id: int = 0
    number: str = ""


def enter_participant(session: Session, case_id: int, by: Actor, at: datetime, form: PaperForm) -> Participant:
    """Keep what somebody wrote and signed on paper.

    Raises Invalid (the field; no signature means no consent), GateNotMet (the list is closed) and NotAllowed.
    """
    case, function = _take(session, case_id, by)
    require_open(session, case)
    if form.consented_on is None:
        raise Invalid("missing_day", "Vul in wanneer het formulier getekend is.", "consented_on")
    check_consent(form.data.has_consented, form.consented_on, day_of(at))
    has_dwellings = case.area.scope != Scope.MEMBERS
    dwelling = dwelling_in_area(session, case, form.street_id, form.number) if has_dwellings else None
    row = new_participant(case, "paper", dwelling, at, case.document_language, consented_on=form.consented_on)
    write_down(row, form.data)
    row.entered_by_id = by.person_id
    session.add(row)
    session.flush()
    record(session, case, "participant:entered", by, at, function)
    write_case(session)
    return row


def correct_participant(session: Session, case_id: int, by: Actor, at: datetime, *, participant_id: int,
                        data: ParticipantData) -> None:  # fmt: skip
    """Somebody asks staff to change something. Their consent stays as they gave it; the dwelling too."""
    case, _function = _take(session, case_id, by)
    require_open(session, case)
    row = _row(session, case_id, participant_id)
    write_down(row, data)
    row.changed_at = at
    session.flush()


def erase_participant(session: Session, case_id: int, by: Actor, at: datetime, *, participant_id: int) -> None:
    """Somebody asks staff to erase their data: the whole row goes, also after the case ended."""
    case, function = _take(session, case_id, by)
    row = _row(session, case_id, participant_id)
    session.delete(row)
    session.flush()
    record(session, case, "participant:erased", by, at, function)
    write_case(session)


def _take(session: Session, case_id: int, by: Actor) -> tuple[FoundingCase, str]:
    case = lock_case(session, case_id)
    allowed = PERMISSIONS["enter_participants"]
    assert not isinstance(allowed, str)
    function = function_on(by, case.place, allowed)
    if not function:
        raise NotAllowed("no_role", "Uw functie laat niet toe om gegevens van deelnemers te noteren.")
    return case, function


def _row(session: Session, case_id: int, participant_id: int) -> Participant:
    row = participant_in(session, case_id, participant_id)
    if row is None:
        raise Stale("erased", "Deze gegevens zijn gewist.")
    return row
