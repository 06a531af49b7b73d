"""Steps of a measure, as people take them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.measure import Measure
from models.operations.accounts.signing_in import Mail
from models.operations.networks.appealing import record_appeal
from models.operations.networks.measuring import Proposed, begin_measure, give_hand
from models.rules.access import Actor, Role
from tests.factories import Place, acting, coordinator_of, later
from tests.succession_steps import by, seat_of

WHY = "Deelde drie keer foto's met nummerplaten, ook na het gesprek."
SKIPPED = "De feiten zijn te ernstig voor een lichtere stap."
P, C, M = Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.MAYOR


def write(kind: str, measure: Measure) -> Mail:
    return Mail(f"{kind}: {measure.rung}", measure.motives)


def coordinator(session: Session, case: FoundingCase, days: int = 10) -> Actor:
    return acting(session, coordinator_of(session, case), later(case, days))


def begun(session: Session, place: Place, case: FoundingCase, rung: str, *, member: Enrolment | None = None,
          days: int = 10, who: Actor | None = None, **changes: Any) -> Measure:  # fmt: skip
    """The officer begins a measure, against this member or else against the coordinator; what is skipped has one."""
    whose = {"enrolment_id": member.id} if member is not None else {"mandate_id": seat_of(session, case).id}
    if rung == "temporary_exclusion":
        on = day_of(later(case, days))
        changes = {"report_on": on, "until_on": on + timedelta(days=30), **changes}
    proposed = Proposed(**{"rung": rung, "motives": WHY, "skipped_reason": SKIPPED, **whose, **changes})
    return begin_measure(session, case.id, who or by(session, place, case, P, days), later(case, days), proposed, write)


def hand(session: Session, case: FoundingCase, measure: Measure, actor: Actor, days: int = 11, **changes: Any) -> None:
    """The next hand."""
    give_hand(session, case.id, actor, later(case, days), measure_id=measure.id, write_mail=write, **changes)


def removed(session: Session, place: Place, case: FoundingCase, *, days: int = 10, **changes: Any) -> Measure:
    """The mayor decides that the coordinator is excluded definitively."""
    measure = begun(session, place, case, "definitive_exclusion", days=days, **changes)
    hand(session, case, measure, by(session, place, case, C, days), days)
    hand(session, case, measure, by(session, place, case, M, days), days)
    return measure


def appealed(session: Session, place: Place, case: FoundingCase, measure: Measure, *, days: int = 20,
             sent_on: date | None = None, channel: str = "registered", role: Role = P) -> None:  # fmt: skip
    """An appeal is noted that left some days after the network began."""
    record_appeal(session, case.id, by(session, place, case, role, days), later(case, days), measure_id=measure.id,
                  sent_on=sent_on or day_of(later(case, days)), channel=channel, text="Dit klopt niet.",
                  write_mail=write)  # fmt: skip
