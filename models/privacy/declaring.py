"""What is declared of a column: that it holds no personal data, or for which activity, how long, and who sees it."""

from dataclasses import dataclass
from enum import StrEnum

from models.rules.access import PERMISSIONS, Role


class Controller(StrEnum):
    """Who decides why data is kept and answers for it (GDPR art. 4, 7; two together: art. 26)."""

    MUNICIPALITY = "municipality"
    POLICE = "police"
    TOGETHER = "together"


@dataclass(frozen=True)
class Activity:
    """One line of the register of processing (GDPR art. 30). `ground`: article and law; `people`: about whom;
    `receivers`: who gets it outside of the authority; `plain`: the same for who is not used to such words."""

    code: str
    title: str
    controller: Controller
    purpose: str
    ground: str
    people: str
    receivers: str
    plain: str


# Kinds of data, as the register, the notice and the file to the person name them.
KINDS = {
    "name": "naam",
    "contact": "e-mailadres en telefoon",
    "home": "adres van de woning",
    "choice": "wat u koos of aanduidde",
    "words": "wat iemand schreef",
    "file": "document, scan of handtekening",
    "proof": "dat er toestemming of een handtekening was, en wanneer",
    "function": "functie, en wat u in die functie deed",
    "suitability": "uitslag van de screening",
    "access": "gegevens om aan te melden",
    "linked": "verwijzing naar u",
}
NOBODY = "nobody"  # of who signs in; the programs alone, such as a hash


@dataclass(frozen=True)
class Held:
    """Personal data in a column. `term`: the rule that forgets it (models.rules.retention.TERMS); `seen_by`: the
    permission of the access table under which it is read, or NOBODY. `kind` 'linked': a number or a moment that tells
    nothing any more once what it is linked to was forgotten, so it stays."""

    activity: Activity
    kind: str
    term: str
    seen_by: str

    @property
    def roles(self) -> frozenset[Role] | str:
        """Who sees it: roles, 'anyone', 'signed_in' (only their own), or none."""
        return frozenset() if self.seen_by == NOBODY else PERMISSIONS[self.seen_by]


@dataclass(frozen=True)
class Table:
    """One table. `goes`: when the term of its case is over, the whole row goes, not only its columns. `whose`: the
    column by which its rows are found for who asks: an address, a person, or a row of another table that is theirs."""

    columns: dict[str, Held | None]
    goes: bool = False
    whose: str = ""


Part = dict[str, Held | None]


def nothing(names: str) -> Part:
    """Columns without personal data."""
    return dict.fromkeys(names.split())


def held(activity: Activity, term: str, seen_by: str, **names_of_kind: str) -> Part:
    """Columns with personal data, by kind (KINDS), that share their activity, term and readers."""
    return {
        name: Held(activity, kind, term, seen_by) for kind, names in names_of_kind.items() for name in names.split()
    }


def table(*parts: Part, goes: bool = False, whose: str = "") -> Table:
    """A table of these columns. Raises ValueError when one stands in two parts."""
    columns: dict[str, Held | None] = {}
    for part in parts:
        if twice := columns.keys() & part.keys():
            raise ValueError(f"declared twice: {sorted(twice)}")
        columns |= part
    return Table(columns, goes, whose)
