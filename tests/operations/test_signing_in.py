"""Signing in, on both kinds of database: what is kept, what is void, and what is counted."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.account import Attempt, SignInLink
from models.operations.accounts.attempts import (
    LIMITS,
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    require_below_limit,
)
from models.operations.accounts.credentials import check_password_and_code, choose_password, enrol_totp
from models.operations.accounts.signing_in import (
    CODE_LENGTH,
    CODE_SIGNS,
    Mail,
    code_is_right,
    forget_sign_in_links,
    link_of_browser,
    open_link,
    send_sign_in_link,
    use_link,
)
from models.operations.accounts.web_sessions import end_web_session, end_web_sessions, hashed, open_web_session
from models.outbox import Effect
from models.queries.accounts.people import actor_for, demonstration_people, person_for_session, sessions_of
from models.rules.access import Grant, Role
from tests.factories import START, Place, make_person

BROWSER = "secret of one browser"
CALLER = "192.0.2.1"
ROOS = "roos.bewoner.oosterbeke@binstart.example"


def asked(session: Session, email: str = ROOS, at: timedelta = timedelta(), caller: str = CALLER) -> tuple[str, str]:
    """Ask a link; the token and the code that the mail would hold."""
    written: list[tuple[str, str]] = []

    def write(token: str, code: str) -> Mail:
        written.append((token, code))
        return Mail("Aanmelden", code)

    send_sign_in_link(session, email, BROWSER, caller, "", START + at, write)
    return written[0]


def test_a_code_is_eight_signs_that_are_read_right(session: Session, place: Place) -> None:
    _, code = asked(session)

    assert re.fullmatch(f"[{CODE_SIGNS}]{{{CODE_LENGTH}}}", code)
    assert len(CODE_SIGNS) == 32


def test_the_mail_is_planned_with_the_link_in_one_transaction(session: Session, place: Place) -> None:
    asked(session)

    effect = session.scalars(select(Effect)).one()
    assert effect.payload["to"] == ROOS
    assert effect.state == "planned"
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 0


def test_a_link_is_open_for_ten_minutes_and_not_a_second_more(session: Session, place: Place) -> None:
    token, _ = asked(session)

    assert open_link(session, token, START + timedelta(minutes=9, seconds=59))
    assert open_link(session, token, START + timedelta(minutes=10)) is None


def test_a_used_link_is_closed(session: Session, place: Place) -> None:
    token, code = asked(session)
    link = open_link(session, token, START)
    assert link

    assert code_is_right(session, link, code, CALLER, START)
    assert use_link(session, link, CALLER, START)

    assert use_link(session, link, CALLER, START) is None
    assert open_link(session, token, START) is None
    assert link_of_browser(session, BROWSER, START) is None


def test_the_fifth_wrong_code_closes_the_link(session: Session, place: Place) -> None:
    token, _ = asked(session)
    link = open_link(session, token, START)
    assert link

    outcomes = []
    for _ in range(5):
        assert code_is_right(session, link, "AAAAAAAA", CALLER, START) is False
        outcomes.append(open_link(session, token, START) is not None)

    assert outcomes == [True, True, True, True, False]


@pytest.mark.parametrize("kind", LIMITS)
def test_every_limit_lets_pass_what_it_says_and_no_more(session: Session, kind: str) -> None:
    limit = LIMITS[kind]

    for _ in range(limit.number):
        require_below_limit(session, kind, "x", START)
        count_attempt(session, kind, "x", START)

    with pytest.raises(TooManyAttempts) as refusal:
        require_below_limit(session, kind, "x", START + timedelta(seconds=1))
    assert refusal.value.wait == limit.period - timedelta(seconds=1)
    require_below_limit(session, kind, "y", START)
    require_below_limit(session, kind, "x", START + limit.period)


def test_callers_and_links_are_forgotten_after_their_time(session: Session, place: Place) -> None:
    asked(session)

    assert forget_attempts(session, START) == forget_sign_in_links(session, START) == 0
    assert forget_attempts(session, START + timedelta(days=1)) == 4
    assert forget_sign_in_links(session, START + timedelta(days=1)) == 1
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_mail_can_be_asked_after_all_earlier_links_were_forgotten(session: Session, place: Place) -> None:
    asked(session)
    forget_sign_in_links(session, START + timedelta(days=1))

    asked(session, at=timedelta(days=1))

    assert len(session.scalars(select(Effect)).all()) == 2


def test_a_code_of_the_second_factor_works_once_and_never_backwards(session: Session, place: Place) -> None:
    mayor, secret = place.people[Role.MAYOR], pyotp.random_base32()
    password = "vier paarden in de regen"
    choose_password(session, mayor.id, password)
    enrol_totp(session, mayor.id, secret, pyotp.TOTP(secret).at(START), START)

    def enter(at: timedelta, code_of: timedelta) -> bool:
        code = pyotp.TOTP(secret).at(START + code_of)
        caller = f"{CALLER} {at} {code_of}"  # so that no try slows down the next
        return check_password_and_code(session, mayor.email or "", password, code, caller, START + at) is not None

    minute = timedelta(minutes=1)
    assert not enter(timedelta(), timedelta())  # used up when the app was set up
    assert enter(minute, minute)
    assert not enter(minute, minute)
    assert not enter(minute, minute / 2)
    assert not enter(2 * minute, 1.5 * minute)  # it ran out
    assert not enter(2 * minute, 2.5 * minute)  # it does not count yet
    assert enter(2 * minute, 2 * minute)


def test_sessions_end_one_by_one_or_all_together(session: Session, place: Place) -> None:
    mayor, desk = place.people[Role.MAYOR], place.people[Role.DESK_OFFICER]
    tokens = [open_web_session(session, mayor.id, "link", START) for _ in range(3)]
    own = person_for_session(session, hashed(tokens[0]), START)
    assert own

    assert not end_web_session(session, own.session_id, desk.id)
    assert len(sessions_of(session, mayor.id, START)) == 3
    assert end_web_sessions(session, mayor.id, but=own.session_id) == 2
    assert end_web_session(session, own.session_id, mayor.id)

    assert person_for_session(session, hashed(tokens[0]), START) is None


def test_an_actor_holds_what_counts_today(session: Session, place: Place) -> None:
    mayor = place.people[Role.MAYOR]

    actor = actor_for(session, mayor.id, START.date())
    before = actor_for(session, mayor.id, START.date() - timedelta(days=4000))

    assert actor
    assert before
    assert actor.grants == {Grant(Role.MAYOR, authority_id=place.municipality.id)}
    assert before.grants == frozenset()
    mayor.is_active = False
    session.flush()
    assert actor_for(session, mayor.id, START.date()) is None


def test_the_demonstration_lists_staff_with_their_functions(session: Session, place: Place) -> None:
    outsider = make_person(session, "Echte Mens")
    outsider.email = "mens@gemeente.test"
    session.flush()

    people = {person.email: person for person in demonstration_people(session, START.date())}

    assert people["maria.burgemeester.oosterbeke@binstart.example"].functions == (Role.MAYOR,)
    assert people["maria.burgemeester.oosterbeke@binstart.example"].authority == "Oosterbeke"
    assert "mens@gemeente.test" not in people
