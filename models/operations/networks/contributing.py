"""The second member of a dwelling: agrees to the contribution, is let in, pays, or is exempted."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.contribution import MemberContribution
from models.enrolment import Enrolment
from models.operations.cases.acting import written
from models.queries.cases.facts import settings_of
from models.queries.networks.contributions import contribution_asked
from models.queries.networks.enrolments import members_of_dwelling
from models.rules.access import Actor
from models.rules.contributions import MOST_OF_A_DWELLING, check_paid_on
from models.rules.refusals import GateNotMet, Stale


def agree_to_contribution(session: Session, case: FoundingCase, row: Enrolment, at: datetime) -> None:
    """Somebody agrees to pay if it turns out that their dwelling has a member. A second time changes nothing; where
    nothing is asked neither does the first."""
    cents = contribution_asked(case)
    if not cents:
        return
    if row.contribution is None:
        row.contribution = MemberContribution(cents=cents)
    if row.contribution.agreed_at is None:
        row.contribution.agreed_at = at


def let_in(session: Session, case: FoundingCase, row: Enrolment, on: date) -> None:
    """Who becomes a member now: the first of the dwelling pays nothing, the second as agreed. Raises GateNotMet where a
    second is not taken, or neither agreed nor was exempted."""
    others = members_of_dwelling(session, row) if settings_of(case).one_member_per_dwelling else ()
    if not others:
        row.contribution = None
        return
    if not contribution_asked(case):
        raise GateNotMet("second_member", "Van deze woning is er al een lid. Hier is dat er één per woning.")
    if len(others) >= MOST_OF_A_DWELLING:
        raise GateNotMet("third_member", "Van deze woning zijn er al twee leden. Meer kan hier niet.")
    given = row.contribution
    if given is None or (given.agreed_at is None and given.exempted_at is None):
        raise GateNotMet(
            "contribution_not_agreed",
            "Van deze woning is er al een lid. Een tweede lid betaalt een bijdrage en ging daar nog niet mee akkoord. "
            "Vraag het, of geef vrijstelling.",
        )
    given.owed_since = on


def exempt(case: FoundingCase, row: Enrolment, by: Actor, at: datetime, reason: str) -> None:
    """Nobody is kept out for money: a coordinator says why somebody does not pay. Raises Invalid without a reason,
    GateNotMet where nothing is asked."""
    cents = row.contribution.cents if row.contribution else contribution_asked(case)
    if not cents:
        raise GateNotMet("no_contribution", "Hier betaalt een tweede lid geen bijdrage.")
    if row.contribution is None:
        row.contribution = MemberContribution(cents=cents)
    row.contribution.exemption_reason = written(reason, "exemption_reason")
    row.contribution.exempted_at, row.contribution.exempted_by_id = at, by.person_id


def note_payment(row: Enrolment, at: datetime, paid_on: date) -> None:
    """The contribution of a year was paid. Raises Invalid for an impossible day, Stale where nothing is owed."""
    given = row.contribution
    if given is None or given.owed_since is None or given.exempted_at is not None:
        raise Stale("nothing_owed", "Dit lid betaalt geen bijdrage.")
    check_paid_on(paid_on, given.owed_since, day_of(at))
    given.paid_on = paid_on
