"""A body delegates its decision on foundings to a person, until it takes that back; nobody is away meanwhile."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.clock import day_of
from models.delegation import Delegation
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.queries.authorities.absences import staff_mandates
from models.rules.access import Actor
from models.rules.delegation import BODIES, LONGEST_REFERENCE, body_name
from models.rules.refusals import Invalid, NotAllowed, Stale


def enter_delegation(session: Session, by: Actor, authority_id: int, at: datetime, *, body: str, person_id: int,
                     reference: str, first_on: date, last_on: date | None = None) -> Delegation:  # fmt: skip
    """Note the act with which a body of this authority delegates. Raises Invalid with the field, NotAllowed."""
    authority = own_authority(session, by, authority_id)
    if body not in BODIES.get(authority.kind, {}):
        raise Invalid("unknown_body", "Kies wie delegeert.", "body")
    _check_days(first_on, last_on, day_of(at))
    function = _function_of(session, authority, person_id, first_on)
    if _overlapping(session, authority_id, body, person_id, first_on, last_on):
        raise Invalid("delegated_already", "Deze persoon heeft deze delegatie al in die periode.", "person_id")
    delegation = Delegation(authority_id=authority_id, body=body, person_id=person_id, reference=_reference(reference),
                            first_on=first_on, last_on=last_on, entered_by_id=by.person_id,
                            entered_at=at)  # fmt: skip
    session.add(delegation)
    session.flush()
    _tell(session, authority, "delegation:entered", delegation, function, by, at)
    return delegation


def end_delegation(session: Session, by: Actor, authority_id: int, delegation_id: int, at: datetime) -> None:
    """Taken back, or entered by mistake: from now the person decides no longer in the name of the body."""
    authority = own_authority(session, by, authority_id)
    delegation = session.get(Delegation, delegation_id, populate_existing=True)
    if delegation is None or delegation.authority_id != authority_id:
        raise NotAllowed("unknown_delegation", "Deze delegatie hoort niet bij uw gemeente of zone.")
    if delegation.ended_at is not None or (delegation.last_on is not None and delegation.last_on < day_of(at)):
        raise Stale("ended_already", "Deze delegatie is al voorbij.")
    delegation.ended_at = at
    session.flush()
    mandates = staff_mandates(session, day_of(at), person_id=delegation.person_id, authority_id=authority_id)
    _tell(session, authority, "delegation:ended", delegation, mandates[0].function if mandates else "", by, at)


def _check_days(first_on: date, last_on: date | None, today: date) -> None:
    if last_on is not None and last_on < first_on:
        raise Invalid("wrong_order", "De laatste dag ligt vóór de eerste.", "last_on")
    if last_on is not None and last_on < today:
        raise Invalid("in_the_past", "Deze delegatie is al voorbij.", "last_on")


def _function_of(session: Session, authority: Authority, person_id: int, on: date) -> str:
    """In which function this person works there on the first day."""
    mandates = staff_mandates(session, on, person_id=person_id, authority_id=authority.id)
    if not mandates:
        raise Invalid("no_colleague", "Kies iemand die op de eerste dag een functie heeft in deze dienst.", "person_id")
    return mandates[0].function


def _reference(typed: str) -> str:
    reference = " ".join((typed or "").split())
    if len(reference) < 2:
        raise Invalid("missing_text", "Vul in met welk besluit er gedelegeerd is.", "reference")
    if len(reference) > LONGEST_REFERENCE:
        raise Invalid("too_long", f"Hoogstens {LONGEST_REFERENCE} tekens.", "reference")
    return reference


def _overlapping(session: Session, authority_id: int, body: str, person_id: int, first_on: date,
                 last_on: date | None) -> bool:  # fmt: skip
    query = select(Delegation.id).where(
        Delegation.authority_id == authority_id,
        Delegation.body == body,
        Delegation.person_id == person_id,
        Delegation.ended_at.is_(None),
        or_(Delegation.last_on.is_(None), Delegation.last_on >= first_on),
    )
    if last_on is not None:
        query = query.where(Delegation.first_on <= last_on)
    return session.scalars(query).first() is not None


def _tell(session: Session, authority: Authority, event: str, delegation: Delegation, function: str, by: Actor,
          at: datetime) -> None:  # fmt: skip
    last_on = delegation.last_on.isoformat() if delegation.last_on else "intrekking"
    note_change(session, authority, event, by, at, body=body_name(delegation.body), function=function,
                reference=delegation.reference, first_on=delegation.first_on.isoformat(), last_on=last_on,
                person_id=delegation.person_id)  # fmt: skip
