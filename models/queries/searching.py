"""Search in one's own municipalities and zones: cases by number and name, streets of an area, and people.

Tolerant of accents and typing errors, with one code for both databases; nothing of elsewhere is even looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.area import StreetSegment
from models.case import FoundingCase
from models.mandate import Mandate
from models.person import Person
from models.queries.case_lists import own_municipalities, place_of, reached_by
from models.queries.streets import FoundStreet, find_streets
from models.request import FoundingRequest
from models.rules.access import Actor, Role, may
from models.rules.names import folded

MOST = 10  # of each kind
STREETS = 5
SHORTEST = 2  # characters; fewer would find nearly everything
LEAST_LIKE = 75  # of 100: 'lindeplien' finds 'BIN Lindeplein', and 'kerk' not 'BIN Beukenhof'

_COLUMNS = (
    FoundingCase.id, FoundingCase.number, FoundingCase.name, FoundingCase.stage, FoundingCase.end,
    FoundingCase.municipality_id, FoundingCase.zone_id, FoundingCase.initiator_id, FoundingCase.applicant_dwelling_id,
    FoundingCase.submitted_by_id,
)  # fmt: skip


@dataclass(frozen=True)
class FoundCase:
    """One case that was found."""

    number: str
    name: str
    stage: str
    end: str | None


@dataclass(frozen=True)
class FoundPerson:
    """Somebody with a part in a case: who asked, or a seat in the stuurgroep."""

    name: str
    role: str
    case: FoundCase


@dataclass(frozen=True)
class Found:
    """What was found, each kind by itself, the most alike first. `streets`: with the cases whose area they are in."""

    cases: tuple[FoundCase, ...] = ()
    streets: tuple[tuple[FoundStreet, tuple[FoundCase, ...]], ...] = ()
    people: tuple[FoundPerson, ...] = ()


def search(session: Session, actor: Actor, text: str) -> Found:
    """Everything of this member of staff's own cases that looks like `text`."""
    wanted = folded(text)
    if len(wanted) < SHORTEST:
        return Found()
    rows = {row.id: row for row in session.execute(select(*_COLUMNS).where(reached_by(actor)))}
    return Found(
        _cases(rows, text, wanted),
        _streets(session, actor, rows, text),
        _people(session, actor, rows, wanted),
    )


def _cases(rows: Mapping[int, Any], text: str, wanted: str) -> tuple[FoundCase, ...]:
    number = "".join(text.upper().split())
    numbered = sorted((row.id for row in rows.values() if number in row.number), reverse=True)
    alike = _most_like(_own_part(wanted), {row.id: _own_part(folded(row.name)) for row in rows.values()})
    return tuple(_case(rows[one]) for one in list(dict.fromkeys([*numbered, *alike]))[:MOST])


def _streets(session: Session, actor: Actor, rows: Mapping[int, Any],
             text: str) -> tuple[tuple[FoundStreet, tuple[FoundCase, ...]], ...]:  # fmt: skip
    places = [place.id for place in own_municipalities(session, actor)]
    found = find_streets(session, places, text, STREETS)
    inside = session.execute(
        select(StreetSegment.street_id, FoundingCase.id)
        .join(FoundingCase, FoundingCase.area_id == StreetSegment.area_id)
        .where(StreetSegment.street_id.in_([street.id for street in found]), reached_by(actor))
        .order_by(FoundingCase.id.desc())
    ).all()
    cases: dict[int, dict[int, FoundCase]] = {}
    for street_id, case_id in inside:
        if case_id in rows:
            cases.setdefault(street_id, {})[case_id] = _case(rows[case_id])
    return tuple((street, tuple(cases.get(street.id, {}).values())[:MOST]) for street in found)


def _people(session: Session, actor: Actor, rows: Mapping[int, Any], wanted: str) -> tuple[FoundPerson, ...]:
    seated = (
        select(Mandate.case_id, Mandate.role, Person.name)
        .join(Person, Person.id == Mandate.person_id)
        .join(FoundingCase, FoundingCase.id == Mandate.case_id)
        .where(Mandate.until.is_(None), reached_by(actor))
    )
    asked = (
        select(FoundingRequest.case_id, FoundingRequest.applicant_name)
        .join(FoundingCase, FoundingCase.id == FoundingRequest.case_id)
        .where(reached_by(actor))
    )
    known = [(row.case_id, Role.INITIATOR.value, row.applicant_name) for row in session.execute(asked)]
    known += [(row.case_id, row.role, row.name) for row in session.execute(seated)]
    listed = [
        one
        for one in dict.fromkeys(known)
        if one[0] in rows and may(actor, "see_personal_data", place_of(rows[one[0]]))
    ]
    alike = _most_like(wanted, {place: folded(name) for place, (_, _, name) in enumerate(listed)})
    return tuple(
        FoundPerson(name, role, _case(rows[case_id]))
        for case_id, role, name in (listed[place] for place in alike[:MOST])
    )


def _own_part(name: str) -> str:
    """The name without the word that nearly all share: 'bin lindeplein' is 'lindeplein'."""
    return name.removeprefix("bin ").removeprefix("z ") or name


def _most_like(wanted: str, names: Mapping[int, str]) -> Sequence[int]:
    found = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKE, limit=5 * MOST)
    # Many share a word ('BIN'); the plain ratio tells which one was meant.
    ranked = sorted(found, key=lambda one: (-one[1], -fuzz.ratio(wanted, one[0]), -one[2]))
    return [one for _, _, one in ranked]


def _case(row: Any) -> FoundCase:
    return FoundCase(row.number, row.name, row.stage, row.end)
