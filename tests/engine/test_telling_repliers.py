"""Who replied to an info evening is told what changes, and reminded two days before; each mail comes once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.telling_repliers import written
from models.address import Dwelling
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.operations.evenings.replying import ReplyAnswer, confirm_reply, open_reply, reply_by_mail, withdraw_reply
from models.operations.evenings.telling_repliers import cases_with_evening_near, remind_of_evening, tell_repliers
from models.operations.requests.requesting import withdraw_request
from models.outbox import Effect
from models.queries.evenings.replies import invited_by_letter
from models.rules.access import Role
from models.support import Voice
from tests.factories import START, Place, acting
from tests.reply_steps import letters, no_mail, plan, reply, with_letters

AT = START + timedelta(days=100)
BASE = "https://binstart.example"


def mails(session: Session) -> list[tuple[str, str, str]]:
    """To whom, with which title, and what."""
    session.flush()
    found = session.scalars(select(Effect).where(Effect.kind == "mail", Effect.case_id.is_(None)).order_by(Effect.id))
    return [(one.payload["to"], one.payload["subject"].partition(" – ")[0], one.payload["text"]) for one in found]


def tell(session: Session, case_id: int, at: datetime = AT) -> int:
    return tell_repliers(session, case_id, at, BASE, written)


def test_an_evening_that_moves_is_told_once_with_the_new_moment_and_the_way_to_change(
    session: Session, place: Place
) -> None:
    case = with_letters(session, place, AT)
    letter, without_mail = letters(session, case)[:2]
    reply(session, letter, AT, email="roos@buurt.example")
    reply(session, without_mail, AT)
    plan(session, place, case, AT, 44, reason="Dubbel geboekt.")

    assert (tell(session, case.id), tell(session, case.id)) == (1, 0)

    [(to, title, text)] = mails(session)
    assert (to, title) == ("roos@buurt.example", "De infoavond is verplaatst")
    assert "U zei dat u met 2 komt." in text
    assert f"{BASE}/u/{letter.code}" in text


def test_a_cancelled_evening_is_told_with_its_reason(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    reply(session, letters(session, case)[0], AT, email="roos@buurt.example")
    cancel_info_evening(session, case.id, acting(session, place.people[Role.DESK_OFFICER], AT), AT, reason="Ziekte.")

    tell(session, case.id)

    [(_, title, text)] = mails(session)
    assert title == "De infoavond gaat niet door"
    assert "    Ziekte." in text


def test_who_replied_hears_that_the_founding_ended_before_the_evening(session: Session, place: Place) -> None:
    # Bad story: the initiator withdraws, and thirty people stand before a closed door.
    case = with_letters(session, place, AT)
    letter = letters(session, case)[0]
    reply(session, letter, AT, email="roos@buurt.example")
    assert place.resident is not None
    withdraw_request(session, case.id, acting(session, place.resident, AT), AT, reason="Piet is ziek geworden.")

    assert (tell(session, case.id), tell(session, case.id)) == (1, 0)

    [(to, title, text)] = mails(session)
    assert (to, title) == ("roos@buurt.example", "De infoavond gaat niet door")
    assert "Dit netwerk wordt niet opgericht." in text
    assert "Komt er een nieuwe datum" not in text
    assert "Piet" not in text  # why somebody withdraws is not for the whole street
    assert not invited_by_letter(session, letter, AT).is_open


def test_who_moves_up_hears_of_it(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT, room_limit=2)
    first, second = letters(session, case)[:2]
    here = reply(session, first, AT)
    reply(session, second, AT, email="wim@buurt.example")
    withdraw_reply(session, here, AT)

    tell(session, case.id)

    [(to, title, text)] = mails(session)
    assert (to, title) == ("wim@buurt.example", "Er is een plaats voor u op de infoavond")
    assert "u bent welkom met 2" in text


def test_the_newest_mail_to_who_has_no_letter_holds_a_link_that_works(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    evening = plan(session, place, case, AT, 44, is_extra=True)
    answer = ReplyAnswer("coming", 1, email="piet@elders.example")
    confirm_reply(session, reply_by_mail(session, evening.id, AT, answer, no_mail), AT)
    plan(session, place, case, AT, 50, moves=evening.id, reason="Dubbel geboekt.")

    tell(session, case.id)

    text = mails(session)[-1][2]
    token = text.partition("/antwoord/")[2].split()[0]
    assert open_reply(session, token, AT) is not None


def test_two_days_before_who_comes_and_who_never_answered_are_reminded_once(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    comes, stays_away, silent = letters(session, case)[:3]
    reply(session, comes, AT, email="roos@buurt.example")
    reply(session, stays_away, AT)
    for letter, email in ((silent, "stil@buurt.example"), (stays_away, "weg@buurt.example")):
        dwelling = session.get_one(Dwelling, letter.dwelling_id)
        session.add(
            Voice(case_id=case.id, street_id=dwelling.street_id, house_number=dwelling.number, choice="for",
                  dwelling_id=dwelling.id, name="Buur", email=email, state="confirmed", given_at=AT)
        )  # fmt: skip
    session.flush()
    near = AT + timedelta(days=28)

    early = remind_of_evening(session, case.id, AT + timedelta(days=20), BASE, written)
    counts = [remind_of_evening(session, case.id, near, BASE, written) for _ in range(2)]

    assert (early, counts) == (0, [2, 0])
    assert [(to, title) for to, title, _ in mails(session)] == [
        ("roos@buurt.example", "Binnenkort is de infoavond"),
        ("stil@buurt.example", "Komt u naar de infoavond?"),
    ]
    assert list(cases_with_evening_near(session, near.date())) == [case.id]
    assert list(cases_with_evening_near(session, AT.date())) == []


def test_who_asked_something_at_an_evening_that_was_cancelled_is_reminded_of_the_next_one(
    session: Session, place: Place
) -> None:
    case, desk = with_letters(session, place, AT), acting(session, place.people[Role.DESK_OFFICER], AT)
    asks, answers_again = letters(session, case)[:2]
    reply(session, asks, AT, email="vraag@buurt.example", question="Wat kost het?")
    reply(session, answers_again, AT, email="weer@buurt.example", question="Waar is het?")
    cancel_info_evening(session, case.id, desk, AT, reason="Ziekte.")
    evening = plan(session, place, case, AT)
    answer = ReplyAnswer("absent", email="weer@buurt.example")
    confirm_reply(session, reply_by_mail(session, evening.id, AT, answer, no_mail), AT)
    tell(session, case.id)
    dwelling = session.get_one(Dwelling, asks.dwelling_id)
    session.add(
        Voice(case_id=case.id, street_id=dwelling.street_id, house_number=dwelling.number, choice="for",
              dwelling_id=dwelling.id, name="Buur", email="vraag@buurt.example", state="confirmed", given_at=AT)
    )  # fmt: skip
    near = AT + timedelta(days=28)

    assert [remind_of_evening(session, case.id, near, BASE, written) for _ in range(2)] == [1, 0]

    assert mails(session)[-1][:2] == ("vraag@buurt.example", "Komt u naar de infoavond?")
