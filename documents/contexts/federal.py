"""The facts of what goes to the FPS Interior: the covering letter, and the house rules as a document of their own."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.charter import CharterSectionText
from documents.contexts.shared import Addressee, CaseReference, Contact, Sender
from documents.limits import Line, NotPrintable, Printed, Url

PURPOSES = ("check", "corrected", "amended")


@dataclass(frozen=True, kw_only=True)
class SignedBy(Printed):
    """Who signed: 'burgemeester', 'Gemeente Oosterbeke', the name."""

    capacity: Line
    organisation: Line
    name: Line


@dataclass(frozen=True, kw_only=True)
class SettledRemark(Printed):
    """A remark on the version before, and what was done about it."""

    about: Line
    remark: str
    is_followed: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class FederalLetterContext(Printed):
    """The letter with which a signed charter goes to the ministry (domain.md 2.12).

    `purpose`: check (a first version), corrected (after remarks), amended (a network in force changed its charter).
    """

    case: CaseReference
    sender: Sender
    addressee: Addressee
    dated_on: date
    purpose: str
    version: Line
    replaces: Line = ""
    signed_on: date
    signed_by: tuple[SignedBy, ...]
    area: tuple[str, ...]
    legal_basis: Line
    changed: tuple[Line, ...] = ()
    reason: str = ""
    remarks_on: date | None = None
    reference: Line = ""
    remarks: tuple[SettledRemark, ...] = ()
    enclosures: tuple[str, ...]
    content_sha256: Line
    verify_url: Url
    contact: Contact

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.purpose not in PURPOSES:
            raise NotPrintable("FederalLetterContext.purpose", f"{self.purpose!r} is none of {', '.join(PURPOSES)}")


@dataclass(frozen=True, kw_only=True)
class HouseRulesContext(Printed):
    """The house rules that belong to one signed version of the charter, apart: the ministry checks them as well."""

    case: CaseReference
    sender: Sender
    version: Line
    dated_on: date
    signed_on: date
    rules: tuple[CharterSectionText, ...]
    content_sha256: Line
    verify_url: Url
