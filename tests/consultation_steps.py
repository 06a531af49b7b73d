"""The steps of the consultation, for tests: a case in it, who acts on it, and every approval that it waits for."""

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.operations.consultation import consulting, contacting
from models.rules.access import Actor, Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, later


def case_in_consultation(session: Session, place: Place) -> FoundingCase:
    """A case that just came to police and municipality."""
    return advance_to(session, place, Stage.CONSULTATION)


def person(session: Session, place: Place, role: Role, case: FoundingCase) -> Actor:
    """Who holds the function, a day after the stage opened."""
    return acting(session, place.people[role], later(case))


def approve_all(session: Session, place: Place, case: FoundingCase) -> None:
    """The judicial authority is told, police and municipality approve."""
    at = later(case)
    contacting.record_judicial_contact(session, case.id, person(session, place, Role.MANDATED_OFFICER, case), at,
                                       contacted_on=day_of(at), means="brief")  # fmt: skip
    consulting.decide_as_police(session, case.id, person(session, place, Role.POLICE_CHIEF, case), at, is_approved=True,
                                reason="Goed dossier.")  # fmt: skip
    consulting.decide_as_municipality(session, case.id, person(session, place, Role.MAYOR, case), at, is_approved=True,
                                      reason="Past bij ons beleid.")  # fmt: skip
