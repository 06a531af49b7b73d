"""The figures of each case, and that they are the same as counted from the journal by other, plainer questions."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.case_figures import CaseActions, CaseFigures
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.cases.summing_up import sum_up, sum_up_all
from models.queries.insight.insight import Asked, read_foundings
from models.queries.insight.insight_facts import cases_to_sum_up
from models.rules.insight_figures import lead_times, outcomes, variants, waited_for
from models.rules.procedure import Stage
from tests.factories import Place, make_place, submitted
from tests.insight_steps import NOW, play_foundings


def _journals(session: Session, place: Place) -> dict[int, list[JournalEntry]]:
    rows = session.scalars(
        select(JournalEntry).join(FoundingCase, FoundingCase.id == JournalEntry.case_id)
        .where(FoundingCase.municipality_id == place.municipality.id).order_by(JournalEntry.id)
    )  # fmt: skip
    found: dict[int, list[JournalEntry]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _opened(entry: JournalEntry) -> str:
    """The stage that opens with this entry; the first one does with the request itself."""
    return {"request:submitted": Stage.IDEA.value, "stage:opened": entry.data.get("stage", "")}.get(entry.event, "")


def _until_launched(entries: list[JournalEntry]) -> list[JournalEntry]:
    """What was written before the first evaluation opened."""
    for place, one in enumerate(entries):
        if _opened(one) == Stage.EVALUATION:
            return entries[: place + 1]
    return entries


def _stays(entries: list[JournalEntry]) -> list[tuple[str, date, date | None]]:
    """Stage, first and last day, read from the entries that open stages and end the case."""
    found: list[tuple[str, date, date | None]] = []
    for one in entries:
        if _opened(one) or one.event == "case:ended":
            if found:
                found[-1] = (*found[-1][:2], day_of(one.at))
            if _opened(one):
                found.append((_opened(one), day_of(one.at), None))
    return [one for one in found if one[0] != Stage.EVALUATION]


def test_lead_times_are_those_of_the_journal(session: Session, place: Place) -> None:
    play_foundings(session, place)

    figures = lead_times(read_foundings(session, Asked(place.municipality.id)))

    days: dict[str, list[int]] = {}
    for entries in _journals(session, place).values():
        before = _until_launched(entries)
        stays = _stays(before)
        for stage in {one[0] for one in stays}:
            own = [one for one in stays if one[0] == stage]
            if all(end is not None for _, _, end in own):
                days.setdefault(stage, []).append(sum((end - begin).days for _, begin, end in own if end is not None))
        if _opened(before[-1]) == Stage.EVALUATION:
            days.setdefault("total", []).append((day_of(before[-1].at) - day_of(before[0].at)).days)
    counted = {stage: (len(some), sorted(some)[(len(some) - 1) // 2], max(some)) for stage, some in days.items()}
    assert {one.what: (one.days.count, one.days.median, one.days.longest) for one in figures} == counted


def test_ends_and_ways_are_those_of_the_journal(session: Session, place: Place) -> None:
    play_foundings(session, place)

    foundings = read_foundings(session, Asked(place.municipality.id))

    ends, ways = Counter[str](), Counter[str]()
    for entries in _journals(session, place).values():
        before = _until_launched(entries)
        opened = [_opened(one) for one in before if _opened(one)]
        ended = [one.data["end"] for one in before if one.event == "case:ended"]
        outcome = "active" if opened[-1] == Stage.EVALUATION else ended[0] if ended else "running"
        ends[outcome] += 1
        if outcome != "running":
            ways[".".join([*(one for one in opened if one != Stage.EVALUATION), outcome])] += 1
    assert Counter({one.outcome: one.count for one in outcomes(foundings)}) == ends
    assert Counter({one.way: one.days.count for one in variants(foundings)}) == ways
    assert ends["active"] == 3
    assert ways["idea.consultation.refused"] == 1


@pytest.mark.parametrize(
    ("whom", "begins", "over"),
    [
        ("evening", "info_evening:planned", "info_evening:recorded"),
        ("signatories", "charter:frozen", "charter:completed"),
        ("ministry", "charter:sent", "federal_answer:recorded"),
    ],
)
def test_days_of_waiting_are_those_of_the_journal(
    whom: str, begins: str, over: str, session: Session, place: Place
) -> None:
    play_foundings(session, place)

    figures = {one.waited_for: one.days for one in waited_for(read_foundings(session, Asked(place.municipality.id)))}

    days = 0
    for entries in _journals(session, place).values():
        before = _until_launched(entries)
        begun = [day_of(one.at) for one in before if one.event == begins]
        ended = [day_of(one.at) for one in before if one.event == over]
        days += sum((end - begin).days for begin, end in zip(begun, ended, strict=False))
    assert figures.get(whom, 0) == days


def test_an_adviser_and_the_other_side_are_waited_for(session: Session, place: Place) -> None:
    case = play_foundings(session, place)["advised"]

    figures = session.get_one(CaseFigures, case.id)

    assert figures.for_adviser == 40  # the second one never answered: until the clock closed it
    assert figures.for_police == (day_of(NOW) - day_of(case.stage_opened_at)).days - 47
    assert [one[2] for one in figures.opinions] == [1, 0]
    assert figures.outcome == "running"


def test_after_sending_back_the_days_with_the_initiator_count(session: Session, place: Place) -> None:
    case = play_foundings(session, place)["sent_back"]

    assert session.get_one(CaseFigures, case.id).for_initiator == 4
    assert session.get_one(CaseFigures, case.id).way.startswith("idea.consultation.idea.consultation")


def test_a_case_without_a_change_is_left_alone_and_one_that_waits_is_counted_anew_each_day(
    session: Session, place: Place
) -> None:
    cases = play_foundings(session, place)

    assert cases_to_sum_up(session, day_of(NOW)) == []
    tomorrow = set(cases_to_sum_up(session, day_of(NOW) + timedelta(days=1)))
    assert cases["advised"].id in tomorrow
    assert cases["launched"].id not in tomorrow
    newer = submitted(session, place, NOW)
    assert cases_to_sum_up(session, day_of(NOW)) == [newer.id]
    assert sum_up_all(session, NOW) == 1


def test_working_it_out_again_writes_the_same_line(session: Session, place: Place) -> None:
    case = play_foundings(session, place)["launched"]
    before = _line(session, case.id)

    sum_up(session, case.id, NOW)

    assert _line(session, case.id) == before


def _line(session: Session, case_id: int) -> tuple[object, ...]:
    session.expire_all()
    figures = tuple(session.execute(select(CaseFigures.__table__).where(CaseFigures.case_id == case_id)).one())
    actions = session.execute(select(CaseActions.__table__).where(CaseActions.case_id == case_id).order_by("month"))
    return (figures, sorted(tuple(row) for row in actions))


def test_every_entry_of_staff_is_counted_once(session: Session, place: Place) -> None:
    play_foundings(session, place)

    staff = {person.id for person in place.people.values()}
    counted = Counter({(row.case_id, row.person_id): 0 for row in session.scalars(select(CaseActions))})
    for row in session.scalars(select(CaseActions)):
        counted[row.case_id, row.person_id] += row.count
    written = Counter(
        (one.case_id, one.by_id)
        for entries in _journals(session, place).values()
        for one in entries
        if one.by_id in staff
    )
    assert counted == written


def test_only_what_is_asked_is_counted(session: Session, place: Place) -> None:
    play_foundings(session, place)
    elsewhere = make_place(session, "westveld", "WES")
    submitted(session, elsewhere, NOW)
    sum_up_all(session, NOW)

    def count(**asked: object) -> int:
        return len(read_foundings(session, Asked(**asked)))  # type: ignore[arg-type]

    own = place.municipality.id
    assert count(authority_id=own) == count(authority_id=place.zone.id) == 7
    assert count(authority_id=own, zone_id=elsewhere.zone.id) == 0
    assert count(authority_id=own, kind="bin_z") == 0
    assert count(authority_id=elsewhere.municipality.id) == 1
    opened = [one.opened_on for one in session.scalars(select(CaseFigures).where(CaseFigures.municipality_id == own))]
    assert count(authority_id=own, since=min(opened), until=min(opened)) == 1
    assert count(authority_id=own, by="closing", since=date(2020, 1, 1)) == 5  # those that run have no such day
