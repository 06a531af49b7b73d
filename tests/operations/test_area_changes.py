"""An evaluation changes the area: only that section opens, and who lives outside it afterwards is told, not erased."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.enrolment import Enrolment
from models.member_notice import MemberNotice
from models.network import LaunchDecision
from models.operations.effects.planning_effects import plan_effects
from models.operations.evaluations.evaluating import amend_charter
from models.operations.networks.joining import forget
from models.operations.networks.telling_members import KIND, outgoing_notice
from models.outbox import Effect
from models.queries.cases.facts import latest_charter
from models.queries.networks.enrolments import enrolments_of
from models.queries.networks.member_notices import paper_notices
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet
from tests.charter_steps import freeze, save
from tests.factories import Place, acting, advance_to, charter_of, later, sign_all
from tests.message_steps import a_member
from tests.outcome_steps import active, close, discussed, members, on_paper, told

KERKSTRAAT = {"street": "Kerkstraat", "side": "all"}
MOLENSTRAAT = {"street": "Molenstraat", "side": "odd", "from_number": 1, "to_number": 9}


def _decide(session: Session, place: Place, case: FoundingCase, outcome: str = "change_area") -> None:
    discussed(session, place, case, later(case, 370))
    close(session, place, case, later(case, 371), outcome)


def _in_force(session: Session, place: Place, case: FoundingCase, *streets: dict[str, object]) -> None:
    """The amended charter is written, signed, checked and launched."""
    if streets:
        save(session, case, "area", {"segments": [dict(one) for one in streets], "boundary": "Rond de kerk"})
    freeze(session, place, case)
    sign_all(session, place, case, later(case))
    advance_to(session, place, Stage.EVALUATION, case)
    session.flush()


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    found = active(session, place)
    on_paper(session, place, found, "Anna Kerk", "4")
    on_paper(session, place, found, "Bert Molen", "5", street_id=place.streets[1].id)
    carla = a_member(session, place, found, "Carla Mail")
    carla.street_id, carla.house_number = place.streets[1].id, 7
    session.flush()
    return found


def test_only_the_section_of_the_area_is_open_after_the_decision_to_change_it(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _decide(session, place, case)

    charter = latest_charter(session, case.id)
    assert charter is not None
    assert charter.open_sections == ["area"]
    with pytest.raises(GateNotMet) as refusal:
        save(session, case, "members", {"text": "Andere regels voor de leden."})
    assert refusal.value.code == "section_closed"


def test_all_sections_are_open_after_the_decision_to_adjust_the_charter(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _decide(session, place, case, "adjust_charter")

    assert charter_of(session, case).open_sections is None


def test_who_is_no_longer_inside_is_told_and_stays_a_member(session: Session, place: Place, case: FoundingCase) -> None:
    _decide(session, place, case)

    _in_force(session, place, case, KERKSTRAAT)

    (notice,) = session.scalars(select(MemberNotice).where(MemberNotice.kind == "outside")).all()
    mailed = [outgoing_notice(session, one) for one in session.scalars(select(Effect).where(Effect.kind == KIND))]
    assert {one.name for one in mailed if one and one.kind == "outside"} == {"Carla Mail"}
    assert paper_notices(session, case)[0].people == (("Bert Molen", "Molenstraat 5"),)
    launched = session.scalars(select(LaunchDecision.active_on).order_by(LaunchDecision.id.desc())).first()
    assert launched is not None
    assert notice.facts["active_on"] == launched.isoformat()
    assert told(session, case, "members:left_outside") == [{"count": 2}]
    assert members(session, case) == [("Anna Kerk", "member"), ("Bert Molen", "member"), ("Carla Mail", "member")]
    assert {line.row.name for line in enrolments_of(session, case) if line.is_outside} == {"Bert Molen", "Carla Mail"}


def test_the_coordinator_hears_who_lives_outside_and_what_is_to_be_brought_on_paper(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _decide(session, place, case)
    _in_force(session, place, case, KERKSTRAAT)

    plan_effects(session, case.id, later(case))

    kinds = {
        (one.payload["notice"], one.payload["recipient"])
        for one in session.scalars(select(Effect).where(Effect.kind == "mail", Effect.case_id == case.id))
    }
    assert ("members_outside_area", Role.COORDINATOR.value) in kinds
    assert ("papers_to_deliver", Role.COORDINATOR.value) in kinds


def test_nobody_is_told_before_the_charter_is_in_force_nor_where_the_area_stayed(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _decide(session, place, case)
    save(session, case, "area", {"segments": [dict(KERKSTRAAT)], "boundary": ""})
    assert told(session, case, "members:left_outside") == []
    save(session, case, "area", {"segments": [dict(KERKSTRAAT), dict(MOLENSTRAAT)], "boundary": ""})

    _in_force(session, place, case)

    assert told(session, case, "members:left_outside") == []


def test_who_lived_outside_before_is_not_told_once_more(session: Session, place: Place, case: FoundingCase) -> None:
    _decide(session, place, case)
    _in_force(session, place, case, KERKSTRAAT)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    amend_charter(session, case.id, desk, later(case), sections=["area"], reason="De grens in woorden klopte niet.")

    _in_force(session, place, case, {**KERKSTRAAT, "from_number": 2, "to_number": None})

    assert told(session, case, "members:left_outside") == [{"count": 2}]


def test_who_stopped_before_the_mail_left_gets_nothing(session: Session, place: Place, case: FoundingCase) -> None:
    _decide(session, place, case)
    _in_force(session, place, case, KERKSTRAAT)
    for row in session.scalars(select(Enrolment)):
        forget(row, "left", later(case))

    mails = session.scalars(select(Effect).where(Effect.kind == KIND)).all()
    assert [outgoing_notice(session, one) for one in mails if one.payload] == [None] * len(mails)
    assert paper_notices(session, case) == ()
