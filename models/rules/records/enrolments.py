"""The paper form with which one becomes a member, for printing."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord


@dataclass(frozen=True)
class EnrolmentFormRecord:
    """The case of the network, the version of the charter whose rules one accepts, the page to join online, and what a
    second member of a dwelling pays per year (0: nothing is asked)."""

    case: CaseRecord
    dated_on: date
    rules_version: int
    join_url: str
    contribution_cents: int = 0


@dataclass(frozen=True)
class TypedEnrolment:
    """What somebody typed before they printed the form; nothing of it is kept."""

    name: str = ""
    address: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    connection: str = ""
    channel: str = ""
    may_call: bool = False
    may_sms: bool = False
    wants_street_contact: bool = False
    accepts_contribution: bool = False
