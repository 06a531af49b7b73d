"""Are all journals as they were written? Tells each place where one is not, and reads all of them as one stream."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal_seal import JournalSeal
from models.queries.keeping.journal_chains import Chain, Sealed, chains, sealed_heads
from models.rules.journal_chain import NOTHING_BEFORE, chained, remains_of, root_of, seal_body, seal_line, told_erased


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written, and where."""

    where: str  # 'case OOS-2026-0001', 'seal 12'
    words: str


@dataclass
class Seen:
    """What was looked at; it counts while the faults are read."""

    chains: int = 0
    entries: int = 0
    seals: int = 0
    last_sealed_on: date | None = None
    after_last_seal: int = 0  # entries that no seal covers yet
    erased: int = 0  # entries in which words were erased, and a later one says so
    days: dict[int, date] = field(default_factory=dict)  # of each seal


def check_journals(session: Session, outside: Sequence[str] | None, seen: Seen) -> Iterator[Fault]:
    """Each fault: of the seals, of the lines that were kept outside of the database (None: there are none to hold them
    against), and of every chain. Ask in a transaction of one moment (repeatable read)."""
    seals = session.scalars(select(JournalSeal).order_by(JournalSeal.number)).all()
    yield from _faults_of_seals(session, seals, seen)
    if outside is not None:
        yield from _faults_outside([seal_line(one.number, one.day, one.hash) for one in seals], outside)
    for chain in chains(session):
        yield from _faults_of_chain(chain, seen)


def _faults_of_seals(session: Session, seals: Sequence[JournalSeal], seen: Seen) -> Iterator[Fault]:
    before, expected = NOTHING_BEFORE, 1
    for seal in seals:
        where = f"seal {seal.number} of {seal.day}"
        seen.seals += 1
        seen.last_sealed_on = seen.days[seal.number] = seal.day
        if root_of(sealed_heads(session, seal.number)) != seal.root:
            yield Fault(where, "the heads that it sealed are not those that stand with it now")
        if seal.number != expected:
            yield Fault(f"seal {_range(expected, seal.number - 1)}", "is missing")
        else:
            body = seal_body(seal.number, seal.day, seal.sealed_at, seal.chains, seal.entries, seal.root)
            if chained(before, body) != seal.hash:
                yield Fault(where, "was changed, or the seal before it was")
        before, expected = seal.hash, seal.number + 1


def _faults_outside(ours: Iterable[str], outside: Sequence[str]) -> Iterator[Fault]:
    ours, known = set(ours), set(outside)
    for line in outside:
        if line not in ours:
            yield Fault(f"seals file, ‘{line}’", "the database holds no such seal: it was rewritten, or put back")
    for line in sorted(ours - known):
        yield Fault(f"seals file, ‘{line}’", "stands in the database and not in the file")


def _faults_of_chain(chain: Chain, seen: Seen) -> Iterator[Fault]:
    before, expected = NOTHING_BEFORE, 1
    open_ = dict(chain.sealed)
    other: dict[int, str] = {}  # entries whose sum is another one, with their hash by themselves
    erased: dict[int, str] = {}  # what later entries say of them
    for entry in chain.entries:
        seen.entries += 1
        if entry.sequence != expected:
            yield Fault(chain.name, f"entry {_range(expected, entry.sequence - 1)} is missing")
        elif chained(before, entry.body) != entry.hash:
            other[entry.sequence] = remains_of(entry.body)
        erased |= told_erased(entry.body)
        yield from _other_than_sealed(chain, entry.sequence, entry.hash, open_.pop(entry.sequence, None), seen)
        before, expected = entry.hash, entry.sequence + 1
    written = expected - 1
    seen.after_last_seal += max(0, written - max(chain.sealed, default=0))
    seen.chains += 1 if written else 0
    for sequence, remains in other.items():
        if erased.get(sequence) == remains:
            seen.erased += 1
        else:
            yield Fault(chain.name, f"entry {sequence} was changed, or what stood before it was")
    yield from _faults_of_end(chain, written, before)
    for sequence, sealed in sorted(open_.items()):
        yield Fault(
            chain.name, f"entry {sequence} is missing: it was there on {_day(sealed, seen)}, when it was sealed"
        )


def _other_than_sealed(chain: Chain, sequence: int, hash_: str, sealed: Sealed | None,
                       seen: Seen) -> Iterator[Fault]:  # fmt: skip
    if sealed is not None and sealed.hash != hash_:
        yield Fault(chain.name, f"entry {sequence} or one before it was rewritten since it was sealed on "
                                f"{_day(sealed, seen)}")  # fmt: skip


def _faults_of_end(chain: Chain, written: int, last: str) -> Iterator[Fault]:
    if chain.length is None:
        yield Fault(chain.name, "is gone: it was sealed, and there is nothing with this name any more")
    elif written < chain.length:
        yield Fault(chain.name, f"entry {_range(written + 1, chain.length)} at the end is missing")
    elif written > chain.length:
        yield Fault(chain.name, f"entry {_range(chain.length + 1, written)} was added behind the end")
    elif last != chain.head:
        yield Fault(chain.name, "its last entry is not the one that its owner remembers")


def _day(sealed: Sealed, seen: Seen) -> str:
    return str(seen.days.get(sealed.seal, f"the day of seal {sealed.seal}"))


def _range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"
