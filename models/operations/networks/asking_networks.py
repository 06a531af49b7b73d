"""A network that seems dormant is asked whether it still works, answers, and somebody sees to it."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.network_check import NetworkCheck
from models.operations.cases.acting import ask_for_work, lock_case, record, written
from models.operations.cases.writing_case import write_case
from models.queries.cases.facts import settings_of
from models.queries.networks.dormancy import last_check, signs_in_case
from models.rules.access import PERMISSIONS, SYSTEM, Actor, Role, function_on
from models.rules.dormancy import ANSWERS, SIGNS, checked_answer, seems_dormant
from models.rules.refusals import GateNotMet, NotAllowed, Stale


def ask_network(session: Session, case_id: int, by: Actor, at: datetime) -> NetworkCheck:
    """Ask the coordinators (and the police officer) whether the network still works. Raises GateNotMet without a sign
    or an active network, Stale while an earlier question is open."""
    case = lock_case(session, case_id)
    function = _require(by, case, "ask_network")
    check = last_check(session, case_id)
    if check is not None and check.closed_at is None:
        raise Stale("already_asked", "Dit is al gevraagd en nog niet afgerond.")
    signs = signs_in_case(session, case, day_of(at))
    if not signs:
        raise GateNotMet("no_sign", "Niets wijst erop dat dit netwerk stil ligt.")
    return _ask(session, case, by, function, at, signs)


def ask_if_dormant(session: Session, case_id: int, at: datetime) -> bool:
    """The clock: ask a network that seems dormant, unless that is going on. Returns whether it was asked."""
    case = lock_case(session, case_id)
    check = last_check(session, case_id)
    signs = signs_in_case(session, case, day_of(at))
    if not seems_dormant(signs) or (check is not None and check.closed_at is None):
        return False
    _ask(session, case, SYSTEM, "system", at, signs)
    return True


def _ask(session: Session, case: FoundingCase, by: Actor, function: str, at: datetime,
         signs: tuple[str, ...]) -> NetworkCheck:  # fmt: skip
    check = NetworkCheck(case_id=case.id, signs=list(signs), asked_at=at, asked_by_id=by.person_id)
    session.add(check)
    session.flush()
    months = settings_of(case).dormant_after_months
    told = "; ".join(SIGNS[code].format(months=months) for code in signs)
    record(session, case, "network:asked", by, at, function, signs=told)
    ask_for_work(session, case)
    return check


def answer_for_network(session: Session, case_id: int, by: Actor, at: datetime, *, answer: str, note: str = "") -> None:
    """A coordinator answers; an answer can be given anew until somebody saw to it."""
    case = lock_case(session, case_id)
    function = _require(by, case, "answer_for_network")
    check = _open_check(session, case_id)
    check.answer, check.note = checked_answer(answer), written(note, "note", shortest=0)
    check.answered_at, check.answered_by_id = at, by.person_id
    record(session, case, "network:answered", by, at, function, answer=ANSWERS[answer])
    ask_for_work(session, case)


def see_to_network(session: Session, case_id: int, by: Actor, at: datetime, *, follow_up: str) -> None:
    """Municipality or police note what they did with it, and close the question."""
    case = lock_case(session, case_id)
    function = _require(by, case, "ask_network")
    check = _open_check(session, case_id)
    check.follow_up = written(follow_up, "follow_up", shortest=5)
    check.closed_at, check.closed_by_id = at, by.person_id
    record(session, case, "network:seen_to", by, at, function, follow_up=check.follow_up)
    write_case(session)


def _open_check(session: Session, case_id: int) -> NetworkCheck:
    check = last_check(session, case_id)
    if check is None or check.closed_at is not None:
        raise Stale("nothing_asked", "Hier staat geen vraag (meer) open.")
    return check


def _require(by: Actor, case: FoundingCase, permission: str) -> str:
    roles = PERMISSIONS[permission]
    function = function_on(by, case.place, roles if isinstance(roles, frozenset) else frozenset[Role]())
    if not function:
        raise NotAllowed("no_role", "Dit doet iemand anders.")
    return function
