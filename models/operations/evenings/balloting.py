"""Voting at an info evening: the chair opens and closes each vote, and by phone each dwelling votes once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from models.address import Dwelling
from models.attendance import Attendance
from models.ballot import Ballot, BallotVoter
from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.cases.acting import proceed, record, take, written
from models.operations.support.counting_voices import dwelling_in_area
from models.queries.evenings.attendance import present_at
from models.queries.evenings.ballots import last_outcomes, open_ballot, outcomes_of
from models.queries.evenings.candidates import most_votes_on_candidate
from models.queries.evenings.replies import invitation_of
from models.rules.access import Actor
from models.rules.ballots import CHOICES, WAYS, is_approved, is_voting_over, subjects_of, why_no_ballots
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.streets import HouseNumber, suffix_key

LONGEST_QUESTION = 200
MOST_VOTES = 5000


@dataclass(frozen=True)
class Counts:
    """What was counted of a vote by hands or on paper; `counted_by`: who counted the papers."""

    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0
    invalid: int = 0
    counted_by: str = ""


def open_ballot_on(session: Session, case_id: int, by: Actor, at: datetime, *, evening_id: int, about: str,
                   question: str, way: str, seen: str = "") -> Ballot:  # fmt: skip
    """Open a vote. One at a time: raises Stale while another one of this evening is open."""
    taken = take(session, case_id, "record_info_evening", by, seen=seen)
    evening = _evening(session, case_id, evening_id)
    _require_voting(evening, at)
    subjects = subjects_of(evening.extra_items)
    if about not in subjects:
        raise Invalid("unknown_subject", "Kies waarover gestemd wordt.", "about")
    if way not in WAYS:
        raise Invalid("unknown_way", "Kies hoe er gestemd wordt.", "way")
    if way == "phone" and is_voting_over(evening.starts_at, at):
        raise Invalid("phone_too_late", "Per telefoon stemmen kan tot een dag na het begin van de infoavond.", "way")
    question = written(question, "question")
    if len(question) > LONGEST_QUESTION:
        raise Invalid("too_long", f"Hoogstens {LONGEST_QUESTION} tekens.", "question")
    if open_ballot(session, evening_id) is not None:
        raise Stale("ballot_open", "Er loopt al een stemming op deze infoavond. Sluit die eerst.")
    assert by.person_id is not None
    ballot = Ballot(case_id=case_id, evening_id=evening_id, about=about, question=question, way=way, opened_at=at,
                    opened_by_id=by.person_id)  # fmt: skip
    session.add(ballot)
    session.flush()
    record(session, taken.case, "ballot:opened", by, at, taken.function, about=subjects[about], way=WAYS[way],
           ballot_id=ballot.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return ballot


def close_ballot(session: Session, case_id: int, by: Actor, at: datetime, *, ballot_id: int,
                 counts: Counts | None = None, seen: str = "") -> Ballot:  # fmt: skip
    """Close a vote: by hands or on paper with what was counted, by phone with the votes that came in.

    Which dwellings voted is forgotten here. Raises Invalid where there are more votes than people present.
    """
    taken = take(session, case_id, "record_info_evening", by, seen=seen)
    ballot = _locked(session, ballot_id)
    if ballot is None or ballot.case_id != case_id:
        raise NotAllowed("unknown_ballot", "Deze stemming bestaat niet.")
    if ballot.state == "closed":
        raise Stale("ballot_closed", "Deze stemming is al afgesloten. De telling verandert niet meer.")
    if ballot.way != "phone":
        _note_counts(session, ballot, counts or Counts())
    ballot.state, ballot.closed_at, ballot.closed_by_id = "closed", at, by.person_id
    session.execute(delete(BallotVoter).where(BallotVoter.ballot_id == ballot.id))
    session.flush()
    evening = session.get_one(InfoEvening, ballot.evening_id)
    about = subjects_of(evening.extra_items).get(ballot.about, ballot.about)
    record(session, taken.case, "ballot:closed", by, at, taken.function, about=about, votes_for=ballot.votes_for,
           votes_against=ballot.votes_against, abstentions=ballot.abstentions, ballot_id=ballot.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return ballot


def vote_by_phone(session: Session, evening_id: int, at: datetime, *, ballot_id: int, code: str,
                  choice: str) -> None:  # fmt: skip
    """Count the vote of the dwelling whose invitation has this code. What it chose is added up and not kept.

    Raises Invalid (code or choice), GateNotMet (the vote is over) and Stale (the dwelling voted already).
    """
    ballot = _locked(session, ballot_id)
    if ballot is None or ballot.evening_id != evening_id or ballot.way != "phone":
        raise GateNotMet("unknown_ballot", "Deze stemming bestaat niet. Open de pagina van het scherm opnieuw.")
    case, evening = session.get_one(FoundingCase, ballot.case_id), session.get_one(InfoEvening, evening_id)
    is_over = ballot.state == "closed" or is_voting_over(evening.starts_at, at)
    if is_over or case.ended_at is not None or evening.state == "cancelled":
        raise GateNotMet("ballot_closed", "Deze stemming is afgesloten. Uw stem is niet geteld.")
    if choice not in CHOICES:
        raise Invalid("unknown_choice", "Kies voor, tegen of onthouding.", "choice")
    dwelling = _voting_dwelling(session, case, evening, code)
    if session.get(BallotVoter, (ballot.id, dwelling.id)) is not None:
        raise Stale("voted", "Voor uw woning is in deze stemming al een stem geteld. Elke woning stemt één keer.")
    session.add(BallotVoter(ballot_id=ballot.id, dwelling_id=dwelling.id))
    ballot.votes_for += choice == "for"
    ballot.votes_against += choice == "against"
    ballot.abstentions += choice == "abstention"
    session.flush()


def require_possible(session: Session, evening: InfoEvening, numbers: Sequence[int]) -> None:
    """Raises Invalid where so many votes can't have been counted: more than the people who were checked in or, where no
    door was used, were noted as present."""
    if any(not 0 <= number <= MOST_VOTES for number in numbers):
        raise Invalid("count", f"Vul een getal in tussen 0 en {MOST_VOTES}.", "votes_for")
    present = present_at(session, evening.id).people
    if present and sum(numbers) > present:
        sentence = f"Er zijn {sum(numbers)} stemmen, maar aan de deur zijn {present} mensen aangemeld. Tel opnieuw."
        raise Invalid("too_many_votes", sentence, "votes_for")
    noted = evening.attendance if evening.state == "held" and not present else None
    if noted is not None and sum(numbers) > noted:
        sentence = f"Er zijn {sum(numbers)} stemmen, maar er waren {noted} aanwezigen. Tel opnieuw."
        raise Invalid("too_many_votes", sentence, "votes_for")


def require_as_voted(session: Session, evening_id: int, approvals: Mapping[str, bool | None],
                     attendance: int) -> None:  # fmt: skip
    """Raises where the record of an evening says something else than the meeting voted, or while a vote is open.

    `approvals`: by what was voted about; `attendance`: how many were present, no fewer than voted. Where there was no
    vote, the record says what the meeting found.
    """
    outcomes = outcomes_of(session, evening_id)
    if any(one.state == "open" for one in outcomes):
        raise GateNotMet("ballot_open", "Er loopt nog een stemming. Sluit die eerst en noteer dan de resultaten.")
    votes = [one.cast for one in last_outcomes(outcomes).values()]
    most = max(*votes, most_votes_on_candidate(session, evening_id), 0)
    if most > attendance:
        sentence = (
            f"Bij een stemming waren er {most} stemmen: meer dan er aanwezigen zijn. Verbeter het aantal "
            "aanwezigen, of houd een nieuwe stemming."
        )
        raise Invalid("fewer_than_voted", sentence, "attendance")
    for about, ballot in last_outcomes(outcomes).items():
        voted = is_approved(ballot.votes_for, ballot.votes_against)
        if about in approvals and approvals[about] is not voted:
            outcome = "goedgekeurd" if voted else "niet goedgekeurd"
            sentence = (
                f"De stemming gaf {ballot.votes_for} voor en {ballot.votes_against} tegen: {outcome}. "
                "Noteer dat zo, of houd een nieuwe stemming."
            )
            raise Invalid("not_as_voted", sentence, f"{about}_approved")


def _evening(session: Session, case_id: int, evening_id: int) -> InfoEvening:
    evening = session.get(InfoEvening, evening_id)
    if evening is None or evening.case_id != case_id:
        raise NotAllowed("unknown_evening", "Deze infoavond bestaat niet.")
    return evening


def _require_voting(evening: InfoEvening, at: datetime) -> None:
    is_final = evening.minutes_approved_at is not None
    why = why_no_ballots(evening.state, day_of(evening.starts_at), day_of(at), is_final=is_final)
    if why:
        raise GateNotMet("no_ballots", why)


def _locked(session: Session, ballot_id: int) -> Ballot | None:
    """The vote under its lock: votes that come at the same moment wait for each other, and closing waits for them."""
    wanted = select(Ballot).where(Ballot.id == ballot_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _note_counts(session: Session, ballot: Ballot, counts: Counts) -> None:
    numbers = (counts.votes_for, counts.votes_against, counts.abstentions, counts.invalid)
    if ballot.way == "hands" and counts.invalid:
        raise Invalid("invalid_hands", "Bij handopsteken zijn er geen ongeldige stemmen.", "invalid")
    require_possible(session, session.get_one(InfoEvening, ballot.evening_id), numbers)
    if ballot.way == "paper":
        ballot.counted_by = written(counts.counted_by, "counted_by")
    ballot.votes_for, ballot.votes_against, ballot.abstentions, ballot.invalid = numbers


def _voting_dwelling(session: Session, case: FoundingCase, evening: InfoEvening, code: str) -> Dwelling:
    """The dwelling that votes: invited to this evening, of the area, and at the door where the door is used."""
    invitation = invitation_of(session, code)
    if invitation is None:
        raise Invalid("unknown_code", "Deze code kennen wij niet. Ze staat op uw brief, onder de QR-code.", "code")
    if invitation.case_id != case.id:
        raise Invalid("other_case", "Deze code hoort bij de infoavond van een ander netwerk.", "code")
    if not _leads_here(session, invitation, evening):
        raise Invalid("other_evening", "Deze code hoort bij een andere infoavond. Stem op die avond.", "code")
    dwelling = session.get_one(Dwelling, invitation.dwelling_id)
    try:
        dwelling_in_area(session, case, dwelling.street_id, str(HouseNumber(dwelling.number, dwelling.suffix)))
    except Invalid as refusal:
        raise Invalid("not_in_area", "Deze woning ligt niet in het gebied en stemt niet mee.", "code") from refusal
    _require_at_door(session, evening, dwelling)
    return dwelling


def _leads_here(session: Session, invitation: Invitation, evening: InfoEvening) -> bool:
    """Letters to an evening that was moved or does not take place are good for the one that is held."""
    if invitation.evening_id == evening.id:
        return True
    return session.get_one(InfoEvening, invitation.evening_id).state == "cancelled"


def _require_at_door(session: Session, evening: InfoEvening, dwelling: Dwelling) -> None:
    came = (Attendance.evening_id == evening.id) & Attendance.removed_at.is_(None)
    this_one = (
        came
        & (Attendance.street_id == dwelling.street_id)
        & (Attendance.house_number == dwelling.number)
        & (Attendance.suffix_key == suffix_key(dwelling.suffix))
    )
    is_used, is_there = session.execute(select(exists().where(came), exists().where(this_one))).one()
    if is_used and not is_there:
        sentence = "Uw woning is niet aangemeld op deze infoavond. Meld u aan de deur aan en stem dan."
        raise Invalid("not_at_door", sentence, "code")
