"""Working on a case together: take it, give it back, hand it over, note something, and mention a colleague.

What is noted is of one side only (bad story: the municipality reads in a police note who has a record). What the police
note is encrypted with the key of their zone. The journal tells that it happened, never what was written or about whom.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.assignment import Assignment, Mention, Note
from models.case import FoundingCase
from models.clock import day_of
from models.operations.cases.acting import ask_for_work, lock_case, record, written
from models.operations.keeping.zone_keys import encrypt_note
from models.queries.cases.assignments import assignments_of, colleagues
from models.rules.access import Actor, roles_on
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.sides import ROLES_OF_SIDE, SIDES, sides_on

NOBODY = 0


def take_case(session: Session, case_id: int, by: Actor, at: datetime, *, seen_holder: int = NOBODY) -> None:
    """Take a case in hand for one's own side, also over from a colleague.

    `seen_holder` is the person who had it on the page (NOBODY: nobody). Raises Stale when somebody else took it since.
    """
    case, side = _open_case(session, case_id, by)
    present = assignments_of(session, case_id).get(side)
    holder = present.person_id if present else NOBODY
    if holder == by.person_id:
        return
    if holder != seen_holder:
        raise Stale("taken_meanwhile", "Een collega nam dit dossier intussen.")
    _assign(session, case, side, _person(by), present, at)
    record(session, case, "case:taken", by, at, _function(by, case, side), side=SIDES[side], person_id=by.person_id)


def give_back_case(session: Session, case_id: int, by: Actor, at: datetime) -> None:
    """Give a case back to the team. Raises Stale when somebody else has it, or nobody."""
    case, side = _open_case(session, case_id, by)
    present = _own(session, case_id, side, by)
    session.delete(present)
    session.flush()
    record(session, case, "case:given_back", by, at, _function(by, case, side), side=SIDES[side],
           person_id=by.person_id)  # fmt: skip


def hand_over_case(session: Session, case_id: int, by: Actor, at: datetime, *, colleague_id: int,
                   explanation: str) -> None:  # fmt: skip
    """Hand one's case over to a colleague of the same side, with a word that only this side reads."""
    case, side = _open_case(session, case_id, by)
    present = _own(session, case_id, side, by)
    _check_colleagues(session, case, side, by, [colleague_id], at, "colleague_id")
    _note(session, case, side, by, at, written(explanation, "explanation"), [colleague_id])
    _assign(session, case, side, colleague_id, present, at)
    record(session, case, "case:handed_over", by, at, _function(by, case, side), side=SIDES[side],
           colleague_ids=[colleague_id], person_id=colleague_id)  # fmt: skip
    ask_for_work(session, case)


def write_note(session: Session, case_id: int, by: Actor, at: datetime, *, text: str,
               colleague_ids: Collection[int] = ()) -> None:  # fmt: skip
    """Note something for one's own side, and mention colleagues: they find it in their list and in a mail."""
    case = lock_case(session, case_id)
    side = _side(by, case)
    mentioned = list(dict.fromkeys(colleague_ids))
    _check_colleagues(session, case, side, by, mentioned, at, "colleague_ids")
    _note(session, case, side, by, at, written(text, "text"), mentioned)
    record(session, case, "note:written", by, at, _function(by, case, side), side=SIDES[side], colleague_ids=mentioned)
    if mentioned:
        ask_for_work(session, case)


def see_mentions(session: Session, case_id: int, by: Actor, at: datetime) -> None:
    """Say that one saw where one is mentioned in this case."""
    _side(by, lock_case(session, case_id))
    session.execute(
        update(Mention)
        .where(Mention.case_id == case_id, Mention.person_id == by.person_id, Mention.seen_at.is_(None))
        .values(seen_at=at)
    )


def _open_case(session: Session, case_id: int, by: Actor) -> tuple[FoundingCase, str]:
    case = lock_case(session, case_id)
    side = _side(by, case)
    if case.ended_at is not None:
        raise GateNotMet("case_ended", "Dit dossier is beëindigd; niemand moet het nog behandelen.")
    return case, side


def _side(by: Actor, case: FoundingCase) -> str:
    sides = sides_on(by, case.place)
    if not sides:
        raise NotAllowed("no_role", "Alleen wie bij de politie of de gemeente aan dit dossier werkt, kan dit.")
    return sides[0]


def _own(session: Session, case_id: int, side: str, by: Actor) -> Assignment:
    present = assignments_of(session, case_id).get(side)
    if present is None or present.person_id != by.person_id:
        raise Stale("not_yours", "Dit dossier is niet (meer) bij u in behandeling.")
    return present


def _assign(session: Session, case: FoundingCase, side: str, person_id: int, present: Assignment | None,
            at: datetime) -> None:  # fmt: skip
    if present is None:
        session.add(Assignment(case_id=case.id, side=side, person_id=person_id, taken_at=at))
    else:
        present.person_id, present.taken_at = person_id, at
    session.flush()


def _note(session: Session, case: FoundingCase, side: str, by: Actor, at: datetime, text: str,
          mentioned: Collection[int]) -> None:  # fmt: skip
    note = Note(case_id=case.id, side=side, author_id=_person(by), written_at=at)
    if side == "police":
        if case.zone_id is None:
            raise NotAllowed("no_zone", "Dit dossier hoort bij geen politiezone.")
        note.encrypted, note.zone_key_id = encrypt_note(session, text, case.id, note.author_id, case.zone_id, at)
    else:
        note.text = text
    session.add(note)
    session.flush()
    session.add_all(Mention(note_id=note.id, case_id=case.id, person_id=one) for one in mentioned)
    session.flush()


def _check_colleagues(session: Session, case: FoundingCase, side: str, by: Actor, ids: Collection[int], at: datetime,
                      field: str) -> None:  # fmt: skip
    known = {person.id for person in colleagues(session, case, side, day_of(at))} - {by.person_id}
    if not known.issuperset(ids):
        raise Invalid("no_colleague", "Kies een collega uit de lijst.", field)


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    return by.person_id


def _function(by: Actor, case: FoundingCase, side: str) -> str:
    return sorted(roles_on(by, case.place) & ROLES_OF_SIDE[side])[0].value
