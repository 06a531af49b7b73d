"""All chains of all journals with what was sealed of them, read as one stream: in memory is one entry at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from models.authority import Authority
from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.journal import JournalEntry
from models.journal_seal import JournalSeal, SealedHead
from models.rules.journal_chain import authority_body, authority_chain, case_body, case_chain

ROWS_AT_ONCE = 1000
AUTHORITY, CASE = "authority", "case"

_HEADS: dict[str, Any] = {
    AUTHORITY: select(Authority.id, Authority.slug, Authority.journal_length, Authority.journal_hash),
    CASE: select(FoundingCase.id, FoundingCase.number, FoundingCase.journal_length, FoundingCase.journal_hash),
}
_ENTRIES: dict[str, Any] = {
    AUTHORITY: select(
        AuthorityJournalEntry.authority_id, AuthorityJournalEntry.hash, AuthorityJournalEntry.sequence,
        AuthorityJournalEntry.at, AuthorityJournalEntry.event, AuthorityJournalEntry.by_id, AuthorityJournalEntry.data
    ).order_by(AuthorityJournalEntry.authority_id, AuthorityJournalEntry.sequence),
    CASE: select(
        JournalEntry.case_id, JournalEntry.hash, JournalEntry.sequence, JournalEntry.at, JournalEntry.event,
        JournalEntry.stage, JournalEntry.round, JournalEntry.by_id, JournalEntry.function, JournalEntry.data
    ).order_by(JournalEntry.case_id, JournalEntry.sequence),
}  # fmt: skip
_NAMES = {AUTHORITY: authority_chain, CASE: case_chain}
_BODIES: dict[str, Any] = {AUTHORITY: authority_body, CASE: case_body}


@dataclass(frozen=True)
class Entry:
    """One entry as it is chained."""

    sequence: int
    body: list[Any]
    hash: str


@dataclass(frozen=True)
class Sealed:
    """What a seal says of a chain."""

    seal: int
    hash: str


@dataclass(frozen=True)
class Chain:
    """One chain. `length` None: who it is of is gone, and only a seal still tells of it. Read `entries` once, and
    before the next chain is asked for."""

    name: str
    length: int | None
    head: str
    sealed: dict[int, Sealed]  # by the number of the entry
    entries: Iterator[Entry]


def chains(session: Session) -> Iterator[Chain]:
    """Every chain with its entries: those of the authorities, then those of the cases, each by its number."""
    for kind in (AUTHORITY, CASE):
        yield from _chains_of(session, kind)


def _chains_of(session: Session, kind: str) -> Iterator[Chain]:
    sealed = (
        select(SealedHead.owner_id, SealedHead.sequence, SealedHead.chain, SealedHead.hash, SealedHead.seal_number)
        .where(SealedHead.kind == kind)
        .order_by(SealedHead.owner_id, SealedHead.sequence)
    )
    statements = (_HEADS[kind].order_by("id"), sealed, _ENTRIES[kind])
    streams = [_stream(session, part, statement) for part, statement in enumerate(statements)]
    for _owner, rows in groupby(merge(*streams, key=itemgetter(0, 1)), key=itemgetter(0)):
        yield _chain(kind, ((part, row) for _, part, row in rows))


def _stream(session: Session, part: int, statement: Select[Any]) -> Iterator[tuple[int, int, Any]]:
    # By the connection: no rows are wanted as objects, and several streams are open beside each other.
    for row in session.connection().execute(statement.execution_options(yield_per=ROWS_AT_ONCE)):
        yield row[0], part, row


def _chain(kind: str, rows: Iterator[tuple[int, Any]]) -> Chain:
    name, key, length, head, sealed = "", "", None, "", {}
    following: Any = None
    for part, row in rows:
        if part == 0:
            _, key, length, head = row
            name = _NAMES[kind](key)
        elif part == 1:
            name = name or row.chain
            sealed[row.sequence] = Sealed(row.seal_number, row.hash)
        else:
            following = row
            break

    def entries() -> Iterator[Entry]:
        row = following
        while row is not None:
            _, hash_, *values = row
            yield Entry(values[0], _BODIES[kind](key, *values), hash_)
            row = next(rows, (2, None))[1]

    return Chain(name, length, head, sealed, entries())


@dataclass(frozen=True)
class Moved:
    """A chain that grew since it was sealed; `sealed`: how many of its entries were sealed already."""

    kind: str
    owner_id: int
    name: str
    sealed: int
    length: int
    head: str


def chains_that_moved(session: Session) -> list[Moved]:
    """Those with entries that no seal covers, all of one moment: it is one question."""
    last = (
        select(SealedHead.kind, SealedHead.owner_id, func.max(SealedHead.sequence).label("sequence"))
        .group_by(SealedHead.kind, SealedHead.owner_id)
        .subquery()
    )
    sealed = func.coalesce(last.c.sequence, 0)

    def moved(kind: str, owner: Any, key: Any) -> Select[Any]:
        return (
            select(literal(kind), owner.id, key, sealed, owner.journal_length, owner.journal_hash)
            .outerjoin(last, (last.c.kind == kind) & (last.c.owner_id == owner.id))
            .where(owner.journal_length > sealed)
        )

    both = union_all(moved(AUTHORITY, Authority, Authority.slug), moved(CASE, FoundingCase, FoundingCase.number))
    return [Moved(kind, owner, _NAMES[kind](key), *rest) for kind, owner, key, *rest in session.execute(both)]


def last_seal(session: Session) -> JournalSeal | None:
    """The newest seal."""
    return session.scalars(select(JournalSeal).order_by(JournalSeal.number.desc()).limit(1)).one_or_none()


def sealed_heads(session: Session, seal: int) -> list[tuple[str, int, str]]:
    """The heads that this seal covers: name of the chain, number and hash of its last entry."""
    heads = select(SealedHead.chain, SealedHead.sequence, SealedHead.hash).where(SealedHead.seal_number == seal)
    return [(chain, sequence, hash_) for chain, sequence, hash_ in session.execute(heads)]
