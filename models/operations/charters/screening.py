"""The police screen the coordinator. Only the outcome and the day are kept, never a reason (web.md 4.2)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.mandate import Mandate
from models.operations.cases.acting import Taken, proceed, record, take
from models.operations.charters.drafting_charter import reopen
from models.operations.consultation.consulting import not_later_than
from models.person import Person
from models.queries.cases.facts import latest_charter
from models.queries.charters.charters import SIGN_BY_NAME
from models.rules.access import Actor
from models.rules.refusals import Invalid, NotAllowed, Stale

RESULTS = {"suitable": "geschikt", "not_suitable": "niet geschikt"}


def record_screening(session: Session, case_id: int, by: Actor, at: datetime, *, person_id: int, result: str,
                     screened_on: date, seen: str = "") -> None:  # fmt: skip
    """Note the outcome for one coordinator or deputy. Who is not suitable leaves the seat today: the members choose
    another, the founding goes on (besafe.be, veelgestelde vragen). The journal only says that it was done."""
    taken = take(session, case_id, "record_screening", by, seen=seen)
    if result not in RESULTS:
        raise Invalid("unknown_result", "Kies ‘geschikt’ of ‘niet geschikt’.", "result")
    not_later_than(screened_on, at, "screened_on")
    mandate = _mandate(session, case_id, person_id)
    _check_distance(session, by, mandate)
    if mandate.screening == result:
        raise Stale("already_screened", "De screening van deze persoon is al genoteerd.")
    mandate.screening, mandate.screened_on = result, screened_on
    record(session, taken.case, "screening:recorded", by, at, taken.function)
    if result == "not_suitable":
        mandate.until = day_of(at)
        _open_frozen_text(session, taken, by, at)
    proceed(session, taken.case, taken.settings, at)


def _mandate(session: Session, case_id: int, person_id: int) -> Mandate:
    mandate = session.scalars(
        select(Mandate).where(
            Mandate.case_id == case_id,
            Mandate.person_id == person_id,
            Mandate.role.in_(SIGN_BY_NAME),
            Mandate.until.is_(None),
        )
    ).one_or_none()
    if mandate is None:
        raise Stale("no_coordinator", "Deze persoon is geen coördinator (meer) van dit BIN.")
    return mandate


def _check_distance(session: Session, by: Actor, mandate: Mandate) -> None:
    person = session.get_one(Person, mandate.person_id)
    same_home = by.dwelling_id is not None and by.dwelling_id == person.dwelling_id
    if by.person_id == person.id or same_home:
        raise NotAllowed("four_eyes", "Wie de coördinator is of op hetzelfde adres woont, noteert deze screening niet.")


def _open_frozen_text(session: Session, taken: Taken, by: Actor, at: datetime) -> None:
    """A text that names somebody who is no longer coordinator can't be signed. The reason doesn't tell the outcome."""
    charter = latest_charter(session, taken.case.id)
    if charter is not None and charter.state == "frozen":
        reopen(session, taken, charter, "De coördinator van het BIN verandert.", "de politie", by, at)
