"""Signing the charter on screen, or refusing to: everyone under one and the same frozen text."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.charter import Charter
from models.clock import day_of
from models.operations.cases.acting import Taken, proceed, record, take, written
from models.operations.cases.terms import end_terms
from models.operations.cases.writing_case import set_due_day
from models.operations.charters.area_of_charter import take_over_area
from models.operations.charters.drafting_charter import frozen_of, reopen
from models.operations.charters.inviting_signatories import ask_signatures, require_turn, unsigned_rows
from models.person import Person
from models.queries.charters.charters import SIGN_BY_NAME, present_coordinators
from models.rules.access import DEPUTY, Actor, Role, function_on, roles_on
from models.rules.charter_text import IDENTIFIED, from_canonical
from models.rules.drawn_signature import checked_drawing
from models.rules.names import comparable
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.signature import InkSignature, Signature

IN_PLACE_OF = "plaatsvervangend voor de "


def sign_charter(session: Session, case_id: int, by: Actor, at: datetime, *, signature_id: int, name: str, place: str,
                 fingerprint: str, identified_by: str, drawing: str = "", seen: str = "") -> None:  # fmt: skip
    """Sign on screen: the own name typed, under the text with this fingerprint (64 hexadecimal digits).

    `identified_by`: how this person showed who they are, the method of their session (`models.account.WebSession`);
    `drawing`: a path, where they drew their signature as well (`models.rules.drawn_signature`).
    Raises NotAllowed when this line is not for `by`, Stale when it was signed or the text is another one by now.
    """
    taken = take(session, case_id, "sign_charter", by, seen=seen)
    if identified_by not in IDENTIFIED:
        raise ValueError(f"nobody is identified by {identified_by!r}")
    charter = frozen_of(session, taken)
    row = unsigned(session, charter, signature_id)
    if not may_sign(row, by, taken):
        raise NotAllowed("not_your_signature", "Deze handtekening is van iemand anders.")
    require_same_text(charter, fingerprint)
    check_coordinators(session, charter, taken)
    require_turn(session, row, taken.settings)
    person = session.get_one(Person, by.person_id)
    check_name(name, person.name)
    function = function_on(by, taken.case.place, [Role(str(row.role))])
    _check_second_key(session, charter, by, function)
    if function.startswith(DEPUTY):
        row.capacity = IN_PLACE_OF + row.capacity
    sign_line(row, person.name or "", place, drawing, identified_by)
    note_signature(session, taken, charter, row, by, at, day_of(at), function)


def sign_line(row: Signature, name: str, place: str, drawing: str, identified_by: str) -> None:
    """Put a signature that was set on screen into its line."""
    row.name, row.place, row.method = name, written(place, "place"), "electronic"
    row.drawing, row.identified_by = checked_drawing(drawing), identified_by


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


def refuse_signature(session: Session, case_id: int, by: Actor, at: datetime, *, signature_id: int, reason: str,
                     fingerprint: str, seen: str = "") -> None:  # fmt: skip
    """Refuse to sign the text with this fingerprint. All signatures under it lapse, and a next version begins.

    Raises NotAllowed when this line is not for `by`, Stale when it was signed or the text is another one by now.
    """
    taken = take(session, case_id, "refuse_signature", by, seen=seen)
    charter = frozen_of(session, taken)
    row = unsigned(session, charter, signature_id)
    if not may_sign(row, by, taken):
        raise NotAllowed("not_your_signature", "Deze handtekening is van iemand anders.")
    refuse_line(session, taken, charter, row, reason, fingerprint, by, at)


def refuse_line(session: Session, taken: Taken, charter: Charter, row: Signature, reason: str, fingerprint: str,
                by: Actor, at: datetime) -> None:  # fmt: skip
    """What a refusal does, whoever's it is."""
    require_same_text(charter, fingerprint)
    row.refusal, row.refused_at = written(reason), at
    record(session, taken.case, "signature:refused", by, at, taken.function, version=charter.version,
           capacity=row.capacity, reason=row.refusal, signature_id=row.id)  # fmt: skip
    reopen(session, taken, charter, row.refusal, f"{row.capacity}, die niet ondertekent", by, at)
    proceed(session, taken.case, taken.settings, at)


def require_same_text(charter: Charter, fingerprint: str) -> None:
    """Raises Stale when the text changed while somebody read it: nobody signs what they never read."""
    if fingerprint != charter.fingerprint:
        raise Stale("other_text", "De tekst van het charter is intussen veranderd. Lees de nieuwe tekst.")


def unsigned(session: Session, charter: Charter, signature_id: int) -> Signature:
    """The line of this text that waits for a signature. Raises Stale when it is none, or does not wait any more."""
    row = session.scalars(
        select(Signature).where(Signature.id == signature_id, Signature.charter_id == charter.id)
    ).one_or_none()
    if row is None:
        raise Stale("no_such_signature", "Deze handtekening hoort niet bij de tekst die nu vastligt.")
    if row.signed_on is not None:
        raise Stale("already_signed", "Deze handtekening is al gezet.")
    if session.scalar(select(InkSignature.id).where(InkSignature.signature_id == row.id)) is not None:
        raise Stale(
            "entered_on_paper", "Voor deze regel is al een handtekening op papier ingevoerd. Iemand kijkt ze na."
        )
    return row


def check_coordinators(session: Session, charter: Charter, taken: Taken) -> None:
    """Raises GateNotMet when the coordinators are others than when the text was frozen."""
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


def check_name(typed: str, expected: str) -> None:
    """Raises Invalid when the typed name is not the expected one."""
    # An old keyboard must not keep anybody from signing: accents and capitals don't matter.
    if comparable(written(typed, "name")) != comparable(expected):
        raise Invalid("other_name", f"Typ de naam zoals ze hier bekend is: {expected}.", "name")


def note_signature(session: Session, taken: Taken, charter: Charter, row: Signature, by: Actor, at: datetime,
                   signed_on: date, function: str, signed_at: datetime | None = None) -> None:  # fmt: skip
    """The signature counts from now on. With the last one the version is complete; else the next may be asked for.

    `signed_at`: when it was noted from paper, where that was before somebody compared it with the scan.
    """
    row.signed_on, row.signed_at, row.fingerprint = signed_on, signed_at or at, charter.fingerprint
    if not row.recorded_as:
        row.recorded_by_id, row.recorded_as = by.person_id, function
    record(session, taken.case, "charter:signed", by, at, function, version=charter.version,
           capacity=row.capacity, method=row.method, signature_id=row.id)  # fmt: skip
    session.flush()
    if unsigned_rows(session, charter.id):
        ask_signatures(session, taken.case, taken.settings, charter, at)
    else:
        _complete(session, taken, charter, by, at)
    proceed(session, taken.case, taken.settings, at)


def _complete(session: Session, taken: Taken, charter: Charter, by: Actor, at: datetime) -> None:
    charter.state, charter.signed_at = "signed", at
    set_due_day(session, taken.case, None)
    end_terms(session, taken.case, at, kinds=("signing",))
    take_over_area(session, taken.case, from_canonical(charter.frozen_text).contents["area"])
    record(session, taken.case, "charter:completed", by, at, taken.function, version=charter.version,
           fingerprint=charter.fingerprint)  # fmt: skip
