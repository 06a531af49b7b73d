"""The work list in its order: what is due first, then what waits longest, over cases that stand alike or apart."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.cases import assigning
from models.queries.cases import work_lists
from models.queries.cases.work_lists import MINE, OTHERS, TEAM, WorkLists, work_list
from models.rules.access import Role
from tests.factories import START, Place, acting, give_role, make_person, submitted

TODAY = date(2026, 3, 2)
DAYS = (4, None, 1, 3, None, 2, 4)  # until their terms; None: no term


@pytest.fixture
def cases(session: Session, place: Place) -> list[FoundingCase]:
    """Seven requests that wait for the desk, of which two officers share the work."""
    give_role(session, make_person(session, "Tweede Balie"), Role.DESK_OFFICER, place.municipality)
    cases = [submitted(session, place) for _ in DAYS]
    for number, (case, days) in enumerate(zip(cases, DAYS, strict=True)):
        case.due_on = TODAY + timedelta(days=days) if days else None
        case.stage_opened_at = START - timedelta(hours=number)
    session.flush()
    return cases


def _lists(session: Session, place: Place) -> WorkLists:
    return work_list(session, acting(session, place.people[Role.DESK_OFFICER]), TODAY, START)


def _in_order(cases: list[FoundingCase]) -> list[str]:
    known = sorted(cases, key=lambda one: (one.due_on or date.max, one.stage_opened_at))
    return [one.number for one in known]


def test_what_is_due_first_comes_first_and_what_has_no_term_last(
    session: Session, place: Place, cases: list[FoundingCase]
) -> None:
    lists = _lists(session, place)

    assert [item.number for item in lists.items(TEAM)] == _in_order(cases)
    assert (lists.count(MINE), lists.count(TEAM), lists.count(OTHERS)) == (0, 7, 0)


def test_pages_follow_each_other_also_where_a_note_or_a_decision_sets_cases_apart(
    session: Session, place: Place, cases: list[FoundingCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_lists, "PAGE_LENGTH", 2)
    desk = acting(session, place.people[Role.DESK_OFFICER])
    for case in cases[1], cases[2], cases[5]:
        assigning.take_case(session, case.id, desk, START)
    session.flush()
    mine, team = [cases[1], cases[2], cases[5]], [cases[0], cases[3], cases[4], cases[6]]

    lists = _lists(session, place)

    assert (lists.count(MINE), lists.count(TEAM)) == (3, 4)
    assert [item.number for page in (1, 2) for item in lists.items(MINE, page)] == _in_order(mine)
    assert [item.number for page in (1, 2) for item in lists.items(TEAM, page)] == _in_order(team)
    assert lists.items(TEAM, 3) == ()


def test_each_case_is_on_one_page_of_one_list(
    session: Session, place: Place, cases: list[FoundingCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_lists, "PAGE_LENGTH", 3)
    monkeypatch.setattr(work_lists, "in_batches", lambda ids: ([one] for one in ids))
    assigning.take_case(session, cases[0].id, acting(session, place.people[Role.DESK_OFFICER]), START)
    session.flush()

    lists = _lists(session, place)

    pages = [item.number for listing in (MINE, TEAM, OTHERS) for page in (1, 2, 3)
             for item in lists.items(listing, page)]  # fmt: skip
    assert sorted(pages) == sorted(one.number for one in cases)
