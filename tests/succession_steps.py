"""Steps of the succession of a coordinator, as people take them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.operations.networks import succeeding, succeeding_candidates
from models.operations.networks.succeeding_candidates import Proposal
from models.queries.networks.successions import present_coordinators
from models.rules.access import Actor, Role
from models.rules.succession import CONDITIONS
from models.succession import Succession, Successor
from tests.factories import Place, acting, later
from tests.message_steps import MAIL

ALL = set(CONDITIONS)


def by(session: Session, place: Place, case: FoundingCase, role: Role, days: int = 10) -> Actor:
    """Somebody of the staff, some days after the network began."""
    return acting(session, place.people[role], later(case, days))


def seat_of(session: Session, case: FoundingCase) -> Mandate:
    """The seat of the first coordinator."""
    return present_coordinators(session, case.id)[0]


def begun(session: Session, place: Place, case: FoundingCase, *, why: str = "stops", days: int = 10,
          vacant_on: date | None = None) -> Succession:  # fmt: skip
    """The desk notes that the coordinator stops, by itself from today."""
    at = later(case, days)
    return succeeding.begin_succession(session, case.id, by(session, place, case, Role.DESK_OFFICER, days), at,
                                       mandate_id=seat_of(session, case).id, why=why,
                                       vacant_on=vacant_on or day_of(at))  # fmt: skip


def offered(session: Session, member: Enrolment, at: datetime) -> Successor:
    """A member offers, and agrees to everything."""
    return succeeding_candidates.offer_as_member(session, member, at, agreed=ALL)


def noted(session: Session, place: Place, case: FoundingCase, succession: Succession, *, name: str = "Otto Opvolger",
          email: str = "otto@binstart.example", days: int = 11) -> str:  # fmt: skip
    """The officer notes somebody. Returns the token of their link."""
    tokens: list[str] = []
    succeeding_candidates.note_candidate(
        session, case.id, by(session, place, case, Role.MANDATED_OFFICER, days), later(case, days),
        succession_id=succession.id, proposal=Proposal(name, email, "0470 00 00 01"),
        write_mail=lambda token, row: tokens.append(token) or MAIL,  # type: ignore[func-returns-value]
    )  # fmt: skip
    return tokens[0]


def screened(session: Session, place: Place, case: FoundingCase, row: Successor, result: str = "suitable",
             days: int = 12) -> None:  # fmt: skip
    """The officer notes the outcome."""
    succeeding_candidates.screen_candidate(
        session, case.id, by(session, place, case, Role.MANDATED_OFFICER, days), later(case, days),
        succession_id=row.succession_id, successor_id=row.id, result=result, screened_on=day_of(later(case, days)),
    )  # fmt: skip


def appointed(session: Session, place: Place, case: FoundingCase, row: Successor, days: int = 13,
              role: Role = Role.DESK_OFFICER) -> int:  # fmt: skip
    """Who the setting names appoints. Returns how many members were told."""
    return succeeding_candidates.appoint_successor(
        session, case.id, by(session, place, case, role, days), later(case, days), succession_id=row.succession_id,
        successor_id=row.id, how_chosen="op de vergadering van de leden", write_mail=lambda one: MAIL,
    )  # fmt: skip
