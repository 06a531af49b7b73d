"""Journals as OCEL 2.0 in JSON: each entry an event with the case, the person and the things that it is about, written
piece by piece, so that no log is ever whole in memory.

Source: the OCEL 2.0 specification (ocel-standard.org), sections on the JSON format, object-to-object relations and
qualifiers. The order of its four lists is free in JSON: types first, then objects, then events.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from models.rules.journal_events import EVENTS
from models.rules.mining import (
    FLAGS,
    LEAVES,
    NUMBERS,
    PATH_EVENTS,
    QUALIFIERS,
    SYSTEM_PERSON,
    CaseLog,
    Entry,
    Pseudonyms,
    Thing,
    Value,
    leaving,
    path_step,
    references,
)

_OF_EACH_EVENT = {"stage": "string", "round": "integer", "function": "string", "sequence": "integer"}
_OBJECT_TYPES = {
    "case": {"number": "string", "kind": "string", "municipality": "string", "end": "string"},
    "person": {},
    "charter": {"version": "integer"},
    "opinion": {"adviser_kind": "string"},
    "info_evening": {},
    "signature": {"capacity_role": "string"},
    "network": {"kind": "string"},
}  # fmt: skip


def ocel_of(objects: Iterable[CaseLog], people: Iterable[int], events: Iterable[CaseLog], pseudonyms: Pseudonyms, *,
            with_numbers: bool = False) -> Iterator[str]:  # fmt: skip
    """The file, in pieces. `objects` and `events` are the same cases, gone through twice: the first time their entries
    are not looked at. `with_numbers`: cases also carry their own number."""
    yield f'{{"objectTypes":{_compact(_types(_OBJECT_TYPES))},\n"eventTypes":{_compact(_types(_event_types()))},\n'
    yield '"objects":[\n'
    yield _compact(_object(SYSTEM_PERSON, "person"))
    for person in people:
        yield ",\n" + _compact(_object(pseudonyms.of("person", person), "person"))
    for case in objects:
        yield from (",\n" + _compact(one) for one in _objects(case, pseudonyms, with_numbers))
    yield '\n],\n"events":['
    comma = "\n"
    for case in events:
        id_, known = pseudonyms.of("case", case.id), {(one.kind, one.number): one for one in case.things}
        for entry in case.entries:
            yield comma + _compact(_event(entry, id_, known, pseudonyms))
            comma = ",\n"
    yield "\n]}\n"


def _types(types: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": one, "type": type_} for one, type_ in attributes.items()]}
        for name, attributes in types.items()
    ]


def _event_types() -> dict[str, dict[str, str]]:
    types = {}
    for event in EVENTS:
        own = {name: _type(name) for name in LEAVES.get(event, ())}
        step = {"step": "string"} if event in PATH_EVENTS else {}
        types[event] = {**own, **_OF_EACH_EVENT, **step}
    return types


def _type(name: str) -> str:
    """Days leave as text: a day has no hour, and a moment at midnight would shift with the zone of who reads it."""
    if name in NUMBERS:
        return "integer"
    return "boolean" if name in FLAGS else "string"


def _objects(case: CaseLog, pseudonyms: Pseudonyms, with_numbers: bool) -> Iterator[dict[str, Any]]:
    attributes: dict[str, Value] = {"kind": case.kind, "municipality": case.municipality}
    if with_numbers:
        attributes["number"] = case.number
    own = _timed(attributes, case.opened_at)
    if case.end and case.ended_at:
        own += _timed({"end": case.end}, case.ended_at)
    related = [_related(_name(one, pseudonyms), QUALIFIERS[one.kind]) for one in case.things]
    yield _object(pseudonyms.of("case", case.id), "case", own, related)
    for one in case.things:
        yield _object(_name(one, pseudonyms), one.kind, _timed(one.attributes, one.at))


def _event(entry: Entry, case: str, known: dict[tuple[str, int], Thing], pseudonyms: Pseudonyms) -> dict[str, Any]:
    step = path_step(entry.event, entry.stage, entry.data.get("end"))
    values = {
        **leaving(entry.event, entry.data), "stage": entry.stage, "round": entry.round, "function": entry.function,
        "sequence": entry.sequence, **({"step": step} if step else {}),
    }  # fmt: skip
    about = [known[key] for key in references(entry.event, entry.data) if key in known]
    return {
        "id": f"{case}-{entry.sequence}",
        "type": entry.event,
        "time": entry.at.isoformat(),
        "attributes": [{"name": name, "value": value} for name, value in values.items()],
        "relationships": [
            _related(case, "case"),
            _related(pseudonyms.of("person", entry.by_id), entry.function),
            *(_related(_name(one, pseudonyms), QUALIFIERS[one.kind]) for one in about),
        ],
    }


def _object(id_: str, type_: str, attributes: Iterable[dict[str, Any]] = (),
            related: Iterable[dict[str, str]] = ()) -> dict[str, Any]:  # fmt: skip
    return {"id": id_, "type": type_, "attributes": list(attributes), "relationships": list(related)}


def _timed(attributes: Any, at: datetime) -> list[dict[str, Any]]:
    return [{"name": name, "time": at.isoformat(), "value": value} for name, value in attributes.items()]


def _name(thing: Thing, pseudonyms: Pseudonyms) -> str:
    return pseudonyms.of(thing.kind, thing.id)


def _related(id_: str, qualifier: str) -> dict[str, str]:
    return {"objectId": id_, "qualifier": qualifier}


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
