"""A measure against a member or a coordinator: begun, signed by each hand, decided, and what it does carried out.

What follows (letter, copy, appeal, the clock) is in models.operations.networks.appealing. Nothing is written into the
journal of the case; `note` writes the measure's own entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.measure import Measure, MeasureEntry, MeasureHand
from models.operations.accounts.signing_in import Mail
from models.operations.cases.acting import body_named, lock_case, written
from models.operations.effects.mailing_links import plan_mail
from models.operations.networks.joining import forget, one_of_case
from models.operations.networks.succeeding import answered_to, function_in, remove_from_seat
from models.person import Person
from models.queries.authorities.calendar import calendar_of
from models.queries.cases.facts import settings_of
from models.queries.cases.recipients import recipients_of
from models.queries.networks.measures import (
    address_of_member,
    hands_left,
    is_about,
    may_read,
    measure_in,
    taken_rungs,
    to_do_after,
)
from models.queries.networks.successions import present_coordinators
from models.rules.access import SYSTEM, Actor, function_on
from models.rules.happenings import Happening
from models.rules.measures import (
    COORDINATOR,
    DEEDS,
    DEFINITIVE,
    LONGEST_EXCLUSION,
    MEMBER,
    RUNGS,
    SHORTEST_MOTIVES,
    TALK,
    TEMPORARY,
    Hand,
    can_be_appealed,
    check_skipping,
)
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.terms import CALENDAR_DAYS, compute_term

WriteMail = Callable[[str, Measure], Mail]  # of a kind of documents.notices.measures


@dataclass(frozen=True)
class Proposed:
    """A measure as somebody fills it in. One of `enrolment_id` and `mandate_id` says against whom."""

    rung: str
    motives: str
    enrolment_id: int | None = None
    mandate_id: int | None = None
    skipped_reason: str = ""
    report_on: date | None = None
    until_on: date | None = None
    at_once: bool = False
    at_once_reason: str = ""


def begin_measure(session: Session, case_id: int, by: Actor, at: datetime, proposed: Proposed,
                  write_mail: WriteMail) -> Measure:  # fmt: skip
    """The first hand of the ladder begins a measure: a talk is held, another measure is advised or signed. Raises
    Invalid at the field, Stale where this person left or another measure against them is open."""
    case = lock_case(session, case_id)
    function_in(by, case, "begin_measure")
    if proposed.rung not in RUNGS:
        raise Invalid("unknown_rung", "Kies een maatregel.", "rung")
    measure = _against(session, case, proposed)
    measure.case_id, measure.rung, measure.begun_at = case.id, proposed.rung, at
    _fill_in(measure, proposed, day_of(at))
    taken = taken_rungs(session, case.id, enrolment_id=measure.enrolment_id, person_id=measure.person_id)
    check_skipping(measure.rung, taken, measure.skipped_reason)
    session.add(measure)
    session.flush()
    _give(session, case, measure, by, at, "", write_mail)
    return measure


def _against(session: Session, case: FoundingCase, proposed: Proposed) -> Measure:
    if (proposed.enrolment_id is None) == (proposed.mandate_id is None):
        raise Invalid("unknown_person", "Kies tegen wie de maatregel is.", "who")
    if proposed.enrolment_id is not None:
        row = one_of_case(session, case.id, proposed.enrolment_id)
        if row.state not in ("member", "paused"):
            raise Stale("no_member", "Deze persoon is geen lid (meer) van dit netwerk.")
        _require_none_open(session, Measure.enrolment_id == row.id)
        return Measure(about=MEMBER, enrolment_id=row.id, name=row.name, email=row.email, dwelling_id=row.dwelling_id,
                       address=address_of_member(row, case))  # fmt: skip
    seat = next((one for one in present_coordinators(session, case.id) if one.id == proposed.mandate_id), None)
    if seat is None:
        raise Stale("no_coordinator", "Deze persoon is geen coördinator (meer) van dit BIN.")
    _require_none_open(session, Measure.mandate_id == seat.id)
    person = seat.person
    return Measure(about=COORDINATOR, person_id=person.id, mandate_id=seat.id, name=person.name or "",
                   email=person.email or "", dwelling_id=person.dwelling_id)  # fmt: skip


def _require_none_open(session: Session, whose: object) -> None:
    open_one = select(Measure.id).where(whose, Measure.state.in_(("open", "decided")))  # type: ignore[arg-type]
    if session.scalars(open_one.limit(1)).first() is not None:
        raise Stale("open_measure", "Tegen deze persoon loopt al een maatregel die nog niet rond is.")


def _fill_in(measure: Measure, proposed: Proposed, today: date) -> None:
    measure.motives = written(proposed.motives, "motives", shortest=SHORTEST_MOTIVES)
    measure.skipped_reason = written(proposed.skipped_reason, "skipped_reason", shortest=0)
    if measure.rung == TEMPORARY:
        if proposed.report_on is None:
            raise Invalid(
                "no_report", "Een tijdelijke uitsluiting volgt op een proces-verbaal aan het parket.", "report_on"
            )
        if proposed.report_on > today:
            raise Invalid("in_the_future", "Deze dag moet nog komen.", "report_on")
        if proposed.until_on is None or not today < proposed.until_on <= today + timedelta(days=LONGEST_EXCLUSION):
            raise Invalid("wrong_until", "Kies een dag na vandaag, hoogstens een jaar verder.", "until_on")
        measure.report_on, measure.until_on = proposed.report_on, proposed.until_on
    if proposed.at_once and can_be_appealed(measure.about, measure.rung):
        measure.at_once = True
        measure.at_once_reason = written(proposed.at_once_reason, "at_once_reason", shortest=SHORTEST_MOTIVES)


@dataclass(frozen=True)
class HeldMeasure:
    """A measure under the lock of its case."""

    case: FoundingCase
    measure: Measure
    function: str


def hold_measure(session: Session, case_id: int, measure_id: int, by: Actor, permission: str, seen: str) -> HeldMeasure:
    """Lock the case and take a measure that this person reads. Raises NotAllowed and Stale."""
    case = lock_case(session, case_id)
    function = function_in(by, case, permission)
    measure = measure_in(session, case_id, measure_id)
    if measure is None or not may_read(session, by, case.place, measure):
        raise NotAllowed("unknown_measure", "Deze maatregel bestaat niet.")
    session.refresh(measure)
    if seen and seen != str(measure.revision):
        raise Stale("changed_meanwhile", "Iemand anders deed hier intussen iets. Kijk de bladzijde opnieuw na.")
    return HeldMeasure(case, measure, function)


def give_hand(session: Session, case_id: int, by: Actor, at: datetime, *, measure_id: int, write_mail: WriteMail,
              body: str = "", seen: str = "") -> None:  # fmt: skip
    """The next hand: advise, sign, endorse or decide. The last one decides. `body`: who decides, as printed. Raises
    Stale when the measure was decided meanwhile, NotAllowed for who is concerned or gave a hand before."""
    held = hold_measure(session, case_id, measure_id, by, "give_hand_to_measure", seen)
    if held.measure.state != "open":
        raise Stale("no_hand_needed", "Hierover is intussen beslist, of de maatregel is ingetrokken.")
    _give(session, held.case, held.measure, by, at, body, write_mail)


def _give(session: Session, case: FoundingCase, measure: Measure, by: Actor, at: datetime, body: str,
          write_mail: WriteMail) -> None:  # fmt: skip
    hand = hands_left(session, measure)[0]
    function = function_on(by, case.place, hand.roles)
    if not function:
        raise NotAllowed("no_role", "Hiervoor is nu iemand anders aan zet.")
    _require_apart(session, by, measure)
    measure.hands.append(MeasureHand(deed=hand.deed, person_id=by.person_id, name=by.name, given_at=at,
                                     function=_plain(body_named(function))))  # fmt: skip
    measure.revision += 1
    session.flush()
    note(measure, by, at, function, f"{RUNGS[measure.rung]}: {DEEDS[hand.deed]}.")
    left = hands_left(session, measure)
    if left:
        ask_for_hand(session, case, measure, left[0], at, write_mail)
    else:
        _decide(session, case, measure, by, at, (body or "").strip() or _deciders(measure, hand, function), write_mail)


def ask_for_hand(session: Session, case: FoundingCase, measure: Measure, hand: Hand, at: datetime,
                 write_mail: WriteMail, again: int = 0) -> None:  # fmt: skip
    """Mail those whose hand is next; the mail names nobody and nothing. `again`: how many times the clock asked."""
    once_more = f":{again}" if again else ""
    nothing = Happening(0, "", case.stage, case.round, {}, day_of(at))
    for role in sorted(hand.roles):
        for one in recipients_of(session, case, role, nothing, day_of(at)):
            if one.email and one.email != measure.email:
                plan_mail(session, f"measure_turn:{measure.id}:{hand.deed}:{one.key}{once_more}", one.email,
                          write_mail("turn", measure), answered_to(case))  # fmt: skip


def _plain(named: str) -> str:
    return named.removeprefix("de ")


def _deciders(measure: Measure, last: Hand, function: str) -> str:
    """Who decided, as printed: for a member all who signed together."""
    if (measure.about, measure.rung) != (MEMBER, DEFINITIVE):
        return body_named(function)
    signed = " en ".join(f"de {one.function}" for one in measure.hands if one.deed != last.deed)
    return f"{signed}, geviseerd door {body_named(function)}"


def _require_apart(session: Session, by: Actor, measure: Measure) -> None:
    """Four eyes: not who it is about, nor who lives with them, nor who gave a hand before."""
    if is_about(session, by, measure) or (by.dwelling_id is not None and by.dwelling_id == measure.dwelling_id):
        raise NotAllowed("four_eyes", "Vier ogen: over uzelf of wie bij u woont, beslist u niet mee.")
    if any(one.person_id == by.person_id for one in measure.hands):
        raise NotAllowed("four_eyes", "Vier ogen: u deed in deze maatregel al iets. Dit doet iemand anders.")


def note(measure: Measure, by: Actor, at: datetime, function: str, sentence: str) -> None:
    """Write one entry of a measure."""
    measure.entries.append(MeasureEntry(at=at, by_id=by.person_id, function=function, sentence=sentence))


def _decide(session: Session, case: FoundingCase, measure: Measure, by: Actor, at: datetime, body: str,
            write_mail: WriteMail) -> None:  # fmt: skip
    today = day_of(at)
    measure.state, measure.decided_at, measure.decided_on = "decided", at, today
    measure.decided_by_id, measure.body = by.person_id, body
    if can_be_appealed(measure.about, measure.rung):
        days = settings_of(case).removal_appeal_days
        term = compute_term(today, days, CALENDAR_DAYS, calendar_of(session, case.municipality))
        measure.appeal_until_on = term.ends_on
    note(measure, by, at, "", f"Beslist door {body}.")
    if measure.appeal_until_on is None or measure.at_once:
        carry_out(session, case, measure, at)
    if measure.rung != TALK:
        tell(session, case, measure, "decided", at, write_mail)
    session.flush()


def tell(session: Session, case: FoundingCase, measure: Measure, kind: str, at: datetime,
         write_mail: WriteMail) -> None:  # fmt: skip
    """Mail the person concerned, with the letter as a PDF; who has no address gets it on paper (`note_posted`)."""
    if not measure.email:
        return
    more = {**answered_to(case), **({"measure_id": measure.id} if kind == "decided" else {})}
    plan_mail(session, f"measure:{measure.id}:{kind}", measure.email, write_mail(kind, measure), more)
    if kind == "decided":
        measure.mailed_at = at
    note(measure, SYSTEM, at, "system", "Mail aan de betrokkene gepland.")


def carry_out(session: Session, case: FoundingCase, measure: Measure, at: datetime) -> None:
    """What a measure does, once nothing stands in its way."""
    measure.state, measure.carried_out_at = "carried_out", at
    measure.revision += 1
    if measure.rung == TEMPORARY:
        _exclude(session, measure, measure.until_on)
    elif measure.rung == DEFINITIVE and measure.about == MEMBER:
        row = session.get_one(Enrolment, measure.enrolment_id)
        if row.state in ("member", "paused"):
            forget(row, "left", at)
    elif measure.rung == DEFINITIVE:
        remove_from_seat(session, case, session.get_one(Mandate, measure.mandate_id), at)
    note(measure, SYSTEM, at, "system", "Uitgevoerd.")
    settle_measure(measure, at)
    session.flush()


def _exclude(session: Session, measure: Measure, until_on: date | None) -> None:
    if measure.about == MEMBER:
        row = session.get(Enrolment, measure.enrolment_id) if measure.enrolment_id is not None else None
        if row is not None:  # the rows of a network that ended are erased
            row.excluded_until = until_on
    else:
        session.get_one(Mandate, measure.mandate_id).excluded_until = until_on


def end_exclusion(session: Session, measure: Measure, at: datetime) -> None:
    """The last day of a temporary exclusion has passed."""
    _exclude(session, measure, None)
    measure.state = "ended"
    measure.revision += 1
    note(measure, SYSTEM, at, "system", "De tijdelijke uitsluiting is afgelopen.")
    settle_measure(measure, at)


def settle_measure(measure: Measure, at: datetime) -> None:
    """Note from when a measure is kept for its term: nothing can follow any more."""
    is_running = measure.state == "open" or measure.state == "decided"
    if measure.state == "carried_out" and measure.rung == TEMPORARY:
        is_running = True
    has_term = (
        measure.appeal_until_on is not None and not measure.appeal_state and day_of(at) <= measure.appeal_until_on
    )
    if not is_running and not has_term and not to_do_after(measure):
        measure.settled_at = measure.settled_at or at


def withdraw_measure(session: Session, case_id: int, by: Actor, at: datetime, *, measure_id: int, reason: str,
                     seen: str = "") -> None:  # fmt: skip
    """It is not taken after all. Raises Stale once it was decided."""
    held = hold_measure(session, case_id, measure_id, by, "give_hand_to_measure", seen)
    if held.measure.state != "open":
        raise Stale("decided", "Hierover is intussen beslist, of de maatregel is al ingetrokken.")
    _require_not_about(session, by, held.measure)
    reason = written(reason)
    held.measure.state, held.measure.settled_at = "withdrawn", at
    held.measure.revision += 1
    note(held.measure, by, at, held.function, f"Ingetrokken: {reason}")
    session.flush()


def _require_not_about(session: Session, by: Actor, measure: Measure) -> None:
    if is_about(session, by, measure):
        raise NotAllowed("four_eyes", "Vier ogen: over uzelf beslist u niet.")


def restore_seat(session: Session, case: FoundingCase, measure: Measure, at: datetime) -> None:
    """A coordinator who was removed at once, and whose removal was annulled, takes a seat again, beside who came
    meanwhile."""
    seat = session.get_one(Mandate, measure.mandate_id)
    if seat.until is None:
        return
    person = session.get_one(Person, seat.person_id)
    if not person.is_active:
        raise GateNotMet("inactive_person", "Deze persoon is niet meer actief.")
    session.add(Mandate(person_id=seat.person_id, role=seat.role, case_id=case.id, function=seat.function,
                        since=day_of(at), screening=seat.screening, screened_on=seat.screened_on))  # fmt: skip
    session.flush()
