"""The facts of a paper support sheet: the streets, the lines to fill in, and what who signs must know."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.limits import Printed, Url
from documents.standard_texts import WHAT_A_BIN_IS, WHAT_A_BIN_IS_NOT

LINES = 14  # as many as fit on the back


@dataclass(frozen=True, kw_only=True)
class SupportSheetContext(Printed):
    """A sheet to go from door to door with. `support_url`: the page where one can give the same voice."""

    case: CaseReference
    sender: Sender
    dated_on: date
    area: tuple[str, ...]
    what_it_is: str = WHAT_A_BIN_IS
    what_it_is_not: tuple[str, ...] = WHAT_A_BIN_IS_NOT
    line_numbers: tuple[int, ...] = tuple(range(1, LINES + 1))
    contact: Contact
    support_url: Url
