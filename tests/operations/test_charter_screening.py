"""The police screen the coordinator: only the outcome and the day are kept, and the founding goes on."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase, Reason
from models.clock import day_of
from models.mandate import Mandate
from models.operations.charters import screening
from models.person import Person
from models.queries.cases.cases import journal_of, why_not_yet
from models.queries.charters.charter_pages import screenings_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import appoint, frozen, signature_rows
from tests.factories import Place, acting, advance_to, charter_of, coordinator_of, later


def record(session: Session, place: Place, case: FoundingCase, result: str = "suitable", **changes: object) -> None:
    at = later(case)
    person = changes.pop("by", place.people[Role.MANDATED_OFFICER])
    if "person_id" not in changes:
        changes["person_id"] = coordinator_of(session, case).id
    values = {"result": result, "screened_on": day_of(at), **changes}
    screening.record_screening(session, case.id, acting(session, person, at), at, **values)


def mandate_of(session: Session, name: str) -> Mandate:
    return session.scalars(
        select(Mandate)
        .join(Person, Person.id == Mandate.person_id)
        .where(Person.name == name, Mandate.case_id.is_not(None))
    ).one()


def test_a_suitable_coordinator_meets_the_condition(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    record(session, place, case)

    mandate = mandate_of(session, "Cora Coördinator")
    assert (mandate.screening, mandate.screened_on, mandate.until) == ("suitable", day_of(later(case)), None)
    assert why_not_yet(session, case)[0].is_met


def test_besafe_faq_when_a_coordinator_is_not_suitable_the_members_choose_another_and_the_case_goes_on(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    record(session, place, case, "not_suitable")

    assert mandate_of(session, "Cora Coördinator").until == day_of(later(case))
    assert case.ended_at is None
    assert not why_not_yet(session, case)[0].is_met
    appoint(session, place, case, ("Bram Tweede", "coordinator"))
    record(session, place, case)
    assert why_not_yet(session, case)[0].is_met


@pytest.mark.parametrize("result", ["suitable", "not_suitable"])
def test_the_journal_never_tells_the_outcome_nor_the_name(session: Session, place: Place, result: str) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    record(session, place, case, result)

    told = " ".join(f"{line.event} {line.sentence}" for line in journal_of(session, case)[-2:])
    assert "De politie heeft de screening van een coördinator afgerond." in told
    assert "geschikt" not in told
    assert "suitable" not in told
    assert "Cora" not in told


def test_a_frozen_text_with_an_unsuitable_coordinator_is_opened_again_without_telling_why(
    session: Session, place: Place
) -> None:
    case, _ = frozen(session, place)

    record(session, place, case, "not_suitable")

    assert charter_of(session, case).state == "draft"
    assert not signature_rows(session, case)
    assert "geschikt" not in session.scalars(select(Reason.text).where(Reason.action == "reopen_charter")).one()


def test_every_coordinator_must_be_suitable_and_a_deputy_may_be_screened_too(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    appoint(session, place, case, ("Cora Coördinator", "coordinator"), ("Bram Tweede", "coordinator"),
            ("Dora Deput", "deputy_coordinator"))  # fmt: skip
    people = {line.name: line.person_id for line in screenings_of(session, case)}

    record(session, place, case, person_id=people["Cora Coördinator"])
    assert not why_not_yet(session, case)[0].is_met
    record(session, place, case, person_id=people["Bram Tweede"])
    assert why_not_yet(session, case)[0].is_met
    record(session, place, case, person_id=people["Dora Deput"])

    assert {line.state for line in screenings_of(session, case)} == {"suitable"}


@pytest.mark.parametrize(
    ("changes", "field"), [({"result": "perhaps"}, "result"), ({"screened_on": date(2099, 1, 1)}, "screened_on")]
)
def test_an_impossible_outcome_or_day_is_refused(session: Session, place: Place, changes, field) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(Invalid) as refusal:
        record(session, place, case, **changes)

    assert refusal.value.field == field


def test_two_officers_who_note_the_same_screening_at_once_the_second_is_told(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    record(session, place, case)

    with pytest.raises(Stale):
        record(session, place, case, by=place.people[Role.POLICE_CHIEF])


def test_a_mistake_in_favour_can_be_put_right(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    record(session, place, case)

    record(session, place, case, "not_suitable")

    assert mandate_of(session, "Cora Coördinator").screening == "not_suitable"


def test_who_is_no_coordinator_is_not_screened(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    member = session.scalars(select(Person).where(Person.name == "Stef Stuur")).one()

    for person_id in (member.id, place.resident.id, 999_999):
        with pytest.raises(Stale):
            record(session, place, case, person_id=person_id)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.MAYOR])
def test_only_the_police_screen(session: Session, place: Place, role: Role) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(NotAllowed):
        record(session, place, case, by=place.people[role])


def test_an_officer_does_not_screen_themselves_or_who_lives_with_them(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    officer, coordinator = place.people[Role.MANDATED_OFFICER], coordinator_of(session, case)
    officer.dwelling_id = coordinator.dwelling_id = place.streets[1].dwellings[3].id
    session.flush()

    with pytest.raises(NotAllowed) as refusal:
        record(session, place, case)

    assert refusal.value.code == "four_eyes"


def test_an_officer_of_the_applicants_household_does_not_screen(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    place.people[Role.MANDATED_OFFICER].dwelling_id = place.resident.dwelling_id
    session.flush()

    with pytest.raises(NotAllowed):
        record(session, place, case)


def test_nobody_is_screened_outside_the_stage_charter(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)

    with pytest.raises(GateNotMet):
        record(session, place, case, "not_suitable")
