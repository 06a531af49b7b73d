"""Forgetting people: accounts that nothing needs any more, absences, and where people could be reached for one purpose.

Each returns how many rows it forgot; moments are real time."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, not_, or_, select, update
from sqlalchemy.orm import Session

from models.absence import Absence
from models.account import WebSession
from models.assignment import RememberedFilters
from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.case_erasure import CaseErasure
from models.case_figures import CaseActions
from models.charter import Charter
from models.clock import day_of
from models.identity import Identity
from models.journal import JournalEntry
from models.known_device import KnownDevice
from models.launch_kit import LaunchKit
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.person import Person
from models.request import RequestDraft
from models.rules.retention import (
    ABSENCE_KEPT,
    ACCOUNT_KEPT,
    NETWORK_CONTACT_KEPT,
    PRESS_KEPT,
    SIGNATORY_KEPT,
    SUCCESSOR_KEPT,
)
from models.second_step import Passkey, RecoveryCode, SecondStepReset
from models.signature import Signature
from models.succession import Succession, Successor

FORGOTTEN = "(gewist)"  # the name of somebody whose account was forgotten; what they did stays under their number
ENDED_NETWORK = ("terminated", "merged")


def forget_accounts(session: Session, now: datetime) -> int:
    """People whom nothing needs: no session, function or draft, and no case that is kept in which they did something.

    The row stays, so that a journal's chain holds; nobody can tell any more whose it was.
    """
    old = now - ACCOUNT_KEPT
    kept_cases = select(FoundingCase.id).where(
        FoundingCase.id.not_in(select(CaseErasure.case_id).where(CaseErasure.erased_at.is_not(None)))
    )
    forgotten = session.scalars(
        select(Person).where(
            Person.created_at < old,
            Person.name != FORGOTTEN,
            not_(_has(WebSession, WebSession.person_id)),
            not_(_has(RequestDraft, RequestDraft.person_id)),
            not_(_has(Mandate, Mandate.person_id, Mandate.case_id.is_(None),
                      or_(Mandate.until.is_(None), Mandate.until >= day_of(old)))),
            not_(_has(Mandate, Mandate.person_id, Mandate.case_id.in_(kept_cases))),
            not_(exists().where(
                or_(FoundingCase.initiator_id == Person.id, FoundingCase.submitted_by_id == Person.id),
                FoundingCase.id.in_(kept_cases),
            )),
            not_(_has(JournalEntry, JournalEntry.by_id, JournalEntry.case_id.in_(kept_cases))),
            not_(_has(AuthorityJournalEntry, AuthorityJournalEntry.by_id, AuthorityJournalEntry.at > old)),
        )
    ).all()  # fmt: skip
    for person in forgotten:
        forget_account(session, person)
    return len(forgotten)


def _has(table: type, column: ColumnElement[int] | object, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(column == Person.id, *more)


def forget_account(session: Session, person: Person) -> None:
    """Erase who somebody was. What they did in a function stays under a number."""
    person.name, person.email, person.phone = FORGOTTEN, None, ""
    person.dwelling_id = person.home_told_on = person.password_hash = person.totp_secret = None
    person.is_active = False
    for table in (
        Passkey,
        RecoveryCode,
        Identity,
        KnownDevice,
        WebSession,
        SecondStepReset,
        CaseActions,
        RememberedFilters,
    ):
        session.execute(delete(table).where(table.person_id == person.id))
    session.execute(
        update(Mandate)
        .where(Mandate.person_id == person.id)
        .values(function="", screening="pending", screened_on=None, excluded_until=None)
    )
    session.flush()


def forget_absences(session: Session, now: datetime) -> int:
    """When staff were away, and who stood in."""
    old = delete(Absence).where(Absence.last_on < day_of(now - ABSENCE_KEPT)).returning(Absence.id)
    return len(session.scalars(old).all())


def forget_successors(session: Session, now: datetime) -> int:
    """Who offered themselves for a seat, and what was noted about it; who was appointed has their function."""
    over = select(Succession.id).where(Succession.closed_at < now - SUCCESSOR_KEPT)
    named = session.scalars(
        update(Successor)
        .where(Successor.succession_id.in_(over), Successor.name != "")
        .values(name="", email="", phone="", token_hash=None, screening="pending", screened_on=None)
        .returning(Successor.id)
    ).all()
    noted = or_(Succession.note != "", Succession.how_chosen != "", Succession.stop_reason != "")
    session.execute(
        update(Succession).where(Succession.id.in_(over), noted).values(note="", how_chosen="", stop_reason="")
    )
    return len(named)


def forget_press(session: Session, now: datetime) -> int:
    """To which mail addresses of paper and press a launch was told."""
    old = session.scalars(select(LaunchKit).where(LaunchKit.active_on < day_of(now - PRESS_KEPT))).all()
    addressed = [kit for kit in old if kit.press]
    for kit in addressed:
        kit.press = []
    return len(addressed)


def forget_signatories(session: Session, now: datetime) -> int:
    """Where partners without an account could be reached to sign; their signature stays."""
    frozen = select(Charter.id).where(Charter.frozen_at < now - SIGNATORY_KEPT)
    old = (
        update(Signature)
        .where(Signature.charter_id.in_(frozen), or_(Signature.email != "", Signature.token_hash.is_not(None)))
        .values(email="", link_seed="", token_hash=None)
    )
    return len(session.scalars(old.returning(Signature.id)).all())


def forget_network_contacts(session: Session, now: datetime) -> int:
    """How to reach a network that ended."""
    network = NeighbourhoodNetwork
    old = (
        update(network)
        .where(network.state.in_(ENDED_NETWORK), network.ended_on < day_of(now - NETWORK_CONTACT_KEPT))
        .where(or_(network.contact != "", network.police_contact != "", network.how_to_join != ""))
        .values(contact="", police_contact="", how_to_join="")
    )
    return len(session.scalars(old.returning(network.id)).all())
