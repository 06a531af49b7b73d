"""What a backup says of itself: at its beginning what is needed to read it, at its end what must be there."""

import json
from dataclasses import asdict, dataclass, field

FORM = 1
HEADER, FILES, MANIFEST = "header.json", "files.sha256", "manifest.json"
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Header:
    """The first member. `kind`: 'real' or 'demonstration', as the data folder says; empty where it says nothing."""

    made_at: str
    database: str
    revision: str  # of the schema
    kind: str = ""
    form: int = FORM


@dataclass(frozen=True)
class Manifest:
    """The last member; one that is missing means that the backup is not whole.

    `tables`: rows by table. `sequences`: the last number that each gave out (PostgreSQL). `lost`: files that the
    database names and the folders did not hold any more; `damaged`: files whose content was not that of their name, the
    first twenty. Both were so before the backup. `secret_mark` tells whether a secret is the same one, `key_mark`
    which key of the installation encrypted notes of the police then (empty: none), and nothing about either.
    """

    tables: dict[str, int]
    seal: str  # the line of the newest daily seal; empty: none yet
    secret_mark: str
    sequences: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    damaged: list[str] = field(default_factory=list)
    key_mark: str = ""


def as_json(told: Header | Manifest) -> bytes:
    """For a member of a backup, readable for people."""
    return (json.dumps(asdict(told), indent=1, sort_keys=True) + "\n").encode()


def header_from(content: bytes) -> Header:
    """Raises ValueError or TypeError for what is none."""
    return Header(**json.loads(content))


def manifest_from(content: bytes) -> Manifest:
    """Raises ValueError or TypeError for what is none."""
    return Manifest(**json.loads(content))
