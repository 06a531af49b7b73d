"""Support on paper: entered with its scan, compared by somebody else, then counted together with what came online."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.operations.support import giving_voices, support_sheets
from models.operations.support.counting_voices import supporting_dwellings
from models.operations.support.giving_voices import VoiceAnswer
from models.operations.support.support_sheets import check_support_sheet
from models.rules.access import Actor, Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.upload import Upload
from tests.factories import Place, acting, advance_to, later
from tests.support_steps import FOLDER, SCAN, answer, as_entered, check_sheet, confirmed, enter_sheet


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case of which the request was accepted."""
    return advance_to(session, place, Stage.CONSULTATION)


@pytest.fixture
def desk(session: Session, place: Place) -> Actor:
    """Who enters."""
    return acting(session, place.people[Role.DESK_OFFICER])


@pytest.fixture
def officer(session: Session, place: Place) -> Actor:
    """Who checks."""
    return acting(session, place.people[Role.MANDATED_OFFICER])


def events(session: Session, case: FoundingCase) -> list[str]:
    found = session.scalars(
        select(JournalEntry.event).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    )
    return [event for event in found if event.startswith("support_sheet")]


def test_a_sheet_counts_once_a_colleague_compared_the_sample(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 9))
    before = supporting_dwellings(session, case.id)

    check_sheet(session, case, officer, later(case), sheet)

    assert (before, supporting_dwellings(session, case.id)) == (0, 8)
    assert len(as_entered(sheet)) == 3  # 20 % of eight, but at least three
    assert (sheet.state, sheet.checked_by_id) == ("counted", officer.person_id)
    assert events(session, case) == ["support_sheet:entered", "support_sheet:counted"]
    assert session.get_one(Upload, sheet.upload_id).name == "lijst.pdf"


def test_nobody_checks_the_sheet_that_they_entered(
    session: Session, place: Place, case: FoundingCase, desk: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 5))

    with pytest.raises(NotAllowed, match="own_sheet"):
        check_sheet(session, case, desk, later(case), sheet)


def test_without_a_sample_a_sheet_counts_at_once(
    session: Session, place: Place, case: FoundingCase, desk: Actor
) -> None:
    place.municipality.settings = {"sheet_sample_percent": 0}

    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 5))

    assert (sheet.state, sheet.sample, sheet.checked_by_id) == ("counted", [], None)
    assert supporting_dwellings(session, case.id) == 4


def test_one_difference_in_the_sample_means_that_all_lines_are_compared(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 9))
    read = as_entered(sheet)
    wrong = next(iter(read))
    read[wrong] = VoiceAnswer(place.streets[0].id, read[wrong].number, "against", "-")

    check_support_sheet(session, case.id, officer, later(case), sheet_id=sheet.id, lines=read)

    assert (sheet.state, sheet.corrected, sheet.sample) == ("entered", 1, list(range(1, 9)))
    assert supporting_dwellings(session, case.id) == 0
    check_sheet(session, case, officer, later(case), sheet)
    assert (sheet.state, supporting_dwellings(session, case.id)) == ("counted", 7)


def test_a_sheet_goes_back_with_a_reason_and_is_entered_anew_with_its_scan(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 5))

    check_support_sheet(session, case.id, officer, later(case), sheet_id=sheet.id, lines={}, send_back=True,
                        reason="De scan is onscherp.")  # fmt: skip
    assert (sheet.state, sheet.remark) == ("sent_back", "De scan is onscherp.")
    lines = [answer(place, house) for house in (1, 2)]
    support_sheets.enter_support_sheet(session, case.id, desk, later(case), store=FOLDER, lines=lines, scan=None,
                                       sheet_id=sheet.id)  # fmt: skip

    assert (sheet.number, sheet.state, [voice.house_number for voice in sheet.voices]) == (1, "entered", [1, 2])
    with pytest.raises(Stale):
        enter_sheet(session, place, case, desk, later(case), houses=[3], sheet_id=sheet.id)


def test_going_back_needs_a_reason(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=[1])

    with pytest.raises(Invalid) as refusal:
        check_support_sheet(session, case.id, officer, later(case), sheet_id=sheet.id, lines={}, send_back=True)

    assert refusal.value.field == "reason"


def test_online_and_paper_give_one_count_and_the_first_voice_of_a_dwelling_counts(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    at = later(case)
    online = confirmed(session, case, at, answer(place, 3, "against"))
    sheet = enter_sheet(session, place, case, desk, at, houses=range(1, 6))
    check_sheet(session, case, officer, at, sheet)
    late = confirmed(session, case, at, answer(place, 4, "against", email="later@buurt.example"))

    assert [voice.state for voice in sheet.voices] == ["confirmed", "confirmed", "waiting", "confirmed", "confirmed"]
    assert (online.state, late.state) == ("confirmed", "waiting")
    assert supporting_dwellings(session, case.id) == 4
    giving_voices.withdraw_voice(session, online, at)
    assert supporting_dwellings(session, case.id) == 5  # the line on paper takes its place


@pytest.mark.parametrize(
    ("lines", "code", "field"),
    [
        ([], "no_lines", "lines-0-number"),
        (["1", "2", "1"], "dwelling_twice", "lines-2-number"),
        (["1", "99"], "unknown_number", "lines-1-number"),
        (["x"], "house_number", "lines-0-number"),
    ],
)
def test_a_line_that_can_not_be_right_gets_its_fault_at_the_line(
    session: Session, place: Place, case: FoundingCase, desk: Actor, lines: list[str], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        support_sheets.enter_support_sheet(session, case.id, desk, later(case), store=FOLDER, scan=SCAN,
                                           lines=[answer(place, line) for line in lines])  # fmt: skip

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_sheet_without_its_scan_is_refused(session: Session, place: Place, case: FoundingCase, desk: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        support_sheets.enter_support_sheet(session, case.id, desk, later(case), store=FOLDER, scan=None,
                                           lines=[answer(place, 1)])  # fmt: skip

    assert refusal.value.field == "scan"


def test_what_the_checker_reads_can_not_be_a_dwelling_of_another_line(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 9))
    read = as_entered(sheet)
    wrong = next(iter(read))
    other = next(voice for voice in sheet.voices if voice.line not in read)
    read[wrong] = VoiceAnswer(place.streets[0].id, str(other.house_number), "for", "-")

    with pytest.raises(Invalid, match="dwelling_twice"):
        check_support_sheet(session, case.id, officer, later(case), sheet_id=sheet.id, lines=read)


def test_lines_of_another_sample_are_stale(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    sheet = enter_sheet(session, place, case, desk, later(case), houses=range(1, 9))

    with pytest.raises(Stale):
        check_support_sheet(session, case.id, officer, later(case), sheet_id=sheet.id, lines={})


def test_a_voice_is_struck_on_request_and_the_one_that_waited_counts(
    session: Session, place: Place, case: FoundingCase, desk: Actor, officer: Actor
) -> None:
    at = later(case)
    sheet = enter_sheet(session, place, case, desk, at, houses=(3, 4, 5))
    check_sheet(session, case, officer, at, sheet)
    online = confirmed(session, case, at, answer(place, 3, "against", email="bewoner@buurt.example"))
    on_paper = sheet.voices[0]

    support_sheets.strike_voice(session, case.id, desk, at, street_id=place.streets[0].id, number="3",
                                reason="De bewoner zegt dat iemand anders tekende.")  # fmt: skip

    assert (on_paper.state, on_paper.name) == ("withdrawn", "")
    assert online.state == "confirmed"
    assert supporting_dwellings(session, case.id) == 2


def test_where_no_voice_counts_there_is_none_to_strike(
    session: Session, place: Place, case: FoundingCase, desk: Actor
) -> None:
    with pytest.raises(Invalid, match="no_voice"):
        support_sheets.strike_voice(session, case.id, desk, later(case), street_id=place.streets[0].id, number="3",
                                    reason="Op vraag.")  # fmt: skip
