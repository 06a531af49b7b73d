"""The succession of a coordinator: begun when a seat becomes empty, looked after by the clock, closed when it is taken.

One succession is about one seat: other coordinators stay. The candidates are in succeeding_candidates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.operations.accounts.signing_in import Mail
from models.operations.cases.acting import Taken, body_named, lock_case, proceed, record, written
from models.operations.cases.terms import begin_term, end_terms
from models.operations.charters.drafting_charter import reopen
from models.operations.charters.saving_sections import open_section
from models.operations.effects.mailing_links import plan_mail
from models.operations.evaluations.evaluating import amend_charter, evaluation_of
from models.operations.launches.launching import network_of
from models.queries.cases.facts import latest_charter, settings_of
from models.queries.networks.consents import consented_channels
from models.queries.networks.successions import CANDIDATES, open_successions, present_coordinators, steps_left
from models.rules.access import PERMISSIONS, SYSTEM, Actor, Role, function_on
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.succession import FARTHEST_DAYS, NOTED_REASONS, OWN_REASONS, roles_of_step
from models.succession import Succession

WriteMail = Callable[[Enrolment], Mail]


@dataclass(frozen=True)
class Held:
    """A succession under the lock of its case."""

    case: FoundingCase
    succession: Succession
    function: str


def begin_succession(session: Session, case_id: int, by: Actor, at: datetime, *, mandate_id: int | None, why: str,
                     vacant_on: date, note: str = "") -> Succession:  # fmt: skip
    """The seat of a coordinator becomes empty on `vacant_on`, the first day without them. A coordinator says it of
    their own seat, municipality and police of any. Raises Stale when that was said already and GateNotMet."""
    case = lock_case(session, case_id)
    function = function_in(by, case, "begin_succession")
    is_staff = function_in_or_empty(by, case, "see_to_succession") != ""
    seat = _seat(session, case, mandate_id)
    if not is_staff and (seat is None or seat.person_id != by.person_id):
        raise NotAllowed("not_own_seat", "U zegt dit alleen over uw eigen plaats.")
    if why not in (NOTED_REASONS if is_staff else OWN_REASONS):
        raise Invalid("unknown_reason", "Kies waarom de plaats vrijkomt.", "why")
    if (why == "none") != (seat is None):
        raise Invalid("unknown_reason", "Kies een reden die bij deze plaats past.", "why")
    return begin(session, case, seat, by, at, function, why=why, vacant_on=vacant_on, note=note)


def begin(session: Session, case: FoundingCase, seat: Mandate | None, by: Actor, at: datetime, function: str, *,
          why: str, vacant_on: date, note: str = "") -> Succession:  # fmt: skip
    """The same for who has the case under its lock, such as a measure that ends a coordinator's task."""
    network = network_of(session, case.id)
    if network is None or network.state not in ("active", "suspended") or case.ended_at is not None:
        raise GateNotMet("no_network", "Alleen een netwerk dat werkt, heeft een coördinator die opgevolgd wordt.")
    if any(one.mandate_id == (seat.id if seat else None) for one in open_successions(session, case.id)):
        raise Stale("already_begun", "De opvolging van deze coördinator is al begonnen.")
    today = day_of(at)
    if vacant_on > today + timedelta(days=FARTHEST_DAYS):
        raise Invalid("too_far", "Kies een dag binnen het jaar.", "vacant_on")
    if seat is not None and vacant_on < seat.since:
        raise Invalid("too_early", "Toen was deze persoon nog geen coördinator.", "vacant_on")
    settings = settings_of(case)
    row = Succession(case_id=case.id, mandate_id=seat.id if seat else None, why=why, vacant_on=vacant_on,
                     note=written(note, "note", shortest=0), begun_at=at, begun_by_id=by.person_id,
                     emptied_at=at if seat is None else None)  # fmt: skip
    session.add(row)
    session.flush()
    term = begin_term(session, case, "succession", settings, at, subject_id=row.id)
    row.due_on = term.ends_on if term else None
    row.remind_on = _next_reminder(case, today)
    record(session, case, "succession:begun", by, at, function, vacant_on=vacant_on.isoformat())
    _empty_seat(session, case, row, by, at, function)
    proceed(session, case, settings, at)
    return row


def _seat(session: Session, case: FoundingCase, mandate_id: int | None) -> Mandate | None:
    present = present_coordinators(session, case.id)
    if mandate_id is None:
        if present:
            raise Invalid("which_seat", "Kies wie stopt.", "mandate_id")
        return None
    found = next((one for one in present if one.id == mandate_id), None)
    if found is None:
        raise Stale("no_coordinator", "Deze persoon is geen coördinator (meer) van dit BIN.")
    return found


def _empty_seat(session: Session, case: FoundingCase, row: Succession, by: Actor, at: datetime,
                function: str) -> bool:  # fmt: skip
    """On its day the seat is nobody's any more. A text that waits for the signature of who left is opened again."""
    if row.emptied_at is not None or row.vacant_on > day_of(at) or row.mandate_id is None:
        return False
    seat = session.get_one(Mandate, row.mandate_id)
    if seat.until is None or seat.until >= row.vacant_on:
        seat.until = row.vacant_on - timedelta(days=1)
    row.emptied_at = at
    session.flush()
    record(session, case, "seat:emptied", by, at, function)
    charter = latest_charter(session, case.id)
    if case.stage == Stage.CHARTER.value and charter is not None and charter.state == "frozen":
        taken = Taken(case, settings_of(case), function)
        reopen(session, taken, charter, "De coördinator van het BIN verandert.", body_named(function), by, at)
    return True


def turn(row: Succession, case: FoundingCase) -> dict[str, Any]:
    """The next step and who sees to it, for the mails; nobody has to: those who look after the whole."""
    settings = settings_of(case)
    left = steps_left(row, settings)
    roles = roles_of_step(left[0], settings) if left else frozenset[Role]()
    looking = PERMISSIONS["see_to_succession"]
    assert isinstance(looking, frozenset)
    return {"what": left[0].sentence if left else "niets", "roles": sorted(one.value for one in roles or looking)}


def _next_reminder(case: FoundingCase, today: date) -> date | None:
    days = settings_of(case).succession_reminder_days
    return today + timedelta(days=days) if days else None


def function_in(by: Actor, case: FoundingCase, permission: str) -> str:
    """In which function somebody does this, as the journal keeps it. Raises NotAllowed."""
    function = function_in_or_empty(by, case, permission)
    if not function:
        raise NotAllowed("no_role", "Dit doet iemand anders.")
    return function


def function_in_or_empty(by: Actor, case: FoundingCase, permission: str) -> str:
    """The same; empty: in none."""
    roles = PERMISSIONS[permission]
    return function_on(by, case.place, roles if isinstance(roles, frozenset) else frozenset[Role]())


def hold(session: Session, case_id: int, succession_id: int, by: Actor | None, permission: str, seen: str) -> Held:
    """Lock the case and take one of its successions that still goes on. `by` None: who has the link of a candidate.
    `seen`: the revision on the page that was acted on; empty: not checked. Raises NotAllowed and Stale."""
    case = lock_case(session, case_id)
    function = function_in(by, case, permission) if by is not None else "system"
    row = session.get(Succession, succession_id, populate_existing=True)
    if row is None or row.case_id != case_id:
        raise NotAllowed("unknown_succession", "Deze opvolging bestaat niet.")
    if row.state != "open":
        raise Stale("succession_closed", "Deze opvolging is intussen afgelopen.")
    if seen and seen != str(row.revision):
        raise Stale("changed_meanwhile", "Iemand anders deed hier intussen iets. Kijk de bladzijde opnieuw na.")
    return Held(case, row, function)


def keep(session: Session, held: Held, at: datetime) -> None:
    """Note that something changed, close the succession once nothing is missing, and ask for the work."""
    row, case = held.succession, held.case
    row.revision += 1
    row.remind_on = _next_reminder(case, day_of(at))
    session.flush()
    settle(session, case, row, at)
    proceed(session, case, settings_of(case), at)


def settle(session: Session, case: FoundingCase, row: Succession, at: datetime) -> None:
    """Close a succession in which nothing is missing any more; who was a candidate in vain is forgotten."""
    if row.state == "open" and not steps_left(row, settings_of(case)):
        _close(session, case, row, "done", at)
        record(session, case, "succession:completed", SYSTEM, at)


def _close(session: Session, case: FoundingCase, row: Succession, state: str, at: datetime) -> None:
    row.state, row.closed_at, row.remind_on = state, at, None
    for one in row.candidates:
        if one.state in CANDIDATES:
            one.state = "withdrawn"
        one.name = one.email = one.phone = ""
        one.token_hash = None
    end_terms(session, case, at, kinds=("succession",), subject_id=row.id)
    session.flush()


def call_members(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, write_mail: WriteMail,
                 seen: str = "") -> int:  # fmt: skip
    """Ask every member who agreed to mail whether they want to be coordinator. Once. Returns how many mails."""
    held = hold(session, case_id, succession_id, by, "see_to_succession", seen)
    if held.succession.called_at is not None:
        raise Stale("already_called", "De leden zijn al gevraagd.")
    count = mail_members(session, held.case, f"succession_call:{succession_id}", write_mail)
    held.succession.called_at = at
    record(session, held.case, "succession:called", by, at, held.function, count=_mails(count))
    keep(session, held, at)
    return count


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"


def mail_members(session: Session, case: FoundingCase, key: str, write_mail: WriteMail) -> int:
    """Plan a mail to each member, also who pauses, that agreed to mails. Returns how many."""
    rows = session.scalars(
        select(Enrolment)
        .join(NeighbourhoodNetwork, NeighbourhoodNetwork.id == Enrolment.network_id)
        .where(NeighbourhoodNetwork.case_id == case.id, Enrolment.state.in_(("member", "paused")))
        .where(Enrolment.email != "", Enrolment.excluded_until.is_(None))
        .order_by(Enrolment.id)
    ).all()
    agreed = consented_channels(session, [row.id for row in rows])
    mailed = [row for row in rows if "mail" in agreed[row.id]]
    for row in mailed:
        plan_mail(session, f"{key}:{row.id}", row.email, write_mail(row), answered_to(case))
    return len(mailed)


def answered_to(case: FoundingCase) -> dict[str, Any]:
    """What makes the answer to a mail arrive at the municipality."""
    return {"facts": {"reply_to": case.municipality.email}}


def report_change(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int,
                  seen: str = "") -> None:  # fmt: skip
    """Write the new contact data into the charter: an amendment begins, and the signed text goes to the ministry as
    every version does (besafe.be, procedure). Raises GateNotMet before the appointment and while the case can't."""
    held = hold(session, case_id, succession_id, by, "see_to_succession", seen)
    row, case = held.succession, held.case
    if row.appointed_at is None:
        raise GateNotMet("nobody_appointed", "Stel eerst de nieuwe coördinator aan.")
    if row.reported_at is not None:
        raise Stale("already_reported", "De wijziging van het charter is al begonnen.")
    _open_parties(session, case, by, at)
    row.reported_at = at
    record(session, case, "succession:reported", by, at, held.function)
    keep(session, held, at)


PARTIES = "parties"
WHY_AMENDED = "Het netwerk heeft een andere coördinator: de contactgegevens veranderen."


def _open_parties(session: Session, case: FoundingCase, by: Actor, at: datetime) -> None:
    charter = latest_charter(session, case.id)
    if case.stage == Stage.EVALUATION.value and evaluation_of(session, case).opened_at is None:
        amend_charter(session, case.id, by, at, sections=[PARTIES], reason=WHY_AMENDED)
    elif case.stage == Stage.CHARTER.value and charter is not None and charter.state == "draft":
        if charter.open_sections is not None and PARTIES not in charter.open_sections:
            open_section(session, case.id, by, at, section=PARTIES, reason=WHY_AMENDED)
    else:
        raise GateNotMet(
            "not_now", "Dat kan nu niet: er loopt een evaluatie, of een vorige wijziging van het charter is onderweg. "
            "Rond die eerst af."
        )  # fmt: skip


def stop_succession(session: Session, case_id: int, by: Actor, at: datetime, *, succession_id: int, reason: str,
                    seen: str = "") -> None:  # fmt: skip
    """It is no longer needed: who would stop stays, or another coordinator goes on alone. Raises GateNotMet while the
    network would be left without a coordinator."""
    held = hold(session, case_id, succession_id, by, "see_to_succession", seen)
    reason = written(reason)
    if not present_coordinators(session, case_id):
        raise GateNotMet("no_coordinator", "Er is geen andere coördinator. De opvolging gaat door.")
    if held.succession.appointed_at is not None:
        raise GateNotMet("appointed", "De nieuwe coördinator is aangesteld. Rond de opvolging af.")
    end_succession(session, held.case, held.succession, by, at, held.function, reason)
    proceed(session, held.case, settings_of(held.case), at)


def end_succession(session: Session, case: FoundingCase, row: Succession, by: Actor, at: datetime, function: str,
                   reason: str) -> None:  # fmt: skip
    """The same for who has the case under its lock."""
    row.stop_reason = reason
    row.revision += 1
    _close(session, case, row, "stopped", at)
    record(session, case, "succession:stopped", by, at, function, reason=reason)


def remove_from_seat(session: Session, case: FoundingCase, seat: Mandate, at: datetime) -> None:
    """Somebody is removed from the seat today, by a measure: the succession begins, or one that waited for a later day
    goes on. Nothing to do for who left meanwhile. The case is under its lock."""
    today = day_of(at)
    if seat.until is not None and seat.until < today:
        return
    waiting = next((one for one in open_successions(session, case.id) if one.mandate_id == seat.id), None)
    network = network_of(session, case.id)
    if waiting is not None:
        waiting.vacant_on = today
        _empty_seat(session, case, waiting, SYSTEM, at, "system")
        proceed(session, case, settings_of(case), at)
    elif network is not None and network.state in ("active", "suspended") and case.ended_at is None:
        begin(session, case, seat, SYSTEM, at, "system", why="removed", vacant_on=max(today, seat.since))
    else:
        seat.until = today - timedelta(days=1)


def look_after_successions(session: Session, case_id: int, at: datetime) -> int:
    """The clock: empty a seat on its day, and remind who must act. Returns how many successions it did something in."""
    case = lock_case(session, case_id)
    today, touched = day_of(at), 0
    for row in open_successions(session, case_id):
        if case.ended_at is not None:
            end_succession(session, case, row, SYSTEM, at, "system", "Het netwerk is gestopt.")
            touched += 1
            continue
        did = _empty_seat(session, case, row, SYSTEM, at, "system")
        if row.remind_on is not None and row.remind_on <= today:
            record(session, case, "succession:reminded", SYSTEM, at, **turn(row, case))
            row.remind_on, did = _next_reminder(case, today), True
        if did:
            row.revision += 1
            settle(session, case, row, at)
            touched += 1
    if touched:
        proceed(session, case, settings_of(case), at)
    return touched
