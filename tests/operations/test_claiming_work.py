"""The outbox: work is taken by one worker at a time, comes back when a worker is silent, and waits longer each time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.database import writing
from models.operations.effects.claiming_work import (
    Work,
    claim_work,
    finish_work,
    has_work,
    postpone_work,
    renew_claims,
    return_everything,
    return_work,
)
from models.outbox import OutboxEntry
from tests.factories import Place, make_place, submitted

LEASE = timedelta(seconds=60)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=1)


def entries(session: Session) -> list[OutboxEntry]:
    return list(session.scalars(select(OutboxEntry).order_by(OutboxEntry.id).execution_options(populate_existing=True)))


def claimed(session: Session, worker: str, now: datetime) -> Work:
    work = claim_work(session, worker, now, LEASE)
    assert work is not None
    return work


def test_without_work_nothing_is_claimed(session: Session, place: Place, now: datetime) -> None:
    assert not has_work(session, now)
    assert claim_work(session, "one", now, LEASE) is None


def test_what_one_worker_has_the_other_does_not_get(session: Session, place: Place, now: datetime) -> None:
    case = submitted(session, place)

    work = claimed(session, "one", now)

    assert (work.flow, work.case_id) == ("idea", case.id)
    assert not has_work(session, now)
    assert claim_work(session, "two", now, LEASE) is None


def test_entries_for_the_same_stage_are_settled_by_one_run(session: Session, place: Place, now: datetime) -> None:
    case = submitted(session, place)
    session.add(OutboxEntry(flow="idea", case_id=case.id))
    session.flush()

    work = claimed(session, "one", now)
    finish_work(session, work, "one", now)

    assert len(work.entry_ids) == 2
    assert all(entry.done_at for entry in entries(session))


def test_two_stages_of_one_case_never_run_at_the_same_time(session: Session, place: Place, now: datetime) -> None:
    case = submitted(session, place)
    session.add(OutboxEntry(flow="consultation", case_id=case.id))
    session.flush()

    first = claimed(session, "one", now)
    meanwhile = claim_work(session, "two", now, LEASE)
    finish_work(session, first, "one", now)
    second = claimed(session, "two", now)

    assert meanwhile is None
    assert (first.flow, second.flow) == ("idea", "consultation")


def test_work_of_a_silent_worker_is_taken_over_and_its_late_answer_counts_no_more(
    session: Session, place: Place, now: datetime
) -> None:
    submitted(session, place)
    lost = claimed(session, "one", now)
    after = now + LEASE + timedelta(seconds=1)

    taken_over = claimed(session, "two", after)

    assert taken_over.entry_ids == lost.entry_ids
    assert not finish_work(session, lost, "one", after)
    assert entries(session)[0].done_at is None


def test_a_worker_that_says_it_is_there_keeps_its_work(session: Session, place: Place, now: datetime) -> None:
    case = submitted(session, place)
    claimed(session, "one", now)

    renew_claims(session, "one", [case.id], now + LEASE / 2, LEASE)

    assert claim_work(session, "two", now + LEASE + timedelta(seconds=1), LEASE) is None


def test_a_claim_that_a_failure_left_behind_ends_while_its_worker_lives(
    session: Session, place: Place, now: datetime
) -> None:
    submitted(session, place)
    claimed(session, "one", now)

    renew_claims(session, "one", [], now + LEASE / 2, LEASE)

    assert claim_work(session, "two", now + LEASE + timedelta(seconds=1), LEASE) is not None


def test_what_fails_waits_longer_each_time_and_keeps_why(session: Session, place: Place, now: datetime) -> None:
    submitted(session, place)
    pauses = []
    for _ in range(3):
        work = claimed(session, "one", now)
        pauses.append(postpone_work(session, work, "one", now, "mail server away"))
        assert not has_work(session, now)
        now = now + pauses[-1]

    assert pauses == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert entries(session)[0].last_error == "mail server away"


def test_what_is_put_back_can_be_taken_at_once_and_was_no_try(session: Session, place: Place, now: datetime) -> None:
    submitted(session, place)
    work = claimed(session, "one", now)

    return_work(session, work, "one")

    assert claimed(session, "two", now).attempts == 0


def test_a_worker_that_stops_puts_back_what_it_holds_and_nothing_of_others(
    session: Session, place: Place, now: datetime
) -> None:
    mine, theirs = submitted(session, place), submitted(session, place)
    claimed(session, "one", now)
    claimed(session, "two", now)

    return_everything(session, "one")

    assert [(entry.case_id, entry.claimed_by) for entry in entries(session)] == [(mine.id, None), (theirs.id, "two")]


def test_the_key_of_a_run_changes_with_each_try_and_with_new_work(
    session: Session, place: Place, now: datetime
) -> None:
    case = submitted(session, place)
    first = claimed(session, "one", now)
    again = first.key == claimed(session, "two", now + LEASE + timedelta(seconds=1)).key
    now = now + 3 * LEASE
    postpone_work(session, claimed(session, "one", now), "one", now, "no")
    now = now + LEASE
    retried = claimed(session, "one", now)
    return_work(session, retried, "one")
    session.add(OutboxEntry(flow="idea", case_id=case.id))
    session.flush()
    with_more = claimed(session, "one", now)

    assert again
    assert len({first.key, retried.key, with_more.key}) == 3


def test_of_two_workers_that_claim_at_the_same_moment_one_gets_it(empty_engine: Engine) -> None:
    with writing(empty_engine) as session:
        place = make_place(session)
        for _ in range(6):
            submitted(session, place)
    got: list[tuple[int, ...]] = []
    start = threading.Barrier(4)

    def work(name: str) -> None:
        start.wait()
        while True:
            with writing(empty_engine) as session:
                one = claim_work(session, name, datetime.now(UTC) + timedelta(seconds=1), LEASE)
            if one is None:
                return
            got.append(one.entry_ids)

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 6
    assert len(set(got)) == 6
