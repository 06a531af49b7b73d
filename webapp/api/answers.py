"""What the API answers, field by field. No field holds a name or contact of a resident, or a text that one typed."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from models.rules.access import Role
from models.rules.procedure import End, Stage

State = Literal["open", "ended"]


class Place(BaseModel):
    """A municipality."""

    slug: str
    name: str


class CaseLine(BaseModel):
    """A founding case, as a list tells it."""

    number: str = Field(description="The case number, such as OOS-2026-0001.")
    name: str | None = Field(
        description="The name of the network. Null in the stage `idea`: a resident typed it, and nobody read it yet."
    )
    kind: Literal["bin", "bin_z", "sector"]
    municipality: Place
    stage: Stage
    round: int = Field(description="How many times this stage was opened.")
    state: State
    end: End | None = Field(description="How the case ended; null while it is open.")
    opened_at: datetime
    stage_opened_at: datetime
    changed_at: datetime = Field(description="When something happened in the case for the last time.")
    due_on: date | None = Field(description="The last day of the term that runs, if one does.")
    ended_at: datetime | None
    url: str = Field(description="Where the case itself is read.")


class Condition(BaseModel):
    """One condition that must be met before the present stage closes."""

    code: str
    sentence: str = Field(description="The condition in Dutch, as people read it.")
    is_met: bool
    roles: list[str] = Field(description="The roles that may see to it.")


class TermOf(BaseModel):
    """A term. It stands still while `ends_on` is null and it is not over."""

    kind: str
    stage: Stage
    round: int
    ends_on: date | None
    over_at: datetime | None = Field(description="When what was waited for came, or the stage closed.")


class PublicDocument(BaseModel):
    """A document that everybody may open."""

    kind: str
    title: str
    version: str
    media_type: str
    language: str = Field(description="In which it is: nl or fr.")
    size: int = Field(description="In bytes.")
    sha256: str
    produced_at: datetime
    url: str


class Case(CaseLine):
    """A founding case: where it stands, what is still needed, and who must act."""

    conditions: list[Condition] = Field(description="Those of the present stage; empty once the case ended.")
    waits_for: list[Role] = Field(description="The roles that are expected to act now.")
    terms: list[TermOf]
    documents: list[PublicDocument] = Field(description="Public ones only.")
    journal_url: str


class Page(BaseModel):
    """A page of a list."""

    next: str | None = Field(description="The address of the next page; null: this is the last one.")


class Cases(Page):
    """A page of cases, in the order in which they were opened."""

    items: list[CaseLine]


class Entry(BaseModel):
    """One thing that happened. Reasons and other texts that somebody typed stay behind."""

    sequence: int
    at: datetime
    event: str = Field(description="What happened, such as `founding:approved`. The list can grow.")
    stage: Stage
    round: int
    function: str = Field(description="In which function it was done, such as `desk_officer` or `system`; never who.")


class Journal(Page):
    """A page of the journal of a case, the oldest first. Its sequence has gaps: what is internal stays behind."""

    items: list[Entry]


class Network(BaseModel):
    """A network, as everybody may know it."""

    slug: str
    name: str
    kind: Literal["bin", "bin_z", "sector"]
    scope: Literal["streets", "municipality", "members"]
    state: Literal["active", "suspended", "announced"]
    active_since: date
    municipality: Place
    page: str = Field(description="Its page for people.")
    url: str


class Networks(Page):
    """A page of networks that are not ended, in the order in which they came."""

    items: list[Network]


class Spread(BaseModel):
    """Half of the `count` foundings had at most `median`, a quarter at most `quarter`."""

    count: int
    quarter: int
    median: int
    three_quarters: int
    longest: int


class LeadTime(BaseModel):
    """How many days a stage took, or the whole (`total`), of those that left it."""

    what: str
    days: Spread
    waiting: Spread
    working: Spread


class Waited(BaseModel):
    """For whom was waited, and how many days."""

    waited_for: str
    days: int
    spread: Spread


class Outcome(BaseModel):
    """What became of foundings: `active`, `running`, or how they ended and in which stage."""

    outcome: str
    ended_in: Stage | None
    count: int


class TermFigure(BaseModel):
    """Terms kept and missed, by kind."""

    kind: str
    kept: int
    missed: int


class Statistics(BaseModel):
    """Figures over the foundings of the authority of the token. `summed_at`: when they were worked out last."""

    count: int
    summed_at: datetime | None
    lead_times: list[LeadTime]
    waited_for: list[Waited]
    outcomes: list[Outcome]
    terms: list[TermFigure]


class Fault(BaseModel):
    """What is wrong with one parameter."""

    detail: str
    pointer: str


class Problem(BaseModel):
    """Problem details (RFC 9457). `code` is the last part of `type`."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    missing_scope: str | None = None
    errors: list[Fault] | None = None
