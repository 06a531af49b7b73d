"""What each kind of document needs to know: one frozen record per kind, plain values only, never a database row.

Money is in whole euro cents, days are `date`, moments of the day are written as printed ("19.30 uur").
Building a record cleans and checks its texts (`documents.limits`); `NotPrintable` says what doesn't fit.
"""

from dataclasses import dataclass
from datetime import date

from documents.contexts.charter import (
    BudgetLine,
    CharterContext,
    CharterSectionText,
    CommunicationLine,
    Definition,
    Definitions,
    Insert,
    ItemList,
    Notice,
    Paragraph,
    Party,
    Signatory,
    StreetRange,
    Table,
    TableRow,
)
from documents.contexts.invitation import IS_FREE
from documents.contexts.shared import Addressee, CaseReference, Contact, Person, Sender, Task
from documents.limits import Line, NotPrintable, Printed, Url
from documents.standard_texts import AGENDA, WHAT_A_BIN_IS, WHAT_A_BIN_IS_NOT, WHO_MAY_JOIN

__all__ = [
    "Addressee",
    "AgendaItem",
    "Answer",
    "Attendance",
    "BudgetLine",
    "CaseReference",
    "CharterContext",
    "CharterSectionText",
    "CommunicationLine",
    "Contact",
    "CrimeFigure",
    "DecisionContext",
    "Definition",
    "Definitions",
    "EvaluationAnswer",
    "EvaluationReportContext",
    "Exchange",
    "Finding",
    "Insert",
    "InvitationContext",
    "ItemList",
    "LaunchAnnouncementContext",
    "MeetingApproval",
    "MessageFigure",
    "MinutesContext",
    "MinutesItem",
    "NotPrintable",
    "Notice",
    "Paragraph",
    "Party",
    "Person",
    "ReceiptContext",
    "Sender",
    "Signatory",
    "StreetRange",
    "Table",
    "TableRow",
    "Task",
]


@dataclass(frozen=True)
class Answer(Printed):
    """One question of the founding request, and what was filled in (empty: not filled in)."""

    question: Line
    answer: str


@dataclass(frozen=True, kw_only=True)
class ReceiptContext(Printed):
    """Receipt of a founding request: the case number, where to follow it, what was asked, what happens next."""

    case: CaseReference
    sender: Sender
    addressee: Addressee
    received_on: date
    follow_url: Url
    answers: tuple[Answer, ...]
    next_steps: tuple[Task, ...]
    contact: Contact


@dataclass(frozen=True)
class AgendaItem(Printed):
    """One item on the agenda of the info evening."""

    title: Line
    explanation: str = ""


MANDATORY_AGENDA = tuple(AgendaItem(title, explanation) for title, explanation in AGENDA)


@dataclass(frozen=True)
class Expectation(Printed):
    """What the others expect of one party: "Van de politie verwachten we", and what."""

    of: Line
    text: str


@dataclass(frozen=True, kw_only=True)
class InvitationContext(Printed):
    """Invitation of all inhabitants to the info evening. Without an addressee it is a flyer for every letter box."""

    case: CaseReference
    sender: Sender
    addressee: Addressee | None = None
    dated_on: date
    evening_on: date
    hour: Line
    doors_hour: Line = ""
    place: Line
    place_address: Line
    accessibility: str
    organisers: tuple[str, ...]
    speakers: Line = ""
    area: tuple[str, ...]
    agenda: tuple[AgendaItem, ...] = MANDATORY_AGENDA
    why: str = ""  # as it was agreed in the consultation, like the next
    expected: tuple[Expectation, ...] = ()
    who_may_join: str = WHO_MAY_JOIN
    cost: str = IS_FREE
    register_until_on: date | None = None
    legal_basis: str = ""
    contact: Contact
    public_url: Url
    signed_by: tuple[Person, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.agenda) < len(AGENDA):
            raise NotPrintable("InvitationContext.agenda", f"the {len(AGENDA)} mandatory items must all be there")

    @property
    def own_items(self) -> tuple[str, ...]:
        """The titles of what this evening has on its agenda after the mandatory items."""
        return tuple(item.title for item in self.agenda[len(AGENDA) :])


@dataclass(frozen=True, kw_only=True)
class MinutesItem(Printed):
    """One item of the agenda with its result; votes only where the meeting voted."""

    title: Line
    result: str
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingApproval(Printed):
    """What the meeting was asked to approve, and its answer."""

    subject: Line
    is_approved: bool | None  # None: not on the table
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True)
class Attendance(Printed):
    """How many people came in one capacity (inhabitants, police, municipality, guests). Never names."""

    capacity: Line
    number: int


@dataclass(frozen=True)
class Exchange(Printed):
    """A question from the room and the answer to it, without the name of who asked."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class MinutesContext(Printed):
    """Minutes of the info evening: result per item, the three approvals, no names of private people."""

    case: CaseReference
    sender: Sender
    evening_on: date
    hour: Line
    place: Line
    place_address: Line
    chaired_by: Line
    written_by: Line
    written_on: date
    attendance: tuple[Attendance, ...]
    interested: int
    candidate_coordinators: int
    items: tuple[MinutesItem, ...]
    approvals: tuple[MeetingApproval, ...]
    objectives: tuple[str, ...]
    steering_group: tuple[str, ...]
    exchanges: tuple[Exchange, ...] = ()
    agreements: tuple[Task, ...] = ()
    follow_url: Url
    introduction: str = ""
    approved_by: tuple[str, ...] = ()

    @property
    def present(self) -> int:
        """Everybody who came."""
        return sum(row.number for row in self.attendance)


DECISION_OUTCOMES = ("approved", "refused", "sent_back", "not_enough_support", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class DecisionContext(Printed):
    """A written decision on a case: reason, body, date, conditions, and whether the file may come back.

    `outcome`: "approved" (by one of the two sides), "refused", "sent_back" (complete or correct it),
    "not_enough_support" or "withdrawn" (by the initiator).
    """

    case: CaseReference
    sender: Sender
    addressee: Addressee
    dated_on: date
    outcome: str
    stage: Line
    decided_by: Line
    decided_on: date
    reason: str
    conditions: tuple[str, ...] = ()
    replaces_on: date | None = None
    points: tuple[str, ...] = ()
    answer_until_on: date | None = None
    may_resubmit: bool
    resubmission: str = ""
    remedy: str = ""
    follow_url: Url
    contact: Contact
    signed_by: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.outcome not in DECISION_OUTCOMES:
            raise NotPrintable("DecisionContext.outcome", f"{self.outcome!r} is none of {', '.join(DECISION_OUTCOMES)}")
        if not self.reason:
            raise NotPrintable("DecisionContext.reason", "a decision without a reason is not sent")
        if self.conditions and self.outcome != "approved":
            raise NotPrintable("DecisionContext.conditions", "only an approval has conditions")


@dataclass(frozen=True, kw_only=True)
class EvaluationAnswer(Printed):
    """One of the three questions with the views of coordinator, police and municipality."""

    question: Line
    coordinator: str
    police: str
    municipality: str


@dataclass(frozen=True, kw_only=True)
class MessageFigure(Printed):
    """How many messages of one class, by day and by night; `before` is the period before (None: not known)."""

    label: Line
    day: int
    night: int
    before: int | None = None
    judged: Line = ""

    @property
    def total(self) -> int:
        """Day and night together."""
        return self.day + self.night


@dataclass(frozen=True, kw_only=True)
class CrimeFigure(Printed):
    """Offences of one sort in the area, from the police; `before` is completed and attempted in the period before."""

    label: Line
    completed: int
    attempted: int
    before: int | None = None


@dataclass(frozen=True)
class Finding(Printed):
    """What somebody measured or noticed (feeling of safety, relation with the police, follow-up), and who says so."""

    title: Line
    text: str
    source: Line = ""


@dataclass(frozen=True, kw_only=True)
class EvaluationReportContext(Printed):
    """Report of one evaluation: three views on three questions, what the partners conclude, figures and outcome."""

    case: CaseReference
    sender: Sender
    dated_on: date
    period_from: date
    period_until: date
    answers: tuple[EvaluationAnswer, ...]
    messages: tuple[MessageFigure, ...]
    members: int | None = None
    members_before: int | None = None
    crime: tuple[CrimeFigure, ...] = ()
    crime_note: str = ""
    findings: tuple[Finding, ...] = ()
    discussed_on: date | None = None
    discussed_by: Line = ""
    conclusions: str = ""
    summary: tuple[str, ...] = ()  # in short, for the council
    outcome: Line
    outcome_reason: str
    decided_by: Line
    decided_on: date
    agreements: tuple[Task, ...] = ()
    next_evaluation_on: date | None = None
    public_url: Url = ""


@dataclass(frozen=True, kw_only=True)
class LaunchAnnouncementContext(Printed):
    """The press-ready announcement that a network is active. Every field must reach the PDF, the DOCX and the text."""

    case: CaseReference
    sender: Sender
    release_on: date
    headline: Line
    lead: str
    what_it_is: str = WHAT_A_BIN_IS
    what_it_is_not: tuple[str, ...] = WHAT_A_BIN_IS_NOT
    legal_basis: str
    history: str = ""
    initiative: str
    boundaries: str
    streets: tuple[str, ...] = ()
    coordinator_role: str
    police_contact: str
    households: int
    members: int
    means: tuple[str, ...]
    signed_on: date
    signing_place: Line
    active_on: date
    cost: str
    who_may_join: str = WHO_MAY_JOIN
    how_to_join: str
    join_url: Url
    signs: str = ""
    mayor_quote: str = ""
    mayor_name: Line = ""
    contact_residents: Contact
    contact_press: Contact | None = None
