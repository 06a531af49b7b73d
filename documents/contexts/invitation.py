"""The facts of what invites people to the info evening, besides the flyer: the letter to a dwelling."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import Addressee, CaseReference, Contact, Person, Sender
from documents.language import to_say
from documents.limits import Line, Printed, Url
from documents.standard_texts import WHAT_A_BIN_IS

IS_FREE = to_say("De avond en het lidmaatschap zijn gratis.")


@dataclass(frozen=True, kw_only=True)
class InvitationLetterContext(Printed):
    """The letter to one dwelling. Without an addressee it is the text that all letters share, with empty places for
    the address, the short address and the QR code (documents.press.stamping)."""

    case: CaseReference
    sender: Sender
    addressee: Addressee | None = None
    window: Line = "right"  # or left (models.rules.invitations.WINDOWS)
    dated_on: date
    evening_on: date
    hour: Line
    place: Line
    place_address: Line
    accessibility: Line
    cost: str = IS_FREE
    what_it_is: str = WHAT_A_BIN_IS
    organisers: tuple[str, ...]
    legal_basis: Line = ""
    contact: Contact
    reply_url: Url = ""
    short_address: Line = ""
    signed_by: tuple[Person, ...]


@dataclass(frozen=True)
class Stamp:
    """What differs from letter to letter: the lines of the address, and the code of the reply."""

    address: tuple[str, ...]
    code: str
