"""The text of one version of the charter as everyone signs it: one canonical file, with a fingerprint of its bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from models.rules.languages import SOURCE


@dataclass(frozen=True)
class SignatoryText:
    """Who must sign, as printed. `name` is empty where a function signs, whoever holds it that day."""

    capacity: str
    organisation: str
    name: str = ""
    role: str | None = None


# As printed under the charter (policehesbaye.be: who signs), per role.
CAPACITIES = {
    "mayor": "burgemeester",
    "police_chief": "korpschef",
    "mandated_officer": "gemandateerde politiebeambte",
    "coordinator": "coördinator",
    "deputy_coordinator": "plaatsvervangend coördinator",
}


# How somebody who signs on screen shows who they are: the method of their session, or the link that they got by mail.
PERSONAL_LINK = "personal_link"
IDENTIFIED = (
    "link",
    "password_and_code",
    "link_and_code",
    "passkey",
    "provider",
    "provider_and_code",
    PERSONAL_LINK,
)
PAPER = "paper"  # signed in ink: whoever noted it saw the paper


@dataclass(frozen=True)
class SignatureState:
    """One signature under a frozen version. Without a role it is that of a partner without an account, who signs
    through a link by mail (`email`) or in ink; `signed_on` None: still waited for.

    The evidence: `signed_at` is when it was set on screen or noted from paper (in Belgian time), `identified_by` one of
    IDENTIFIED, PAPER or empty (signed before this was kept), `recorded_as` the function of who noted it
    ('deputy:mayor': stands in), `fingerprint` that of the text that was seen, `drawing` a path (drawn_signature),
    `checked_as` the function of who compared a signature on paper with its scan, `is_entered` whether one waits for
    that, `refusal` why they did not want to sign.
    """

    id: int
    capacity: str
    organisation: str
    name: str
    role: str | None
    person_id: int | None
    place: str
    method: str  # electronic, ink
    signed_on: date | None
    signed_at: datetime | None = None
    identified_by: str = ""
    recorded_as: str = ""
    fingerprint: str = ""
    email: str = ""
    drawing: str = ""
    checked_as: str = ""
    is_entered: bool = False
    refusal: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether it was set."""
        return self.signed_on is not None


@dataclass(frozen=True)
class CharterText:
    """Everything that is signed. `contents`: per section code its content (shapes in charter_sections)."""

    case_number: str
    network_name: str
    network_kind: str  # bin, bin_z, sector
    municipality: str
    police_zone: str
    version: int
    contents: Mapping[str, Mapping[str, Any]]
    signatories: tuple[SignatoryText, ...] = ()
    frozen_on: date | None = None
    language: str = SOURCE  # in which it was written, and is printed


def canonical(text: CharterText) -> str:
    """The text as JSON in one fixed spelling: the same text always gives the same bytes. A language that is not named
    is Dutch: so it was for all that was signed before there were others."""
    plain = asdict(text)
    if text.language == SOURCE:
        del plain["language"]
    plain["frozen_on"] = text.frozen_on.isoformat() if text.frozen_on else None
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_canonical(frozen_text: str) -> CharterText:
    """The text that was kept by `canonical`."""
    plain = json.loads(frozen_text)
    plain["signatories"] = tuple(SignatoryText(**one) for one in plain["signatories"])
    plain["frozen_on"] = date.fromisoformat(plain["frozen_on"]) if plain["frozen_on"] else None
    return CharterText(**plain)


def fingerprint_of(frozen_text: str) -> str:
    """sha256 of the canonical text, in 64 hexadecimal digits."""
    return hashlib.sha256(frozen_text.encode()).hexdigest()
