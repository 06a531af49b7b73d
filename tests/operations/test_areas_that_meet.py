"""Areas that meet: overlap that must be explained, earlier attempts that are kept, and areas without streets."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.operations.charters.area_of_charter import take_over_area
from models.operations.requests import requesting
from models.operations.requests.request_answers import RequestAnswers
from models.queries.cases.case_parts import area_in_words
from models.queries.cases.earlier_attempts import attempts_before, earlier_attempts
from models.queries.networks.coverage import coverage
from models.queries.networks.public_networks import public_network, shapes
from models.queries.records.info_evening import evening_record
from models.queries.records.request import request_record
from models.queries.requests.overlaps import Reach, overlaps_of
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.procedure import Stage
from models.rules.refusals import Invalid
from tests.factories import START, Place, acting, advance_to, answers_for, make_place, submitted

LATER = START + timedelta(days=1)
BUSINESSES = {"kind": "bin_z", "scope": "municipality", "segments": (), "name": "BIN-Z Oosterbeke"}
FARMERS = {
    "kind": "sector", "scope": "members", "segments": (), "name": "SIN Landbouw",
    "boundary_text": "De land- en tuinbouwers van heel de gemeente.",
}  # fmt: skip


def submit(session: Session, place: Place, **changes: object) -> FoundingCase:
    return requesting.submit_request(session, acting(session, place.resident), LATER, answers_for(place, **changes))


def reach(answers: RequestAnswers) -> Reach:
    return Reach(answers.municipality_id, answers.kind, answers.scope, tuple(answers.segments))


def refuse(session: Session, place: Place, case: FoundingCase, *, may_come_again: bool = True) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER])
    requesting.refuse_request(session, case.id, desk, LATER, reason="Past niet.", may_come_again=may_come_again)


def test_an_overlap_is_told_with_its_dwellings_and_must_be_explained(session: Session, place: Place) -> None:
    submitted(session, place)
    answers = answers_for(place, segments=[Segment(place.streets[1].id, "all", 1, 4)], overlap_explanation=" ")
    resident = acting(session, place.resident)

    found = overlaps_of(session, reach(answers))
    with pytest.raises(Invalid) as refusal:
        requesting.submit_request(session, resident, LATER, answers)
    explained = replace(answers, overlap_explanation="Een eigen netwerk.")
    case = requesting.submit_request(session, resident, LATER, explained)

    assert [(one.name, one.is_network, one.dwellings) for one in found] == [("BIN Kerkkwartier", False, 2)]
    assert refusal.value.field == "overlap_explanation"
    assert requesting.request_of(session, case.id).overlap_explanation == "Een eigen netwerk."


def test_where_nothing_is_nothing_must_be_explained(session: Session, place: Place) -> None:
    submit(session, place, segments=[Segment(place.streets[0].id, "odd")], overlap_explanation="")
    submit(session, place, segments=[Segment(place.streets[0].id, "even")], overlap_explanation="")


def test_what_ended_in_the_same_streets_is_kept_with_the_new_request(session: Session, place: Place) -> None:
    first = submitted(session, place)
    refuse(session, place, first, may_come_again=False)
    beside = submit(session, place, segments=[Segment(place.streets[1].id, "even")])
    again = submit(session, place, segments=[Segment(place.streets[1].id, "odd", 7, 9)])

    assert attempts_before(session, beside.id) == ()
    assert [(one.number, one.end, one.may_come_again) for one in attempts_before(session, again.id)] == [
        (first.number, "refused", False)
    ]


def test_a_whole_municipality_meets_what_is_of_its_kind_only(session: Session, place: Place) -> None:
    street = submitted(session, place)
    businesses = submit(session, place, **BUSINESSES)

    again = overlaps_of(session, reach(answers_for(place, **BUSINESSES)))
    residents = overlaps_of(session, reach(answers_for(place)))
    shops = overlaps_of(session, Reach(place.municipality.id, "bin_z", "streets", (Segment(place.streets[0].id),)))

    assert [(one.name, one.parts) for one in again] == [(businesses.name, ("Heel Oosterbeke",))]
    assert [one.name for one in residents] == [street.name]
    assert sorted(one.name for one in shops) == sorted([street.name, businesses.name])


def test_a_sector_that_was_refused_is_an_earlier_attempt_of_the_next(session: Session, place: Place) -> None:
    first = submit(session, place, **FARMERS)
    refuse(session, place, first)

    assert [one.number for one in earlier_attempts(session, reach(answers_for(place, **FARMERS)))] == [first.number]
    assert earlier_attempts(session, reach(answers_for(place))) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scope": "municipality", "segments": ()}, "scope"),
        ({"scope": "members"}, "scope"),
        ({**FARMERS, "boundary_text": ""}, "boundary_text"),
        ({"kind": "bin_z", "segments": ()}, "segments"),
        ({"received_on": LATER.date() + timedelta(days=3)}, "received_on"),
    ],
)
def test_an_area_that_does_not_fit_the_kind_is_refused(
    session: Session, place: Place, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        submit(session, place, **change)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("answers", "told"), [(BUSINESSES, "Heel Oosterbeke"), (FARMERS, "De leden van de sector in Oosterbeke")]
)
def test_a_network_without_streets_goes_through_the_whole_procedure(
    session: Session, place: Place, answers: dict[str, object], told: str
) -> None:
    case = submit(session, place, **answers)
    assert request_record(session, case, 1, "http://localhost").area == (told,)

    advance_to(session, place, Stage.EVALUATION, case)

    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case.id)).one()
    charter = session.scalars(select(Charter).where(Charter.case_id == case.id)).one()
    area = next(section.content for section in charter.sections if section.code == "area")
    planned = session.scalars(
        select(JournalEntry.sequence).where(
            JournalEntry.case_id == case.id, JournalEntry.event == "info_evening:planned"
        )
    ).one()
    here = coverage(session, place.streets[0].id, 1, network.active_since)
    assert area_in_words(session, case) == (told,)
    assert evening_record(session, case, planned, "http://localhost").area == (told,)
    assert (area["segments"], area["boundary"].splitlines()[0]) == ([], told)
    assert case.area.scope == answers["scope"]
    shown = public_network(session, network.slug, network.active_since)
    assert shown is not None
    assert shown.streets == (told,)
    assert ([one.name for one in here.wide], here.networks) == ([network.name], ())
    assert bool(shapes(session, network.active_since)[0].corners) is (answers["scope"] == "municipality")


@pytest.mark.parametrize("answers", [BUSINESSES, FARMERS], ids=["municipality", "members"])
def test_a_founding_for_the_whole_municipality_is_found_from_each_of_its_streets_until_it_ends(
    session: Session, place: Place, answers: dict[str, Any]
) -> None:
    case = submit(session, place, **answers)
    elsewhere = make_place(session, "westveld", "WES")

    found = [coverage(session, street.id, None, LATER.date()) for street in (*place.streets, elsewhere.streets[0])]
    assert [[one.number for one in here.wide_foundings] for here in found] == [[case.number], [case.number], []]
    assert [here.foundings for here in found] == [(), (), ()]

    refuse(session, place, case)

    assert coverage(session, place.streets[0].id, None, LATER.date()).wide_foundings == ()


def test_streets_in_the_charter_make_a_street_network_of_a_whole_municipality(session: Session, place: Place) -> None:
    case = submit(session, place, **BUSINESSES)
    row = {"street": "Kerkstraat", "street_id": place.streets[0].id, "side": "all", "from_number": None,
           "to_number": None}  # fmt: skip

    take_over_area(session, case, {"segments": [row], "boundary": "De winkelstraat"})

    assert (case.area.scope, area_in_words(session, case)) == ("streets", ("Kerkstraat",))


def test_the_day_on_which_staff_received_a_request_is_the_day_of_its_receipt(session: Session, place: Place) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER])
    received = START.date() - timedelta(days=5)
    answers = answers_for(place, channel="paper", handed_in_by="Ann Dochter", handed_in_relation="dochter",
                          handed_in_note="Met bijlage.", received_on=received)  # fmt: skip

    case = requesting.submit_request(session, desk, START, answers, initiator_id=place.resident.id)

    request = requesting.request_of(session, case.id)
    assert (request.handed_in_by, request.handed_in_relation) == ("Ann Dochter", "dochter")
    assert request.handed_in_note == "Met bijlage."
    assert request_record(session, case, 1, "http://localhost").received_on == received
