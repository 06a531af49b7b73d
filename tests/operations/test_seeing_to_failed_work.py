"""Work that keeps failing: seen by its own administrator only, tried again at once, or given up with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.journal import JournalEntry
from models.operations.effects.carrying_out import claim_effect, give_up_effect, postpone_effect
from models.operations.effects.claiming_work import claim_work, postpone_work
from models.operations.effects.planning_effects import plan_effects
from models.operations.effects.seeing_to_failed_work import (
    give_up_entry,
    give_up_failed_effect,
    retry_effect,
    retry_entry,
)
from models.operations.keeping.showing_life import FORGOTTEN_AFTER, show_clockwork, show_worker, take_worker_away
from models.outbox import Effect, OutboxEntry
from models.queries.keeping.failed_work import failed_work_of
from models.queries.keeping.running import how_it_runs
from models.rules.access import Actor, Role
from models.rules.refusals import Invalid, NotAllowed, Stale
from tests.factories import START, Place, acting, make_place, submitted

LEASE = timedelta(seconds=60)
FAULT = "NeverDeliverable: 550 roos.bewoner@oosterbeke.example unknown"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case that was just submitted, with its effects planned."""
    case = submitted(session, place)
    plan_effects(session, case.id, START)
    return case


@pytest.fixture
def administrator(session: Session, place: Place) -> Actor:
    return acting(session, place.people[Role.ADMINISTRATOR])


def failed_entry(session: Session, now: datetime) -> OutboxEntry:
    work = claim_work(session, "worker", now, LEASE)
    assert work is not None
    postpone_work(session, work, "worker", now, FAULT)
    session.expire_all()
    return session.get_one(OutboxEntry, work.entry_ids[-1])


def failed_mail(session: Session, now: datetime) -> Effect:
    mail = session.scalars(select(Effect).where(Effect.key.contains("request_received"))).first()
    assert mail is not None
    claim_effect(session, mail.id, "worker", now, LEASE)
    postpone_effect(session, mail.id, "worker", now, START, FAULT)
    session.expire_all()
    return mail


def seen_of(session: Session, place: Place, now: datetime, kind: str) -> str:
    return next(one.seen for one in failed_work_of(session, place.municipality, now) if one.kind == kind)


def test_failed_work_is_listed_without_a_word_of_its_fault(session, place, case, now) -> None:  # type: ignore[no-untyped-def]
    failed_entry(session, now)
    failed_mail(session, now)

    found = failed_work_of(session, place.municipality, now)

    assert {one.kind for one in found} == {"work", "mail"}
    assert {one.fault for one in found} == {"NeverDeliverable"}
    assert {one.case_number for one in found} == {case.number}
    assert "roos" not in repr(found).lower()


def test_the_zone_sees_it_too_and_another_municipality_does_not(session, place, case, now) -> None:  # type: ignore[no-untyped-def]
    elsewhere = make_place(session, "westveld", "WES")
    failed_entry(session, now)

    assert failed_work_of(session, place.zone, now)
    assert not failed_work_of(session, elsewhere.municipality, now)
    assert not failed_work_of(session, elsewhere.zone, now)


def test_work_is_tried_again_at_once_with_the_mails_that_failed(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    entry, mail = failed_entry(session, now), failed_mail(session, now)
    assert entry.available_at > now
    assert mail.available_at > now

    retry_entry(session, administrator, place.municipality.id, entry.id, START, now, seen="1:open")

    session.expire_all()
    assert entry.available_at == now
    assert mail.available_at == now
    assert claim_work(session, "other", now, LEASE) is not None
    told = session.scalars(select(AuthorityJournalEntry).order_by(AuthorityJournalEntry.id.desc())).first()
    assert (told.event, told.data["number"]) == ("work:retried", case.number)


def test_work_is_given_up_with_a_reason_in_the_journal_of_the_case(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    entry = failed_entry(session, now)

    give_up_entry(session, administrator, place.municipality.id, entry.id, START, now, seen="1:open", reason="Dubbel.")

    assert entry.done_at == now
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "work:given_up")).one()
    assert (told.case_id, told.function, told.data["reason"]) == (case.id, "administrator", "Dubbel.")


def test_without_a_reason_nothing_is_given_up(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    entry = failed_entry(session, now)

    with pytest.raises(Invalid):
        give_up_entry(session, administrator, place.municipality.id, entry.id, START, now, seen="1:open", reason=" ")


def test_a_residents_mail_that_is_given_up_becomes_a_letter(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    mail = failed_mail(session, now)
    before = len(session.scalars(select(Effect)).all())

    give_up_failed_effect(session, administrator, place.municipality.id, mail.id, START, now, seen="1:open",
                          reason="Adres bestaat niet.")  # fmt: skip

    session.expire_all()
    assert mail.state == "given_up"
    assert len(session.scalars(select(Effect)).all()) > before
    seen = seen_of(session, place, now, "mail")
    with pytest.raises(Invalid, match="brief"):
        retry_effect(session, administrator, place.municipality.id, mail.id, START, now, seen=seen)
    with pytest.raises(Stale):
        give_up_failed_effect(
            session, administrator, place.municipality.id, mail.id, START, now, seen=seen, reason="Nog."
        )


def test_a_document_that_was_given_up_can_be_tried_again(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    document = session.scalars(select(Effect).where(Effect.kind == "document")).first()
    claim_effect(session, document.id, "worker", now, LEASE)
    give_up_effect(session, document.id, "worker", START, "OSError: disk")
    session.execute(Effect.__table__.update().where(Effect.id == document.id).values(available_at=now))
    session.expire_all()

    retry_effect(session, administrator, place.municipality.id, document.id, START, now, seen="1:over")

    session.expire_all()
    assert (document.state, document.attempts, document.available_at) == ("planned", 0, now)


@pytest.mark.parametrize("kind", ["work", "mail"])
def test_of_two_who_act_at_once_the_second_is_told(session, place, case, now, administrator, kind) -> None:  # type: ignore[no-untyped-def]
    entry, mail = failed_entry(session, now), failed_mail(session, now)
    act, piece = (give_up_entry, entry.id) if kind == "work" else (give_up_failed_effect, mail.id)
    act(session, administrator, place.municipality.id, piece, START, now, seen="1:open", reason="Eerst.")

    with pytest.raises(Stale):
        act(session, administrator, place.municipality.id, piece, START, now, seen="1:open", reason="Ook.")


def test_a_page_from_before_the_last_try_is_stale(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    entry = failed_entry(session, now)

    with pytest.raises(Stale):
        retry_entry(session, administrator, place.municipality.id, entry.id, START, now, seen="0:open")


def test_what_is_being_tried_right_now_is_left_alone(session, place, case, now, administrator) -> None:  # type: ignore[no-untyped-def]
    entry = failed_entry(session, now)
    later = now + timedelta(hours=1)
    claim_work(session, "worker", later, LEASE)
    session.expire_all()

    with pytest.raises(Stale, match="net nu"):
        retry_entry(session, administrator, place.municipality.id, entry.id, START, later, seen="1:open")


def test_an_administrator_of_elsewhere_reaches_none_of_it(session, place, case, now) -> None:  # type: ignore[no-untyped-def]
    elsewhere = make_place(session, "westveld", "WES")
    stranger = acting(session, elsewhere.people[Role.ADMINISTRATOR])
    entry = failed_entry(session, now)

    for authority in (place.municipality, elsewhere.municipality):
        with pytest.raises(NotAllowed):
            retry_entry(session, stranger, authority.id, entry.id, START, now, seen="1:open")


def test_the_mayor_is_no_administrator(session, place, case, now) -> None:  # type: ignore[no-untyped-def]
    entry = failed_entry(session, now)

    with pytest.raises(NotAllowed):
        retry_entry(session, acting(session, place.people[Role.MAYOR]), place.municipality.id, entry.id, START, now,
                    seen="1:open")  # fmt: skip


def test_the_figures_count_what_waits_fails_and_was_given_up(session, place, case, now) -> None:  # type: ignore[no-untyped-def]
    before = how_it_runs(session, now)
    assert before.waiting.count == 1
    assert before.failing.count == 0
    assert before.mails.waiting.count
    entry, mail = failed_entry(session, now), failed_mail(session, now)

    after = how_it_runs(session, now)

    assert (after.waiting.count, after.failing.count, after.most_tries) == (0, 1, 1)
    assert after.failing.oldest_at == entry.created_at
    assert (after.mails.failing.count, after.mails.failing.oldest_at) == (1, mail.planned_at)
    assert after.mails.waiting.count == before.mails.waiting.count - 1
    assert after.database_size > 0


def test_workers_and_the_clockwork_show_that_they_live(session, now) -> None:  # type: ignore[no-untyped-def]
    show_worker(session, "gone", now - FORGOTTEN_AFTER - LEASE, prefect_answers=True)
    show_worker(session, "one", now - LEASE, prefect_answers=False)
    show_worker(session, "one", now, prefect_answers=True)
    show_worker(session, "two", now, prefect_answers=True)
    show_clockwork(session, "reminding", now - LEASE)
    show_clockwork(session, "reminding", now)

    seen = how_it_runs(session, now)
    take_worker_away(session, "two")

    assert [(one.seen_at, one.prefect_answers) for one in seen.workers] == [(now, True), (now, True)]
    assert seen.clockwork == {"reminding": now}
    assert len(how_it_runs(session, now).workers) == 1
