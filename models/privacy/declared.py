"""All declarations together: table by table, and column by column."""

from collections.abc import Iterator

from models.privacy import (
    accounts,
    authorities,
    cases,
    charters,
    consultation,
    evaluations,
    evenings,
    keeping,
    launches,
    networks,
    requests,
    streets,
    support,
)
from models.privacy.declaring import Held, Table

_ROOMS = (requests, cases, consultation, support, evenings, charters, launches, networks, evaluations, accounts,
          authorities, streets, keeping)  # fmt: skip

DECLARED: dict[str, Table] = {name: one for room in _ROOMS for name, one in room.TABLES.items()}


def personal() -> Iterator[tuple[str, str, Held]]:
    """Table, column and declaration of each column with personal data."""
    for name, one in DECLARED.items():
        for column, held in one.columns.items():
            if held is not None:
                yield name, column, held
