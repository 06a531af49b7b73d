"""Journals of many cases, read piece by piece for process mining: what is in memory is a batch of cases at most."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session, aliased

from models.authority import Authority
from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.opinion import Opinion
from models.rules.advice import ADVISER_KINDS
from models.rules.mining import CaseLog, Entry, Pseudonyms, Thing
from models.rules.ocel import ocel_of
from models.rules.xes import xes_of
from models.signature import Signature

FORMATS = ("xes", "ocel")
CASES_AT_ONCE = 200
ROWS_AT_ONCE = 1000

_MUNICIPALITY = aliased(Authority)
_CASES = (
    select(FoundingCase.id, FoundingCase.number, FoundingCase.kind, _MUNICIPALITY.name, FoundingCase.opened_at,
           FoundingCase.ended_at, FoundingCase.end)
    .join(_MUNICIPALITY, _MUNICIPALITY.id == FoundingCase.municipality_id)
    .order_by(FoundingCase.id)
)  # fmt: skip
_ENTRIES = (
    select(JournalEntry.case_id, JournalEntry.sequence, JournalEntry.at, JournalEntry.event, JournalEntry.stage,
           JournalEntry.round, JournalEntry.by_id, JournalEntry.function, JournalEntry.data)
    .order_by(JournalEntry.case_id, JournalEntry.sequence)
    .execution_options(yield_per=ROWS_AT_ONCE)
)  # fmt: skip


def stream_journals(engine: Engine, where: ColumnElement[bool], form: str, pseudonyms: Pseudonyms, *,
                    with_numbers: bool = False) -> Iterator[str]:  # fmt: skip
    """The journals of these cases as a file, in pieces, all of one moment however long it takes: a file whose events
    name things that its list of objects lacks can't be read. SQLite reads so by itself."""
    with Session(engine) as session:
        if engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield from journal_file(session, where, form, pseudonyms, with_numbers=with_numbers)


def journal_file(session: Session, where: ColumnElement[bool], form: str, pseudonyms: Pseudonyms, *,
                 with_numbers: bool = False) -> Iterator[str]:  # fmt: skip
    """The same from a session that is open. `form`: one of FORMATS."""
    events = cases_to_mine(session, where)
    if form == "xes":
        yield from xes_of(events, pseudonyms, with_numbers=with_numbers)
    else:
        objects, people = cases_to_mine(session, where, with_entries=False), people_to_mine(session, where)
        yield from ocel_of(objects, people, events, pseudonyms, with_numbers=with_numbers)


def cases_to_mine(session: Session, where: ColumnElement[bool], *, with_entries: bool = True,
                  at_once: int = CASES_AT_ONCE) -> Iterator[CaseLog]:  # fmt: skip
    """These cases by the order in which they were opened, with their things and, unless left out, their journals."""
    last = 0
    while batch := session.execute(_CASES.where(where, FoundingCase.id > last).limit(at_once)).all():
        ids = [row.id for row in batch]
        yield from _logs(session, batch, ids, with_entries)
        last = ids[-1]


def people_to_mine(session: Session, where: ColumnElement[bool]) -> Iterator[int]:
    """The numbers of all who did something in these cases."""
    acted = (
        select(JournalEntry.by_id)
        .join(FoundingCase, FoundingCase.id == JournalEntry.case_id)
        .where(where, JournalEntry.by_id.is_not(None))
        .distinct()
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for number in session.scalars(acted):
        assert number is not None
        yield number


def _logs(session: Session, batch: Sequence[Any], ids: list[int], with_entries: bool) -> Iterator[CaseLog]:
    things = _things_of(session, ids)
    rows = session.execute(_ENTRIES.where(JournalEntry.case_id.in_(ids))) if with_entries else ()
    journals = groupby(rows, key=lambda row: row[0])
    present = next(journals, None)
    for case in batch:
        is_its_own = present is not None and present[0] == case.id
        entries = (Entry(*row[1:]) for row in present[1]) if present and is_its_own else ()
        id_, number, kind, municipality, opened_at, ended_at, end = case
        own = tuple(things.get(id_, ()))
        yield CaseLog(id_, number, kind, municipality, opened_at, ended_at, end, own, entries)
        if is_its_own:
            present = next(journals, None)


def _things_of(session: Session, ids: list[int]) -> dict[int, list[Thing]]:
    """What these cases have, by case. Charters are named by their version, a network is the only one."""
    found: dict[int, list[Thing]] = {}

    def keep(case_id: int, thing: Thing) -> None:
        found.setdefault(case_id, []).append(thing)

    charters = select(Charter.case_id, Charter.id, Charter.version, Charter.created_at)
    for case_id, id_, version, at in session.execute(charters.where(Charter.case_id.in_(ids))):
        keep(case_id, Thing("charter", id_, version, at, {"version": version}))
    opinions = select(Opinion.case_id, Opinion.id, Opinion.adviser_kind, Opinion.asked_at)
    for case_id, id_, kind, at in session.execute(opinions.where(Opinion.case_id.in_(ids))):
        keep(case_id, Thing("opinion", id_, id_, at, {"adviser_kind": kind} if kind in ADVISER_KINDS else {}))
    evenings = select(InfoEvening.case_id, InfoEvening.id, InfoEvening.planned_at)
    for case_id, id_, at in session.execute(evenings.where(InfoEvening.case_id.in_(ids))):
        keep(case_id, Thing("info_evening", id_, id_, at, {}))
    signatures = select(Charter.case_id, Signature.id, Signature.role, Charter.frozen_at, Charter.created_at)
    signed = signatures.join(Charter, Charter.id == Signature.charter_id).where(Charter.case_id.in_(ids))
    for case_id, id_, role, frozen_at, created_at in session.execute(signed):
        keep(case_id, Thing("signature", id_, id_, frozen_at or created_at, {"capacity_role": role or "partner"}))
    networks = select(NeighbourhoodNetwork.case_id, NeighbourhoodNetwork.id, NeighbourhoodNetwork.kind,
                      NeighbourhoodNetwork.active_since)  # fmt: skip
    for network in session.execute(networks.where(NeighbourhoodNetwork.case_id.in_(ids))):
        at = datetime.combine(network.active_since, time(), BELGIUM)
        keep(network.case_id, Thing("network", network.id, 0, at, {"kind": network.kind}))
    return found
