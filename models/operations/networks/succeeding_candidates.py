"""The candidates for the seat of a coordinator: they offer themselves or are noted, agree, are screened, and one is
appointed. The police keep the outcome of a screening and its day, never a reason (web.md 4.2)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.operations.accounts.signing_in import Mail, normal_email
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import body_named, record, require_distance, written
from models.operations.charters.screening import RESULTS
from models.operations.consultation.consulting import not_later_than
from models.operations.effects.mailing_links import plan_mail
from models.operations.networks.succeeding import Held, WriteMail, answered_to, hold, keep, mail_members, turn
from models.person import Person
from models.queries.cases.facts import settings_of
from models.queries.networks.successions import CANDIDATES, open_successions, successor_in
from models.rules.access import POLICE_ROLES, Actor, Role, function_on
from models.rules.names import comparable
from models.rules.participants import LONGEST_CONTACT, check_phone
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.succession import appointer, check_conditions
from models.succession import Succession, Successor

WriteLink = Callable[[str, Successor], Mail]  # gets the token of the link


@dataclass(frozen=True)
class Proposal:
    """Somebody whom municipality or police know to be willing."""

    name: str
    email: str
    phone: str = ""


def note_candidate(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, proposal: Proposal,
                   write_mail: WriteLink, seen: str = "") -> Successor:  # fmt: skip
    """Municipality or police note somebody; a link by mail lets them agree. Raises Invalid and Stale."""
    held = hold(session, case_id, succession_id, by, "see_to_succession", seen)
    name, phone = written(proposal.name, "name"), written(proposal.phone or "", "phone", shortest=0)
    if len(name) > LONGEST_CONTACT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_CONTACT} tekens.", "name")
    check_phone(phone)
    row = Successor(name=name, email=normal_email(proposal.email), phone=phone, way="noted", noted_at=at,
                    noted_by_id=by.person_id)  # fmt: skip
    token = secrets.token_urlsafe(32)
    row.token_hash = hashed(token)
    _enter(session, held, row, by, at)
    plan_mail(session, f"successor:{row.id}", row.email, write_mail(token, row), answered_to(held.case))
    keep(session, held, at)
    return row


def offer_as_member(session: Session, enrolment: Enrolment, at: datetime, *, agreed: set[str]) -> Successor:
    """A member offers from their own page, and agrees there and then. Raises GateNotMet where no seat is empty."""
    network = session.get_one(NeighbourhoodNetwork, enrolment.network_id)
    is_member = enrolment.state in ("member", "paused") and enrolment.excluded_until is None
    if not is_member or network.case_id is None:
        raise GateNotMet("no_member", "Alleen een lid kan zich kandidaat stellen.")
    succession = next((one for one in open_successions(session, network.case_id) if one.appointed_at is None), None)
    if succession is None:
        raise Stale("no_seat", "Er is nu geen plaats van coördinator vrij.")
    held = hold(session, network.case_id, succession.id, None, "", "")
    check_conditions(agreed)
    row = Successor(name=enrolment.name, email=enrolment.email, phone=enrolment.phone, way="member", noted_at=at,
                    enrolment_id=enrolment.id, state="agreed", agreed_at=at)  # fmt: skip
    _enter(session, held, row, None, at)
    keep(session, held, at)
    return row


def offer_own(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, agreed: set[str],
              seen: str = "") -> Successor:  # fmt: skip
    """Somebody of the stuurgroep offers, signed in. Raises Invalid at a condition that is not met."""
    held = hold(session, case_id, succession_id, by, "offer_as_successor", seen)
    check_conditions(agreed)
    person = session.get_one(Person, by.person_id)
    if not person.email:
        raise Invalid("no_address", "Zonder e-mailadres kunt u zich hier niet kandidaat stellen.", "")
    row = Successor(name=person.name or person.email, email=person.email, phone=person.phone, way="own", noted_at=at,
                    noted_by_id=person.id, person_id=person.id, state="agreed", agreed_at=at)  # fmt: skip
    _enter(session, held, row, by, at)
    keep(session, held, at)
    return row


def _enter(session: Session, held: Held, row: Successor, by: Actor | None, at: datetime) -> None:
    succession, case = held.succession, held.case
    if succession.appointed_at is not None:
        raise GateNotMet("appointed", "De nieuwe coördinator is al aangesteld.")
    if any(one.email == row.email and comparable(one.name) == comparable(row.name)
           for one in succession.candidates if one.state in CANDIDATES):  # fmt: skip
        raise Stale("twice", "Deze persoon is al kandidaat.")
    _require_fit(session, case, row.email)
    row.succession_id = succession.id
    succession.candidates.append(row)
    session.flush()
    actor = by or Actor(None, "")
    record(session, case, "successor:noted", actor, at, held.function, **turn(succession, case))
    if row.state == "agreed":
        _tell_agreed(session, held, actor, at)


def _require_fit(session: Session, case: FoundingCase, email: str) -> None:
    """A coordinator is a resident, not the police (domain.md section 3), and is no coordinator here already."""
    roles = session.scalars(
        select(Mandate.role)
        .join(Person, Person.id == Mandate.person_id)
        .where(Person.email == email, Mandate.until.is_(None))
        .where((Mandate.case_id == case.id) | Mandate.authority_id.is_not(None))
    ).all()
    if set(roles) & {role.value for role in POLICE_ROLES}:
        raise Invalid("police", "Wie bij de politie werkt, is geen coördinator.", "email")
    if Role.COORDINATOR.value in roles:
        raise Invalid("is_coordinator", "Deze persoon is al coördinator van dit netwerk.", "email")


def _tell_agreed(session: Session, held: Held, by: Actor, at: datetime) -> None:
    record(session, held.case, "successor:agreed", by, at, held.function,
           **turn(held.succession, held.case))  # fmt: skip


def candidate_by_link(session: Session, token: str) -> tuple[Successor, Succession] | None:
    """Whose link this is, as long as they are a candidate; looking changes nothing."""
    row = session.scalars(select(Successor).where(Successor.token_hash == hashed(token))).one_or_none()
    if row is None or row.state not in CANDIDATES:
        return None
    succession = session.get_one(Succession, row.succession_id)
    return (row, succession) if succession.state == "open" else None


def agree_by_link(session: Session, token: str, at: datetime, *, agreed: set[str]) -> None:
    """Who was noted accepts the conditions. A second time changes nothing."""
    held, row = _by_link(session, token)
    if row.state == "agreed":
        return
    check_conditions(agreed)
    row.state, row.agreed_at = "agreed", at
    session.flush()
    _tell_agreed(session, held, Actor(None, ""), at)
    keep(session, held, at)


def decline_by_link(session: Session, token: str, at: datetime) -> None:
    """Who was noted does not want it (any more): the data are erased at once."""
    held, row = _by_link(session, token)
    _forget(session, held, row, Actor(None, ""), at)
    keep(session, held, at)


def _by_link(session: Session, token: str) -> tuple[Held, Successor]:
    found = candidate_by_link(session, token)
    if found is None:
        raise Stale("no_candidate", "Deze kandidatuur loopt niet meer.")
    row, succession = found
    held = hold(session, succession.case_id, succession.id, None, "", "")
    session.refresh(row)
    if row.state not in CANDIDATES:
        raise Stale("no_candidate", "Deze kandidatuur loopt niet meer.")
    return held, row


def withdraw_as_member(session: Session, enrolment: Enrolment, at: datetime) -> None:
    """A member is no candidate any more, from their own page."""
    row = session.scalars(
        select(Successor).where(Successor.enrolment_id == enrolment.id, Successor.state.in_(CANDIDATES))
    ).first()
    if row is None:
        raise Stale("no_candidate", "U bent geen kandidaat (meer).")
    succession = session.get_one(Succession, row.succession_id)
    held = hold(session, succession.case_id, succession.id, None, "", "")
    _forget(session, held, row, Actor(None, ""), at)
    keep(session, held, at)


def remove_candidate(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, successor_id: int,
                     seen: str = "") -> None:  # fmt: skip
    """Municipality or police note that somebody is no candidate any more."""
    held = hold(session, case_id, succession_id, by, "see_to_succession", seen)
    _forget(session, held, _standing(session, held, successor_id), by, at)
    keep(session, held, at)


def _forget(session: Session, held: Held, row: Successor, by: Actor, at: datetime) -> None:
    row.state, row.token_hash = "withdrawn", None
    row.name = row.email = row.phone = ""
    row.enrolment_id = None
    session.flush()
    record(session, held.case, "successor:withdrawn", by, at, held.function,
           **turn(held.succession, held.case))  # fmt: skip


def _standing(session: Session, held: Held, successor_id: int) -> Successor:
    row = successor_in(session, held.succession.id, successor_id)
    if row is None:
        raise NotAllowed("unknown_candidate", "Deze kandidaat bestaat niet.")
    session.refresh(row)
    if row.state not in CANDIDATES:
        raise Stale("no_candidate", "Deze persoon is geen kandidaat (meer).")
    return row


def screen_candidate(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, successor_id: int,
                     result: str, screened_on: date, seen: str = "") -> None:  # fmt: skip
    """The police note the outcome. The journal only says that it was done; others see no more (DECISIONS)."""
    held = hold(session, case_id, succession_id, by, "screen_successor", seen)
    row = _standing(session, held, successor_id)
    if result not in RESULTS:
        raise Invalid("unknown_result", "Kies ‘geschikt’ of ‘niet geschikt’.", "result")
    if row.state != "agreed":
        raise GateNotMet("not_agreed", "Deze persoon gaf nog geen toestemming voor een screening.")
    not_later_than(screened_on, at, "screened_on")
    _require_apart(session, by, row)
    if row.screening == result:
        raise Stale("already_screened", "De screening van deze persoon is al genoteerd.")
    row.screening, row.screened_on, row.screened_by_id = result, screened_on, by.person_id
    session.flush()
    record(session, held.case, "successor:screened", by, at, held.function,
           **turn(held.succession, held.case))  # fmt: skip
    keep(session, held, at)


def _require_apart(session: Session, by: Actor, row: Successor) -> None:
    """Who is the candidate or lives with them neither screens nor appoints."""
    own = session.get_one(Person, by.person_id)
    home = session.scalar(select(Person.dwelling_id).where(Person.email == row.email))
    enrolled = session.get(Enrolment, row.enrolment_id) if row.enrolment_id is not None else None
    homes = {home, enrolled.dwelling_id if enrolled is not None else None} - {None}
    if own.email == row.email or own.id == row.person_id or by.dwelling_id in homes:
        raise NotAllowed("four_eyes", "Vier ogen: wie de kandidaat is of op hetzelfde adres woont, doet dit niet.")


def appoint_successor(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, successor_id: int,
                      how_chosen: str, body: str = "", write_mail: WriteMail, seen: str = "") -> int:  # fmt: skip
    """The candidate takes the seat today; members and partners are told. `how_chosen`: how the members chose them.
    Who screened a candidate does not appoint them. Returns how many members were mailed."""
    held = hold(session, case_id, succession_id, by, "appoint_successor", seen)
    settings, case, succession = settings_of(held.case), held.case, held.succession
    function = function_on(by, case.place, {appointer(settings)})
    if not function:
        raise NotAllowed("no_role", "De instellingen zeggen dat iemand anders de coördinator aanstelt.")
    require_distance(session, by, case)
    row = _standing(session, held, successor_id)
    _require_apart(session, by, row)
    if row.screened_by_id is not None and row.screened_by_id == by.person_id:
        raise NotAllowed("four_eyes", "Vier ogen: wie de screening noteerde, stelt deze persoon niet aan.")
    if succession.appointed_at is not None:
        raise Stale("appointed", "De nieuwe coördinator is al aangesteld.")
    if row.state != "agreed":
        raise GateNotMet("not_agreed", "Deze persoon aanvaardde de voorwaarden nog niet.")
    if settings.screening_required and row.screening != "suitable":
        raise GateNotMet("not_screened", "Eerst rondt de politie de screening van deze persoon af.")
    how_chosen = written(how_chosen, "how_chosen", shortest=5)
    printed = (body or "").strip() or body_named(function)
    person = _take_seat(session, case, row, at)
    succession.appointed_at, succession.appointed_by_id = at, by.person_id
    succession.body, succession.how_chosen = printed, how_chosen
    row.state, row.person_id, row.token_hash = "appointed", person.id, None
    session.flush()
    count = mail_members(session, case, f"succession_told:{succession.id}", write_mail)
    record(session, case, "successor:appointed", by, at, function, body=printed, how_chosen=how_chosen,
           **turn(succession, case))  # fmt: skip
    keep(session, held, at)
    return count


def _take_seat(session: Session, case: FoundingCase, row: Successor, at: datetime) -> Person:
    person = session.scalars(select(Person).where(Person.email == row.email)).one_or_none()
    if person is None:
        person = Person(name=row.name, email=row.email, phone=row.phone, created_at=at)
        session.add(person)
        session.flush()
    if not person.is_active:
        raise NotAllowed("inactive_person", "Deze persoon is niet meer actief.")
    for seat in session.scalars(
        select(Mandate).where(Mandate.case_id == case.id, Mandate.person_id == person.id, Mandate.until.is_(None))
    ):
        if seat.role == Role.COORDINATOR.value:
            raise Stale("is_coordinator", "Deze persoon is al coördinator van dit netwerk.")
        if seat.role in (Role.DEPUTY_COORDINATOR.value, Role.STEERING_GROUP_MEMBER.value):
            seat.until = day_of(at)
    session.add(Mandate(person_id=person.id, role=Role.COORDINATOR.value, case_id=case.id, function="coördinator",
                        since=day_of(at), screening=row.screening, screened_on=row.screened_on))  # fmt: skip
    session.flush()
    return person


def may_appoint(by: Actor, case: FoundingCase) -> bool:
    """Whether the settings let this person appoint."""
    return bool(function_on(by, case.place, {appointer(settings_of(case))}))
