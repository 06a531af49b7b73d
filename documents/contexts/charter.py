"""What the charter needs to know: parties, sections with their text, streets, plan, budget, signatures and seal.

Sections are generic: the steering group's texts fill them with blocks, and an `Insert` says where a table that the
charter makes itself (parties, communication plan, budget) must come. What is not inserted becomes an annex.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference
from documents.limits import Line, NotPrintable, Printed, PrivateLine, PrivateLines, Url
from documents.standard_texts import CHARTER_SUBTITLE


@dataclass(frozen=True)
class Paragraph(Printed):
    """Running text; an empty line starts a new paragraph."""

    text: str


@dataclass(frozen=True)
class ItemList(Printed):
    """A list, with numbers when `is_ordered`."""

    items: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class TableRow(Printed):
    """The cells of one row."""

    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table(Printed):
    """A table; every row has as many cells as there are headings, the first cell is the heading of its row."""

    caption: Line
    headings: tuple[Line, ...]
    rows: tuple[TableRow, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.headings) <= 8:
            raise NotPrintable("Table.headings", "a table has one to eight columns")
        if any(len(row.cells) != len(self.headings) for row in self.rows):
            raise NotPrintable("Table.rows", "every row needs as many cells as there are headings")

    @property
    def widths(self) -> tuple[int, ...]:
        """Per column its share of the width in per cent: room for the longest word, and more for long texts."""
        columns = zip(self.headings, *(row.cells for row in self.rows), strict=True)
        needs = [max(_room(cell) for cell in column) for column in columns]
        return tuple(round(100 * need / sum(needs)) for need in needs)


def _room(cell: str) -> float:
    longest_word = max((len(word) for word in cell.split()), default=1)
    return 7 + min(longest_word, 20) + 0.3 * min(len(cell), 80)


@dataclass(frozen=True)
class Definition(Printed):
    """A term with its text."""

    term: Line
    text: str


@dataclass(frozen=True)
class Definitions(Printed):
    """Rows of a term and its text."""

    rows: tuple[Definition, ...]


@dataclass(frozen=True)
class Notice(Printed):
    """A text that must stand out."""

    text: str


INSERTS = ("parties", "communication_plan", "budget")


@dataclass(frozen=True)
class Insert(Printed):
    """The place of a table that the charter makes itself: "parties", "communication_plan" or "budget"."""

    part: Line

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.part not in INSERTS:
            raise NotPrintable("Insert.part", f"{self.part!r} is none of {', '.join(INSERTS)}")


Block = Paragraph | ItemList | Table | Definitions | Notice | Insert


@dataclass(frozen=True, kw_only=True)
class CharterSectionText(Printed):
    """One section (or one article of the house rules): number as printed, title, plain summary for the margin."""

    code: Line
    number: Line
    title: Line
    plain_summary: str = ""
    blocks: tuple[Block, ...]

    @property
    def has_short_opening(self) -> bool:
        """Whether the first block can stand on one page with the title and the summary beside it."""
        first = self.blocks[0] if self.blocks else None
        return isinstance(first, Paragraph) and len(first.text) <= 900


@dataclass(frozen=True, kw_only=True)
class Party(Printed):
    """One partner or contact: `role` as printed ("Burgemeester"). Its phone, mail and address are not attached."""

    role: Line
    organisation: Line
    name: Line = ""
    address: PrivateLines = ()
    phone: PrivateLine = ""
    mail: PrivateLine = ""


@dataclass(frozen=True, kw_only=True)
class StreetRange(Printed):
    """A street or a part of it: `numbers` as printed ("heel de straat", "oneven 1–47"), dwellings where known."""

    street: Line
    numbers: Line
    district: Line = ""
    dwellings: int | None = None


@dataclass(frozen=True, kw_only=True)
class CommunicationLine(Printed):
    """The agreement for one class of messages (circular: urgent, not urgent, feedback …)."""

    message_class: Line
    sender: Line
    approver: Line
    channels: Line
    fallback: Line = ""
    recipients: Line
    target_delay: Line = ""
    feedback_by: Line = ""
    has_two_keys: bool = False  # a second person lets such a message leave


@dataclass(frozen=True, kw_only=True)
class BudgetLine(Printed):
    """One cost. `amount_cents` is the whole amount of the line; 0 means paid in kind or free."""

    description: Line
    is_basic: bool
    is_yearly: bool
    payer: Line
    amount_cents: int
    quantity: Line = ""


@dataclass(frozen=True, kw_only=True)
class Signatory(Printed):
    """Who signs: without a date the page leaves room for a signature in ink. `method` as printed.

    The evidence of a signature that was set, as printed: `signed_time` ("14.05 uur", empty on paper), `identified` how
    it was known who signed, `noted` by which function and when it was noted from paper, and `seen_sha256`, the
    fingerprint of the text that was seen. `drawing`: a path in 600 by 200, where they drew their signature as well.
    """

    organisation: Line
    capacity: Line
    name: Line
    place: Line = ""
    signed_on: date | None = None
    method: Line = ""
    signed_time: Line = ""
    identified: Line = ""
    noted: Line = ""
    seen_sha256: Line = ""
    drawing: str = ""


CHARTER_STATES = ("draft", "for_signature", "sealed")


@dataclass(frozen=True, kw_only=True)
class CharterContext(Printed):
    """The local charter. `state` is "draft" (marked ONTWERP), "for_signature" (frozen) or "sealed" (all signed).

    `content_sha256` identifies the frozen version that everyone signs: 64 hexadecimal digits, empty only in a draft.
    `statement` is what the partners declare above their signatures; empty: the standing words. `sealed_by` is whose
    institutional seal the file gets; empty: none.
    """

    case: CaseReference
    version: Line
    state: Line
    subtitle: str = CHARTER_SUBTITLE
    dated_on: date
    enters_into_force_on: date | None = None
    duration: Line = ""
    in_short: tuple[str, ...] = ()
    parties: tuple[Party, ...]
    sections: tuple[CharterSectionText, ...]
    streets: tuple[StreetRange, ...]
    boundary: str = ""
    communication_lines: tuple[CommunicationLine, ...] = ()
    communication_notes: tuple[Definition, ...] = ()
    budget_lines: tuple[BudgetLine, ...] = ()
    budget_notes: tuple[Definition, ...] = ()
    house_rules: tuple[CharterSectionText, ...] = ()
    statement: str = ""
    signatories: tuple[Signatory, ...]
    content_sha256: Line = ""
    sealed_on: date | None = None
    verify_url: Url = ""
    sealed_by: Line = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.state not in CHARTER_STATES:
            raise NotPrintable("CharterContext.state", f"{self.state!r} is none of {', '.join(CHARTER_STATES)}")
        if self.state != "draft" and not (len(self.content_sha256) == 64 and self.verify_url):
            raise NotPrintable("CharterContext.content_sha256", "a frozen version shows its hash and where to check it")
        if self.state == "sealed" and not (self.sealed_on and all(one.signed_on for one in self.signatories)):
            raise NotPrintable("CharterContext.signatories", "a sealed charter has the date of every signature")
        if any(one.seen_sha256 not in ("", self.content_sha256) for one in self.signatories):
            raise NotPrintable("CharterContext.signatories", "somebody signed another text than this one")

    @property
    def check_address(self) -> str:
        """Where the fingerprint is typed or the file is given: `verify_url` without the fingerprint, for people."""
        return self.verify_url.removesuffix(self.content_sha256).rstrip("/")

    @property
    def has_evidence(self) -> bool:
        """Whether the evidence of the signatures is printed: once everybody signed."""
        return self.state == "sealed"

    @property
    def inserted(self) -> frozenset[str]:
        """Which of the charter's own tables stand inside a section; the others become annexes."""
        return frozenset(block.part for block in self._blocks() if isinstance(block, Insert))

    def _blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    @property
    def budget_totals(self) -> tuple[tuple[str, int, int], ...]:
        """Per payer, in order of appearance: name, cents once, cents a year."""
        payers = dict.fromkeys(row.payer for row in self.budget_lines)
        return tuple((payer, self._cents(payer, yearly=False), self._cents(payer, yearly=True)) for payer in payers)

    def _cents(self, payer: str, *, yearly: bool) -> int:
        rows = self.budget_lines
        return sum(row.amount_cents for row in rows if row.payer == payer and row.is_yearly is yearly)
