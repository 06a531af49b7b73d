"""A body delegates its decision to a person, who decides without anybody being away: four eyes and two keys stay."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.clock import day_of
from models.delegation import Delegation
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.authorities.delegations import end_delegation, enter_delegation
from models.operations.cases import correcting
from models.operations.consultation import consulting
from models.operations.effects import planning_effects
from models.outbox import Effect
from models.queries.cases.case_page import read_case_page
from models.queries.cases.choices import choices, main_choice
from models.queries.cases.work_lists import MINE, work_list
from models.queries.records.request import decision_record
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed, Stale
from tests.factories import START, Place, acting, advance_to, give_role, later, make_person, make_place

DESK, MAYOR, ADMINISTRATOR = Role.DESK_OFFICER, Role.MAYOR, Role.ADMINISTRATOR
TODAY = day_of(START)
PRINTED = (
    "desk_officer, namens het college van burgemeester en schepenen, bij delegatie van 02/03/2026 (besluit 2026/114)"
)


def _delegated(session: Session, place: Place, body: str = "college", *, first_on: date = TODAY,
               last_on: date | None = None) -> Delegation:  # fmt: skip
    return enter_delegation(session, acting(session, place.people[ADMINISTRATOR]), place.municipality.id, START,
                            body=body, person_id=place.people[DESK].id, reference="besluit 2026/114",
                            first_on=first_on, last_on=last_on)  # fmt: skip


def _decides(session: Session, place: Place, case: FoundingCase, at: datetime | None = None) -> str:
    at = at or later(case)
    try:
        consulting.decide_as_municipality(session, case.id, acting(session, place.people[DESK], at), at,
                                          is_approved=True, reason="Past in ons beleid.")  # fmt: skip
    except NotAllowed as refusal:
        return refusal.code
    return ""


def test_who_got_the_decision_delegated_decides_in_the_name_of_the_body(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    _delegated(session, place)

    assert _decides(session, place, case) == ""

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:approved")).one()
    assert (entry.function, entry.data["body"]) == ("delegate:mayor", PRINTED)
    assert session.scalars(select(Approval.body)).one() == PRINTED


def test_without_a_delegation_the_desk_does_not_decide(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)

    assert _decides(session, place, case) == "no_role"


@pytest.mark.parametrize(("first", "last"), [(5, None), (-9, -5)])
def test_before_its_first_day_and_after_its_last_a_delegation_gives_nothing(
    session: Session, place: Place, first: int, last: int | None
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    on = day_of(at)
    row = _delegated(session, place)
    row.first_on = on + timedelta(days=first)
    row.last_on = on + timedelta(days=last) if last is not None else None
    session.flush()

    assert _decides(session, place, case, at) == "no_role"


def test_a_delegation_that_was_taken_back_gives_nothing(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    administrator = acting(session, place.people[ADMINISTRATOR])
    row = _delegated(session, place)

    end_delegation(session, administrator, place.municipality.id, row.id, START)

    assert _decides(session, place, case) == "no_role"
    with pytest.raises(Stale):
        end_delegation(session, administrator, place.municipality.id, row.id, START)


def test_who_works_there_no_longer_decides_no_longer(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    _delegated(session, place)
    mandate = session.scalars(select(Mandate).where(Mandate.person_id == place.people[DESK].id)).one()
    mandate.until = TODAY - timedelta(days=1)
    give_role(session, place.people[DESK], Role.MANDATED_OFFICER, place.zone)  # works with the police now

    assert _decides(session, place, case) == "no_role"


def test_a_delegation_gives_the_decision_and_nothing_else_of_the_mayor(session: Session, place: Place) -> None:
    _delegated(session, place)

    held = acting(session, place.people[DESK])

    assert {grant.role for grant in held.grants} == {DESK}
    assert {one.action for one in held.delegated} == {"decide_as_municipality"}


def test_a_delegate_who_lives_in_the_area_does_not_decide(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    _delegated(session, place)
    place.people[DESK].dwelling_id = place.streets[0].dwellings[3].id
    session.flush()

    assert _decides(session, place, case) == "four_eyes"


def test_a_delegation_of_another_municipality_reaches_no_case_here(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    other = make_place(session, "westveld", "WES")
    give_role(session, place.people[DESK], DESK, other.municipality)
    administrator = acting(session, other.people[ADMINISTRATOR])
    enter_delegation(session, administrator, other.municipality.id, START, body="college",
                     person_id=place.people[DESK].id, reference="besluit 7", first_on=TODAY)  # fmt: skip

    assert _decides(session, place, case) == "no_role"


def test_one_person_never_turns_both_keys_also_not_by_delegation(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    desk, zone = place.people[DESK], place.zone
    give_role(session, desk, Role.MANDATED_OFFICER, zone)
    give_role(session, place.people[ADMINISTRATOR], ADMINISTRATOR, zone)
    _delegated(session, place)
    enter_delegation(session, acting(session, place.people[ADMINISTRATOR]), zone.id, START, body="chief",
                     person_id=desk.id, reference="nota 3", first_on=TODAY)  # fmt: skip
    at = later(case)
    consulting.decide_as_police(session, case.id, acting(session, desk, at), at, is_approved=True, reason="Goed.")

    assert _decides(session, place, case, at) == "both_sides"


def test_the_body_itself_can_still_decide(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    _delegated(session, place)
    at = later(case)

    consulting.decide_as_municipality(session, case.id, acting(session, place.people[MAYOR], at), at, is_approved=True,
                                      reason="Ja.")  # fmt: skip

    assert session.scalars(select(Approval.body)).one() == "college van burgemeester en schepenen"


def test_a_delegate_corrects_their_own_decision(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    _delegated(session, place)
    _decides(session, place, case)
    at = later(case)

    correcting.correct_decision(session, case.id, acting(session, place.people[DESK], at), at, is_approved=True,
                                reason="Past in ons beleid voor deze wijk.")  # fmt: skip

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:corrected")).one()
    assert (entry.function, entry.data["body"]) == ("delegate:mayor", PRINTED)


def test_the_letter_tells_who_decided_in_whose_name_and_by_which_act(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    _delegated(session, place)
    _decides(session, place, case)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:approved")).one()

    letter = decision_record(session, case, entry.sequence, "https://binstart.example")

    assert letter.decided_by == PRINTED
    assert [(one.name, one.function) for one in letter.signed_by] == [(place.people[DESK].name, PRINTED)]


def test_it_is_asked_of_the_delegate_in_mail_list_and_page(session: Session, place: Place) -> None:
    _delegated(session, place)
    case = advance_to(session, place, Stage.CONSULTATION)
    desk = acting(session, place.people[DESK])
    planning_effects.plan_effects(session, case.id, later(case))

    mails = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == "mail"))
    asked = {one.payload["to"] for one in mails if one.payload["notice"] == "decision_needed"}
    (item,) = work_list(session, desk, TODAY, START).items(MINE)
    page = read_case_page(session, case, desk, later(case))
    first = main_choice(page, desk, choices(page, desk))

    assert place.people[DESK].email in asked
    assert item.action == "decide_as_municipality"
    assert first is not None
    assert first.code == "decide_as_municipality"


def test_the_journal_of_the_authority_tells_both_ends(session: Session, place: Place) -> None:
    row = _delegated(session, place, last_on=TODAY + timedelta(days=30))
    end_delegation(session, acting(session, place.people[ADMINISTRATOR]), place.municipality.id, row.id, START)

    entries = session.scalars(select(AuthorityJournalEntry).order_by(AuthorityJournalEntry.sequence)).all()

    assert [one.event for one in entries] == ["delegation:entered", "delegation:ended"]
    assert entries[0].data["reference"] == "besluit 2026/114"
    assert entries[0].data["body"] == "het college van burgemeester en schepenen"


@pytest.mark.parametrize(("changes", "field"), [
    ({"body": "chief"}, "body"),
    ({"body": ""}, "body"),
    ({"reference": " "}, "reference"),
    ({"reference": "x" * 151}, "reference"),
    ({"person_id": 999_999}, "person_id"),
    ({"last_on": TODAY - timedelta(days=1)}, "last_on"),
    ({"first_on": TODAY - timedelta(days=9), "last_on": TODAY - timedelta(days=1)}, "last_on"),
])  # fmt: skip
def test_what_is_wrong_is_refused_at_its_field(
    session: Session, place: Place, changes: dict[str, object], field: str
) -> None:
    values: dict[str, object] = {"body": "mayor", "person_id": place.people[DESK].id, "reference": "besluit 1",
                                 "first_on": TODAY, "last_on": None}  # fmt: skip

    with pytest.raises(Invalid) as refusal:
        enter_delegation(session, acting(session, place.people[ADMINISTRATOR]), place.municipality.id, START,
                         **{**values, **changes})  # type: ignore[arg-type]  # fmt: skip

    assert refusal.value.field == field


def test_the_same_delegation_is_not_given_twice_at_once(session: Session, place: Place) -> None:
    _delegated(session, place)

    with pytest.raises(Invalid) as refusal:
        _delegated(session, place, first_on=TODAY + timedelta(days=90))

    assert refusal.value.code == "delegated_already"


def test_one_that_ended_can_be_given_again(session: Session, place: Place) -> None:
    _delegated(session, place, last_on=TODAY + timedelta(days=3))

    assert _delegated(session, place, first_on=TODAY + timedelta(days=4)).id


def test_only_the_administrator_of_the_authority_notes_it(session: Session, place: Place) -> None:
    other = make_place(session, "westveld", "WES")
    for person in (place.people[MAYOR], other.people[ADMINISTRATOR]):
        with pytest.raises(NotAllowed):
            enter_delegation(session, acting(session, person), place.municipality.id, START, body="mayor",
                             person_id=place.people[DESK].id, reference="besluit 1", first_on=TODAY)  # fmt: skip
    row = _delegated(session, place)
    with pytest.raises(NotAllowed):
        end_delegation(session, acting(session, other.people[ADMINISTRATOR]), other.municipality.id, row.id, START)


def test_a_delegate_who_is_away_hands_nothing_on(session: Session, place: Place) -> None:
    colleague = make_person(session, "Dina Dienst")
    give_role(session, colleague, DESK, place.municipality)
    _delegated(session, place)

    assert acting(session, colleague).delegated == frozenset()
