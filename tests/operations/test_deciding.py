"""Decisions of police and municipality: by the body that was set, under conditions, two keys in any order."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.consultation import consulting, contacting
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.queries.cases.case_parts import decisions
from models.queries.records.request import decision_record
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed
from tests.factories import Place, acting, advance_to, later

CONDITIONS = ["Geen borden aan de kerk.", "Eén verslag per jaar aan de wijkinspecteur."]
DECIDERS = {"police": Role.POLICE_CHIEF, "municipality": Role.MAYOR}


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case of which the judicial authority was told, so that two keys open the evening."""
    case = advance_to(session, place, Stage.CONSULTATION)
    officer = acting(session, place.people[Role.MANDATED_OFFICER])
    contacting.record_judicial_contact(session, case.id, officer, later(case), contacted_on=day_of(later(case)),
                                       means="telefonisch")  # fmt: skip
    return case


def decide(session: Session, place: Place, case: FoundingCase, side: str, **values: Any) -> None:
    """One side decides; it approves unless `values` say otherwise."""
    operation = consulting.decide_as_police if side == "police" else consulting.decide_as_municipality
    at = later(case)
    person = acting(session, place.people[values.pop("role", DECIDERS[side])], at)
    operation(session, case.id, person, at, **{"is_approved": True, "reason": "Goed dossier.", **values})


@pytest.mark.parametrize("order", [("police", "municipality"), ("municipality", "police")])
def test_the_two_keys_turn_in_any_order(
    session: Session, place: Place, case: FoundingCase, order: tuple[str, str]
) -> None:
    decide(session, place, case, order[0])
    assert case.stage == "consultation"

    decide(session, place, case, order[1])

    assert case.stage == "info_evening"


def test_an_approval_keeps_its_conditions_a_line_each(session: Session, place: Place, case: FoundingCase) -> None:
    decide(session, place, case, "police", conditions=["  Geen borden   aan de kerk. ", "", CONDITIONS[1]])

    (told,) = (one for one in decisions(session, case) if one.action == "decide_as_police")
    assert list(told.conditions) == CONDITIONS


def test_a_refusal_has_no_conditions(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(session, place, case, "police", is_approved=False, conditions=CONDITIONS)

    assert (refusal.value.code, refusal.value.field) == ("refused_under_conditions", "conditions")


@pytest.mark.parametrize(("lines", "code"), [
    (["Voorwaarde"] * 21, "too_many_conditions"), (["x" * 301], "long_condition"),
])  # fmt: skip
def test_conditions_have_a_length_that_fits_a_letter(
    session: Session, place: Place, case: FoundingCase, lines: list[str], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(session, place, case, "municipality", conditions=lines)

    assert (refusal.value.code, refusal.value.field) == (code, "conditions")


def _planned(session: Session, case: FoundingCase, kind: str) -> list[dict[str, Any]]:
    plan_effects(session, case.id, later(case))
    effects = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == kind).order_by(Effect.id))
    return [effect.payload for effect in effects]


def test_an_approval_under_conditions_is_a_letter_and_one_without_is_none(
    session: Session, place: Place, case: FoundingCase
) -> None:
    decide(session, place, case, "police")
    decide(session, place, case, "municipality", conditions=CONDITIONS, decided_on=day_of(later(case)))

    (letter,) = [one for one in _planned(session, case, "document") if one["document"] == "decision"]

    record = decision_record(session, case, letter["sequence"], "https://binstart.example")
    assert (record.outcome, record.decided_by) == ("approved", "college van burgemeester en schepenen")
    assert record.conditions == tuple(CONDITIONS)


def test_the_mail_of_the_last_approval_tells_the_conditions_of_both_sides(
    session: Session, place: Place, case: FoundingCase
) -> None:
    decide(session, place, case, "municipality", body="het college", conditions=[CONDITIONS[0]])
    decide(session, place, case, "police", conditions=[CONDITIONS[1]])

    (mail,) = [one for one in _planned(session, case, "mail") if one["notice"] == "founding_approved"]

    assert mail["facts"]["all_conditions"] == (
        f"Voorwaarden van het college:\n- {CONDITIONS[0]}\n\nVoorwaarden van de korpschef:\n- {CONDITIONS[1]}"
    )


def test_the_college_decides_on_the_day_of_its_meeting_and_the_letter_says_so(
    session: Session, place: Place, case: FoundingCase
) -> None:
    met_on = day_of(later(case)) - timedelta(days=3)
    decide(session, place, case, "municipality", is_approved=False, decided_on=met_on)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:refused")).one()

    record = decision_record(session, case, entry.sequence, "https://binstart.example")

    assert (record.decided_by, record.decided_on) == ("college van burgemeester en schepenen", met_on)
    assert record.dated_on == day_of(later(case))


def test_a_college_that_meets_tomorrow_decided_nothing_yet(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(session, place, case, "municipality", decided_on=day_of(later(case)) + timedelta(days=1))

    assert refusal.value.field == "decided_on"


@pytest.mark.parametrize(("setting", "value", "side", "role"), [
    ("municipality_decider", "desk_officer", "municipality", Role.DESK_OFFICER),
    ("police_decider", "mandated_officer", "police", Role.MANDATED_OFFICER),
])  # fmt: skip
def test_who_decides_is_what_the_municipality_or_zone_set(
    session: Session, place: Place, case: FoundingCase, setting: str, value: str, side: str, role: Role
) -> None:
    place.municipality.settings = {setting: value}
    session.flush()
    with pytest.raises(NotAllowed):
        decide(session, place, case, side)

    decide(session, place, case, side, role=role)

    assert session.scalars(select(Approval.side)).one() == side


def test_the_desk_notes_the_decision_of_the_body_in_the_settings(
    session: Session, place: Place, case: FoundingCase
) -> None:
    place.municipality.settings = {"municipality_decider": "desk_officer", "municipality_body": "het vast bureau"}
    session.flush()

    decide(session, place, case, "municipality", role=Role.DESK_OFFICER)

    assert session.scalars(select(Approval.body)).one() == "het vast bureau"
