"""Questions of people about their own data: asked, entered from a letter, made certain, extended, answered, reminded.

Each step stands in the journal of the authority, by number and without a name. A refusal needs its reason; nothing
is granted before it is certain who asks (models.rules.data_requests)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.clock import day_of
from models.data_request import DataRequest
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.operations.accounts.signing_in import Mail
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import written
from models.operations.effects.mailing_links import plan_mail
from models.person import Person
from models.queries.keeping.data_requests import answerable, answering_roles
from models.rules.access import SYSTEM, Actor
from models.rules.data_requests import BY_STAFF, KINDS, REMIND_DAYS_BEFORE, due_on
from models.rules.refusals import Invalid, Stale
from models.rules.retention import DATA_REQUEST_KEPT

WriteMail = Callable[[DataRequest], Mail]


def ask_as_person(session: Session, by: Actor, authority_id: int, kind: str, text: str, at: datetime,
                  write: WriteMail) -> DataRequest:  # fmt: skip
    """Somebody who is signed in asks; that they are signed in makes certain who they are. Raises Invalid."""
    person = session.get_one(Person, by.person_id)
    return _ask(session, authority_id, by, at, write, kind=kind, text=text, person_id=person.id,
                name=person.name or person.email or "", email=person.email or "", identified_as="account")  # fmt: skip


def ask_as_member(session: Session, enrolment: Enrolment, kind: str, text: str, at: datetime,
                  write: WriteMail) -> DataRequest:  # fmt: skip
    """A member asks by the link of their own mail; the municipality of the network answers. Raises Invalid."""
    network = session.get_one(NeighbourhoodNetwork, enrolment.network_id)
    return _ask(session, network.municipality_id, SYSTEM, at, write, kind=kind, text=text, name=enrolment.name,
                email=enrolment.email, identified_as="member_link")  # fmt: skip


def enter_request(session: Session, by: Actor, authority_id: int, at: datetime, write: WriteMail, *, kind: str,
                  name: str, email: str, address: str, text: str, asked_on: date) -> DataRequest:  # fmt: skip
    """Staff enter a letter; the term runs from the day on which it came in. Raises NotAllowed, Invalid."""
    answerable(session, by, authority_id)
    if asked_on > day_of(at):
        raise Invalid("later", "Deze dag moet nog komen.", "asked_on")
    return _ask(session, authority_id, by, at, write, kind=kind, text=text, name=written(name, "name"), email=email,
                address=address, entered_by_id=by.person_id, asked_on=asked_on)  # fmt: skip


def _ask(session: Session, authority_id: int, by: Actor, at: datetime, write: WriteMail, *, kind: str, text: str,
         asked_on: date | None = None, **who: Any) -> DataRequest:  # fmt: skip
    if kind not in KINDS:
        raise Invalid("unknown_kind", "Kies wat u vraagt.", "kind")
    text = text.strip()
    if kind != "access":
        text = written(text, "text")
    authority = _locked(session, authority_id)
    asked_on = asked_on or day_of(at)
    row = DataRequest(
        authority_id=authority.id, kind=kind, text=text, asked_on=asked_on, due_on=due_on(asked_on), **who
    )
    row.email = row.email.strip().lower() if row.email else ""
    session.add(row)
    session.flush()
    note_change(session, authority, "data_request:asked", by, at, number=row.id, kind=KINDS[kind],
                due_on=f"{row.due_on:%d/%m/%Y}")  # fmt: skip
    if row.email:
        plan_mail(session, f"data_request:{row.id}:received", row.email, write(row))
    session.flush()
    return row


def _locked(session: Session, authority_id: int) -> Authority:
    locked = select(Authority).where(Authority.id == authority_id).with_for_update(of=Authority)
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def _open(session: Session, by: Actor, request_id: int) -> tuple[DataRequest, Authority]:
    row = session.scalars(
        select(DataRequest).where(DataRequest.id == request_id).with_for_update(of=DataRequest)
    ).one_or_none()
    if row is None:
        raise Invalid("unknown", "Deze vraag bestaat niet.")
    answerable(session, by, row.authority_id)
    if row.state != "open":
        raise Stale("answered", "Op deze vraag is al geantwoord.")
    return row, _locked(session, row.authority_id)


def identify(session: Session, by: Actor, request_id: int, how: str, at: datetime) -> None:
    """Note how it is certain who asked. Raises NotAllowed, Invalid, Stale."""
    row, authority = _open(session, by, request_id)
    if how not in BY_STAFF:
        raise Invalid("unknown_way", "Kies hoe u zeker bent wie het vraagt.", "how")
    row.identified_as, row.identified_by_id = how, by.person_id
    note_change(session, authority, "data_request:identified", by, at, number=row.id)
    session.flush()


def extend_request(session: Session, by: Actor, request_id: int, reason: str, at: datetime, write: WriteMail) -> None:
    """Two months more, once, told within the first month with its reason. Raises NotAllowed, Invalid, Stale."""
    row, authority = _open(session, by, request_id)
    if row.extension_reason:
        raise Stale("extended", "Deze termijn is al verlengd.")
    if day_of(at) > row.due_on:
        raise Invalid("too_late", "Verlengen kan alleen binnen de eerste maand.", "reason")
    row.extension_reason = written(reason, "reason")
    row.due_on, row.reminded_on = due_on(row.asked_on, is_extended=True), None
    note_change(session, authority, "data_request:extended", by, at, number=row.id, due_on=f"{row.due_on:%d/%m/%Y}",
                reason=row.extension_reason)  # fmt: skip
    if row.email:
        plan_mail(session, f"data_request:{row.id}:extended", row.email, write(row))
    session.flush()


def answer_request(session: Session, by: Actor, request_id: int, *, is_granted: bool, answer: str, at: datetime,
                   write: WriteMail) -> None:  # fmt: skip
    """Say what was done, or why not. Raises Invalid where it is not certain who asks, NotAllowed, Stale."""
    row, authority = _open(session, by, request_id)
    if is_granted and not row.identified_as:
        raise Invalid("not_identified", "Eerst moet zeker zijn wie dit vraagt: er gaat niets naar buiten.")
    row.answer, row.state = written(answer, "answer"), "done" if is_granted else "refused"
    row.answered_at, row.answered_by_id = at, by.person_id
    event = "data_request:granted" if is_granted else "data_request:refused"
    note_change(session, authority, event, by, at, number=row.id, kind=KINDS[row.kind])
    if row.email:
        plan_mail(session, f"data_request:{row.id}:answered", row.email, write(row))
    session.flush()


def remind_of_requests(session: Session, now: datetime, write: WriteMail) -> int:
    """Who answers hears of a question a week before its last day, and each week after it. Returns how many."""
    today = day_of(now)
    due = session.scalars(
        select(DataRequest)
        .where(DataRequest.state == "open", DataRequest.due_on <= today + timedelta(days=REMIND_DAYS_BEFORE))
        .where(or_(DataRequest.reminded_on.is_(None), DataRequest.reminded_on <= today - timedelta(days=7)))
        .order_by(DataRequest.id)
    ).all()
    for row in due:
        row.reminded_on = today
        for person in _who_answer(session, row.authority, today):
            plan_mail(session, f"data_request:{row.id}:due:{today}:{person.id}", person.email or "", write(row))
    session.flush()
    return len(due)


def _who_answer(session: Session, authority: Authority, on: date) -> list[Person]:
    people = session.scalars(
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.authority_id == authority.id)
        .where(Mandate.role.in_([one.value for one in answering_roles(authority.kind)]), Mandate.since <= on)
        .where(or_(Mandate.until.is_(None), Mandate.until >= on), Person.is_active, Person.email.is_not(None))
        .order_by(Person.id)
    )
    return list(dict.fromkeys(people))


def forget_requests(session: Session, now: datetime) -> int:
    """Questions that were answered long ago: that they were, stands in the journal."""
    old = session.scalars(select(DataRequest).where(DataRequest.answered_at < now - DATA_REQUEST_KEPT)).all()
    for row in old:
        session.delete(row)
    session.flush()
    return len(old)
