"""Search in one's own municipalities and zones: cases by number and name, streets of an area, and people.

Tolerant of accents and typing errors, with one code for both databases; nothing of elsewhere is even looked at. Of
tens of thousands of cases only the names are read; the rest of a case only where its name is like what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import CompoundSelect, Select, Subquery, func, literal, select
from sqlalchemy.orm import Session

from models.area import StreetSegment
from models.case import FoundingCase
from models.mandate import Mandate
from models.person import Person
from models.queries.cases.case_lists import own_municipalities, place_of, reached_by
from models.queries.streets.streets import FoundStreet, find_streets
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


# The same tens of thousands of names are compared at each search. Of names only: they are short.
_folded = lru_cache(maxsize=1 << 16)(folded)


def search(session: Session, actor: Actor, text: str) -> Found:
    """Everything of this member of staff's own cases that looks like `text`."""
    wanted = folded(text)
    if len(wanted) < SHORTEST:
        return Found()
    return Found(_cases(session, actor, text, wanted), _streets(session, actor, text), _people(session, actor, wanted))


def _cases(session: Session, actor: Actor, text: str, wanted: str) -> tuple[FoundCase, ...]:
    number = "".join(text.upper().split())
    question = select(*_COLUMNS).where(reached_by(actor)).order_by(FoundingCase.id.desc())
    has_number = FoundingCase.number.contains(number, autoescape=True)
    numbered = session.execute(question.where(has_number).limit(MOST)).all()
    names = session.connection().scalars(select(FoundingCase.name).distinct().where(reached_by(actor))).all()
    ranks = _most_like(_own_part(wanted), {name: _own_part(_folded(name)) for name in names})
    newest = _newest(select(FoundingCase.id, FoundingCase.name).where(FoundingCase.name.in_(ranks), reached_by(actor)))
    alike = session.execute(question.join(newest, newest.c.id == FoundingCase.id).where(newest.c.place <= MOST)).all()
    found = [*numbered, *sorted(alike, key=lambda row: ranks[row.name])]
    return tuple(_case(row) for row in {row.id: row for row in found}.values())[:MOST]


def _streets(session: Session, actor: Actor, text: str) -> tuple[tuple[FoundStreet, tuple[FoundCase, ...]], ...]:
    places = [place.id for place in own_municipalities(session, actor)]
    found = find_streets(session, places, text, STREETS)
    inside = _newest(
        select(FoundingCase.id, StreetSegment.street_id.label("name"))
        .join(StreetSegment, FoundingCase.area_id == StreetSegment.area_id)
        .where(StreetSegment.street_id.in_([street.id for street in found]), reached_by(actor))
        .distinct()
    )
    rows = session.execute(
        select(inside.c.name.label("street_id"), *_COLUMNS)
        .join(inside, inside.c.id == FoundingCase.id)
        .where(inside.c.place <= MOST)
        .order_by(FoundingCase.id.desc())
    ).all()
    return tuple((street, tuple(_case(row) for row in rows if row.street_id == street.id)) for street in found)


def _people(session: Session, actor: Actor, wanted: str) -> tuple[FoundPerson, ...]:
    seated = (
        select(Mandate.case_id.label("id"), Mandate.role, Person.name)
        .join(Person, Person.id == Mandate.person_id)
        .join(FoundingCase, FoundingCase.id == Mandate.case_id)
        .where(Mandate.until.is_(None), reached_by(actor))
    )
    asked = (
        select(FoundingRequest.case_id, literal(Role.INITIATOR.value), FoundingRequest.applicant_name)
        .join(FoundingCase, FoundingCase.id == FoundingRequest.case_id)
        .where(reached_by(actor))
    )
    names = {
        *session.connection().scalars(seated.with_only_columns(Person.name).distinct()).all(),
        *session.connection().scalars(asked.with_only_columns(FoundingRequest.applicant_name).distinct()).all(),
    }
    ranks = _most_like(wanted, {name: _folded(name) for name in names})
    known = seated.where(Person.name.in_(ranks)).union(asked.where(FoundingRequest.applicant_name.in_(ranks)))
    newest = _newest(known)
    rows = session.execute(
        select(newest.c.role, newest.c.name.label("person"), *_COLUMNS)
        .join(newest, newest.c.id == FoundingCase.id)
        .where(newest.c.place <= MOST)
        .order_by(FoundingCase.id.desc(), newest.c.role)
    ).all()
    listed = [row for row in rows if may(actor, "see_personal_data", place_of(row))]
    listed.sort(key=lambda row: ranks[row.person])
    return tuple(FoundPerson(row.person, row.role, _case(row)) for row in listed[:MOST])


def _newest(question: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]) -> Subquery:
    """The same with each case's place among those of one name, the newest first: of a thousand only ten are read."""
    asked = question.subquery()
    place = func.row_number().over(partition_by=asked.c.name, order_by=asked.c.id.desc())
    return select(asked, place.label("place")).subquery()


def _own_part(name: str) -> str:
    """The name without the word that nearly all share: 'bin lindeplein' is 'lindeplein'."""
    return name.removeprefix("bin ").removeprefix("z ") or name


def _most_like(wanted: str, names: Mapping[str, str]) -> dict[str, int]:
    """Of these names (each with what of it is compared) those that were meant, with their rank."""
    found = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKE, limit=5 * MOST)
    # Many share a word ('BIN'); the plain ratio tells which one was meant.
    ranked = sorted(found, key=lambda one: (-one[1], -fuzz.ratio(wanted, one[0]), one[2]))
    return {name: rank for rank, (_, _, name) in enumerate(ranked)}


def _case(row: Any) -> FoundCase:
    return FoundCase(row.number, row.name, row.stage, row.end)
