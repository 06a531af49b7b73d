"""Signing the charter: everyone under one and the same frozen text, on screen or in ink."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.charter import Charter
from models.clock import day_of
from models.operations.acting import Taken, proceed, record, take, written
from models.operations.area_of_charter import take_over_area
from models.operations.consulting import not_later_than
from models.operations.drafting_charter import frozen_of
from models.operations.terms import end_terms
from models.operations.writing_case import set_due_day
from models.person import Person
from models.queries.charters import SIGN_BY_NAME, present_coordinators
from models.rules.access import DEPUTY, Actor, Role, function_on, roles_on
from models.rules.charter_text import IDENTIFIED, PAPER, from_canonical
from models.rules.names import comparable
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.signature import Signature

IN_PLACE_OF = "plaatsvervangend voor de "


def sign_charter(session: Session, case_id: int, by: Actor, at: datetime, *, signature_id: int, name: str, place: str,
                 fingerprint: str, identified_by: str, seen: str = "") -> None:  # fmt: skip
    """Sign on screen: the own name typed, under the text with this fingerprint (64 hexadecimal digits).

    `identified_by`: how this person showed who they are, the method of their session (`models.account.WebSession`).
    Raises NotAllowed when this line is not for `by`, Stale when it was signed or the text is another one by now.
    """
    taken = take(session, case_id, "sign_charter", by, seen=seen)
    if identified_by not in IDENTIFIED:
        raise ValueError(f"nobody is identified by {identified_by!r}")
    charter = frozen_of(session, taken)
    row = _unsigned(session, charter, signature_id)
    if not may_sign(row, by, taken):
        raise NotAllowed("not_your_signature", "Deze handtekening is van iemand anders.")
    if fingerprint != charter.fingerprint:
        # The bad story: the text changes while somebody reads it, and a signature lands under what was never read.
        raise Stale("other_text", "De tekst van het charter is intussen veranderd. Lees de nieuwe tekst.")
    _check_coordinators(session, charter, taken)
    person = session.get_one(Person, by.person_id)
    _check_name(name, person.name)
    function = function_on(by, taken.case.place, [Role(str(row.role))])
    _check_second_key(session, charter, by, function)
    if function.startswith(DEPUTY):
        row.capacity = IN_PLACE_OF + row.capacity
    row.name, row.place, row.method = person.name, written(place, "place"), "electronic"
    row.identified_by = identified_by
    _note(session, taken, charter, row, by, at, day_of(at), function)


def _check_second_key(session: Session, charter: Charter, by: Actor, function: str) -> None:
    # The bad story: one person signs as officer and, while the chief is away, for the chief as well.
    own = select(Signature.capacity).where(
        Signature.charter_id == charter.id,
        Signature.recorded_by_id == by.person_id,
        Signature.method == "electronic",
    )
    capacities = session.scalars(own).all()
    stands_in = function.startswith(DEPUTY) or any(one.startswith(IN_PLACE_OF) for one in capacities)
    if capacities and stands_in:
        raise NotAllowed("second_key", "U tekende dit charter al in een andere functie. Laat iemand anders tekenen.")


def may_sign(row: Signature, by: Actor, taken: Taken) -> bool:
    """Whether this line waits for this person: by name, or by the function that they hold today."""
    if row.role is None:
        return False  # a partner without an account signs in ink
    if row.person_id is not None and row.person_id != by.person_id:
        return False
    return Role(row.role) in roles_on(by, taken.case.place)


def record_ink_signature(session: Session, case_id: int, by: Actor, at: datetime, *, signature_id: int, name: str,
                         place: str, signed_on: date, seen: str = "") -> None:  # fmt: skip
    """The desk notes a signature in ink under the printed version, whoever of the signatories it is from."""
    taken = take(session, case_id, "record_ink_signature", by, seen=seen)
    charter = frozen_of(session, taken)
    row = _unsigned(session, charter, signature_id)
    _check_coordinators(session, charter, taken)
    not_later_than(signed_on, at, "signed_on")
    if charter.frozen_at is not None and signed_on < day_of(charter.frozen_at):
        raise Invalid("before_freezing", "Toen lag deze tekst nog niet vast. Kijk de datum na.", "signed_on")
    if row.name:
        _check_name(name, row.name)
    row.name, row.place, row.method = row.name or written(name, "name"), written(place, "place"), "ink"
    row.identified_by = PAPER
    _note(session, taken, charter, row, by, at, signed_on, taken.function)


def _unsigned(session: Session, charter: Charter, signature_id: int) -> Signature:
    row = session.scalars(
        select(Signature).where(Signature.id == signature_id, Signature.charter_id == charter.id)
    ).one_or_none()
    if row is None:
        raise Stale("no_such_signature", "Deze handtekening hoort niet bij de tekst die nu vastligt.")
    if row.signed_on is not None:
        raise Stale("already_signed", "Deze handtekening is al gezet.")
    return row


def _check_coordinators(session: Session, charter: Charter, taken: Taken) -> None:
    # The bad story: a coordinator who has left signs, and the one who came is bound by nothing.
    rows = session.execute(
        select(Signature.role, Signature.person_id).where(
            Signature.charter_id == charter.id, Signature.role.in_(SIGN_BY_NAME)
        )
    ).all()
    signing = {(row.role, row.person_id) for row in rows}
    roles = {role for role in SIGN_BY_NAME if role in taken.settings.signatories}
    present = {(one.role, one.person_id) for one in present_coordinators(session, taken.case.id) if one.role in roles}
    if signing != present:
        raise GateNotMet("steering_group_changed", "De coördinatoren zijn veranderd sinds de tekst is vastgelegd. "
                         "Laat het charter opnieuw openen en vastleggen.")  # fmt: skip


def _check_name(typed: str, expected: str) -> None:
    # An old keyboard must not keep anybody from signing: accents and capitals don't matter.
    if comparable(written(typed, "name")) != comparable(expected):
        raise Invalid("other_name", f"Typ de naam zoals ze hier bekend is: {expected}.", "name")


def _note(session: Session, taken: Taken, charter: Charter, row: Signature, by: Actor, at: datetime,
          signed_on: date, function: str) -> None:  # fmt: skip
    row.signed_on, row.signed_at, row.fingerprint = signed_on, at, charter.fingerprint
    row.recorded_by_id, row.recorded_as = by.person_id, function
    record(session, taken.case, "charter:signed", by, at, function, version=charter.version,
           capacity=row.capacity, method=row.method, signature_id=row.id)  # fmt: skip
    session.flush()
    open_rows = select(func.count()).where(Signature.charter_id == charter.id, Signature.signed_on.is_(None))
    if not session.scalar(open_rows):
        _complete(session, taken, charter, by, at)
    proceed(session, taken.case, taken.settings, at)


def _complete(session: Session, taken: Taken, charter: Charter, by: Actor, at: datetime) -> None:
    charter.state, charter.signed_at = "signed", at
    set_due_day(session, taken.case, None)
    end_terms(session, taken.case, at, kinds=("signing",))
    take_over_area(session, taken.case, from_canonical(charter.frozen_text).contents["area"])
    record(session, taken.case, "charter:completed", by, at, taken.function, version=charter.version,
           fingerprint=charter.fingerprint)  # fmt: skip
