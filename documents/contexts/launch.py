"""What the documents of the launch kit say: texts from one source, each with its length."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.limits import Line, Printed, Url


@dataclass(frozen=True, kw_only=True)
class KitText(Printed):
    """One text. `size`: its length in words ("128 woorden"); `title` empty: it has none."""

    name: Line
    title: Line = ""
    paragraphs: tuple[str, ...]
    size: Line


@dataclass(frozen=True, kw_only=True)
class KitContext(Printed):
    """One document of the kit. `embargo`: until when the press keeps it ("maandag 7 december 2026 om 10 uur")."""

    case: CaseReference
    sender: Sender
    dated_on: date
    version: int
    embargo: Line
    texts: tuple[KitText, ...]
    cost: Line = ""
    join_url: Url
    contact: Contact
    publisher: Line = ""
