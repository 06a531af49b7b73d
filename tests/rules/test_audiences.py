"""For whom a document was made decides who may open it (models.rules.audiences)."""

import pytest

from models.rules.access import CASE_ROLES, MUNICIPAL_ROLES, STAFF, Actor, CasePlace, Grant, Role
from models.rules.audiences import AUDIENCES, may_open
from models.rules.notices import EVENT_ROWS

PLACE = CasePlace(case_id=1, municipality_id=10, zone_id=20)


def _actor(role: Role, case_id: int = 1, municipality_id: int = 10, zone_id: int = 20) -> Actor:
    if role in CASE_ROLES:
        return Actor(1, "Iemand", grants=frozenset({Grant(role, case_id=case_id)}))
    where = municipality_id if role in MUNICIPAL_ROLES | {Role.ADMINISTRATOR} else zone_id
    return Actor(1, "Iemand", grants=frozenset({Grant(role, authority_id=where)}))


def test_anybody_opens_what_is_public() -> None:
    assert may_open(None, "public", PLACE)
    assert may_open(_actor(Role.ADMINISTRATOR), "public", PLACE)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("partners", STAFF | CASE_ROLES),
        ("initiator", STAFF | {Role.INITIATOR}),
        ("staff", STAFF),
    ],
)
def test_on_their_own_case_exactly_these_open_it(role: Role, audience: str, readers: frozenset[Role]) -> None:
    assert may_open(_actor(role), audience, PLACE) is (role in readers)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("audience", sorted(AUDIENCES.keys() - {"public"}))
def test_nobody_from_elsewhere_opens_it(role: Role, audience: str) -> None:
    assert not may_open(_actor(role, case_id=2, municipality_id=11, zone_id=21), audience, PLACE)
    assert not may_open(None, audience, PLACE)


def test_an_audience_that_nobody_knows_is_closed() -> None:
    assert not may_open(_actor(Role.DESK_OFFICER), "friends", PLACE)


def test_every_document_that_is_planned_has_an_audience_that_exists() -> None:
    planned = {document.audience for row in EVENT_ROWS for document in row.documents}

    assert planned <= AUDIENCES.keys()
