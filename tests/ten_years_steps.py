"""Ten years of a municipality, month after month: who asks for a network, what comes of it, and what each evaluation
decides. Everything happens through the operations, as people and the clock do it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.network import slug_of
from models.operations.cases.correcting import correct_decision
from models.operations.consultation import consulting, contacting
from models.operations.evaluations import evaluating
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.operations.support import judging_support
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from tests import charter_steps
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    conclude_evaluation,
    later,
    sign_all,
    submitted,
)

YEARS = range(START.year, START.year + 10)


@dataclass
class Life:
    """One case, and what its evaluations will decide, one each year; after these they decide to go on."""

    case: FoundingCase
    outcomes: list[str] = field(default_factory=list)


Fate = Callable[[Session, Place, FoundingCase], None]


def founded(session: Session, place: Place, case: FoundingCase) -> None:
    """Everything goes well."""
    advance_to(session, place, Stage.EVALUATION, case)


def refused_at_the_desk(session: Session, place: Place, case: FoundingCase) -> None:
    """The desk refuses the request."""
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    requesting.refuse_request(session, case.id, desk, later(case), reason="De straten liggen buiten de gemeente.")


def withdrawn(session: Session, place: Place, case: FoundingCase) -> None:
    """The initiator moves house during the consultation."""
    advance_to(session, place, Stage.CONSULTATION, case)
    requesting.withdraw_request(session, case.id, acting(session, place.resident, later(case)), later(case),
                                reason="Ik verhuis.")  # fmt: skip


def refused_by_the_police(session: Session, place: Place, case: FoundingCase) -> None:
    """The chief of police does not approve."""
    advance_to(session, place, Stage.CONSULTATION, case)
    _decide_as_police(session, place, case, is_approved=False)


def refused_by_mistake(session: Session, place: Place, case: FoundingCase) -> None:
    """The chief refuses, corrects it the day after, and the network is founded."""
    refused_by_the_police(session, place, case)
    at = later(case, 2)
    correct_decision(session, case.id, acting(session, place.people[Role.POLICE_CHIEF], at), at, is_approved=True,
                     reason="Ik las het verslag verkeerd.")  # fmt: skip
    mayor = acting(session, place.people[Role.MAYOR], later(case, 3))
    consulting.decide_as_municipality(session, case.id, mayor, later(case, 3), is_approved=True, reason="Goed.")
    advance_to(session, place, Stage.EVALUATION, case)


def sent_back_and_founded(session: Session, place: Place, case: FoundingCase) -> None:
    """The request goes back to the initiator, comes again, and later the ministry has remarks on the charter."""
    advance_to(session, place, Stage.CONSULTATION, case)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    consulting.send_back_to_idea(session, case.id, desk, later(case), reason="Vraag het ook aan de Molenstraat.")
    requesting.complete_request(session, case.id, acting(session, place.resident, later(case)), later(case),
                                motives="De buren van de Molenstraat willen mee.", households=20,
                                expectations={"police": "Snelle berichten."}, addition="Twintig buren.")  # fmt: skip
    advance_to(session, place, Stage.FEDERAL_CHECK, case)
    charter_steps.send_back(session, place, case)
    charter_steps.settle_remarks(session, place, case)
    sign_again_and_launch(session, place, case)


def too_little_support(session: Session, place: Place, case: FoundingCase) -> None:
    """Hardly anybody comes to the evening."""
    advance_to(session, place, Stage.INFO_EVENING, case)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    evening = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at.replace(hour=19), place="Zaal De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="veiligheid@oosterbeke.example",
    )  # fmt: skip
    after = later(case, 2)
    informing.record_info_evening(
        session, case.id, desk, after, chair="Dirk Balie", attendance=3, registered_dwellings=2,
        items={code: informing.ItemResult("Besproken.", 1, 2, 0) for code in AGENDA_ITEMS}, evening_id=evening.id,
        network_approved=False, objectives_approved=False, steering_group_approved=False,
    )  # fmt: skip
    judging_support.stop_for_lack_of_support(session, case.id, desk, after, reason="Te weinig interesse.")


def sign_again_and_launch(session: Session, place: Place, case: FoundingCase) -> None:
    """The next version of a charter, from the desk to its launch."""
    charter_steps.freeze(session, place, case)
    sign_all(session, place, case, later(case))
    advance_to(session, place, Stage.EVALUATION, case)


# What comes of the requests of each year, and what the yearly evaluations of a network decide.
REQUESTS: dict[int, tuple[tuple[Fate, tuple[str, ...]], ...]] = {
    0: ((founded, ()), (refused_at_the_desk, ())),
    1: ((sent_back_and_founded, ("continue", "adjust_charter", "continue", "merge")), (withdrawn, ())),
    2: ((founded, ("suspend", "continue", "continue", "terminate")), (too_little_support, ())),
    3: ((refused_by_mistake, ()), (refused_by_the_police, ())),
    4: ((founded, ("continue", "terminate")), (refused_at_the_desk, ())),
    5: ((withdrawn, ()),),
    6: ((founded, ("adjust_charter",)),),
    8: ((too_little_support, ()), (founded, ())),
    9: ((refused_at_the_desk, ()),),
}


def live_ten_years(session: Session, place: Place) -> list[Life]:
    """Step the clock by a month at a time. Returns the cases in the order in which they were asked for."""
    lives: list[Life] = []
    for number, year in enumerate(YEARS):
        for month in range(1, 13):
            at = START.replace(year=year, month=month)
            _evaluate_who_is_due(session, place, lives, at)
            if month == START.month:
                lives.extend(_ask(session, place, at, number))
    session.flush()
    return lives


def _ask(session: Session, place: Place, at: datetime, number: int) -> list[Life]:
    asked = []
    for fate, outcomes in REQUESTS.get(number, ()):
        case = submitted(session, place, at)
        fate(session, place, case)
        asked.append(Life(case, [*outcomes]))
    return asked


def _evaluate_who_is_due(session: Session, place: Place, lives: list[Life], at: datetime) -> None:
    for life in lives:
        if evaluating.open_due_evaluation(session, life.case.id, at):
            outcome = life.outcomes.pop(0) if life.outcomes else "continue"
            others = [one.case for one in lives if one is not life and one.case.stage == Stage.EVALUATION.value]
            going_on = [one for one in others if one.ended_at is None]
            more = {"successor": slug_of(going_on[0])} if outcome == "merge" else {}
            conclude_evaluation(session, place, life.case, at, outcome, **more)
            if life.case.stage == Stage.CHARTER.value:
                sign_again_and_launch(session, place, life.case)


def _decide_as_police(session: Session, place: Place, case: FoundingCase, *, is_approved: bool) -> None:
    at = later(case)
    officer, chief = (acting(session, place.people[role], at) for role in (Role.MANDATED_OFFICER, Role.POLICE_CHIEF))
    contacting.record_judicial_contact(session, case.id, officer, at, contacted_on=day_of(at), means="telefonisch")
    consulting.decide_as_police(session, case.id, chief, at, is_approved=is_approved, reason="Zo is beslist.")
