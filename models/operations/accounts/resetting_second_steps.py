"""Wiping the second step of somebody who lost it, under four eyes: an administrator asks, somebody else does it.

The bad story: one administrator wipes the mayor's second step, reads one mail, and decides in their name.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.clock import day_of
from models.mandate import Mandate
from models.operations.accounts.noting_accounts import note_account, staff_functions
from models.operations.accounts.second_steps import wipe_second_steps
from models.operations.authorities.administering import own_authority
from models.operations.cases.acting import written
from models.person import Person
from models.queries.accounts.second_steps import DECIDERS, RESET_WAITS, open_resets, second_steps_of
from models.rules.access import Actor
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.second_step import SecondStepReset


def ask_second_step_reset(session: Session, by: Actor, authority_id: int, mandate_id: int, reason: str,
                          at: datetime) -> SecondStepReset:  # fmt: skip
    """Ask to wipe the second step of who holds this function. Raises NotAllowed (one's own), Invalid, Stale."""
    authority = own_authority(session, by, authority_id)
    mandate = session.get(Mandate, mandate_id)
    held = {one.id for one, _ in staff_functions(session, mandate.person_id, day_of(at))} if mandate else set()
    if mandate is None or mandate.authority_id != authority_id or authority_id not in held:
        raise Invalid("unknown_mandate", "Deze functie hoort niet bij uw gemeente of zone.")
    if mandate.person_id == by.person_id:
        raise NotAllowed("own_second_step", "Uw eigen tweede stap wist iemand anders, of u gebruikt een herstelcode.")
    if not second_steps_of(session, mandate.person_id).any:
        raise Stale("no_second_step", "Deze persoon heeft geen tweede stap.")
    waiting = select(SecondStepReset.id).where(
        SecondStepReset.person_id == mandate.person_id,
        SecondStepReset.state == "asked",
        SecondStepReset.asked_at > at - RESET_WAITS,
    )
    if session.scalars(waiting).first() is not None:
        raise Stale("asked_already", "Dit is al gevraagd en wacht op iemand anders.")
    reason = written(reason, "reason")
    reset = SecondStepReset(
        person_id=mandate.person_id, authority_id=authority.id, reason=reason, asked_by_id=by.person_id, asked_at=at
    )
    session.add(reset)
    note_account(session, mandate.person_id, "second_step:reset_asked", by, at, reason=reason)
    session.flush()
    return reset


def decide_second_step_reset(session: Session, by: Actor, reset_id: int, at: datetime, *, is_done: bool) -> int:
    """Wipe it, or don't. Returns whose. Raises Stale when it is not (or no longer) theirs to decide."""
    mine = {reset.id for reset, _, _ in open_resets(session, by, at)}
    reset = session.scalars(
        select(SecondStepReset).where(SecondStepReset.id == reset_id).with_for_update()
    ).one_or_none()
    if reset is None or reset.id not in mine or reset.state != "asked":
        raise Stale("not_open", "Deze vraag wacht niet (meer) op u.")
    reset.state = "done" if is_done else "refused"
    reset.decided_by_id, reset.decided_at = by.person_id, at
    if is_done:
        wipe_second_steps(session, reset.person_id)
    note_account(session, reset.person_id, "second_step:reset" if is_done else "second_step:reset_refused", by, at)
    session.flush()
    return reset.person_id


def who_can_decide(session: Session, reset: SecondStepReset, at: datetime) -> list[Person]:
    """Administrators, mayor and chief of that authority and the administrators of its zone, but not who asked or whose
    it is: they are told by mail."""
    authority = session.get_one(Authority, reset.authority_id)
    on = day_of(at)
    people = session.scalars(
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.authority_id.in_([authority.id, authority.zone_id]), Person.is_active)
        .where(Mandate.role.in_([role.value for role in DECIDERS]), Mandate.since <= on)
        .where((Mandate.until.is_(None)) | (Mandate.until >= on))
        .where(Person.id.not_in([reset.asked_by_id, reset.person_id]))
        .order_by(Person.id)
    )
    return list(dict.fromkeys(people))
