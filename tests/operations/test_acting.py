"""What holds for every operation: the journal is a chain, the gate is the only way on, and two at once are one."""

import hashlib
import json
import threading
from datetime import UTC, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase, StageRecord
from models.database import mark_as_writing
from models.journal import JournalEntry
from models.operations.consultation import consulting
from models.outbox import OutboxEntry
from models.queries.cases.cases import journal_of, offered_actions, stage_line, who_must_act, why_not_yet
from models.queries.cases.facts import settings_of
from models.queries.cases.work_lists import MINE, work_list
from models.rules.access import Role
from models.rules.procedure import GATES, STAGES, Stage
from models.rules.refusals import Stale
from tests.factories import START, Place, acting, advance_to, later, make_place, submitted


def test_the_journal_is_a_chain_that_anybody_can_compute_again(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)
    session.flush()
    previous = ""

    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    ).all()

    assert [entry.sequence for entry in entries] == list(range(1, case.journal_length + 1))
    for entry in entries:
        body = [
            case.number,
            entry.sequence,
            entry.at.astimezone(UTC).isoformat(),
            entry.event,
            entry.stage,
            entry.round,
            entry.by_id,
            entry.function,
            entry.data,
        ]
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256((previous + text).encode()).hexdigest()
        assert entry.hash == previous
    assert case.journal_hash == previous


def test_the_journal_reads_as_sentences_without_names_of_residents(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    session.flush()

    sentences = " ".join(line.sentence for line in journal_of(session, case))

    assert "De aanvraag is ingediend." in sentences
    assert place.resident.name not in sentences


def test_every_stage_that_opened_has_a_record_and_all_but_the_last_are_closed(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    session.flush()

    records = session.scalars(select(StageRecord).where(StageRecord.case_id == case.id).order_by(StageRecord.id)).all()

    assert [record.stage for record in records] == [stage.value for stage in STAGES]
    assert [record.closed_at is not None for record in records] == [True] * 6 + [False]


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage is not Stage.EVALUATION])
def test_in_every_stage_the_page_can_say_why_not_yet_and_who_must_act(
    session: Session, place: Place, stage: Stage
) -> None:
    case = advance_to(session, place, stage)

    conditions = why_not_yet(session, case)

    asked = [condition.code for condition in GATES[stage] if condition.is_asked(settings_of(case))]
    assert [condition.code for condition in conditions] == asked
    assert [c.code for c in conditions if not c.is_met] == case.waiting_for
    assert who_must_act(conditions)


def test_the_line_of_stages_says_what_is_done_present_and_to_come(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    session.flush()

    assert [state.state for state in stage_line(session, case)] == ["done"] * 3 + ["present"] + ["to_come"] * 3


def test_a_work_list_holds_what_waits_for_that_person_and_nothing_of_elsewhere(session: Session, place: Place) -> None:
    here = submitted(session, place)
    elsewhere = make_place(session, "westveld", "WES")
    submitted(session, elsewhere)
    session.flush()

    desk = acting(session, place.people[Role.DESK_OFFICER])
    chief = acting(session, place.people[Role.POLICE_CHIEF])

    on = START.date()
    assert [item.number for item in work_list(session, desk, on, START).items(MINE)] == [here.number]
    assert work_list(session, chief, on, START).items(MINE) == ()


def test_offered_actions_say_what_keeps_them_closed(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)

    offered = {a.code: a for a in offered_actions(session, case, acting(session, place.people[Role.DESK_OFFICER]))}

    assert offered["plan_info_evening"].blocked_by == ""
    assert offered["record_info_evening"].blocked_by == "De infoavond is gepland"


def test_each_operation_asks_the_engine_for_work_in_the_same_transaction(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    session.flush()

    flows = session.scalars(select(OutboxEntry.flow).where(OutboxEntry.case_id == case.id)).all()

    assert flows == ["idea", "idea", "consultation"]


def test_of_two_people_who_decide_at_the_same_moment_one_wins_and_the_other_is_told(empty_engine: Engine) -> None:
    with Session(empty_engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        place = make_place(session)
        case = advance_to(session, place, Stage.CONSULTATION)
        at, chief = later(case), acting(session, place.people[Role.POLICE_CHIEF])
        session.commit()
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def decide(is_approved: bool) -> None:
        with Session(empty_engine) as own:
            together.wait()
            mark_as_writing(own)
            try:
                consulting.decide_as_police(own, case.id, chief, at, is_approved=is_approved, reason="Zo beslist.")
                own.commit()
                outcomes.append("won")
            except Stale:
                outcomes.append("told")
            except Exception as error:
                outcomes.append(repr(error))

    threads = [threading.Thread(target=decide, args=(choice,)) for choice in (True, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["told", "won"]


def test_what_was_not_committed_never_happened(empty_engine: Engine) -> None:
    with Session(empty_engine) as session:
        mark_as_writing(session)
        place = make_place(session)
        submitted(session, place)
        session.rollback()

    with Session(empty_engine) as session:
        assert session.scalars(select(FoundingCase)).all() == []
        assert session.scalars(select(OutboxEntry)).all() == []


def test_terms_run_in_belgian_days(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)

    assert case.due_on is not None
    assert case.due_on >= (case.stage_opened_at + timedelta(days=60)).date()
