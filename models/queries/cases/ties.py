"""What binds somebody to a case, for the four eyes: do they live in its streets, did they sign for it?"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Exists, Text, and_, bindparam, cast, exists, false, or_, select
from sqlalchemy.orm import Session

from models.address import Dwelling
from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.person import Person
from models.request import FoundingRequest
from models.rules.access import NO_TIES, Actor, Ties, closeness
from models.rules.scope import Scope
from models.rules.streets import Side
from models.support import Voice

# Who confirmed a voice gave it. One that was never confirmed counts for nobody: anybody can type the mayor's address.
_GIVEN = ("confirmed", "waiting")


def _covers() -> ColumnElement[bool]:
    """`models.rules.area.Segment.covers` for the dwelling of a person, told to the database."""
    number = Dwelling.number
    return and_(
        StreetSegment.street_id == Dwelling.street_id,
        or_(
            StreetSegment.side == Side.ALL.value,
            and_(StreetSegment.side == Side.ODD.value, number % 2 == 1),
            and_(StreetSegment.side == Side.EVEN.value, number % 2 == 0),
        ),
        or_(StreetSegment.from_number.is_(None), StreetSegment.from_number <= number),
        or_(StreetSegment.to_number.is_(None), StreetSegment.to_number >= number),
    )


def _own_voice() -> ColumnElement[bool]:
    """A voice of the person or of their dwelling."""
    return and_(Voice.state.in_(_GIVEN), or_(Voice.email == Person.email, Voice.dwelling_id == Person.dwelling_id))


# Of one person and one case, whichever tables the question joins them by.
LIVES_IN_AREA: Exists = (
    exists()
    .where(Dwelling.id == Person.dwelling_id, StreetSegment.area_id == Area.id, _covers())
    .where(Area.scope == Scope.STREETS.value)
    .correlate(Person, Area)
)
GAVE_VOICE: Exists = (
    exists().where(Voice.case_id == FoundingRequest.case_id, _own_voice()).correlate(Person, FoundingRequest)
)

_TIES = (
    select(LIVES_IN_AREA, GAVE_VOICE, Person.email, FoundingRequest.applicant_email,
           FoundingRequest.candidate_coordinators)
    .select_from(FoundingRequest)
    .join(FoundingCase, FoundingCase.id == FoundingRequest.case_id)
    .join(Area, Area.id == FoundingCase.area_id)
    .join(Person, Person.id == bindparam("of_person"))
    .where(FoundingRequest.case_id == bindparam("of_case"))
)  # fmt: skip


def ties_of(session: Session, case_id: int, person_id: int | None) -> Ties:
    """What binds this person to this case: one question, built once, asked only where four eyes are."""
    session.flush()
    row = session.connection().execute(_TIES, {"of_case": case_id, "of_person": person_id}).one_or_none()
    return ties_from(*row) if row is not None else NO_TIES


def ties_from(lives_in_area: bool, gave_voice: bool, email: str | None, applicant_email: str,
              candidates: Sequence[Mapping[str, str]]) -> Ties:  # fmt: skip
    """The ties of who has this address (None: no address)."""
    signers = {applicant_email.lower(), *(one.get("email", "").strip().lower() for one in candidates)} - {""}
    return Ties(lives_in_area, has_signed=gave_voice or (email or "").lower() in signers)


def is_too_close(session: Session, case: FoundingCase, person: Person) -> bool:
    """Whether the four eyes keep this person from deciding on this case."""
    actor = Actor(person.id, person.name, person.dwelling_id)
    return bool(closeness(actor, case.place) or closeness(actor, case.place, ties_of(session, case.id, person.id)))


def too_close_cases(session: Session, actor: Actor, these: ColumnElement[bool]) -> frozenset[int]:
    """On which of these cases the four eyes keep this person from deciding."""
    asked = or_(
        FoundingCase.initiator_id == actor.person_id,
        FoundingCase.submitted_by_id == actor.person_id,
        FoundingCase.applicant_dwelling_id == actor.dwelling_id if actor.dwelling_id is not None else false(),
    )
    asked_for = session.scalars(select(FoundingCase.id).where(these, asked))
    return tied_cases(session, actor.person_id, these) | frozenset(asked_for)


def tied_cases(session: Session, person_id: int | None, is_looked_at: ColumnElement[bool]) -> frozenset[int]:
    """Which of the open cases that are looked at somebody is bound to, by one question for all of them."""
    person = session.get(Person, person_id)
    if person is None:
        return frozenset()
    of_open = and_(FoundingCase.ended_at.is_(None), is_looked_at)
    found = [_with_voice(person).where(of_open), _named_in_request(person).where(of_open)]
    if person.dwelling_id is not None:
        found.append(_around(person.dwelling_id).where(of_open))
    return frozenset(session.scalars(found[0].union(*found[1:])))


def _around(dwelling_id: int) -> Any:
    return (
        select(FoundingCase.id)
        .join(Area, Area.id == FoundingCase.area_id)
        .join(StreetSegment, StreetSegment.area_id == Area.id)
        .join(Dwelling, Dwelling.id == dwelling_id)
        .where(Area.scope == Scope.STREETS.value, _covers())
    )


def _with_voice(person: Person) -> Any:
    own = [Voice.email == person.email if person.email else false()]
    if person.dwelling_id is not None:
        own.append(Voice.dwelling_id == person.dwelling_id)
    voiced = select(Voice.case_id).where(Voice.state.in_(_GIVEN), or_(*own))
    return select(FoundingCase.id).where(FoundingCase.id.in_(voiced))


def _named_in_request(person: Person) -> Any:
    email = person.email or ""
    named = or_(
        FoundingRequest.applicant_email == email,
        cast(FoundingRequest.candidate_coordinators, Text).icontains(f'"{email}"', autoescape=True),
    )
    asked = select(FoundingCase.id).join(FoundingRequest, FoundingRequest.case_id == FoundingCase.id)
    return asked.where(named if email else false())
