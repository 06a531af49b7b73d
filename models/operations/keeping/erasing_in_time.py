"""The nightly round over cases that ended: warn twice, wait, erase; and keeping one longer, with a reason."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.case_erasure import CaseErasure
from models.clock import day_of
from models.mandate import Mandate
from models.operations.accounts.signing_in import Mail
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import lock_case, written
from models.operations.effects.mailing_links import plan_mail
from models.operations.keeping.erasing_cases import Stores, erase_case, erasure_of
from models.person import Person
from models.queries.keeping.erasures import Erasable, erasable
from models.rules.access import SYSTEM, Actor, Role
from models.rules.refusals import Invalid
from models.rules.retention import CASE_HELD_AT_MOST, CASE_WARNED_BEFORE

WriteWarning = Callable[[Authority, list[Erasable], int], Mail]  # gets the cases, and which warning it is
WARNED_ROLES = (Role.ADMINISTRATOR, Role.DESK_OFFICER)


def warn_of_erasures(session: Session, now: datetime, write: WriteWarning) -> int:
    """The two warnings: 90 and 30 days before, one mail per person for all cases of that day. Returns how many cases.

    A case whose term was over long before (this rule is younger than the case) is warned of all the same, and waits.
    """
    first, second = CASE_WARNED_BEFORE
    by_municipality: dict[tuple[int, int], list[Erasable]] = {}
    for one in erasable(session, day_of(now + first)):
        which = _due_warning(one, now, first, second)
        if which:
            by_municipality.setdefault((one.case.municipality_id, which), []).append(one)
    for (municipality_id, which), cases in by_municipality.items():
        authority = session.get_one(Authority, municipality_id)
        for one in cases:
            row = erasure_of(session, one.case.id)
            if which == 1:
                row.first_warned_at, row.second_warned_at = now, None
            else:
                row.second_warned_at = now
        mail = write(authority, cases, which)
        for person in _warned(session, authority, day_of(now)):
            plan_mail(session, f"erasure:{authority.slug}:{day_of(now)}:{which}:{person.id}", person.email or "", mail)
    session.flush()
    return sum(len(cases) for cases in by_municipality.values())


def _due_warning(one: Erasable, now: datetime, first: timedelta, second: timedelta) -> int:
    if one.is_held and one.row is not None and one.row.held_until and one.row.held_until > day_of(now + first):
        return 0
    first_warned_at, second_warned_at = one.warned_at
    if first_warned_at is None:
        return 1
    is_time = day_of(now) >= max(one.erase_on - second, day_of(first_warned_at) + (first - second))
    return 2 if second_warned_at is None and is_time else 0


def _warned(session: Session, authority: Authority, on: date) -> list[Person]:
    people = session.scalars(
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.authority_id == authority.id, Mandate.role.in_([one.value for one in WARNED_ROLES]))
        .where(Mandate.since <= on, or_(Mandate.until.is_(None), Mandate.until >= on))
        .where(Person.is_active, Person.email.is_not(None))
        .order_by(Person.id)
    )
    return list(dict.fromkeys(people))


def forget_cases(session: Session, stores: Stores, now: datetime) -> int:
    """Erase each case whose term is over, that was warned of twice, the last time thirty days ago, and is not held."""
    today, wait = day_of(now), CASE_WARNED_BEFORE[1]
    due = [
        one for one in erasable(session, today)
        if one.erase_on <= today and (told := one.warned_at[1]) is not None and told <= now - wait
    ]  # fmt: skip
    for one in due:
        municipality_id, number = one.case.municipality_id, one.case.number
        row = erase_case(session, one.case.id, stores, now)
        authority = _locked(session, municipality_id)
        note_change(session, authority, "case:erased", SYSTEM, now, number=number, files=row.files, words=row.words)
    session.flush()
    return len(due)


def _locked(session: Session, authority_id: int) -> Authority:
    locked = select(Authority).where(Authority.id == authority_id).with_for_update(of=Authority)
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def hold_case(session: Session, by: Actor, authority_id: int, case_id: int, until: date, reason: str,
              at: datetime) -> CaseErasure:  # fmt: skip
    """Keep the data of a case up to and with a day (an appeal, a claim, the archive). Raises Invalid at what is wrong:
    no such ended case here, erased already, a day in the past or more than five years away, no reason."""
    authority = own_authority(session, by, authority_id)
    row = _ended_here(session, authority, case_id)
    if not day_of(at) < until <= day_of(at + CASE_HELD_AT_MOST):
        raise Invalid("wrong_day", "Kies een dag na vandaag, hoogstens vijf jaar verder.", "until")
    row.held_until, row.hold_reason = until, written(reason, "reason")
    row.held_by_id, row.held_at = by.person_id, at
    row.first_warned_at = row.second_warned_at = None  # both come again before it is erased
    number = session.get_one(FoundingCase, case_id).number
    note_change(
        session, authority, "case:held", by, at, number=number, until=f"{until:%d/%m/%Y}", reason=row.hold_reason
    )
    session.flush()
    return row


def let_case_go(session: Session, by: Actor, authority_id: int, case_id: int, at: datetime) -> None:
    """Keep it no longer: it is warned of and erased as any other. Raises Invalid where it was not held."""
    authority = own_authority(session, by, authority_id)
    row = _ended_here(session, authority, case_id)
    if row.held_until is None:
        raise Invalid("not_held", "Dit dossier werd niet langer bewaard.")
    row.held_until, row.hold_reason, row.held_by_id, row.held_at = None, "", None, None
    number = session.get_one(FoundingCase, case_id).number
    note_change(session, authority, "case:let_go", by, at, number=number)
    session.flush()


def _ended_here(session: Session, authority: Authority, case_id: int) -> CaseErasure:
    case = session.get(FoundingCase, case_id)
    if case is None or case.municipality_id != authority.id or case.ended_at is None:
        raise Invalid("unknown_case", "Dit is geen beëindigd dossier van uw gemeente.")
    lock_case(session, case_id)
    row = erasure_of(session, case_id)
    if row.erased_at is not None:
        raise Invalid("erased", "De gegevens van dit dossier zijn al gewist.")
    return row
