"""Replies to the invitation: one per dwelling, never more people than the room holds, and who moves up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.database import writing
from models.invitation import Invitation
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.operations.evenings.replying import ReplyAnswer, confirm_reply, reply_by_mail, withdraw_reply
from models.reply import Reply
from models.rules.access import Role
from models.rules.refusals import GateNotMet, Invalid
from tests.factories import START, Place, acting, make_place
from tests.reply_steps import letters, no_mail, plan, reply, with_letters

AT = START + timedelta(days=100)


def states(session: Session) -> list[tuple[str, int]]:
    session.flush()
    return [(one.state, one.people) for one in session.scalars(select(Reply).order_by(Reply.id))]


def test_who_waits_and_fits_moves_up_and_who_does_not_fit_waits_on(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT, room_limit=5)
    first, big, small = letters(session, case)[:3]
    here = reply(session, first, AT, 4)
    reply(session, big, AT, 6)
    reply(session, small, AT, 2, email="sam@buurt.example")
    assert states(session) == [("standing", 4), ("waiting", 6), ("waiting", 2)]

    withdraw_reply(session, here, AT)

    assert states(session) == [("withdrawn", 0), ("waiting", 6), ("standing", 2)]


def test_a_room_without_a_limit_holds_everybody(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)

    for letter in letters(session, case):
        reply(session, letter, AT, 10)

    assert {state for state, _ in states(session)} == {"standing"}


def test_a_moved_evening_keeps_its_replies_in_the_order_in_which_they_came(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT, room_limit=10)
    for position, letter in enumerate(letters(session, case)[:4]):
        reply(session, letter, AT + timedelta(minutes=position), 3, email=f"buur{position}@buurt.example")
    assert states(session) == [("standing", 3), ("standing", 3), ("standing", 3), ("waiting", 3)]

    plan(session, place, case, AT + timedelta(days=1), 40, room_limit=6, reason="Dubbel geboekt.")

    assert states(session) == [("standing", 3), ("standing", 3), ("waiting", 3), ("waiting", 3)]
    assert {one.to_tell for one in session.scalars(select(Reply))} == {"moved"}


def test_who_replied_to_a_cancelled_evening_is_to_be_told(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    with_mail, without = letters(session, case)[:2]
    reply(session, with_mail, AT, email="roos@buurt.example")
    reply(session, without, AT)

    cancel_info_evening(session, case.id, acting(session, place.people[Role.DESK_OFFICER], AT), AT, reason="Ziekte.")

    assert [one.to_tell for one in session.scalars(select(Reply).order_by(Reply.id))] == ["cancelled", ""]
    with pytest.raises(GateNotMet):
        reply(session, without, AT)


def test_an_address_has_one_reply_by_mail_and_the_last_one_that_was_confirmed_holds(
    session: Session, place: Place
) -> None:
    case = with_letters(session, place, AT)
    evening = plan(session, place, case, AT, 44, is_extra=True)
    answers = [ReplyAnswer("coming", people, email="piet@elders.example") for people in (2, 5)]
    first, second = (reply_by_mail(session, evening.id, AT, one, no_mail) for one in answers)

    confirm_reply(session, first, AT)
    confirm_reply(session, second, AT)

    assert states(session) == [("withdrawn", 0), ("standing", 5)]


def test_an_unknown_need_and_item_are_refused(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    letter = letters(session, case)[0]

    for changes in ({"needs": ["champagne"]}, {"question": "Wat?", "question_item": "weather"}):
        with pytest.raises(Invalid):
            reply(session, letter, AT, **changes)


def test_the_last_places_are_never_given_twice_when_many_reply_at_once(empty_engine: Engine) -> None:
    with writing(empty_engine) as session:
        case = with_letters(session, make_place(session), AT, room_limit=5)
        ids = [one.id for one in letters(session, case)]

    def come(letter_id: int) -> None:
        with writing(empty_engine) as session:
            reply(session, session.get_one(Invitation, letter_id), AT, 2)

    with ThreadPoolExecutor(4) as everybody:  # each dwelling twice: two phones in one house
        list(everybody.map(come, [*ids, *ids]))

    with Session(empty_engine) as session:
        taken = session.scalar(select(func.sum(Reply.people)).where(Reply.state == "standing"))
        assert taken == 4
        assert session.scalar(select(func.count()).select_from(Reply)) == len(ids)
