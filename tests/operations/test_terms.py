"""Terms of a case: they begin, stand still while completion is asked, and follow the calendar until they are over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.authorities.administering import change_settings
from models.operations.authorities.closing_days import add_closing_day, remove_closing_day
from models.operations.cases.terms import running_term
from models.operations.consultation import advising
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.journal_chain import chained
from models.rules.procedure import Stage
from models.rules.procedure_settings import effective_settings
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.term import Term
from tests.factories import START, Place, acting, advance_to, later, make_place, submitted


def _administrator(session: Session, place: Place):  # type: ignore[no-untyped-def]
    return acting(session, place.people[Role.ADMINISTRATOR], START)


def _close(session: Session, place: Place, day: date, name: str = "Kermismaandag", at=START):  # type: ignore[no-untyped-def]
    return add_closing_day(session, _administrator(session, place), place.municipality.id, at, name=name, first_on=day)


def _ask_completion(session: Session, place: Place, case: FoundingCase, at):  # type: ignore[no-untyped-def]
    requesting.ask_completion(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at,
                              reason="Welke straten?")  # fmt: skip


def _complete(session: Session, place: Place, case: FoundingCase, at):  # type: ignore[no-untyped-def]
    requesting.complete_request(session, case.id, acting(session, place.resident, at), at,
                                motives="Wij willen elkaar beter kennen.", households=40, expectations={},
                                addition="De Kerkstraat.")  # fmt: skip


def test_a_request_gives_the_municipality_a_term_that_is_explained(session: Session, place: Place) -> None:
    case = submitted(session, place)

    term = running_term(session, case, "assessment")

    assert term is not None
    assert term.ends_on == case.due_on
    assert (term.computation["days"], term.computation["unit"]) == (30, "calendar")
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "request:submitted")).one()
    assert entry.data["term"]["ends_on"] == case.due_on.isoformat()


def test_the_term_of_the_municipality_stands_still_while_completion_is_asked(session: Session, place: Place) -> None:
    case = submitted(session, place)
    before = case.due_on

    _ask_completion(session, place, case, later(case, 3))
    paused = running_term(session, case, "assessment")
    completion = running_term(session, case, "completion")

    assert paused is not None
    assert paused.ends_on is None
    assert completion is not None
    assert case.due_on == completion.ends_on

    _complete(session, place, case, later(case, 13))

    assert before is not None
    assert case.due_on is not None
    assert running_term(session, case, "completion") is None
    assert case.due_on >= before + timedelta(days=10)
    assert paused.computation["paused_days"] == 10


def test_a_new_closing_day_moves_the_terms_that_end_on_it_and_the_journals_say_so(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    officer = acting(session, place.people[Role.MANDATED_OFFICER], later(case))
    opinion = advising.ask_opinion(session, case.id, officer, later(case), adviser="het parket")
    due, asked = case.due_on, opinion.due_on
    assert due is not None

    _close(session, place, due, at=later(case, 2))
    _close(session, place, asked, "Brugdag", at=later(case, 2))

    assert case.due_on is not None
    assert case.due_on > due
    assert opinion.due_on > asked
    moved = session.scalars(select(JournalEntry).where(JournalEntry.event == "term:recomputed")).all()
    assert [one.data["name"] for one in moved] == ["Overleg", "Advies"]
    assert moved[0].data["why"] == "Kermismaandag is een sluitingsdag"
    own = session.scalars(select(AuthorityJournalEntry).order_by(AuthorityJournalEntry.sequence)).all()
    assert [(one.event, one.data["terms"]) for one in own] == [("closing_day:added", 1), ("closing_day:added", 1)]


def test_a_closing_day_that_goes_moves_the_term_back(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    due = case.due_on
    assert due is not None
    row = _close(session, place, due, at=later(case, 1))

    remove_closing_day(session, _administrator(session, place), place.municipality.id, row.id, later(case, 2))

    assert case.due_on == due


def test_a_closing_day_of_the_zone_reaches_its_municipalities(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    due = case.due_on
    assert due is not None
    chief = place.people[Role.POLICE_CHIEF]
    from tests.factories import give_role

    give_role(session, chief, Role.ADMINISTRATOR, place.zone)
    add_closing_day(session, acting(session, chief), place.zone.id, later(case), name="Korpsdag", first_on=due)

    assert case.due_on is not None
    assert case.due_on > due


def test_terms_that_are_over_and_terms_elsewhere_stay_as_they_were(session: Session, place: Place) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    other = advance_to(session, elsewhere, Stage.CONSULTATION)
    case = advance_to(session, place, Stage.INFO_EVENING)
    closed = session.scalars(select(Term).where(Term.case_id == case.id, Term.kind == "consultation")).one()
    ended, kept, due = closed.ends_on, dict(closed.computation), other.due_on
    assert ended is not None
    assert closed.over_at is not None

    _close(session, place, ended, at=later(case))

    assert (closed.ends_on, closed.computation, other.due_on) == (ended, kept, due)


def test_a_term_whose_last_day_has_passed_is_not_given_a_new_one(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    due = case.due_on
    assert due is not None

    _close(session, place, due, at=later(case, 90))

    assert case.due_on == due


def test_a_municipality_can_count_working_days(session: Session, place: Place) -> None:
    values = effective_settings({"consultation_term_days": 10, "consultation_term_unit": "working"})
    change_settings(session, _administrator(session, place), place.municipality.id, values.__dict__, START)

    case = advance_to(session, place, Stage.CONSULTATION)

    term = running_term(session, case, "consultation")
    assert term is not None
    assert term.ends_on is not None
    assert (term.ends_on - day_of(case.stage_opened_at)).days == 10 + len(term.computation["skipped"])
    assert term.computation["skipped"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"last_on": date(2026, 8, 1)}, "last_on"),
        ({"last_on": date(2026, 12, 31)}, "last_on"),
        ({"first_on": date(1999, 1, 1)}, "first_on"),
    ],
)
def test_a_closing_day_that_can_not_be_is_refused_at_its_field(
    session: Session, place: Place, changes: dict[str, object], field: str
) -> None:
    given = {"name": "Kermis", "first_on": date(2026, 9, 7), **changes}

    with pytest.raises(Invalid) as refusal:
        add_closing_day(session, _administrator(session, place), place.municipality.id, START, **given)

    assert refusal.value.field == field


def test_the_same_closing_day_twice_and_one_that_is_gone_are_refused(session: Session, place: Place) -> None:
    row = _close(session, place, date(2026, 9, 7))
    with pytest.raises(Invalid):
        _close(session, place, date(2026, 9, 7))
    administrator = _administrator(session, place)
    remove_closing_day(session, administrator, place.municipality.id, row.id, START)

    with pytest.raises(Stale):
        remove_closing_day(session, administrator, place.municipality.id, row.id, START)


def test_nobody_but_the_administrator_of_the_place_closes_it(session: Session, place: Place) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER])

    with pytest.raises(NotAllowed):
        add_closing_day(session, desk, place.municipality.id, START, name="Kermis", first_on=date(2026, 9, 7))

    assert session.scalar(select(func.count()).select_from(AuthorityJournalEntry)) == 0


def test_the_journal_of_an_authority_is_a_chain_that_anybody_can_compute_again(session: Session, place: Place) -> None:
    _close(session, place, date(2026, 9, 7))
    _close(session, place, date(2026, 9, 8), "Dinsdag")
    session.flush()

    entries = session.scalars(select(AuthorityJournalEntry).order_by(AuthorityJournalEntry.sequence)).all()

    before = ""
    for one in entries:
        body = [place.municipality.slug, one.sequence, one.at.isoformat(), one.event, one.by_id, one.data]
        before = chained(before, body)
        assert one.hash == before
    assert place.municipality.journal_hash == before
