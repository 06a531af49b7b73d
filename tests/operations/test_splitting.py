"""A network is split: it goes on in a smaller area by an amended charter, and a founding begins for the other part."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.requests import requesting
from models.queries.cases.facts import latest_charter
from models.queries.networks.successors import area_parts
from models.queries.requests.areas import segments_of
from models.request import FoundingRequest
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.refusals import Invalid, NotAllowed
from tests.factories import Place, acting, give_role, later, make_person
from tests.outcome_steps import active, close, discussed, members, network, on_paper, told


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    found = active(session, place)
    discussed(session, place, found, later(found, 370))
    return found


def _split(session: Session, place: Place, case: FoundingCase, **changes: object) -> FoundingCase:
    parts = area_parts(session, case)
    values = {"leaving": [parts[-1][0]] if parts else [], "new_name": "BIN Molen", **changes}
    close(session, place, case, later(case, 371), "split", **values)
    session.flush()
    return session.scalars(select(FoundingCase).where(FoundingCase.split_from_id == case.id)).one()


def test_the_network_goes_on_and_a_founding_begins_for_the_streets_that_leave(
    session: Session, place: Place, case: FoundingCase
) -> None:
    new = _split(session, place, case)

    assert (case.stage, case.end, network(session, case).state) == ("charter", None, "active")
    assert (new.stage, new.name, new.kind, new.split_from_id) == ("idea", "BIN Molen", case.kind, case.id)
    assert segments_of(session, new.area_id) == (Segment(place.streets[1].id, "odd", 1, 9),)
    request = session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == new.id)).one()
    assert (request.origin, request.households) == ("municipality", 5)
    assert case.number in request.overlap_explanation
    (here,), (there,) = told(session, case, "network:split"), told(session, new, "case:split_off")
    assert (here["part_number"], here["streets"]) == (new.number, ["Molenstraat (oneven nummers 1 tot en met 9)"])
    assert there["origin_number"] == case.number


def test_only_the_area_of_the_charter_is_open_and_it_begins_without_those_streets(
    session: Session, place: Place, case: FoundingCase
) -> None:
    before = case.area_id

    _split(session, place, case)

    charter = latest_charter(session, case.id)
    assert charter is not None
    assert charter.open_sections == ["area"]
    area = next(one.content for one in charter.sections if one.code == "area")
    assert [row["street_id"] for row in area["segments"]] == [place.streets[0].id]
    assert (case.area_id, network(session, case).area_id) == (before, before)  # until the new charter is in force


def test_members_of_the_part_that_leaves_stay_members_and_are_counted(
    session: Session, place: Place, case: FoundingCase
) -> None:
    on_paper(session, place, case, "Anna Blijft", "4")
    on_paper(session, place, case, "Bert Molen", "5", street_id=place.streets[1].id)

    _split(session, place, case)

    assert members(session, case) == [("Anna Blijft", "member"), ("Bert Molen", "member")]
    assert told(session, case, "network:split")[0]["concerned"] == 1


def test_who_split_it_does_not_accept_the_new_request_and_a_colleague_does(
    session: Session, place: Place, case: FoundingCase
) -> None:
    new = _split(session, place, case)
    at = later(new)
    colleague = make_person(session, "Ria Collega")
    give_role(session, colleague, Role.DESK_OFFICER, place.municipality)

    with pytest.raises(NotAllowed) as refusal:
        requesting.accept_request(session, new.id, acting(session, place.people[Role.DESK_OFFICER], at), at)
    requesting.accept_request(session, new.id, acting(session, colleague, at), at)

    assert refusal.value.code == "four_eyes"
    assert new.stage == "consultation"


@pytest.mark.parametrize(("which", "field"), [("none", "leaving"), ("all", "leaving"), ("elsewhere", "leaving"),
                                              ("nameless", "new_name")])  # fmt: skip
def test_a_split_that_can_not_be_is_refused_at_its_field_and_nothing_changes(
    session: Session, place: Place, case: FoundingCase, which: str, field: str
) -> None:
    parts = [number for number, _name in area_parts(session, case)]
    other = [number for number, _name in area_parts(session, active(session, place))]
    wrong = {"none": {"leaving": []}, "all": {"leaving": parts}, "elsewhere": {"leaving": [parts[0], other[0]]},
             "nameless": {"new_name": " "}}  # fmt: skip

    with pytest.raises(Invalid) as refusal:
        _split(session, place, case, **wrong[which])

    assert refusal.value.field == field
    assert case.stage == "evaluation"
    assert session.scalars(select(FoundingCase).where(FoundingCase.split_from_id.is_not(None))).all() == []


def test_a_network_without_streets_is_not_split(session: Session, place: Place, case: FoundingCase) -> None:
    case.area.scope = "municipality"
    numbers = [one.id for one in case.area.segments]
    session.flush()

    assert area_parts(session, case) == ()
    with pytest.raises(Invalid):
        _split(session, place, case, leaving=numbers[:1])
