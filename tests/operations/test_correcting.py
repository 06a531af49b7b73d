"""A decision is corrected by its author: both versions stay, and what followed from the first is put right."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import EarlierDecision
from models.case import FoundingCase, StageRecord
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.cases.correcting import correct_decision
from models.operations.consultation import advising, consulting, contacting
from models.operations.effects.planning_effects import plan_effects
from models.operations.requests import requesting
from models.outbox import Effect
from models.queries.cases.case_page import read_case_page
from models.queries.cases.case_parts import decisions
from models.queries.cases.choices import choices
from models.queries.records.request import decision_record
from models.rules.access import Role
from models.rules.corrections import BUILT_ON, TOO_LATE
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from models.term import Term
from tests.factories import Place, acting, advance_to, answers_for, later

AFTER = "Ik las het verslag verkeerd."


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case of which the judicial authority was told, and an opinion is waited for."""
    case = advance_to(session, place, Stage.CONSULTATION)
    officer = acting(session, place.people[Role.MANDATED_OFFICER])
    contacting.record_judicial_contact(session, case.id, officer, later(case), contacted_on=day_of(later(case)),
                                       means="telefonisch")  # fmt: skip
    return case


def decide(session: Session, place: Place, case: FoundingCase, role: Role, *, days: int = 1, **values: Any) -> None:
    operation = consulting.decide_as_police if role is Role.POLICE_CHIEF else consulting.decide_as_municipality
    at = later(case, days)
    values = {"is_approved": True, "reason": "Goed dossier.", **values}
    operation(session, case.id, acting(session, place.people[role], at), at, **values)


def correct(session: Session, place: Place, case: FoundingCase, role: Role, *, days: int = 2, **values: Any) -> None:
    at = later(case, days)
    correct_decision(session, case.id, acting(session, place.people[role], at), at,
                     **{"is_approved": True, "reason": AFTER, **values})  # fmt: skip


def events(session: Session, case: FoundingCase) -> list[str]:
    return list(session.scalars(
        select(JournalEntry.event).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    ))  # fmt: skip


def test_a_corrected_approval_stands_with_the_one_of_before(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)

    correct(session, place, case, Role.POLICE_CHIEF, conditions=["Geen borden."])

    now, before = decisions(session, case)
    assert (now.text, list(now.conditions), now.replaced_at) == (AFTER, ["Geen borden."], None)
    assert (before.text, list(before.conditions), before.replaced_at) == ("Goed dossier.", [], later(case, 2))
    assert case.waiting_for == ["municipality_approved"]


def test_the_journal_keeps_the_old_and_the_new_decision(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.MAYOR, decided_on=day_of(later(case)) - timedelta(days=2))

    correct(session, place, case, Role.MAYOR, body="het vast bureau")

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:corrected")).one()
    assert (entry.data["body"], entry.data["reason"], entry.function) == ("het vast bureau", AFTER, "mayor")
    assert entry.data["before"]["body"] == "college van burgemeester en schepenen"
    assert entry.data["decided_on"] == entry.data["before"]["decided_on"]


def test_an_approval_that_becomes_a_refusal_ends_the_case(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)

    correct(session, place, case, Role.POLICE_CHIEF, is_approved=False, may_come_again=False)

    assert (case.end, case.may_come_again, case.due_on) == ("refused", False, None)


def test_a_refusal_that_becomes_an_approval_opens_the_case_where_it_was(
    session: Session, place: Place, case: FoundingCase
) -> None:
    officer = acting(session, place.people[Role.MANDATED_OFFICER])
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="de wijkinspecteur")
    due_on, round_ = case.due_on, case.round
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)

    correct(session, place, case, Role.POLICE_CHIEF)

    assert (case.end, case.ended_at, case.stage, case.round, case.due_on) == (
        None, None, "consultation", round_, due_on,
    )  # fmt: skip
    assert case.waiting_for == ["opinions_given", "municipality_approved"]
    record = session.scalars(
        select(StageRecord).where(StageRecord.case_id == case.id, StageRecord.stage == "consultation")
    ).one()
    assert (record.closed_at, record.result) == (None, None)
    running = session.scalars(
        select(Term.kind).where(Term.case_id == case.id, Term.over_at.is_(None)).order_by(Term.id)
    )
    assert list(running) == ["consultation", "opinion"]
    assert opinion.state == "asked"
    assert events(session, case)[-2:] == ["founding:corrected", "case:reopened"]


def test_a_term_that_was_over_before_the_refusal_does_not_run_again(
    session: Session, place: Place, case: FoundingCase
) -> None:
    officer = acting(session, place.people[Role.MANDATED_OFFICER])
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="de wijkinspecteur")
    advising.give_opinion(session, case.id, officer, later(case), opinion_id=opinion.id, tendency="favourable",
                          text="Goed.")  # fmt: skip
    decide(session, place, case, Role.POLICE_CHIEF, days=2, is_approved=False)

    correct(session, place, case, Role.POLICE_CHIEF, days=3)

    running = session.scalars(select(Term.kind).where(Term.case_id == case.id, Term.over_at.is_(None)))
    assert list(running) == ["consultation"]


def test_the_second_key_that_was_a_refusal_opens_the_evening_when_it_becomes_an_approval(
    session: Session, place: Place, case: FoundingCase
) -> None:
    decide(session, place, case, Role.MAYOR)
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)

    correct(session, place, case, Role.POLICE_CHIEF)

    assert case.stage == "info_evening"


def test_a_refusal_with_another_reason_stays_a_refusal(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)

    correct(session, place, case, Role.POLICE_CHIEF, is_approved=False, may_come_again=False)

    assert (case.end, case.may_come_again) == ("refused", False)
    assert [one.text for one in decisions(session, case)] == [AFTER, "Goed dossier."]


def test_after_the_other_side_decided_nothing_is_corrected_any_more(
    session: Session, place: Place, case: FoundingCase
) -> None:
    officer = acting(session, place.people[Role.MANDATED_OFFICER])
    advising.ask_opinion(session, case.id, officer, later(case), adviser="de wijkinspecteur")
    decide(session, place, case, Role.POLICE_CHIEF)
    decide(session, place, case, Role.MAYOR)

    with pytest.raises(GateNotMet) as refusal:
        correct(session, place, case, Role.POLICE_CHIEF)
    correct(session, place, case, Role.MAYOR)  # nobody decided since

    assert refusal.value.sentence == BUILT_ON


def test_a_case_that_moved_on_keeps_its_decisions(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)
    decide(session, place, case, Role.MAYOR)

    with pytest.raises(GateNotMet) as refusal:
        correct(session, place, case, Role.MAYOR)

    assert refusal.value.code == "wrong_stage"


def test_a_refusal_after_which_somebody_asked_again_stays(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)
    at = later(case)
    requesting.submit_request(session, acting(session, place.resident, at), at, answers_for(place))

    with pytest.raises(GateNotMet) as refusal:
        correct(session, place, case, Role.POLICE_CHIEF)

    assert "een nieuwe aanvraag voor dit gebied" in refusal.value.sentence


def test_after_the_set_time_a_decision_stays(session: Session, place: Place, case: FoundingCase) -> None:
    place.municipality.settings = {"correction_term_days": 1}
    decide(session, place, case, Role.POLICE_CHIEF)

    with pytest.raises(GateNotMet) as refusal:
        correct(session, place, case, Role.POLICE_CHIEF, days=3)

    assert refusal.value.sentence == TOO_LATE


def test_a_correction_of_a_correction_gives_no_more_time(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)
    correct(session, place, case, Role.POLICE_CHIEF, days=4)

    with pytest.raises(GateNotMet):
        correct(session, place, case, Role.POLICE_CHIEF, days=5, reason="Nog eens.")

    assert len(session.scalars(select(EarlierDecision)).all()) == 1


@pytest.mark.parametrize("role", [Role.MAYOR, Role.MANDATED_OFFICER])
def test_nobody_corrects_what_somebody_else_decided(
    session: Session, place: Place, case: FoundingCase, role: Role
) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)

    with pytest.raises(NotAllowed) as refusal:
        correct(session, place, case, role)

    assert refusal.value.code == "not_the_author"


def test_a_withdrawn_request_is_not_opened_by_a_correction(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)
    requesting.withdraw_request(session, case.id, acting(session, place.resident), later(case), reason="Verhuisd.")

    with pytest.raises(GateNotMet):
        correct(session, place, case, Role.POLICE_CHIEF)

    assert case.end == "withdrawn"


def test_a_correction_that_changes_nothing_is_told_so(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)

    with pytest.raises(Invalid) as refusal:
        correct(session, place, case, Role.POLICE_CHIEF, reason="Goed dossier.")

    assert refusal.value.code == "nothing_changed"


def test_who_heard_of_the_first_decision_hears_of_the_corrected_one_with_a_new_letter(
    session: Session, place: Place, case: FoundingCase
) -> None:
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)
    correct(session, place, case, Role.POLICE_CHIEF)
    plan_effects(session, case.id, later(case, 2))

    effects = session.scalars(select(Effect).where(Effect.case_id == case.id).order_by(Effect.id)).all()

    told = {
        notice: {one.payload["to"] for one in effects if one.payload.get("notice") == notice}
        for notice in ("founding_refused", "founding_refused_for_partners", "decision_corrected",
                       "decision_corrected_for_partners")
    }  # fmt: skip
    assert told["founding_refused"] == told["decision_corrected"] != set()
    assert told["founding_refused_for_partners"] <= told["decision_corrected_for_partners"] != set()
    letters = [one.payload for one in effects if one.payload.get("document") == "decision"]
    assert [one["version"] for one in letters] == ["1", "2"]
    record = decision_record(session, case, letters[1]["sequence"], "https://binstart.example")
    assert (record.outcome, record.replaces_on) == ("approved", day_of(later(case)))


def test_an_approval_after_a_corrected_refusal_is_told_as_the_last_one(
    session: Session, place: Place, case: FoundingCase
) -> None:
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)
    correct(session, place, case, Role.POLICE_CHIEF, conditions=["Geen borden."])
    decide(session, place, case, Role.MAYOR, days=3)
    plan_effects(session, case.id, later(case, 3))

    mails = session.scalars(select(Effect).where(Effect.kind == "mail")).all()

    (told,) = [one.payload for one in mails if one.payload["notice"] == "founding_approved"]
    assert told["facts"]["all_conditions"] == "Voorwaarden van de korpschef:\n- Geen borden."


def test_the_page_offers_the_correction_to_the_author_alone(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF, is_approved=False)
    at = later(case, 2)

    offered = {}
    for role in (Role.POLICE_CHIEF, Role.MAYOR, Role.MANDATED_OFFICER):
        person = acting(session, place.people[role], at)
        offered[role] = [(one.code, one.obstacle) for one in choices(read_case_page(session, case, person, at), person)]

    assert offered == {Role.POLICE_CHIEF: [("correct_decision", "")], Role.MAYOR: [], Role.MANDATED_OFFICER: []}


def test_the_page_tells_the_author_why_it_is_too_late(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, Role.POLICE_CHIEF)
    at = later(case, 9)
    chief = acting(session, place.people[Role.POLICE_CHIEF], at)

    found = {one.code: one.obstacle for one in choices(read_case_page(session, case, chief, at), chief)}

    assert found["correct_decision"] == TOO_LATE
