"""The parts that several kinds of documents share: which case, who writes, to whom, whom to call, who does what."""

from dataclasses import dataclass
from datetime import date

from documents.limits import Line, Printed, PrivateLine, PrivateLines
from documents.standard_texts import NETWORK_KINDS
from models.rules.languages import SOURCE


@dataclass(frozen=True, kw_only=True)
class CaseReference(Printed):
    """Which founding case. `network_kind` is "BIN", "BIN-Z" or "SIN", in French "PLP" and so on; `language` the one in
    which its documents are made."""

    number: Line
    network_name: Line
    network_kind: Line = "BIN"
    municipality: Line
    police_zone: Line
    language: Line = SOURCE

    @property
    def network_kind_in_full(self) -> str:
        """ "Buurtinformatienetwerk" for "BIN"."""
        return NETWORK_KINDS.get(self.network_kind, self.network_kind)

    @property
    def network(self) -> str:
        """Kind and name as one speaks of it: "BIN Lindekwartier"."""
        return f"{self.network_kind} {self.network_name}"


@dataclass(frozen=True, kw_only=True)
class Sender(Printed):
    """Who issues the document: "Gemeente Oosterbeke", "dienst Preventie", the address in lines.

    `colour` (#RRGGBB) and `logo` (sha256 of the file) are the house style, the texts those of the municipality itself;
    empty: the default.
    """

    organisation: Line
    department: Line = ""
    address: tuple[Line, ...] = ()
    colour: Line = ""
    logo: Line = ""
    introduction: str = ""
    closing: str = ""
    signature: str = ""


@dataclass(frozen=True, kw_only=True)
class Addressee(Printed):
    """To whom a letter goes. `address` in lines as on the envelope; empty for a letter that goes by mail."""

    name: PrivateLine
    address: PrivateLines = ()


@dataclass(frozen=True, kw_only=True)
class Contact(Printed):
    """Whom to ask: a department or function, with telephone, mail and hours as far as they exist."""

    name: Line
    phone: Line = ""
    mail: Line = ""
    hours: Line = ""


@dataclass(frozen=True)
class Person(Printed):
    """Who signs a letter: name and capacity."""

    name: Line
    capacity: Line


@dataclass(frozen=True)
class Task(Printed):
    """What must be done, by whom, and by when (None: no term)."""

    what: str
    who: Line
    by_on: date | None = None
