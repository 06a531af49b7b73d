"""Candidates for coordinator, deputy and stuurgroep: noted by the desk, and recognised by the meeting, each by name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.candidate import Candidate
from models.clock import day_of
from models.info_evening import InfoEvening
from models.operations.accounts.signing_in import normal_email
from models.operations.cases.acting import proceed, record, take, written
from models.operations.evenings.balloting import Counts, require_possible
from models.operations.evenings.informing import SEATS
from models.queries.evenings.candidates import candidate_in, candidates_of
from models.queries.evenings.participants import participant_in
from models.rules.access import Actor
from models.rules.ballots import why_no_ballots
from models.rules.candidates import OF_AGE, WAYS, is_recognised
from models.rules.names import comparable
from models.rules.participants import LONGEST_CONTACT, check_phone
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale


@dataclass(frozen=True)
class Nomination:
    """Who, for which function: a participant by `participant_id`; else who stood up in the room, by name."""

    role: str
    participant_id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    is_of_age: bool = False


def nominate(session: Session, case_id: int, by: Actor, at: datetime, *, nomination: Nomination,
             seen: str = "") -> Candidate:  # fmt: skip
    """Note a candidate. A coordinator, and who acts for them, declares to be of age. Raises Invalid and Stale."""
    taken = take(session, case_id, "record_info_evening", by, seen=seen)
    if nomination.role not in SEATS:
        raise Invalid("unknown_seat", "Kies waarvoor deze persoon kandidaat is.", "role")
    if nomination.role in OF_AGE and not nomination.is_of_age:
        sentence = f"Een coördinator of plaatsvervanger is minstens {taken.settings.minimum_age} jaar. Vraag het na."
        raise Invalid("not_of_age", sentence, "is_of_age")
    candidate = _named(session, case_id, nomination)
    assert by.person_id is not None
    candidate.is_of_age = nomination.is_of_age
    candidate.nominated_at, candidate.nominated_by_id = at, by.person_id
    session.add(candidate)
    session.flush()
    record(session, taken.case, "candidate:nominated", by, at, taken.function, seat=SEATS[nomination.role])
    proceed(session, taken.case, taken.settings, at)
    return candidate


def recognise(session: Session, case_id: int, by: Actor, at: datetime, *, candidate_id: int, evening_id: int, way: str,
              counts: Counts | None = None, seen: str = "") -> Candidate:  # fmt: skip
    """Note what the meeting decided about a candidate: by acclamation, or by vote with what was counted. It may be
    noted again until the minutes of that evening are approved.

    Raises Invalid (the field; more votes than people present), GateNotMet (no evening to decide at) and Stale.
    """
    taken = take(session, case_id, "record_info_evening", by, seen=seen)
    candidate = _candidate(session, case_id, candidate_id)
    _require_not_final(session, candidate)
    evening = session.get(InfoEvening, evening_id)
    if evening is None or evening.case_id != case_id:
        raise NotAllowed("unknown_evening", "Deze infoavond bestaat niet.")
    _require_meeting(evening, at)
    if way not in WAYS:
        raise Invalid("unknown_way", "Kies hoe de vergadering besliste.", "way")
    counted = counts or Counts()
    if way == "vote":
        _check_votes(session, evening, counted)
    else:
        counted = Counts()
    candidate.evening_id, candidate.way = evening_id, way
    candidate.votes_for, candidate.votes_against = counted.votes_for, counted.votes_against
    candidate.abstentions, candidate.invalid = counted.abstentions, counted.invalid
    candidate.is_recognised = is_recognised(way, counted.votes_for, counted.votes_against)
    candidate.decided_at, candidate.decided_by_id = at, by.person_id
    session.flush()
    event = "candidate:recognised" if candidate.is_recognised else "candidate:rejected"
    voted = f"bij stemming, {counted.votes_for} voor en {counted.votes_against} tegen"  # whole, to be translated
    how = voted if way == "vote" else WAYS[way]
    record(session, taken.case, event, by, at, taken.function, seat=SEATS[candidate.role], how=how)
    proceed(session, taken.case, taken.settings, at)
    return candidate


def remove_candidate(session: Session, case_id: int, by: Actor, at: datetime, *, candidate_id: int,
                     seen: str = "") -> None:  # fmt: skip
    """Somebody is no candidate (any more): the row goes. Not after the minutes were approved that recognised them."""
    taken = take(session, case_id, "record_info_evening", by, seen=seen)
    candidate = _candidate(session, case_id, candidate_id)
    _require_not_final(session, candidate)
    seat = SEATS[candidate.role]
    session.delete(candidate)
    session.flush()
    record(session, taken.case, "candidate:removed", by, at, taken.function, seat=seat)
    proceed(session, taken.case, taken.settings, at)


def _named(session: Session, case_id: int, nomination: Nomination) -> Candidate:
    if nomination.participant_id is not None:
        participant = participant_in(session, case_id, nomination.participant_id)
        if participant is None:
            raise Stale("erased", "Deze persoon trok de eigen gegevens in.")
        _require_new(session, case_id, nomination.role, participant.name)
        return Candidate(case_id=case_id, participant_id=participant.id, role=nomination.role)
    name, phone = written(nomination.name, "name"), written(nomination.phone or "", "phone", shortest=0)
    if len(name) > LONGEST_CONTACT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_CONTACT} tekens.", "name")
    check_phone(phone)
    email = normal_email(nomination.email) if (nomination.email or "").strip() else ""
    _require_new(session, case_id, nomination.role, name)
    return Candidate(case_id=case_id, name=name, email=email, phone=phone, role=nomination.role)


def _require_new(session: Session, case_id: int, role: str, name: str) -> None:
    names = [comparable(one.person.name) for one in candidates_of(session, case_id) if one.role == role]
    if comparable(name) in names:
        sentence = (
            "Deze persoon is al kandidaat voor deze functie. Is het iemand anders? Vul de naam dan vollediger in."
        )
        raise Invalid("twice", sentence, "name")


def _candidate(session: Session, case_id: int, candidate_id: int) -> Candidate:
    candidate = candidate_in(session, case_id, candidate_id)
    if candidate is None:
        raise Stale("removed", "Deze kandidaat staat er niet meer.")
    return candidate


def _require_not_final(session: Session, candidate: Candidate) -> None:
    if candidate.evening_id is None:
        return
    if session.get_one(InfoEvening, candidate.evening_id).minutes_approved_at is not None:
        raise Stale("minutes_approved", "Het verslag van die avond is goedgekeurd. De erkenning verandert niet meer.")


def _require_meeting(evening: InfoEvening, at: datetime) -> None:
    is_final = evening.minutes_approved_at is not None
    why = why_no_ballots(evening.state, day_of(evening.starts_at), day_of(at), is_final=is_final)
    if why:
        raise GateNotMet("no_meeting", why)


def _check_votes(session: Session, evening: InfoEvening, counts: Counts) -> None:
    numbers = (counts.votes_for, counts.votes_against, counts.abstentions, counts.invalid)
    require_possible(session, evening, numbers)
    if not sum(numbers):
        raise Invalid("no_votes", "Vul in hoeveel mensen stemden.", "votes_for")
