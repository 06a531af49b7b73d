"""Remarks of the ministry become tasks on sections; and how long answers take, from our own history."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.federal_check import FederalCheck, FederalRemark
from models.journal import JournalEntry
from models.operations.charters import checking_federally
from models.operations.charters.checking_federally import Concern
from models.queries.charters.federal_checks import remarks_of, unanswered, waiting_for_answer
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import amend, freeze, frozen, settle_remarks
from tests.factories import Place, acting, advance_to, charter_of, coordinator_of, later, make_place, sign_all

CONCERNS = (Concern("house_rules", "Wie sluit uit?"), Concern("", "De taal is te moeilijk."))


def _answered(
    session: Session, place: Place, concerns: tuple[Concern, ...] = CONCERNS, remarks: str = ""
) -> FoundingCase:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    checking_federally.send_to_federal_interior(session, case.id, desk, at, sent_on=day_of(at), channel="e-mail")
    checking_federally.record_federal_answer(
        session, case.id, desk, at, answered_on=day_of(at), result="remarks", remarks=remarks, concerns=concerns
    )
    return case


def _settle(session: Session, place: Place, case: FoundingCase, remark_id: int, **changes: object) -> None:
    values = {"is_followed": True, "answer": "Aangepast.", **changes}
    by = values.pop("by", place.people[Role.DESK_OFFICER])
    actor = acting(session, by, later(case))  # type: ignore[arg-type]
    checking_federally.settle_remark(session, case.id, actor, later(case), remark_id=remark_id, **values)  # type: ignore[arg-type]


def test_each_remark_becomes_a_task_on_its_section(session: Session, place: Place) -> None:
    case = _answered(session, place)

    assert [(one.section, one.text, one.settled_by) for one in remarks_of(session, case.id)] == [
        ("house_rules", "Wie sluit uit?", ""), ("", "De taal is te moeilijk.", "")
    ]  # fmt: skip
    assert "remarks_settled" in case.waiting_for
    assert session.scalars(select(FederalCheck.remarks)).one() == (
        "Huishoudelijk reglement en maatregelen: Wie sluit uit?\n\nHet hele charter: De taal is te moeilijk."
    )


def test_remarks_without_a_section_are_one_task_on_the_whole_charter(session: Session, place: Place) -> None:
    case = _answered(session, place, (), "Artikel 13 is onduidelijk.")

    assert [(one.section, one.text) for one in remarks_of(session, case.id)] == [("", "Artikel 13 is onduidelijk.")]


@pytest.mark.parametrize(("concerns", "field"), [
    ((Concern("nothing", "Tekst."),), "concerns-0-section"),
    ((CONCERNS[0], Concern("privacy", " ")), "concerns-1-text"),
    ((), "remarks"),
])  # fmt: skip
def test_a_remark_that_says_nothing_or_is_about_nothing_is_refused(
    session: Session, place: Place, concerns: tuple[Concern, ...], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _answered(session, place, concerns)

    assert refusal.value.field == field


def test_the_corrected_text_is_frozen_only_when_each_remark_has_its_answer(session: Session, place: Place) -> None:
    case = _answered(session, place)
    first, second = remarks_of(session, case.id)
    with pytest.raises(GateNotMet) as refusal:
        freeze(session, place, case)
    assert refusal.value.code == "remarks_settled"
    with pytest.raises(Invalid):
        _settle(session, place, case, first.id, answer=" ")

    _settle(session, place, case, first.id, by=coordinator_of(session, case))
    _settle(session, place, case, second.id, is_followed=False, answer="De tekst is in klare taal.")

    assert [(one.is_followed, one.answer) for one in remarks_of(session, case.id)] == [
        (True, "Aangepast."), (False, "De tekst is in klare taal.")
    ]  # fmt: skip
    assert freeze(session, place, case).version == 2
    with pytest.raises(Stale):
        _settle(session, place, case, first.id)


def test_nobody_answers_a_remark_on_another_charter(session: Session, place: Place) -> None:
    case = _answered(session, place)
    elsewhere = make_place(session, "westveld", "WES")
    other = _answered(session, elsewhere)

    for number in (remarks_of(session, other.id)[0].id, 999_999):
        with pytest.raises(NotAllowed):
            _settle(session, place, case, number)
    with pytest.raises(NotAllowed):
        _settle(session, place, case, remarks_of(session, case.id)[0].id, by=place.people[Role.MAYOR])


def test_a_corrected_version_is_signed_again_and_sent_again(session: Session, place: Place) -> None:
    case = _answered(session, place)
    settle_remarks(session, place, case)
    freeze(session, place, case)
    sign_all(session, place, case, later(case))
    assert case.stage == Stage.FEDERAL_CHECK

    desk, at = acting(session, place.people[Role.DESK_OFFICER], later(case)), later(case)
    checking_federally.send_to_federal_interior(session, case.id, desk, at, sent_on=day_of(at), channel="e-mail")
    checking_federally.record_federal_answer(session, case.id, desk, at, answered_on=day_of(at), result="conform")

    assert (case.stage, charter_of(session, case).version) == (Stage.LAUNCH, 2)


def _earlier(session: Session, place: Place, *days: int) -> None:
    """Charters of other networks here, whose answer took so long."""
    for took in days:
        case, charter = frozen(session, place)
        sent = day_of(later(case))
        session.add(FederalCheck(case_id=case.id, charter_id=charter.id, sent_on=sent, channel="e-mail",
                                 sent_by_id=place.people[Role.DESK_OFFICER].id, answered_on=sent + timedelta(days=took),
                                 result="conform"))  # fmt: skip
    session.flush()


def _sent(session: Session, place: Place) -> FoundingCase:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    checking_federally.send_to_federal_interior(session, case.id, desk, at, sent_on=day_of(at), channel="e-mail")
    return case


def test_the_waiting_days_stand_beside_what_earlier_answers_took_here(session: Session, place: Place) -> None:
    _earlier(session, place, 41, 19, 30)
    case = _sent(session, place)

    waiting = waiting_for_answer(session, case, day_of(later(case)) + timedelta(days=23))

    assert waiting is not None
    assert (waiting.days, waiting.count, waiting.place) == (23, 3, "Oosterbeke")
    assert (waiting.least, waiting.most, waiting.middle) == (19, 41, 30)


def test_with_fewer_than_three_here_the_zone_is_asked_and_else_nothing_is_said(session: Session, place: Place) -> None:
    _earlier(session, place, 41, 19)
    case = _sent(session, place)
    on = day_of(later(case)) + timedelta(days=5)
    few = waiting_for_answer(session, case, on)
    assert few is not None
    assert (few.days, few.count, few.least) == (5, 2, None)

    neighbour = make_place(session, "westveld", "WES")
    _earlier(session, neighbour, 50)
    neighbour.municipality.zone_id = place.municipality.zone_id
    session.flush()
    waiting = waiting_for_answer(session, case, on)

    assert waiting is not None
    assert (waiting.count, waiting.place, waiting.most) == (3, place.municipality.zone.name, 50)


def test_nothing_waits_before_sending_nor_after_the_answer(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    assert waiting_for_answer(session, case, day_of(later(case))) is None
    answered = _answered(session, place)
    assert waiting_for_answer(session, answered, day_of(later(answered))) is None
    assert session.scalars(select(FederalRemark.id)).first() is not None


def test_a_charter_is_not_sent_before_everybody_signed(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)

    with pytest.raises(Invalid) as refusal:
        checking_federally.send_to_federal_interior(
            session, case.id, desk, at, sent_on=day_of(at) - timedelta(days=400), channel="e-mail"
        )

    assert (refusal.value.code, refusal.value.field) == ("before_signing", "sent_on")


def test_an_answer_on_an_older_version_is_kept_and_leads_nowhere_once_a_newer_one_was_sent(
    session: Session, place: Place
) -> None:
    place.municipality.settings = {"federal_check_blocks": False}
    case, _charter = frozen(session, place)
    sign_all(session, place, case, later(case))
    for _version in (1, 2):
        at = later(case)
        desk = acting(session, place.people[Role.DESK_OFFICER], at)
        checking_federally.send_to_federal_interior(session, case.id, desk, at, sent_on=day_of(at), channel="e-mail")
        advance_to(session, place, Stage.EVALUATION, case)
        if _version == 1:
            amend(session, place, case)
            freeze(session, place, case)
            sign_all(session, place, case, later(case))
    second, first = unanswered(session, case.id)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)

    with pytest.raises(Invalid):
        checking_federally.record_federal_answer(session, case.id, desk, at, answered_on=day_of(at), result="conform",
                                                 check_id=999_999)  # fmt: skip
    checking_federally.record_federal_answer(session, case.id, desk, at, answered_on=day_of(at), result="remarks",
                                             remarks="Artikel 3 ontbreekt.", check_id=first.check_id)  # fmt: skip

    assert (first.version, second.version, case.stage) == (1, 2, Stage.EVALUATION.value)
    assert [one.version for one in unanswered(session, case.id)] == [2]
    told = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc()).limit(1)).one()
    assert (told.event, told.data["version"], told.data["is_latest"]) == ("federal_answer:recorded", 1, False)
    checking_federally.record_federal_answer(session, case.id, desk, at, answered_on=day_of(at), result="conform")
    assert unanswered(session, case.id) == ()


def test_an_answer_that_the_ministry_has_read_is_not_changed_in_a_later_round(session: Session, place: Place) -> None:
    case = _answered(session, place)
    first = remarks_of(session, case.id)[0].id
    settle_remarks(session, place, case)
    freeze(session, place, case)
    sign_all(session, place, case, later(case))
    advance_to(session, place, Stage.EVALUATION, case)
    amend(session, place, case)

    assert remarks_of(session, case.id) == ()
    with pytest.raises(Stale):
        _settle(session, place, case, first, answer="Iets anders.")
