"""The launch checklist: each point has somebody who sees to it and a day, by the settings and then by the people."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.network import LaunchItem
from models.operations.launches import launching
from models.queries.cases.cases import journal_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.procedure_settings import LAUNCH_ITEMS, LAUNCH_OWNERS, ProcedureSettings
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later


def _items(session: Session, case: FoundingCase) -> dict[str, LaunchItem]:
    return {one.code: one for one in session.scalars(select(LaunchItem).where(LaunchItem.case_id == case.id))}


def _plan(
    session: Session, place: Place, case: FoundingCase, role: Role = Role.DESK_OFFICER, **changes: object
) -> None:
    values = {"item": "signs_ordered", "owner": "coordinator", "due_on": day_of(later(case)) + timedelta(10), **changes}
    by = acting(session, place.people[role], later(case))
    launching.plan_launch_item(session, case.id, by, later(case), **values)  # type: ignore[arg-type]


def test_every_point_begins_with_an_owner_and_a_day(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.LAUNCH)

    items = _items(session, case)

    assert {code: one.owner for code, one in items.items()} == {
        "charter_conform": "desk_officer", "alert_area_loaded": "mandated_officer",
        "test_message_sent": "mandated_officer", "member_list_handed_over": "desk_officer",
        "signs_ordered": "desk_officer", "privacy_notice_given": "coordinator",
    }  # fmt: skip
    assert {one.due_on for one in items.values()} == {day_of(case.stage_opened_at) + timedelta(days=21)}


def test_the_municipality_sets_who_and_how_long_by_itself(session: Session, place: Place) -> None:
    place.municipality.settings = {"launch_owner_signs_ordered": "coordinator", "launch_days": 0}

    items = _items(session, advance_to(session, place, Stage.LAUNCH))

    assert (items["signs_ordered"].owner, items["signs_ordered"].due_on) == ("coordinator", None)


def test_every_point_has_an_owner_among_who_may_tick_it_off() -> None:
    settings = ProcedureSettings()

    assert all(settings.launch_owner(item) in LAUNCH_OWNERS for item in LAUNCH_ITEMS)


def test_people_agree_otherwise_and_the_journal_tells(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.LAUNCH)
    due_on = day_of(later(case)) + timedelta(days=10)

    _plan(session, place, case, due_on=due_on)

    one = _items(session, case)["signs_ordered"]
    assert (one.owner, one.due_on) == ("coordinator", due_on)
    assert journal_of(session, case)[-1].event == "launch_item:planned"
    cora = acting(session, coordinator_of(session, case), later(case))
    launching.check_launch_item(session, case.id, cora, later(case), item="signs_ordered")
    with pytest.raises(Stale):
        _plan(session, place, case)


@pytest.mark.parametrize(("changes", "field"), [
    ({"item": "champagne"}, "item"), ({"owner": "mayor"}, "owner"), ({"due_on": -1}, "due_on"),
])  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(
    session: Session, place: Place, changes: dict[str, object], field: str
) -> None:
    case = advance_to(session, place, Stage.LAUNCH)
    if "due_on" in changes:
        changes = {"due_on": day_of(later(case)) - timedelta(days=1)}

    with pytest.raises(Invalid) as refusal:
        _plan(session, place, case, **changes)

    assert refusal.value.field == field


def test_only_who_prepares_the_launch_plans_it_and_only_then(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.LAUNCH)
    with pytest.raises(NotAllowed):
        _plan(session, place, case, Role.MAYOR)
    advance_to(session, place, Stage.EVALUATION, case)
    with pytest.raises(GateNotMet):
        _plan(session, place, case)
