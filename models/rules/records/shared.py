"""What every printed record begins with: which case, which offices, who signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.rules.languages import SOURCE


@dataclass(frozen=True)
class OfficeRecord:
    """A municipality or a police zone as it stands on a letter. Empty where it is not known."""

    name: str
    postal_address: str
    email: str
    phone: str
    shown_name: str = ""  # of the house style; empty: the name
    colour: str = ""  # #RRGGBB of the house style; empty: the default
    logo: str = ""  # sha256 of the file with the logo
    language: str = SOURCE  # in which it writes first, and its own texts are
    texts: Mapping[str, str] = field(default_factory=dict)  # own texts of letters, by part (models.rules.own_texts)


@dataclass(frozen=True)
class CaseRecord:
    """Which case. `name` as the applicant typed it ('BIN Kerkkwartier' or 'Kerkkwartier'), `kind`: bin, bin_z, sector.

    `case_url` is the page for who takes part, `public_url` the one for everybody.
    """

    number: str
    name: str
    kind: str
    municipality: OfficeRecord
    police_zone: OfficeRecord
    case_url: str
    public_url: str
    language: str = SOURCE  # in which its documents are made


@dataclass(frozen=True)
class OfficialRecord:
    """Somebody who signs for an authority: name and function as printed ('burgemeester')."""

    name: str
    function: str


@dataclass(frozen=True)
class VotesRecord:
    """A count of hands; None where the meeting did not count."""

    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
