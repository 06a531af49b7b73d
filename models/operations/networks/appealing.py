"""After a measure was decided: the letter on paper, the copy to the ministry, the appeal, and what the clock does."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.measure import Measure
from models.operations.cases.acting import ask_for_work, lock_case, written
from models.operations.networks.measuring import (
    HeldMeasure,
    WriteMail,
    ask_for_hand,
    carry_out,
    end_exclusion,
    hold_measure,
    note,
    restore_seat,
    settle_measure,
    tell,
)
from models.operations.networks.succeeding import end_succession
from models.queries.networks.measures import DECIDED, hands_left
from models.queries.networks.successions import open_successions
from models.rules.access import SYSTEM, Actor
from models.rules.measures import (
    APPEAL_CHANNELS,
    APPEAL_STATES,
    DEEDS,
    LETTER_WAYS,
    REMIND_AFTER,
    TALK,
    can_be_appealed,
    require_appealable,
)
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

ASKED_AGAIN = "Opnieuw gevraagd:"


def note_posted(session: Session, case_id: int, by: Actor, at: datetime, *, measure_id: int, posted_on: date, way: str,
                seen: str = "") -> None:  # fmt: skip
    """The letter went to the person concerned on paper."""
    held = hold_measure(session, case_id, measure_id, by, "note_appeal", seen)
    _require_decided(held.measure)
    if held.measure.rung == TALK:
        raise GateNotMet("no_letter", "Na een gesprek gaat er geen brief.")
    if held.measure.posted_on is not None:
        raise Stale("posted_already", "Dit is al genoteerd.")
    if way not in LETTER_WAYS:
        raise Invalid("unknown_way", "Kies hoe de brief bezorgd is.", "way")
    _between(posted_on, held.measure, at, "posted_on")
    held.measure.posted_on, held.measure.posted_as = posted_on, way
    _kept(session, held, by, at, f"Brief bezorgd: {LETTER_WAYS[way]}.")


def note_copy(session: Session, case_id: int, by: Actor, at: datetime, *, measure_id: int, sent_on: date,
              seen: str = "") -> None:  # fmt: skip
    """The copy to the FOD Binnenlandse Zaken left (besafe.be, veelgestelde vragen)."""
    held = hold_measure(session, case_id, measure_id, by, "note_appeal", seen)
    _require_decided(held.measure)
    if not can_be_appealed(held.measure.about, held.measure.rung):
        raise GateNotMet("no_copy", "Alleen van de definitieve uitsluiting van een coördinator gaat een kopie.")
    if held.measure.copy_sent_on is not None:
        raise Stale("sent_already", "Dit is al genoteerd.")
    _between(sent_on, held.measure, at, "sent_on")
    held.measure.copy_sent_on = sent_on
    _kept(session, held, by, at, "Kopie aan de FOD Binnenlandse Zaken bezorgd.")


def record_appeal(session: Session, case_id: int, by: Actor, at: datetime, *, measure_id: int, sent_on: date,
                  channel: str, text: str, write_mail: WriteMail, seen: str = "") -> None:  # fmt: skip
    """An appeal came in. `sent_on`: the day of the post mark or of the e-mail, which is what counts. One that is late
    is kept, and refused for that reason. Raises GateNotMet before the decision and for a second one."""
    held = hold_measure(session, case_id, measure_id, by, "note_appeal", seen)
    measure = held.measure
    require_appealable(measure.about, measure.rung, measure.state, measure.appeal_state)
    if channel not in APPEAL_CHANNELS:
        raise Invalid("unknown_channel", "Een beroep komt per aangetekende brief of per e-mail.", "channel")
    _between(sent_on, measure, at, "sent_on")
    text = written(text, "text", shortest=0)
    measure.appeal_sent_on, measure.appeal_channel, measure.appeal_text = sent_on, channel, text
    assert measure.appeal_until_on is not None
    if sent_on > measure.appeal_until_on:
        measure.appeal_state = "late"
        measure.appeal_reason = (
            f"Verstuurd na de beroepstermijn, die liep tot en met {measure.appeal_until_on:%d/%m/%Y}."
        )
        measure.appeal_decided_on = day_of(at)
    else:
        measure.appeal_state = "open"
    tell(session, held.case, measure, "appeal_noted", at, write_mail)
    _kept(session, held, by, at, f"Beroep genoteerd: {APPEAL_STATES[measure.appeal_state]}.")


def decide_appeal(session: Session, case_id: int, by: Actor, at: datetime, *, measure_id: int, outcome: str, body: str,
                  reason: str, decided_on: date, write_mail: WriteMail, seen: str = "") -> None:  # fmt: skip
    """Note what was decided on the appeal: the decision stays, or it is annulled and what it did is undone. Not by who
    took the decision (four eyes)."""
    held = hold_measure(session, case_id, measure_id, by, "note_appeal", seen)
    measure = held.measure
    if measure.appeal_state != "open":
        raise Stale("no_open_appeal", "Er is geen beroep (meer) waarover nog beslist moet worden.")
    if by.person_id == measure.decided_by_id:
        raise NotAllowed("four_eyes", "Vier ogen: wie besliste, noteert niet wat over het beroep beslist is.")
    if outcome not in ("upheld", "annulled"):
        raise Invalid("unknown_outcome", "Kies wat er beslist is.", "outcome")
    assert measure.appeal_sent_on is not None
    if decided_on < measure.appeal_sent_on:
        raise Invalid("too_early", "Toen was het beroep nog niet ingediend.", "decided_on")
    if decided_on > day_of(at):
        raise Invalid("in_the_future", "Deze dag moet nog komen.", "decided_on")
    body, reason = written(body, "body"), written(reason, "reason", shortest=10)
    measure.appeal_state, measure.appeal_decided_on = outcome, decided_on
    measure.appeal_body, measure.appeal_reason = body, reason
    if outcome == "annulled":
        _annul(session, held, by, at)
    elif measure.state == "decided":
        carry_out(session, held.case, measure, at)
    tell(session, held.case, measure, "appeal_decided", at, write_mail)
    _kept(session, held, by, at, f"Over het beroep beslist: {APPEAL_STATES[outcome]}.")
    ask_for_work(session, held.case)


def _annul(session: Session, held: HeldMeasure, by: Actor, at: datetime) -> None:
    measure = held.measure
    was_carried_out = measure.state == "carried_out"
    measure.state = "annulled"
    if not was_carried_out:
        return
    restore_seat(session, held.case, measure, at)
    for row in open_successions(session, held.case.id):
        if row.mandate_id == measure.mandate_id and row.appointed_at is None:
            end_succession(session, held.case, row, by, at, held.function, "De coördinator blijft.")


def _require_decided(measure: Measure) -> None:
    if measure.state not in DECIDED:
        raise GateNotMet("not_decided", "Hierover is nog niet beslist.")


def _between(on: date, measure: Measure, at: datetime, field: str) -> None:
    if measure.decided_on is not None and on < measure.decided_on:
        raise Invalid("too_early", "Toen was er nog niet beslist.", field)
    if on > day_of(at):
        raise Invalid("in_the_future", "Deze dag moet nog komen.", field)


def _kept(session: Session, held: HeldMeasure, by: Actor, at: datetime, sentence: str) -> None:
    held.measure.revision += 1
    note(held.measure, by, at, held.function, sentence)
    settle_measure(held.measure, at)
    session.flush()


def look_after_measures(session: Session, case_id: int, at: datetime, write_mail: WriteMail) -> int:
    """The clock: end temporary exclusions, carry out what nobody appealed against within the term, and ask again whose
    hand was not given. Returns how many."""
    case, today, count = lock_case(session, case_id), day_of(at), 0
    rows = session.scalars(
        select(Measure).where(Measure.case_id == case_id, Measure.settled_at.is_(None)).order_by(Measure.id)
    ).all()
    for measure in rows:
        if measure.state == "carried_out" and measure.until_on is not None and measure.until_on < today:
            end_exclusion(session, measure, at)
            tell(session, case, measure, "ended", at, write_mail)
            count += 1
        elif (measure.state == "decided" and measure.appeal_until_on is not None and measure.appeal_until_on < today
              and measure.appeal_state != "open"):  # fmt: skip
            carry_out(session, case, measure, at)
            tell(session, case, measure, "in_force", at, write_mail)
            note(measure, SYSTEM, at, "system", "De beroepstermijn is voorbij.")
            count += 1
        elif measure.state == "open":
            count += _remind(session, case, measure, at, write_mail)
        else:
            settle_measure(measure, at)
    if count:
        ask_for_work(session, case)
    session.flush()
    return count


def _remind(session: Session, case: FoundingCase, measure: Measure, at: datetime, write_mail: WriteMail) -> bool:
    """Nobody did anything for a week: who must act is asked again, and the measure says so."""
    if (day_of(at) - day_of(max(one.at for one in measure.entries))).days < REMIND_AFTER:
        return False
    asked = sum(one.sentence.startswith(ASKED_AGAIN) for one in measure.entries)
    hand = hands_left(session, measure)[0]
    note(measure, SYSTEM, at, "system", f"{ASKED_AGAIN} {DEEDS[hand.deed]}.")
    ask_for_hand(session, case, measure, hand, at, write_mail, asked + 1)
    return True
