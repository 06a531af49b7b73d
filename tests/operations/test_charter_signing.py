"""Signing the charter: everyone under one and the same text, on screen or in ink, each line once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.mandate import Mandate
from models.operations.charters import signing_charter
from models.person import Person
from models.queries.cases.cases import journal_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import (
    add_party,
    appoint,
    events,
    freeze,
    frozen,
    line_of,
    ready_to_freeze,
    reopen,
    save,
    sign,
    signature_rows,
)
from tests.factories import (
    Place,
    acting,
    coordinator_of,
    give_role,
    later,
    make_person,
    make_place,
    sign_all,
)


def test_a_signature_holds_who_signed_where_when_and_under_which_text(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    sign(session, case, place.people[Role.MAYOR], "burgemeester")

    row = line_of(session, case, "burgemeester")
    assert (row.name, row.place, row.method) == ("Maria Burgemeester Oosterbeke", "Oosterbeke", "electronic")
    assert (row.signed_on, row.fingerprint) == (day_of(later(case)), charter.fingerprint)
    assert (row.identified_by, row.recorded_as) == ("password_and_code", "mayor")
    assert journal_of(session, case)[-1].sentence == "Charter versie 1 ondertekend: burgemeester."
    assert journal_of(session, case)[-1].function == "mayor"


def test_nobody_signs_without_having_shown_who_they_are(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(ValueError, match="nobody is identified by ''"):
        sign(session, case, place.people[Role.MAYOR], "burgemeester", identified_by="")

    assert line_of(session, case, "burgemeester").signed_on is None


def test_the_last_signature_completes_the_charter_and_opens_the_federal_check(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    sign_all(session, place, case, later(case))

    assert (charter.state, charter.signed_at is not None) == ("signed", True)
    assert case.stage == Stage.FEDERAL_CHECK
    assert events(session, case)[-3:] == ["charter:completed", "stage:closed", "stage:opened"]


def test_as_long_as_one_is_missing_the_case_stays_where_it_is(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    for role, capacity in ((Role.MAYOR, "burgemeester"), (Role.POLICE_CHIEF, "korpschef")):
        sign(session, case, place.people[role], capacity)
    sign(session, case, coordinator_of(session, case), "coördinator")

    assert (case.stage, case.waiting_for, charter.state) == (Stage.CHARTER, ["all_signed"], "frozen")


def test_the_name_may_be_typed_without_accents_and_capitals(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    sign(session, case, coordinator_of(session, case), "coördinator", name="  cora  coordinator ")

    assert line_of(session, case, "coördinator").name == "Cora Coördinator"


@pytest.mark.parametrize("typed", ["Cora", "Cora Coördinator Junior", "Maria Burgemeester"])
def test_another_name_than_ones_own_is_refused(session: Session, place: Place, typed: str) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Invalid) as refusal:
        sign(session, case, coordinator_of(session, case), "coördinator", name=typed)

    assert refusal.value.field == "name"
    assert line_of(session, case, "coördinator").signed_on is None


def test_a_place_must_be_filled_in(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Invalid) as refusal:
        sign(session, case, place.people[Role.MAYOR], "burgemeester", place=" ")

    assert refusal.value.field == "place"


def test_nobody_signs_a_text_that_they_did_not_see(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Stale) as refusal:
        sign(session, case, place.people[Role.MAYOR], "burgemeester", fingerprint="0" * 64)

    assert refusal.value.code == "other_text"


def test_a_page_from_before_the_text_was_opened_again_signs_nothing(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)
    old = line_of(session, case, "burgemeester").id
    fingerprint = charter.fingerprint
    reopen(session, place, case)
    save(session, case, "members", {"text": "Iedereen vanaf 18 jaar."})
    freeze(session, place, case)

    with pytest.raises(Stale):
        sign(session, case, place.people[Role.MAYOR], "burgemeester", fingerprint=fingerprint)
    with pytest.raises(Stale):
        sign(session, case, place.people[Role.MAYOR], "burgemeester", signature_id=old + 1000)


def test_a_signature_id_of_another_case_is_refused(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    other, _ = frozen(session, place)
    foreign = line_of(session, other, "burgemeester").id

    with pytest.raises(Stale):
        sign(session, case, place.people[Role.MAYOR], "burgemeester", signature_id=foreign)


def test_of_two_who_sign_the_same_line_the_second_is_told(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    second = make_person(session, "Tweede Mandaat")
    give_role(session, second, Role.MANDATED_OFFICER, place.zone)
    sign(session, case, place.people[Role.MANDATED_OFFICER], "gemandateerde politiebeambte")

    with pytest.raises(Stale) as refusal:
        sign(session, case, second, "gemandateerde politiebeambte")

    assert refusal.value.code == "already_signed"


def test_who_holds_the_function_that_day_signs_also_a_deputy_mayor(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    deputy = make_person(session, "Waarnemend Burgemeester")
    give_role(session, deputy, Role.MAYOR, place.municipality)

    sign(session, case, deputy, "burgemeester")

    assert line_of(session, case, "burgemeester").name == "Waarnemend Burgemeester"


def test_somebody_with_two_functions_signs_each_line_apart(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    mayor = place.people[Role.MAYOR]
    give_role(session, mayor, Role.POLICE_CHIEF, place.zone)

    sign(session, case, mayor, "burgemeester")
    assert line_of(session, case, "korpschef").signed_on is None
    sign(session, case, mayor, "korpschef")

    assert line_of(session, case, "korpschef").name == mayor.name
    assert [line.function for line in journal_of(session, case)[-2:]] == ["mayor", "police_chief"]


@pytest.mark.parametrize(("who", "capacity"), [
    (Role.POLICE_CHIEF, "burgemeester"),
    (Role.MANDATED_OFFICER, "korpschef"),
    (Role.MAYOR, "coördinator"),
])  # fmt: skip
def test_nobody_signs_in_the_place_of_another(session: Session, place: Place, who: Role, capacity: str) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(NotAllowed) as refusal:
        sign(session, case, place.people[who], capacity)

    assert refusal.value.code == "not_your_signature"


def test_another_coordinator_does_not_sign_the_line_of_the_first(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    appoint(session, place, case, ("Cora Coördinator", "coordinator"), ("Bram Tweede", "coordinator"))
    for mandate in session.scalars(select(Mandate).where(Mandate.role == "coordinator", Mandate.until.is_(None))):
        mandate.screening = "suitable"
    add_party(session, place, case, "coordinator", "Bram Tweede")
    freeze(session, place, case)
    bram = session.scalars(select(Person).where(Person.name == "Bram Tweede")).one()
    first = signature_rows(session, case)[3]

    with pytest.raises(NotAllowed):
        sign(session, case, bram, "coördinator", signature_id=first.id)


def test_a_member_of_the_stuurgroep_who_does_not_sign_has_no_line(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    member = session.scalars(select(Person).where(Person.name == "Stef Stuur")).one()

    with pytest.raises(NotAllowed):
        sign(session, case, member, "coördinator")


def test_the_mayor_of_elsewhere_does_not_sign(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    elsewhere = make_place(session, "westveld", "WES")

    with pytest.raises(NotAllowed) as refusal:
        sign(session, case, elsewhere.people[Role.MAYOR], "burgemeester")

    assert refusal.value.code == "no_role"


def test_a_draft_is_not_signed(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    mayor = acting(session, place.people[Role.MAYOR], later(case))

    with pytest.raises(GateNotMet) as refusal:
        signing_charter.sign_charter(
            session,
            case.id,
            mayor,
            later(case),
            signature_id=1,
            name=mayor.name,
            place="Oosterbeke",
            fingerprint="",
            identified_by="link",
        )

    assert refusal.value.code == "charter_frozen"


def test_once_the_coordinators_changed_the_text_is_frozen_anew_before_anyone_signs(
    session: Session, place: Place
) -> None:
    case, _ = frozen(session, place)
    appoint(session, place, case, ("Bram Tweede", "coordinator"))

    with pytest.raises(GateNotMet) as refusal:
        sign(session, case, place.people[Role.MAYOR], "burgemeester")

    assert refusal.value.code == "steering_group_changed"


def test_a_text_that_does_not_name_its_coordinator_is_not_frozen(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    appoint(session, place, case, ("Cora Coördinator", "coordinator"), ("Bram Tweede", "coordinator"))
    for mandate in session.scalars(select(Mandate).where(Mandate.role == "coordinator", Mandate.until.is_(None))):
        mandate.screening = "suitable"

    with pytest.raises(GateNotMet) as refusal:
        freeze(session, place, case)

    assert refusal.value.code == "parties_outdated"
    assert "Bram Tweede" in refusal.value.sentence


def test_the_last_signature_gives_the_case_the_streets_of_the_charter(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    earlier = case.area_id
    save(session, case, "area", {"segments": [{"street": "Molenstraat"}], "boundary": "Rond de molen."})
    freeze(session, place, case)
    assert case.area_id == earlier

    sign_all(session, place, case, later(case))

    assert case.area_id != earlier
    assert [segment.street.name for segment in case.area.segments] == ["Molenstraat"]
    assert case.area.boundary_text == "Rond de molen."


def test_an_area_that_did_not_change_stays_the_same_area(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    earlier = case.area_id

    sign_all(session, place, case, later(case))

    assert case.area_id == earlier


def test_of_two_who_sign_one_line_at_the_same_moment_one_wins_and_the_other_is_told(empty_engine: Engine) -> None:
    with writing(empty_engine) as session:
        place = make_place(session)
        case, _ = frozen(session, place)
        second = make_person(session, "Tweede Mandaat")
        give_role(session, second, Role.MANDATED_OFFICER, place.zone)
        signers = [place.people[Role.MANDATED_OFFICER].id, second.id]

    def attempt(person_id: int) -> str:
        try:
            with writing(empty_engine) as session:
                person = session.get_one(Person, person_id)
                sign(session, session.get_one(FoundingCase, case.id), person, "gemandateerde politiebeambte")
        except Stale as refusal:
            return refusal.code
        return "signed"

    with ThreadPoolExecutor(2) as both:
        results = sorted(both.map(attempt, signers))

    assert results == ["already_signed", "signed"]
