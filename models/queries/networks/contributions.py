"""What second members of a dwelling pay: what is asked, and how it stands with each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from models.case import FoundingCase
from models.enrolment import Enrolment
from models.queries.cases.facts import settings_of
from models.rules.contributions import state_of


@dataclass(frozen=True)
class ContributionLine:
    """What one member pays per year, in cents. `state`: 'due', 'paid', 'exempt'; 'waiting' before the welcome; 'alone'
    where the others of the dwelling left and nothing is asked any more."""

    cents: int
    state: str
    agreed_at: datetime | None
    paid_on: date | None
    exemption_reason: str


def contribution_asked(case: FoundingCase) -> int:
    """What a second member of a dwelling pays here per year, in cents; 0 where there is no such thing."""
    settings = settings_of(case)
    return settings.second_member_contribution_cents if settings.one_member_per_dwelling else 0


def contributions_of(rows: Iterable[Enrolment], on: date) -> dict[int, ContributionLine]:
    """By number of the enrolment, for these members of one network and who waits; all of them, since who is alone in a
    dwelling pays nothing."""
    known = list(rows)
    members = Counter(_dwelling(row) for row in known if row.state != "waiting" and row.connection != "works")
    return {row.id: _line(row, members[_dwelling(row)], on) for row in known if row.contribution is not None}


def _dwelling(row: Enrolment) -> tuple[object, ...]:
    return (row.street_id, row.house_number, row.suffix_key)


def _line(row: Enrolment, members: int, on: date) -> ContributionLine:
    given = row.contribution
    assert given is not None
    if given.exempted_at is not None:
        state = "exempt"
    elif given.owed_since is None:
        state = "waiting"
    elif members < 2:
        state = "alone"
    else:
        state = state_of(given.paid_on, on)
    return ContributionLine(given.cents, state, given.agreed_at, given.paid_on, given.exemption_reason)
