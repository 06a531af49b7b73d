"""The table of what follows from each event: complete, without loops, and nobody is left out of a refusal."""

from datetime import date
from pathlib import Path

import pytest

from documents.kinds import KINDS
from documents.notices import replying
from models.rules.access import Role
from models.rules.happenings import Happening, calendar_ordinal, calendar_sequence
from models.rules.journal_events import EVENTS, plain_sentence
from models.rules.notices import DECIDING, EVENT_ROWS, NOTICE_KINDS, To, follows_from
from models.rules.procedure import OUTCOMES, Stage

TEXTS = Path(__file__).parents[2] / "documents" / "notices"
ON = date(2026, 3, 2)
GIVEN_BACK = {*DECIDING, "completion:asked"} - {"founding:approved"}


def happening(
    event: str, *earlier: Happening, stage: str = "consultation", round: int = 1, **data: object
) -> Happening:
    return Happening(len(earlier) + 1, event, stage, round, data, ON, earlier=earlier)


def notices(one: Happening) -> list[str]:
    return [notice.kind for row in follows_from(one) for notice in row.notices]


def versions(one: Happening) -> list[str]:
    return [document.version(one) for row in follows_from(one) for document in row.documents]


def test_every_event_in_the_table_exists() -> None:
    assert {row.event for row in EVENT_ROWS} <= set(EVENTS)


def test_every_notice_has_its_text_and_every_text_its_notice() -> None:
    texts = {file.stem for file in TEXTS.glob("*.txt")} - {
        "frame",
        "on_paper",
        "daily",
        "member_message",
        "survey_invitation",
        "webhook_paused",
        "data_request",
        "erasure_warning",
        *replying.KINDS,
    }

    assert texts == set(NOTICE_KINDS)


def test_every_document_is_of_a_kind_that_can_be_printed_in_that_form() -> None:
    for row in EVENT_ROWS:
        for document in row.documents:
            assert set(document.media_types) <= set(KINDS[document.kind].media_types)


def test_an_attachment_is_a_document_of_the_same_event() -> None:
    for row in EVENT_ROWS:
        made = {document.kind for document in row.documents}
        assert all(set(notice.attached) <= made for notice in row.notices)


@pytest.mark.parametrize("event", ["document:produced", "notice:sent", "charter:sealed"])
def test_what_the_engine_itself_writes_asks_for_nothing(event: str) -> None:
    assert event not in {row.event for row in EVENT_ROWS}


def _told(one: Happening) -> set[str]:
    return {to for row in follows_from(one) for notice in row.notices for to in notice.to}


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.CHARTER])
def test_a_case_that_is_sent_back_reaches_the_applicant_and_everyone_who_acted_earlier(stage: Stage) -> None:
    assert {To.APPLICANT, To.EARLIER} <= _told(Happening(1, "case:sent_back", "x", 1, {"stage": stage.value}, ON))


@pytest.mark.parametrize("event", ["charter:reopened", "charter_amendment:begun", "evaluation:closed"])
def test_what_is_taken_up_again_or_ended_reaches_the_applicant_and_everyone_who_acted_earlier(event: str) -> None:
    assert {To.APPLICANT, To.EARLIER} <= _told(happening(event))


@pytest.mark.parametrize("end", ["", "terminated", "merged"])
def test_partners_and_everyone_earlier_hear_once_how_an_evaluation_ends(end: str) -> None:
    rows = follows_from(Happening(1, "evaluation:closed", "x", 1, {"end": end}, ON))

    assert {notice.kind for row in rows for notice in row.notices} == {"network_ended" if end else "evaluation_closed"}
    assert {To.APPLICANT, To.EARLIER, Role.DESK_OFFICER, Role.MANDATED_OFFICER, To.STEERING_GROUP} <= {
        to for row in rows for notice in row.notices for to in notice.to
    }


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_ministry_hears_at_once_what_changes_in_its_list(outcome: str) -> None:
    told = _told(Happening(1, "evaluation:closed", "x", 1, {"outcome_code": outcome}, ON))

    assert (To.MINISTRY in told) == (outcome not in ("continue", "adjust_charter", "change_area"))


def test_the_ministry_hears_that_a_suspended_network_goes_on() -> None:
    data = {"outcome_code": "continue", "was_suspended": True}

    assert To.MINISTRY in _told(Happening(1, "evaluation:closed", "x", 1, data, ON))


@pytest.mark.parametrize("kind", sorted({"network_ended", "charter_remarks", "charter_reopened", "amendment_begun",
    "evaluation_closed", "evening_called_off", *(notice.kind for row in EVENT_ROWS if row.event in GIVEN_BACK
    for notice in row.notices)}))  # fmt: skip
def test_what_goes_back_or_ends_says_why_when_and_which_body_decided(kind: str) -> None:
    text = (TEXTS / f"{kind}.txt").read_text(encoding="utf-8")

    assert "{{ reason|said }}" in text
    assert "happened_on|day" in text
    assert "{{ body }}" in text or "De initiatiefnemer heeft" in text or "U hebt" in text


def test_the_report_of_an_evaluation_goes_to_the_partners_only() -> None:
    (row,) = follows_from(happening("evaluation:closed"))

    reported = {to for notice in row.notices if notice.attached for to in notice.to}
    assert not reported & {To.APPLICANT, To.EARLIER}


@pytest.mark.parametrize("event", sorted(set(DECIDING) - {"case:sent_back", "founding:approved"}))
def test_a_refusal_reaches_the_applicant_by_letter_and_everyone_who_acted_earlier(event: str) -> None:
    rows = [row for row in EVENT_ROWS if row.event == event]
    told = {to for row in rows for notice in row.notices for to in notice.to}

    assert {To.APPLICANT, To.EARLIER} <= told
    assert [document.kind for row in rows for document in row.documents] == ["decision"]


@pytest.mark.parametrize(("conditions", "documents"), [(["Geen borden."], ["decision"]), ([], [])])
def test_an_approval_is_a_letter_where_it_has_conditions(conditions: list[str], documents: list[str]) -> None:
    approved = happening("founding:approved", side="police", conditions=conditions)

    assert [document.kind for row in follows_from(approved) for document in row.documents] == documents


def test_only_the_second_of_two_approvals_is_told_to_the_applicant() -> None:
    police = happening("founding:approved", side="police")
    again = happening("founding:approved", police, side="police")
    municipality = happening("founding:approved", police, side="municipality")

    assert notices(police) == []
    assert notices(again) == []
    assert notices(municipality) == ["founding_approved"]


def test_approvals_of_an_earlier_round_do_not_count() -> None:
    police = happening("founding:approved", side="police", round=1)

    assert notices(happening("founding:approved", police, side="municipality", round=2)) == []


def test_a_text_that_is_frozen_again_is_another_paper_to_sign() -> None:
    first = happening("charter:frozen", version=2)
    second = happening("charter:frozen", first, version=2)
    signed = happening("charter:completed", first, second, version=2)

    assert [versions(one) for one in (first, second, signed)] == [["2.1"], ["2.2"], ["2"]]


def test_each_decision_on_a_case_is_a_letter_of_its_own() -> None:
    first = Happening(1, "case:sent_back", "consultation", 1, {"stage": "idea"}, ON)
    second = Happening(2, "request:refused", "idea", 2, {}, ON, earlier=(first,))

    assert versions(first) == ["1"]
    assert versions(second) == ["2"]


def test_remarks_of_the_ministry_go_to_the_partners_and_not_as_a_letter_to_the_applicant() -> None:
    remarks = Happening(1, "case:sent_back", "federal_check", 1, {"stage": "charter"}, ON)

    assert notices(remarks) == ["charter_remarks"]
    assert versions(remarks) == []


def test_an_evening_that_is_planned_anew_moves_the_one_in_the_diary() -> None:
    planned = happening("info_evening:planned", evening_id=1)
    moved = happening("info_evening:planned", planned, evening_id=2)

    assert (notices(planned), notices(moved)) == (["evening_planned"], ["evening_moved"])
    assert (calendar_sequence(moved), calendar_ordinal(moved)) == (1, 1)


def test_a_second_evening_after_one_that_was_held_is_another_entry_in_the_diary() -> None:
    planned = happening("info_evening:planned", evening_id=1)
    held = happening("info_evening:recorded", planned, evening_id=1)
    second = happening("info_evening:planned", planned, held, evening_id=2)

    assert notices(second) == ["evening_planned"]
    assert (calendar_sequence(second), calendar_ordinal(second)) == (0, 2)


def test_a_second_evening_that_moves_or_is_called_off_leaves_the_first_one_in_the_diary() -> None:
    # Bad story: the second evening moves, and the mail about it overwrites the first one in everybody's diary.
    first = happening("info_evening:planned", evening_id=1, moved_from=None)
    held = happening("info_evening:recorded", first, evening_id=1)
    second = happening("info_evening:planned", first, held, evening_id=2, moved_from=None)
    moved = happening("info_evening:planned", first, held, second, evening_id=3, moved_from=2)
    off = happening("info_evening:called_off", first, held, second, moved, evening_id=3)

    assert [(calendar_sequence(one), calendar_ordinal(one)) for one in (second, moved, off)] == [(0, 2), (1, 2), (2, 2)]


def test_results_that_are_noted_again_ask_for_approval_once() -> None:
    noted = happening("info_evening:recorded", evening_id=1)
    again = happening("info_evening:recorded", noted, evening_id=1)

    assert (set(notices(noted)), notices(again)) == ({"minutes_to_approve"}, [])


def test_the_partners_discuss_the_evaluation_when_all_views_are_there_and_hear_it_once() -> None:
    police = happening("evaluation:filled_in", side="de politie")
    coordinator = happening("evaluation:filled_in", police, side="de coördinator")
    again = happening("evaluation:filled_in", police, coordinator, side="de coördinator")
    municipality = happening("evaluation:filled_in", police, coordinator, again, side="de gemeente")
    discussed = happening("evaluation:discussed")

    told = [notices(one) for one in (police, coordinator, again, municipality, discussed)]
    assert told == [[], [], [], ["evaluation_to_discuss"], ["evaluation_to_close"]]


@pytest.mark.parametrize(
    ("event", "data", "role"),
    [
        ("request:submitted", {}, Role.DESK_OFFICER),
        ("stage:opened", {"stage": "info_evening"}, Role.DESK_OFFICER),
        ("stage:opened", {"stage": "launch"}, Role.COORDINATOR),
        ("stage:opened", {"stage": "launch"}, Role.MANDATED_OFFICER),
        ("launch:decided", {}, Role.MAYOR),
        ("evaluation:opened", {}, Role.MANDATED_OFFICER),
    ],
)
def test_who_must_act_next_is_told(event: str, data: dict[str, str], role: Role) -> None:
    one = Happening(1, event, "x", 1, data, ON)

    assert role in {to for row in follows_from(one) for notice in row.notices for to in notice.to}


def test_an_entry_of_before_its_sentence_named_a_body_is_still_told() -> None:
    assert plain_sentence("network:terminated", {"reason": "Te weinig leden."}) == (
        "Het BIN is stopgezet door de bevoegde dienst: Te weinig leden."
    )
