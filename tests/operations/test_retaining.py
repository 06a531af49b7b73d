"""What may not be kept any longer is forgotten; what must be kept stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Attempt, SignInLink, WebSession
from models.file_store import Folder
from models.operations.effects.planning_effects import plan_effects
from models.operations.keeping.retaining import (
    forget_advisers,
    forget_done_work,
    forget_drafts,
    forget_mail_texts,
    forget_replies,
    forget_sign_in,
    forget_voices,
)
from models.operations.support.giving_voices import CONFIRM_WITHIN
from models.outbox import Effect, OutboxEntry
from models.reply import Reply
from models.request import RequestDraft
from models.rules.procedure import Stage
from models.support import Voice
from tests.advice_steps import answer as give_advice
from tests.advice_steps import ask_outside, link_of
from tests.factories import START, Place, advance_to, later, submitted
from tests.reply_steps import letters, reply, with_letters
from tests.support_steps import answer, confirmed

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


def test_a_draft_that_was_left_for_three_months_is_forgotten(session: Session, place: Place) -> None:
    for days in (91, 89):
        saved_at = NOW - timedelta(days=days)
        session.add(RequestDraft(person_id=place.resident.id, answers={}, created_at=saved_at, saved_at=saved_at))
    session.flush()

    assert forget_drafts(session, NOW) == 1
    assert len(session.scalars(select(RequestDraft)).all()) == 1


def test_sign_in_links_tries_and_ended_sessions_are_forgotten(session: Session, place: Place) -> None:
    for old in (timedelta(days=100), timedelta(minutes=5)):
        at = NOW - old
        session.add(SignInLink(email="a@b.example", token_hash=str(at), code_hash="x", browser_hash="x", created_at=at,
                               expires_at=at))  # fmt: skip
        session.add(Attempt(kind="wrong_password", subject="a@b.example", at=at))
        session.add(WebSession(token_hash=str(at), person_id=place.resident.id, method="link", created_at=at,
                               seen_at=at, expires_at=at))  # fmt: skip
    session.flush()

    assert forget_sign_in(session, NOW) == 3
    assert [len(session.scalars(select(table)).all()) for table in (SignInLink, Attempt, WebSession)] == [1, 1, 1]


def test_where_an_adviser_could_be_reached_is_forgotten_but_not_what_they_answered(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    answered, awaited = (ask_outside(session, place, case, later(case)) for _one in range(2))
    link_of(session, answered)
    give_advice(session, answered, later(case), "favourable", "Akkoord.")
    long_after = NOW + timedelta(days=400)

    assert forget_advisers(session, NOW) == 0
    assert forget_advisers(session, long_after) == 1
    session.expire_all()

    assert (answered.email, answered.link_seed, answered.token_hash, answered.text) == ("", "", None, "Akkoord.")
    assert awaited.email
    case.ended_at = long_after
    session.flush()
    assert forget_advisers(session, long_after) == 1


def test_of_an_old_mail_only_remains_that_it_was_sent(session: Session, place: Place) -> None:
    case = submitted(session, place)
    plan_effects(session, case.id, START)
    mails = session.scalars(select(Effect).where(Effect.kind == "mail").order_by(Effect.id)).all()
    for mail in mails:
        mail.planned_at = NOW - timedelta(days=91)
    mails[0].state = "confirmed"
    session.flush()

    assert forget_mail_texts(session, NOW) == 1
    session.flush()

    assert forget_mail_texts(session, NOW) == 0
    assert mails[0].payload == {"notice": "request_received", "stage": "idea", "sequence": 1, "recipient": "applicant"}
    assert "to" in mails[1].payload  # not delivered yet


def test_work_that_was_done_long_ago_is_forgotten(session: Session, place: Place) -> None:
    case = submitted(session, place)
    entry = session.scalars(select(OutboxEntry).where(OutboxEntry.case_id == case.id)).one()

    assert forget_done_work(session, NOW) == 0
    entry.done_at = NOW - timedelta(days=31)
    session.flush()

    assert forget_done_work(session, NOW) == 1


def test_half_a_file_of_a_worker_that_was_killed_is_removed_after_a_day(tmp_path: Path) -> None:
    half, whole = tmp_path / "tmp123.new", tmp_path / "ab12"
    half.write_bytes(b"%PDF")
    whole.write_bytes(b"%PDF")

    assert Folder(tmp_path).remove_unfinished(datetime.now(UTC)) == 0
    assert Folder(tmp_path).remove_unfinished(datetime.now(UTC) + timedelta(days=2)) == 1
    assert whole.exists()


def test_voices_that_nobody_confirmed_and_names_of_old_ones_are_forgotten(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    old = confirmed(session, case, at, answer(place, 3))
    session.add(Voice(case_id=case.id, street_id=place.streets[0].id, house_number=4, choice="for", name="Nooit",
                      given_at=at, expires_at=at + CONFIRM_WITHIN))  # fmt: skip
    session.flush()

    assert forget_voices(session, at + timedelta(days=38)) == 1
    assert forget_voices(session, at + timedelta(days=366)) == 1
    session.refresh(old)

    assert (old.name, old.email, old.token_hash, old.state) == ("", "", None, "confirmed")


def test_what_was_said_for_an_evening_is_forgotten_after_thirty_days_but_not_who_wants_news(
    session: Session, place: Place
) -> None:
    planned_at = START + timedelta(days=60)
    case = with_letters(session, place, planned_at)  # the evening is thirty days later
    first, second = letters(session, case)[:2]
    reply(session, first, planned_at, needs=["wheelchair"], email="roos@buurt.example")
    news = reply(session, second, planned_at, question="Wie betaalt?", email="wim@buurt.example", wants_news=True)
    news.email_confirmed_at = planned_at
    session.flush()

    assert forget_replies(session, planned_at + timedelta(days=59)) == 0
    assert forget_replies(session, planned_at + timedelta(days=61)) == 2
    assert forget_replies(session, planned_at + timedelta(days=61)) == 0

    session.expire_all()
    kept = session.execute(select(Reply.people, Reply.needs, Reply.question, Reply.email).order_by(Reply.id)).all()
    assert [tuple(one) for one in kept] == [(2, [], "", ""), (2, [], "", "wim@buurt.example")]
    assert forget_replies(session, planned_at + timedelta(days=400)) == 1
