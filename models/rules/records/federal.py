"""What is sent to the FPS Interior with a signed charter: the letter, for a first, a corrected or a changed version."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.charter import CharterRecord


@dataclass(frozen=True)
class AnsweredRemark:
    """A remark on an earlier version and what was done about it. `about`: the section by its title, or the whole."""

    about: str
    remark: str
    is_followed: bool
    answer: str


@dataclass(frozen=True)
class FederalLetterRecord:
    """`purpose`: check (a first version), corrected (after remarks) or amended (of a network in force).

    `remarks` with `remarks_on` (the day of that letter) and `reference` (its own) for a corrected one; `changed`:
    titles of the sections that differ from version `replaces`, and `reason` why, for an amended one. `address`: of
    the ministry, as the setting has it. `area`: the streets, or how far it reaches.
    """

    charter: CharterRecord
    purpose: str
    dated_on: date
    address: str
    circular: str
    area: tuple[str, ...]
    replaces: int | None = None
    changed: tuple[str, ...] = ()
    reason: str = ""
    remarks_on: date | None = None
    reference: str = ""
    remarks: tuple[AnsweredRemark, ...] = ()
