"""Who may see what: closed unless listed; nobody of another municipality or zone (domain.md section 3)."""

import pytest

from models.rules.access import (
    ANYONE,
    CASE_ROLES,
    PERMISSIONS,
    SIGNED_IN,
    SYSTEM,
    TOO_CLOSE,
    Actor,
    CasePlace,
    Grant,
    Role,
    Ties,
    closeness,
    may,
    roles_on,
)

HERE = CasePlace(case_id=1, municipality_id=10, zone_id=20, initiator_id=5, applicant_dwelling_id=77, submitted_by_id=5)


def actor(role: Role, *, case_id: int = 1, municipality_id: int = 10, zone_id: int = 20, person_id: int = 1) -> Actor:
    if role in CASE_ROLES:
        grant = Grant(role, case_id=case_id)
    elif role in (Role.MANDATED_OFFICER, Role.POLICE_CHIEF):
        grant = Grant(role, authority_id=zone_id)
    else:
        grant = Grant(role, authority_id=municipality_id)
    return Actor(person_id, "Iemand", grants=frozenset({grant}))


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("role", Role)
def test_on_their_own_case_everybody_has_exactly_what_the_table_lists(permission: str, role: Role) -> None:
    listed = PERMISSIONS[permission]
    expected = listed in (ANYONE, SIGNED_IN) or (role in listed and role is not Role.ADMINISTRATOR)

    assert may(actor(role), permission, HERE) is expected


@pytest.mark.parametrize("permission", [p for p, who in PERMISSIONS.items() if not isinstance(who, str)])
@pytest.mark.parametrize("role", Role)
def test_nobody_from_elsewhere_passes_on_a_case(permission: str, role: Role) -> None:
    stranger = actor(role, case_id=2, municipality_id=11, zone_id=21)

    assert not may(stranger, permission, HERE)


@pytest.mark.parametrize("permission", [p for p, who in PERMISSIONS.items() if who != ANYONE])
def test_who_is_not_signed_in_passes_only_what_is_open_to_anyone(permission: str) -> None:
    assert not may(None, permission)
    assert not may(None, permission, HERE)


def test_a_permission_that_the_table_does_not_know_is_closed() -> None:
    assert not may(actor(Role.DESK_OFFICER), "fly_to_the_moon", HERE)


def test_an_officer_of_the_municipality_has_no_police_role_although_the_zone_covers_it() -> None:
    desk = Actor(1, "Balie", grants=frozenset({Grant(Role.DESK_OFFICER, authority_id=20)}))

    assert roles_on(desk, HERE) == frozenset()


def test_a_mayor_is_mayor_of_their_own_municipality_only() -> None:
    assert roles_on(actor(Role.MAYOR), HERE) == {Role.MAYOR}
    assert roles_on(actor(Role.MAYOR, municipality_id=11), HERE) == frozenset()


def test_a_zone_s_officer_has_their_role_in_each_municipality_of_the_zone() -> None:
    other_municipality = CasePlace(case_id=2, municipality_id=11, zone_id=20)

    assert roles_on(actor(Role.MANDATED_OFFICER), other_municipality) == {Role.MANDATED_OFFICER}


def test_police_have_no_role_on_a_case_without_a_zone() -> None:
    nowhere = CasePlace(case_id=1, municipality_id=10, zone_id=None)
    somebody = Actor(1, "Agent", grants=frozenset({Grant(Role.POLICE_CHIEF, authority_id=None)}))

    assert roles_on(somebody, nowhere) == frozenset()


def test_an_officer_cannot_decide_on_a_request_from_their_own_household() -> None:
    officer = Actor(9, "Agent", dwelling_id=77)

    assert closeness(officer, HERE) == "household"


def test_who_submitted_does_not_decide() -> None:
    assert closeness(Actor(5, "Indiener"), HERE) == "asked"


def test_who_lives_in_the_area_does_not_decide() -> None:
    assert closeness(Actor(9, "Agent", dwelling_id=78), HERE, Ties(lives_in_area=True)) == "lives_in_area"


def test_who_signed_the_request_does_not_decide() -> None:
    assert closeness(Actor(9, "Agent"), HERE, Ties(has_signed=True)) == "signed"


def test_somebody_from_another_dwelling_who_signed_nothing_can_decide() -> None:
    assert closeness(Actor(9, "Agent", dwelling_id=78), HERE, Ties()) == ""


def test_people_without_a_known_dwelling_are_not_taken_for_one_household() -> None:
    unknown = CasePlace(case_id=1, municipality_id=10, zone_id=20, applicant_dwelling_id=None)

    assert closeness(Actor(9, "Agent", dwelling_id=None), unknown) == ""


def test_the_system_itself_is_never_too_close() -> None:
    here = CasePlace(case_id=1, municipality_id=10, zone_id=20)

    assert closeness(SYSTEM, here, Ties(lives_in_area=True, has_signed=True)) == ""


def test_each_reason_why_somebody_is_too_close_has_its_sentence() -> None:
    assert {"asked", "household", "lives_in_area", "signed"} == TOO_CLOSE.keys()
