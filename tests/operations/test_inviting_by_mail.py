"""Who gave a voice or asked something is invited by mail: once per person and evening, and not who answered."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.telling_repliers import written
from models.case import FoundingCase
from models.operations.evenings.inviting_by_mail import invite_by_mail
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.operations.evenings.replying import ReplyAnswer, confirm_reply, reply_by_mail
from models.operations.requests.requesting import withdraw_request
from models.operations.support.counting_voices import withdraw
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to
from tests.reply_steps import letters, no_mail, plan, reply, with_letters
from tests.support_steps import answer, confirmed, give

AT = START + timedelta(days=100)
BASE = "https://binstart.example"


def mails(session: Session) -> list[tuple[str, str]]:
    """To whom, and with which title; what a voice or reply sends by itself is left out."""
    found = session.scalars(
        select(Effect).where(Effect.kind == "mail", Effect.key.like("evening_%")).order_by(Effect.id)
    )
    return [(one.payload["to"], one.payload["subject"].partition(" – ")[0]) for one in found]


def invite(session: Session, case: FoundingCase, at: datetime = AT, most: int = 500) -> int:
    return invite_by_mail(session, case.id, at, BASE, written, most=most)


def at_evening_stage(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.INFO_EVENING)


def test_a_voice_is_invited_once_with_the_evening_and_the_way_to_reply(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    plan(session, place, case, AT)

    assert (invite(session, case), invite(session, case)) == (1, 0)

    assert mails(session) == [("an@buurt.example", "U bent welkom op de infoavond")]
    [mail] = session.scalars(select(Effect).where(Effect.key.like("evening_%")))
    assert f"{BASE}/steun/{case.number}/infoavond" in mail.payload["text"]
    assert "Zaal De Linde" in mail.payload["text"]
    assert mail.payload["calendar"] == {
        "uid": f"{case.number}-infoavond-1".lower(),
        "sequence": 0,
        "is_cancelled": False,
    }
    assert "an@buurt" not in mail.key


def test_who_gives_another_voice_later_is_not_invited_again(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    plan(session, place, case, AT)
    invite(session, case)
    confirmed(session, case, AT, answer(place, 3, email="an@buurt.example"))

    assert invite(session, case) == 0


def test_who_did_not_confirm_or_withdrew_or_answered_gets_none(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    give(session, case, AT, answer(place, 1, email="onbevestigd@buurt.example"))
    withdraw(session, confirmed(session, case, AT, answer(place, 3, email="terug@buurt.example")), AT)
    answered = confirmed(session, case, AT, answer(place, 5, email="komt@buurt.example"))
    letter = next(one for one in letters(session, case) if one.dwelling_id == answered.dwelling_id)
    reply(session, letter, AT)

    assert invite(session, case) == 0


def test_who_asked_at_an_evening_that_was_cancelled_is_invited_to_the_next(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    asks, stays_away, comes = letters(session, case)[:3]
    reply(session, asks, AT, email="vraag@buurt.example", question="Wat kost het?")
    stays = reply(session, stays_away, AT, email="weg@buurt.example")
    stays.answer, stays.people = "absent", 0
    reply(session, comes, AT, email="komt@buurt.example")
    cancel_info_evening(session, case.id, acting(session, place.people[Role.DESK_OFFICER], AT), AT, reason="Ziekte.")
    assert invite(session, case) == 0
    plan(session, place, case, AT, 44)

    invite(session, case)

    assert [to for to, _ in mails(session)] == ["vraag@buurt.example", "komt@buurt.example"]


def test_who_answered_to_one_village_is_not_invited_to_the_other(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    first = plan(session, place, case, AT)
    answered = ReplyAnswer("coming", 1, email="an@buurt.example")
    confirm_reply(session, reply_by_mail(session, first.id, AT, answered, no_mail), AT)
    plan(session, place, case, AT, 44, is_extra=True)

    assert invite(session, case) == 0


def test_who_was_invited_hears_once_that_the_evening_moves_and_that_it_is_cancelled(
    session: Session, place: Place
) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    plan(session, place, case, AT)
    invite(session, case)
    plan(session, place, case, AT, 44, reason="Dubbel geboekt.")
    counts = [invite(session, case) for _ in range(2)]
    moved = session.scalars(select(Effect).where(Effect.key.like("evening_%")).order_by(Effect.id.desc())).first()
    cancel_info_evening(session, case.id, acting(session, place.people[Role.DESK_OFFICER], AT), AT, reason="Ziekte.")
    counts += [invite(session, case) for _ in range(2)]

    assert counts == [1, 0, 1, 0]
    assert [title for _, title in mails(session)] == [
        "U bent welkom op de infoavond", "De infoavond is verplaatst", "De infoavond gaat niet door",
    ]  # fmt: skip
    assert moved is not None
    assert moved.payload["calendar"]["sequence"] == 1


def test_an_evening_that_moved_before_anybody_heard_is_an_invitation(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    plan(session, place, case, AT)
    plan(session, place, case, AT, 44, reason="Dubbel geboekt.")

    invite(session, case)

    assert mails(session) == [("an@buurt.example", "U bent welkom op de infoavond")]


def test_many_are_invited_in_pieces_and_nobody_when_it_is_over(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    for house in (1, 3, 5):
        confirmed(session, case, AT, answer(place, house))
    plan(session, place, case, AT)

    assert [invite(session, case, AT + timedelta(days=40)), *[invite(session, case, most=2) for _ in range(3)]] == [
        0, 2, 1, 0,
    ]  # fmt: skip
    assert len(set(mails(session))) == 3


def test_who_wants_news_is_invited_again_and_who_replied_to_a_cancelled_evening_hears_of_it_once(
    session: Session, place: Place
) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    evening = plan(session, place, case, AT)
    invite(session, case)
    absent = ReplyAnswer("absent", email="an@buurt.example", wants_news=True)
    confirm_reply(session, reply_by_mail(session, evening.id, AT, absent, no_mail), AT)
    other = ReplyAnswer("absent", email="nieuws@buurt.example", wants_news=True)
    confirm_reply(session, reply_by_mail(session, evening.id, AT, other, no_mail), AT)
    cancel_info_evening(session, case.id, acting(session, place.people[Role.DESK_OFFICER], AT), AT, reason="Ziekte.")

    assert invite(session, case) == 0  # both hear of the cancelling as who replied

    plan(session, place, case, AT, 44)
    invite(session, case)
    assert [to for to, _ in mails(session)] == ["an@buurt.example", "an@buurt.example", "nieuws@buurt.example"]


def test_nobody_is_invited_to_an_evening_of_a_case_that_has_ended(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1))
    plan(session, place, case, AT)
    case.ended_at = AT
    session.flush()

    assert invite(session, case) == 0


def test_who_was_invited_hears_that_the_founding_ended_before_the_evening(session: Session, place: Place) -> None:
    case = at_evening_stage(session, place)
    confirmed(session, case, AT, answer(place, 1, email="an@buurt.example"))
    plan(session, place, case, AT)
    invite(session, case)
    assert place.resident is not None
    withdraw_request(session, case.id, acting(session, place.resident, AT), AT, reason="Piet is ziek geworden.")

    assert (invite(session, case), invite(session, case)) == (1, 0)

    assert mails(session)[-1] == ("an@buurt.example", "De infoavond gaat niet door")
