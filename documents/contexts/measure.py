"""The facts of the letter about a measure against a member or a coordinator."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import Addressee, CaseReference, Contact, Person, Sender
from documents.limits import Line, Printed


@dataclass(frozen=True, kw_only=True)
class MeasureLetterContext(Printed):
    """A measure that was decided: what, by whom, why, from when, and whether one can appeal. `rung` and `about` as in
    models.rules.measures; `effect`: in words what it does and from when; `appeal`: in words how one appeals, or empty
    where one can't; `hands`: who stands under it, each with what they did."""

    case: CaseReference
    sender: Sender
    addressee: Addressee
    decided_on: date
    rung: str
    title: Line
    introduction: str
    decided_by: Line
    effect: str
    motives: str
    skipped: str = ""
    report_on: date | None = None
    until_on: date | None = None
    appeal: str = ""
    appeal_until_on: date | None = None
    hands: tuple[Person, ...]
    contact: Contact
