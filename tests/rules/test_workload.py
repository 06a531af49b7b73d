"""Who sees the load of the staff by name (DECISIONS, 'Insight')."""

import pytest

from models.rules.access import Actor, Grant, Role
from models.rules.workload import PersonLoad, by_function, is_head_of, months_before, shown_by_name

HERE, ELSEWHERE = 1, 2
LOADS = (
    PersonLoad(10, "An", "desk_officer", 3, (1, 0)),
    PersonLoad(11, "Bart", "desk_officer", 4, (5, 2)),
    PersonLoad(12, "Maria", "mayor", 0, (0, 7)),
)


def actor(role: Role, authority_id: int = HERE, in_place_of: int | None = None) -> Actor:
    return Actor(12, "Maria", grants=frozenset({Grant(role, authority_id, in_place_of=in_place_of)}))


@pytest.mark.parametrize(
    ("one", "is_head"),
    [
        (actor(Role.MAYOR), True),
        (actor(Role.POLICE_CHIEF), True),
        (actor(Role.MAYOR, ELSEWHERE), False),
        (actor(Role.MAYOR, in_place_of=99), False),  # who stands in does not read along
        (actor(Role.DESK_OFFICER), False),
        (actor(Role.ADMINISTRATOR), False),
    ],
)
def test_only_who_leads_the_service_is_its_head(one: Actor, is_head: bool) -> None:
    assert is_head_of(one, HERE) is is_head


def test_the_head_sees_all_names_and_others_only_their_own() -> None:
    assert shown_by_name(LOADS, actor(Role.MAYOR), HERE) == LOADS
    assert [one.name for one in shown_by_name(LOADS, actor(Role.DESK_OFFICER), HERE)] == ["Maria"]


def test_loads_together_by_function() -> None:
    desk, mayor = by_function(LOADS)

    assert (desk.people, desk.in_hand, desk.entries) == (2, 7, (6, 2))
    assert (mayor.function, mayor.entries) == ("mayor", (0, 7))


def test_months_go_back_over_new_year() -> None:
    assert months_before(2026, 2, 3) == ("2025-12", "2026-01", "2026-02")
