"""A case as a file for other programs: where it stands, and its whole journal with the chain that proves it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.rules.journal_chain import chained, remains_of, told_erased
from models.rules.journal_events import plain_sentence


def journal_export(session: Session, case: FoundingCase) -> dict[str, Any]:
    """Plain values for JSON; moments in ISO 8601 with UTC. Persons are numbers only: the journal holds no names.

    Each entry's hash is the sha256 of the hash before it (nothing for the first) and the canonical JSON of
    [number, sequence, at, event, stage, round, by, function, data], so that a reader can check the chain.
    """
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    )
    return {
        "number": case.number,
        "municipality": case.municipality.name,
        "name": case.name,
        "kind": case.kind,
        "stage": case.stage,
        "round": case.round,
        "waiting_for": list(case.waiting_for),
        "due_on": _text(case.due_on),
        "opened_at": _text(case.opened_at),
        "ended_at": _text(case.ended_at),
        "end": case.end,
        "may_come_again": case.may_come_again,
        "journal": [_entry(entry) for entry in entries],
    }


def first_broken_entry(export: Mapping[str, Any]) -> int | None:
    """The number of the first entry whose hash does not fit, in an export as it was read back; None: all fit, or
    lost words of which a later entry says so."""
    before = ""
    other: dict[int, str] = {}
    erased: dict[int, str] = {}
    for entry in export["journal"]:
        names = ("sequence", "at", "event", "stage", "round", "by", "function", "data")
        body = [export["number"], *(entry[name] for name in names)]
        if chained(before, body) != entry["hash"]:
            other[int(entry["sequence"])] = remains_of(body)
        erased |= told_erased(body)
        before = entry["hash"]
    return next((sequence for sequence, remains in other.items() if erased.get(sequence) != remains), None)


def _entry(entry: JournalEntry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": _text(entry.at),
        "event": entry.event,
        "stage": entry.stage,
        "round": entry.round,
        "by": entry.by_id,
        "function": entry.function,
        "data": entry.data,
        "sentence": plain_sentence(entry.event, entry.data),
        "hash": entry.hash,
    }


def _text(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
