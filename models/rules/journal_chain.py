"""How a journal is chained and sealed, as binstart/journal_file/README.md publishes it: whoever has a file of the
journals checks the same sums. What is written here never changes: it would break every chain that there is."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

WORDS_ERASED = "words:erased"  # the event that says that words were taken out of an earlier entry of its chain
ERASED = "(gewist)"  # what stands in their place
NOTHING_BEFORE = ""  # the hash before the first entry of a chain, and before the first seal


def chained(before: str, body: list[Any]) -> str:
    """The hash of an entry or seal: 64 hexadecimal digits over its body and the hash before it."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((before + canonical).encode()).hexdigest()


def remains_of(body: list[Any]) -> str:
    """The hash of an entry by itself, as the entry that erased words in it keeps it."""
    return chained(NOTHING_BEFORE, body)


def told_erased(body: list[Any]) -> dict[int, str]:
    """Of which entry this one says that words were erased in it, with the hash that remained; mostly of none."""
    return {body[-1].get("sequence", 0): body[-1].get("remains", "")} if body[3] == WORDS_ERASED else {}


def case_body(number: str, sequence: int, at: datetime, event: str, stage: str, round_: int, by: int | None,
              function: str, data: dict[str, Any]) -> list[Any]:  # fmt: skip
    """What the hash of an entry of a case covers."""
    return [number, sequence, at.isoformat(), event, stage, round_, by, function, data]


def authority_body(slug: str, sequence: int, at: datetime, event: str, by: int | None,
                   data: dict[str, Any]) -> list[Any]:  # fmt: skip
    """What the hash of an entry of an authority covers."""
    return [slug, sequence, at.isoformat(), event, by, data]


def case_chain(number: str) -> str:
    """The name of the chain of a case."""
    return f"case {number}"


def authority_chain(slug: str) -> str:
    """The name of the chain of an authority."""
    return f"authority {slug}"


def root_of(heads: Iterable[tuple[str, int, str]]) -> str:
    """One hash over heads (name of the chain, number of its last entry, hash of that entry), sorted by name."""
    lines = "".join(f"{chain} {sequence} {hash_}\n" for chain, sequence, hash_ in sorted(heads))
    return hashlib.sha256(lines.encode()).hexdigest()


def seal_body(number: int, day: date, at: datetime, chains: int, entries: int, root: str) -> list[Any]:
    """What the hash of a seal covers."""
    return [number, day.isoformat(), at.isoformat(), chains, entries, root]


def seal_line(number: int, day: date, hash_: str) -> str:
    """A seal as it stands in the file outside of the database."""
    return f"{number} {day.isoformat()} {hash_}"
