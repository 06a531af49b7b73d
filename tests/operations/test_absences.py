"""While somebody is away a colleague holds the function in their name: four eyes stay, and never two keys."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.absence import Absence
from models.approval import Approval
from models.authority_journal import AuthorityJournalEntry
from models.clock import day_of
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.authorities.absences import end_absence, enter_absence
from models.operations.charters import signing_charter
from models.operations.consultation import consulting
from models.person import Person
from models.queries.cases.recipients import recipients_of
from models.rules.access import Role
from models.rules.happenings import Happening
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.signature import Signature
from tests.charter_steps import freeze
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    charter_of,
    fill_charter,
    give_role,
    later,
    make_person,
    make_place,
    screen,
)


def _mandate(session: Session, place: Place, role: Role) -> Mandate:
    return session.scalars(
        select(Mandate).where(Mandate.person_id == place.people[role].id, Mandate.role == role.value)
    ).one()


def _away(session: Session, place: Place, role: Role, deputy: Person, at: datetime, days: int = 14) -> Absence:
    mandate = _mandate(session, place, role)
    return enter_absence(session, acting(session, place.people[role], at), mandate.id, at, deputy_id=deputy.id,
                         first_on=day_of(at), last_on=day_of(at) + timedelta(days=days))  # fmt: skip


def test_a_deputy_decides_in_the_name_of_who_is_away(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    desk = place.people[Role.DESK_OFFICER]
    _away(session, place, Role.MAYOR, desk, at)

    consulting.decide_as_municipality(session, case.id, acting(session, desk, at), at, is_approved=True,
                                      reason="Past in ons beleid.")  # fmt: skip

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "founding:approved")).one()
    assert (entry.function, entry.by_id) == ("deputy:mayor", desk.id)


def test_a_deputy_of_the_police_is_printed_by_function_and_not_by_name(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    officer = place.people[Role.MANDATED_OFFICER]
    _away(session, place, Role.POLICE_CHIEF, officer, at)

    consulting.decide_as_police(session, case.id, acting(session, officer, at), at, is_approved=True, reason="Goed.")

    assert session.scalars(select(Approval.body)).one() == "plaatsvervangend voor de korpschef"


@pytest.mark.parametrize("days", [-1, 15])
def test_before_and_after_the_absence_the_deputy_holds_nothing(session: Session, place: Place, days: int) -> None:
    desk = place.people[Role.DESK_OFFICER]
    _away(session, place, Role.MAYOR, desk, START)

    held = {grant.role for grant in acting(session, desk, START + timedelta(days=days)).grants}

    assert held == {Role.DESK_OFFICER}


def test_who_is_back_earlier_ends_it(session: Session, place: Place) -> None:
    desk = place.people[Role.DESK_OFFICER]
    absence = _away(session, place, Role.MAYOR, desk, START)

    end_absence(session, acting(session, place.people[Role.MAYOR]), absence.id, START)

    assert {grant.role for grant in acting(session, desk).grants} == {Role.DESK_OFFICER}
    with pytest.raises(Stale):
        end_absence(session, acting(session, place.people[Role.MAYOR]), absence.id, START)


def test_a_deputy_who_lives_with_the_applicant_does_not_decide(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at, desk = later(case), place.people[Role.DESK_OFFICER]
    desk.dwelling_id = place.streets[0].dwellings[0].id
    case.applicant_dwelling_id = desk.dwelling_id
    _away(session, place, Role.MAYOR, desk, at)

    with pytest.raises(NotAllowed) as refusal:
        consulting.decide_as_municipality(
            session, case.id, acting(session, desk, at), at, is_approved=True, reason="Ja"
        )

    assert refusal.value.code == "four_eyes"


def test_one_person_never_turns_both_keys_also_not_as_a_deputy(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at, chief = later(case), place.people[Role.POLICE_CHIEF]
    give_role(session, chief, Role.DESK_OFFICER, place.municipality)  # works for both
    _away(session, place, Role.MAYOR, chief, at)
    consulting.decide_as_police(session, case.id, acting(session, chief, at), at, is_approved=True, reason="Goed.")

    with pytest.raises(NotAllowed) as refusal:
        consulting.decide_as_municipality(
            session, case.id, acting(session, chief, at), at, is_approved=True, reason="Ja"
        )

    assert refusal.value.code == "both_sides"


def _frozen(session: Session, place: Place):  # type: ignore[no-untyped-def]
    case = advance_to(session, place, Stage.CHARTER)
    at = later(case)
    screen(session, place, case, at)
    fill_charter(session, place, case, at)
    freeze(session, place, case)
    return case, at


def _sign(session: Session, case, person: Person, role: Role, at: datetime) -> Signature:  # type: ignore[no-untyped-def]
    charter = charter_of(session, case)
    row = session.scalars(
        select(Signature).where(Signature.charter_id == charter.id, Signature.role == role.value)
    ).one()
    signing_charter.sign_charter(session, case.id, acting(session, person, at), at, signature_id=row.id,
                                 name=person.name, place="Oosterbeke", fingerprint=charter.fingerprint,
                                 identified_by="password_and_code")  # fmt: skip
    return row


def test_a_deputy_signs_the_charter_for_the_mayor(session: Session, place: Place) -> None:
    case, at = _frozen(session, place)
    desk = place.people[Role.DESK_OFFICER]
    _away(session, place, Role.MAYOR, desk, at)

    row = _sign(session, case, desk, Role.MAYOR, at)

    assert (row.name, row.capacity) == (desk.name, "plaatsvervangend voor de burgemeester")


def test_one_person_does_not_sign_for_themselves_and_for_who_is_away(session: Session, place: Place) -> None:
    case, at = _frozen(session, place)
    officer = place.people[Role.MANDATED_OFFICER]
    _away(session, place, Role.POLICE_CHIEF, officer, at)
    _sign(session, case, officer, Role.MANDATED_OFFICER, at)

    with pytest.raises(NotAllowed) as refusal:
        _sign(session, case, officer, Role.POLICE_CHIEF, at)

    assert refusal.value.code == "second_key"


def test_mails_for_the_function_go_to_the_deputy_too(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at, desk = later(case), place.people[Role.DESK_OFFICER]
    _away(session, place, Role.MAYOR, desk, at)
    nothing = Happening(0, "", case.stage, case.round, {}, day_of(at))

    found = [one.email for one in recipients_of(session, case, Role.MAYOR, nothing, day_of(at))]

    assert found == [place.people[Role.MAYOR].email, desk.email]


def test_the_administrator_enters_an_absence_and_the_journal_keeps_it(session: Session, place: Place) -> None:
    administrator = acting(session, place.people[Role.ADMINISTRATOR])

    enter_absence(session, administrator, _mandate(session, place, Role.MAYOR).id, START,
                  deputy_id=place.people[Role.DESK_OFFICER].id, first_on=day_of(START),
                  last_on=day_of(START))  # fmt: skip

    assert session.scalars(select(AuthorityJournalEntry.event)).all() == ["absence:entered"]


def test_nobody_else_enters_an_absence(session: Session, place: Place) -> None:
    desk, deputy = place.people[Role.DESK_OFFICER], make_person(session, "Dina Dienst")
    give_role(session, deputy, Role.DESK_OFFICER, place.municipality)

    with pytest.raises(NotAllowed):
        enter_absence(session, acting(session, desk), _mandate(session, place, Role.MAYOR).id, START,
                      deputy_id=desk.id, first_on=day_of(START), last_on=day_of(START))  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 3, 10), date(2026, 3, 9), "last_on"),
        (date(2026, 1, 10), date(2026, 1, 12), "last_on"),
        (date(2026, 3, 10), date(2027, 4, 10), "last_on"),
    ],
)
def test_days_that_can_not_be_are_refused_at_their_field(
    session: Session, place: Place, first: date, last: date, field: str
) -> None:
    mayor = place.people[Role.MAYOR]

    with pytest.raises(Invalid) as refusal:
        enter_absence(session, acting(session, mayor), _mandate(session, place, Role.MAYOR).id, START,
                      deputy_id=place.people[Role.DESK_OFFICER].id, first_on=first, last_on=last)  # fmt: skip

    assert refusal.value.field == field


def test_a_deputy_is_a_colleague_who_is_there(session: Session, place: Place) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    desk = place.people[Role.DESK_OFFICER]
    colleague = make_person(session, "Dina Dienst")
    give_role(session, colleague, Role.DESK_OFFICER, place.municipality)
    _away(session, place, Role.DESK_OFFICER, colleague, START)

    for deputy, code in (
        (place.people[Role.MAYOR], "same_person"),
        (elsewhere.people[Role.DESK_OFFICER], "no_colleague"),
        (place.people[Role.POLICE_CHIEF], "no_colleague"),
        (desk, "deputy_away"),
    ):
        with pytest.raises(Invalid) as refusal:
            _away(session, place, Role.MAYOR, deputy, START)
        assert (refusal.value.code, refusal.value.field) == (code, "deputy_id")


def test_two_absences_of_one_function_do_not_overlap(session: Session, place: Place) -> None:
    _away(session, place, Role.MAYOR, place.people[Role.DESK_OFFICER], START)

    with pytest.raises(Invalid) as refusal:
        _away(session, place, Role.MAYOR, place.people[Role.DESK_OFFICER], START + timedelta(days=3))

    assert refusal.value.code == "away_already"


def test_a_deputy_hands_nothing_on_to_their_own_deputy(session: Session, place: Place) -> None:
    desk, third = place.people[Role.DESK_OFFICER], make_person(session, "Dina Dienst")
    give_role(session, third, Role.DESK_OFFICER, place.municipality)
    _away(session, place, Role.MAYOR, desk, START)
    _away(session, place, Role.DESK_OFFICER, third, START)

    held = {(grant.role, grant.in_place_of) for grant in acting(session, third).grants}

    assert held == {(Role.DESK_OFFICER, None), (Role.DESK_OFFICER, desk.id)}
