"""After the evening: initiator, municipality and police judge the support, and voices count some days more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.operations.evenings import informing
from models.operations.support import judging_support
from models.operations.support.giving_voices import withdraw_voice
from models.queries.cases.case_page import read_case_page
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from models.support_judgement import SupportJudgement
from tests.factories import Place, acting, advance_to, approve_minutes, later
from tests.operations.test_informing import SEATS, hold, plan
from tests.support_steps import answer, confirmed, give


def held(session: Session, place: Place, **settings: object) -> tuple[FoundingCase, datetime]:
    """All of the evening is in order, minutes included; only the support may still be missing."""
    place.municipality.settings = {"joint_judgement_required": True, **settings}
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    evening = plan(session, case, desk)
    hold(session, case, desk, evening)
    after = evening.starts_at + timedelta(days=2)
    informing.appoint_steering_group(session, case.id, desk, after, seats=SEATS)
    approve_minutes(session, place, case, after)
    return case, after


JUDGES = (
    (judging_support.judge_as_initiator, None),
    (judging_support.judge_as_municipality, Role.DESK_OFFICER),
    (judging_support.judge_as_police, Role.MANDATED_OFFICER),
)


def judge(session: Session, place: Place, case: FoundingCase, at: datetime, *judgements: str) -> None:
    """The parties judge, in order: initiator, municipality, police."""
    for (operation, role), judgement in zip(JUDGES, judgements, strict=False):
        person = place.people[role] if role else place.resident
        assert person is not None
        operation(session, case.id, acting(session, person, at), at, judgement=judgement, words="Zo staat het.")


def test_the_charter_opens_when_all_three_find_the_support_enough(session: Session, place: Place) -> None:
    case, at = held(session, place)
    assert case.waiting_for == ["initiator_finds_enough", "municipality_finds_enough", "police_find_enough"]

    judge(session, place, case, at, "enough", "enough")
    assert case.waiting_for == ["police_find_enough"]
    judging_support.judge_as_police(
        session, case.id, acting(session, place.people[Role.POLICE_CHIEF], at), at, judgement="enough"
    )

    assert case.stage == "charter"


@pytest.mark.parametrize("judgement", ["not_yet", "not"])
def test_one_party_that_is_not_convinced_keeps_the_stage_open_until_it_judges_anew(
    session: Session, place: Place, judgement: str
) -> None:
    case, at = held(session, place)
    judge(session, place, case, at, "enough", "enough", judgement)
    assert case.waiting_for == ["police_find_enough"]

    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    judging_support.judge_as_police(session, case.id, officer, at + timedelta(days=5), judgement="enough")

    assert case.stage == "charter"
    kept = session.scalars(select(SupportJudgement.judgement).order_by(SupportJudgement.id)).all()
    assert kept == ["enough", "enough", judgement, "enough"]


def test_what_is_not_enough_needs_words_and_enough_does_not(session: Session, place: Place) -> None:
    case, at = held(session, place)
    resident = acting(session, place.resident, at)  # type: ignore[arg-type]

    with pytest.raises(Invalid) as refusal:
        judging_support.judge_as_initiator(session, case.id, resident, at, judgement="not_yet", words=" ")
    assert refusal.value.field == "words"
    with pytest.raises(Invalid) as refusal:
        judging_support.judge_as_initiator(session, case.id, resident, at, judgement="perhaps")
    assert refusal.value.field == "judgement"

    judging_support.judge_as_initiator(session, case.id, resident, at, judgement="enough")


def test_nobody_judges_for_two_parties(session: Session, place: Place) -> None:
    case, at = held(session, place)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    judging_support.judge_as_initiator(session, case.id, desk, at, judgement="enough")

    with pytest.raises(NotAllowed) as refusal:
        judging_support.judge_as_municipality(session, case.id, desk, at, judgement="enough")

    assert refusal.value.code == "two_parties"


def test_a_resident_does_not_judge_for_the_police_and_nobody_before_the_evening(session: Session, place: Place) -> None:
    case, at = held(session, place)
    with pytest.raises(NotAllowed):
        judging_support.judge_as_police(session, case.id, acting(session, place.resident, at), at, judgement="enough")  # type: ignore[arg-type]

    other = advance_to(session, place, Stage.INFO_EVENING)
    with pytest.raises(GateNotMet):
        judging_support.judge_as_municipality(
            session, other.id, acting(session, place.people[Role.DESK_OFFICER], at), later(other), judgement="enough"
        )


def test_a_second_evening_is_judged_anew(session: Session, place: Place) -> None:
    case, at = held(session, place)
    judge(session, place, case, at, "enough", "enough", "not_yet")
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    second = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=30), place="De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="02 000 00 00",
    )  # fmt: skip

    hold(session, case, desk, second)

    assert {"initiator_finds_enough", "municipality_finds_enough", "police_find_enough"} <= set(case.waiting_for)


def test_the_journal_tells_the_judgement_and_not_the_words(session: Session, place: Place) -> None:
    case, at = held(session, place)
    judge(session, place, case, at, "not_yet")

    data = session.scalars(select(JournalEntry.data).where(JournalEntry.event == "support:judged")).one()

    assert data["judgement_named"] == "nog niet voldoende"
    assert "Zo staat het." not in str(data)


def _stop(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    judging_support.stop_for_lack_of_support(session, case.id, desk, at, reason="Te weinig woningen doen mee.")


def test_three_times_not_lets_the_desk_stop_even_while_voices_still_count(session: Session, place: Place) -> None:
    case, at = held(session, place, voices_days_after_evening=14)
    judge(session, place, case, at, "not", "not", "not_yet")
    with pytest.raises(GateNotMet) as refusal:
        _stop(session, place, case, at)
    assert refusal.value.code == "voices_still_count"

    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    judging_support.judge_as_police(session, case.id, officer, at, judgement="not", words="Eén straat doet mee.")
    _stop(session, place, case, at)

    assert case.end == "not_enough_support"


def test_after_the_period_the_desk_can_stop_while_one_party_is_not_convinced(session: Session, place: Place) -> None:
    case, at = held(session, place, voices_days_after_evening=14)
    judge(session, place, case, at, "enough", "not_yet")

    _stop(session, place, case, at + timedelta(days=20))

    assert case.end == "not_enough_support"


def test_a_voice_counts_on_the_last_day_and_not_on_the_day_after(session: Session, place: Place) -> None:
    case, after = held(session, place, voices_days_after_evening=14)
    evening_at = after - timedelta(days=2)

    on_the_last_day = confirmed(session, case, evening_at + timedelta(days=14), answer(place, 3))
    assert on_the_last_day.state == "confirmed"

    with pytest.raises(GateNotMet):
        give(session, case, evening_at + timedelta(days=15), answer(place, 4))


def test_a_voice_can_be_taken_back_after_the_last_day(session: Session, place: Place) -> None:
    case, after = held(session, place, voices_days_after_evening=14)
    voice = confirmed(session, case, after, answer(place, 3))

    withdraw_voice(session, voice, after + timedelta(days=60))

    assert voice.state == "withdrawn"


def test_the_page_shows_the_judgements_of_the_evening_at_which_the_gate_looks(session: Session, place: Place) -> None:
    place.municipality.settings = {"joint_judgement_required": True}
    case = advance_to(session, place, Stage.INFO_EVENING)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    first = plan(session, case, desk)
    second = plan(session, case, desk, days=27, is_extra=True)
    for evening in (first, second):
        hold(session, case, desk, evening, evening_id=evening.id)
    at = second.starts_at + timedelta(days=3)

    judge(session, place, case, at, "enough", "not_yet")

    page = read_case_page(session, case, desk, at)
    assert page.evening is not None
    assert page.evening.id == first.id  # its minutes come first
    assert {party: one.judgement for party, one in page.judgements.items()} == {
        "initiator": "enough",
        "municipality": "not_yet",
    }
    assert page.facts.judged_enough_by == {"initiator"}
