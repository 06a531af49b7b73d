"""Who was at the evening and left a mail address gets the final minutes, once; who stayed away or withdrew does not."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.telling_repliers import written
from models.address import Dwelling
from models.case import FoundingCase
from models.document import Document
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.evenings import informing
from models.operations.evenings.checking_in import Arrival, check_in, remove_attendance
from models.operations.evenings.mailing_minutes import mail_minutes
from models.operations.evenings.replying import ReplyAnswer, confirm_reply, reply_by_code, reply_by_mail, withdraw_reply
from models.operations.keeping.retaining import forget_replies
from models.outbox import Effect
from models.queries.evenings.evenings import all_evenings
from models.rules.access import Role
from models.support import Voice
from tests.factories import START, Place, acting, approve_minutes
from tests.operations.test_informing import ALL_ITEMS
from tests.reply_steps import letters, no_mail, reply, with_letters

AT = START + timedelta(days=100)
BASE = "https://binstart.example"


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return with_letters(session, place, AT)


def evening_of(session: Session, case: FoundingCase) -> InfoEvening:
    return all_evenings(session, case.id)[-1]


def come(session: Session, place: Place, case: FoundingCase, letter: Invitation) -> int:
    """The dwelling of a letter is checked in at the door."""
    evening = evening_of(session, case)
    desk = acting(session, place.people[Role.DESK_OFFICER], evening.starts_at)
    arrival = Arrival(f"tablet-{letter.id:03d}", 2, code=letter.code)
    return check_in(session, case.id, desk, evening.starts_at, arrival, evening_id=evening.id).attendance.id


def note(session: Session, place: Place, case: FoundingCase) -> datetime:
    """The results are noted on the day after; the moment."""
    evening = evening_of(session, case)
    at = evening.starts_at + timedelta(days=1)
    informing.record_info_evening(
        session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at, chair="de burgemeester",
        attendance=40, items=ALL_ITEMS, network_approved=True, objectives_approved=True, steering_group_approved=True,
    )  # fmt: skip
    return at


def finish(session: Session, place: Place, case: FoundingCase) -> Document:
    """The minutes are noted, approved by both, and printed."""
    approve_minutes(session, place, case, note(session, place, case))
    return printed(session, case)


def printed(session: Session, case: FoundingCase, version: str = "1") -> Document:
    document = Document(
        case_id=case.id, kind="minutes", version=version, title="Verslag", media_type="application/pdf",
        filename="verslag.pdf", sha256="0" * 64, size=1, audience="public", produced_at=AT,
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


def mail(session: Session, case: FoundingCase) -> list[tuple[str, str]]:
    """Mail what is due; to whom, and what."""
    mail_minutes(session, case.id, AT + timedelta(days=40), BASE, written)
    session.flush()
    mails = session.scalars(select(Effect).where(Effect.key.startswith("minutes_final:")).order_by(Effect.id))
    return [(one.payload["to"], one.payload["text"]) for one in mails]


def to(session: Session, case: FoundingCase) -> list[str]:
    return [address for address, _ in mail(session, case)]


def test_who_was_checked_in_and_left_an_address_gets_the_minutes_once(
    session: Session, place: Place, case: FoundingCase
) -> None:
    came, stayed_home, without_address = letters(session, case)[:3]
    reply(session, came, AT, email="roos@buurt.example")
    reply(session, stayed_home, AT, email="thuis@buurt.example")
    reply(session, without_address, AT)
    for letter in (came, without_address):
        come(session, place, case, letter)
    document = finish(session, place, case)

    first, again = mail(session, case), mail(session, case)

    [(address, text)] = first
    assert address == "roos@buurt.example"
    assert f"{BASE}/document/{document.id}" in text
    assert again == first


def test_who_replied_without_a_letter_is_taken_at_their_word(
    session: Session, place: Place, case: FoundingCase
) -> None:
    come(session, place, case, letters(session, case)[0])
    answer = ReplyAnswer("coming", 1, email="piet@elders.example")
    confirm_reply(session, reply_by_mail(session, evening_of(session, case).id, AT, answer, no_mail), AT)
    reply_by_mail(session, evening_of(session, case).id, AT, ReplyAnswer("coming", 1, email="nooit@elders.example"),
                  no_mail)  # fmt: skip
    finish(session, place, case)

    assert to(session, case) == ["piet@elders.example"]


def test_where_nobody_stood_at_the_door_who_said_that_they_come_gets_the_minutes(
    session: Session, place: Place, case: FoundingCase
) -> None:
    comes, stays_away = letters(session, case)[:2]
    reply(session, comes, AT, email="roos@buurt.example")
    reply_by_code(session, stays_away, AT, ReplyAnswer("interested", 0, email="later@buurt.example"), no_mail)
    finish(session, place, case)

    assert to(session, case) == ["roos@buurt.example"]


def test_who_withdrew_gets_no_minutes_even_when_somebody_of_the_dwelling_came(
    session: Session, place: Place, case: FoundingCase
) -> None:
    letter, other = letters(session, case)[:2]
    withdraw_reply(session, reply(session, letter, AT, email="roos@buurt.example"), AT)
    withdraw_reply(session, reply(session, other, AT, email="wim@buurt.example"), AT)
    come(session, place, case, letter)
    finish(session, place, case)

    assert to(session, case) == []


def test_a_check_in_that_was_a_mistake_makes_nobody_present(session: Session, place: Place, case: FoundingCase) -> None:
    wrong, right = letters(session, case)[:2]
    for letter, email in ((wrong, "fout@buurt.example"), (right, "roos@buurt.example")):
        reply(session, letter, AT, email=email)
        attendance = come(session, place, case, letter)
        if letter is wrong:
            evening = evening_of(session, case)
            desk = acting(session, place.people[Role.DESK_OFFICER], evening.starts_at)
            remove_attendance(session, case.id, desk, evening.starts_at, attendance_id=attendance, reason="Vergissing.")
    finish(session, place, case)

    assert to(session, case) == ["roos@buurt.example"]


def test_one_address_of_two_dwellings_gets_one_mail(session: Session, place: Place, case: FoundingCase) -> None:
    for letter in letters(session, case)[:2]:
        reply(session, letter, AT, email="roos@buurt.example")
        come(session, place, case, letter)
    finish(session, place, case)

    assert to(session, case) == ["roos@buurt.example"]


def test_nothing_is_mailed_before_both_approved_and_the_minutes_are_printed(
    session: Session, place: Place, case: FoundingCase
) -> None:
    letter = letters(session, case)[0]
    reply(session, letter, AT, email="roos@buurt.example")
    come(session, place, case, letter)
    at = note(session, place, case)
    before_approval = to(session, case)
    approve_minutes(session, place, case, at)
    before_printing = to(session, case)
    printed(session, case)

    assert (before_approval, before_printing, to(session, case)) == ([], [], ["roos@buurt.example"])


def test_an_address_that_was_wiped_gets_nothing_and_one_that_asked_news_still_does(
    session: Session, place: Place, case: FoundingCase
) -> None:
    wiped, wants_news = letters(session, case)[:2]
    reply(session, wiped, AT, email="roos@buurt.example")
    kept = reply(session, wants_news, AT, email="wim@buurt.example", wants_news=True)
    kept.email_confirmed_at = AT
    for letter in (wiped, wants_news):
        come(session, place, case, letter)
    session.flush()
    finish(session, place, case)
    forget_replies(session, evening_of(session, case).starts_at + timedelta(days=31))
    session.expire_all()

    assert to(session, case) == ["wim@buurt.example"]


def test_minutes_that_were_mailed_are_not_mailed_again_to_another_reply_with_the_same_address(
    session: Session, place: Place, case: FoundingCase
) -> None:
    first, second = letters(session, case)[:2]
    unconfirmed = reply(session, first, AT, email="roos@buurt.example")
    reply(session, second, AT, email="roos@buurt.example")
    for letter in (first, second):
        come(session, place, case, letter)
    finish(session, place, case)
    before = to(session, case)
    unconfirmed.email = ""  # wiped, while the other one is kept
    session.flush()

    assert (before, to(session, case)) == (["roos@buurt.example"], ["roos@buurt.example"])


def test_who_gave_a_voice_and_came_without_replying_gets_the_minutes_too(
    session: Session, place: Place, case: FoundingCase
) -> None:
    came, stayed_home, withdrew = letters(session, case)[:3]
    for letter in (came, withdrew):
        come(session, place, case, letter)
    for letter, email in ((came, "an@buurt.example"), (stayed_home, "thuis@buurt.example"),
                          (withdrew, "weg@buurt.example")):  # fmt: skip
        dwelling = session.get_one(Dwelling, letter.dwelling_id)
        session.add(
            Voice(case_id=case.id, street_id=dwelling.street_id, house_number=dwelling.number, choice="for",
                  dwelling_id=dwelling.id, name="Buur", email=email, state="confirmed", given_at=AT)
        )  # fmt: skip
    withdraw_reply(session, reply(session, withdrew, AT, email="weg@buurt.example"), AT)
    finish(session, place, case)

    assert (to(session, case), to(session, case)) == (["an@buurt.example"], ["an@buurt.example"])
