"""Signatures in ink, noted by the desk; and what remains of a charter once all have signed."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.charters import drafting_charter
from models.queries.cases.cases import journal_of
from models.queries.charters.charters import charter_record
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.uploads import CheckedUpload
from models.upload import Upload
from tests.charter_steps import (
    SCAN,
    check_ink,
    enter_ink,
    events,
    freeze,
    frozen,
    line_of,
    ready_to_freeze,
    reopen,
    save,
    sign,
    sign_in_ink,
    signature_rows,
)
from tests.factories import (
    Place,
    acting,
    advance_to,
    charter_of,
    coordinator_of,
    later,
)


def test_the_desk_notes_a_signature_on_paper(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    sign_in_ink(session, place, case, "burgemeester")

    row = line_of(session, case, "burgemeester")
    assert session.get_one(Upload, row.scan_id).name == SCAN.name
    assert (row.checked_by_id, row.checked_as) == (place.people[Role.MANDATED_OFFICER].id, "mandated_officer")
    assert (row.method, row.name, row.fingerprint) == ("ink", "Maria Burgemeester Oosterbeke", charter.fingerprint)
    assert row.recorded_by_id == place.people[Role.DESK_OFFICER].id
    assert (row.identified_by, row.recorded_as) == ("paper", "desk_officer")


def test_a_signature_on_paper_counts_only_after_a_second_pair_of_eyes(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    enter_ink(session, place, case, "burgemeester")

    row = line_of(session, case, "burgemeester")
    assert (row.signed_on, row.method, case.waiting_for) == (None, "", ["all_signed"])
    with pytest.raises(NotAllowed) as refusal:
        check_ink(session, place, case, "burgemeester", by=place.people[Role.DESK_OFFICER])
    assert refusal.value.code == "own_entry"
    for again in (lambda: enter_ink(session, place, case, "burgemeester"),
                  lambda: sign(session, case, place.people[Role.MAYOR], "burgemeester")):  # fmt: skip
        with pytest.raises(Stale) as stale:
            again()
        assert stale.value.code == "entered_on_paper"

    check_ink(session, place, case, "burgemeester")

    assert line_of(session, case, "burgemeester").signed_on == day_of(later(case))
    with pytest.raises(Stale):
        check_ink(session, place, case, "burgemeester")


def test_what_the_scan_does_not_show_goes_back_with_a_reason_and_is_entered_anew(
    session: Session, place: Place
) -> None:
    case, _ = frozen(session, place)
    enter_ink(session, place, case, "burgemeester")
    with pytest.raises(Invalid):
        check_ink(session, place, case, "burgemeester", is_right=False, reason="")

    check_ink(session, place, case, "burgemeester", is_right=False, reason="De datum is niet te lezen.")

    assert line_of(session, case, "burgemeester").signed_on is None
    assert "ink_signature:sent_back" in events(session, case)
    sign_in_ink(session, place, case, "burgemeester")
    assert line_of(session, case, "burgemeester").method == "ink"


def test_a_signature_on_paper_needs_its_scan(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    for scan in (None, CheckedUpload("scan.pdf", "application/pdf", b"geen pdf")):
        with pytest.raises(Invalid) as refusal:
            enter_ink(session, place, case, "burgemeester", scan=scan)
        assert refusal.value.field == "scan"


def test_what_was_entered_under_an_older_text_is_not_checked_any_more(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    enter_ink(session, place, case, "burgemeester")
    old = line_of(session, case, "burgemeester").id
    reopen(session, place, case)
    freeze(session, place, case)

    for line in (old, line_of(session, case, "burgemeester").id):
        with pytest.raises(Stale):
            check_ink(session, place, case, "burgemeester", signature_id=line)


def test_a_partner_without_account_and_address_can_only_sign_on_paper(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    drafting_charter.add_signatory(session, case.id, desk, later(case), capacity="voorzitter wijkraad", name="Rik Raad")
    freeze(session, place, case)

    with pytest.raises(NotAllowed):
        sign(session, case, place.people[Role.MAYOR], "voorzitter wijkraad")
    sign_in_ink(session, place, case, "voorzitter wijkraad", name="Rik Raad")

    assert line_of(session, case, "voorzitter wijkraad").signed_on == day_of(later(case))


def test_sixty_partners_sign_one_after_the_other_and_the_last_completes_the_charter(
    session: Session, place: Place
) -> None:
    case = ready_to_freeze(session, place)
    rows = [{"capacity": f"partner {number}", "name": f"Naam {number}"} for number in range(60)]
    save(session, case, "signatures", {"statement": "Gelezen.", "extra": rows})
    freeze(session, place, case)
    for row in signature_rows(session, case)[4:]:
        sign_in_ink(session, place, case, row.capacity, name=row.name)
    assert case.stage == Stage.CHARTER
    own_lines(session, place, case)

    assert case.stage == Stage.FEDERAL_CHECK


def own_lines(session: Session, place: Place, case) -> None:
    sign(session, case, place.people[Role.MAYOR], "burgemeester")
    sign(session, case, place.people[Role.POLICE_CHIEF], "korpschef")
    sign(session, case, place.people[Role.MANDATED_OFFICER], "gemandateerde politiebeambte")
    sign(session, case, coordinator_of(session, case), "coördinator")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_on": date(2099, 1, 1)}, "signed_on"),
        ({"signed_on": date(2020, 1, 1)}, "signed_on"),
        ({"name": ""}, "name"),
        ({"place": ""}, "place"),
    ],
)
def test_a_signature_on_paper_with_an_impossible_day_or_without_name_is_refused(
    session: Session, place: Place, changes: dict[str, object], field: str
) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Invalid) as refusal:
        sign_in_ink(session, place, case, "burgemeester", **changes)

    assert refusal.value.field == field


def test_a_paper_signature_of_the_coordinator_bears_the_name_of_the_coordinator(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Invalid):
        sign_in_ink(session, place, case, "coördinator", name="Iemand Anders")


def test_a_line_that_was_signed_on_screen_is_not_signed_on_paper_again(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    sign(session, case, place.people[Role.MAYOR], "burgemeester")

    with pytest.raises(Stale):
        sign_in_ink(session, place, case, "burgemeester")


@pytest.mark.parametrize("role", [Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF])
def test_only_the_desk_notes_signatures_on_paper(session: Session, place: Place, role: Role) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(NotAllowed):
        enter_ink(session, place, case, "burgemeester", by=place.people[role])


def test_everybody_signs_anew_after_the_text_was_opened_again(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    sign(session, case, place.people[Role.MAYOR], "burgemeester")

    reopen(session, place, case)
    freeze(session, place, case)

    assert [row.signed_on for row in signature_rows(session, case)] == [None] * 4


def test_a_signed_charter_is_not_opened_again(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)

    with pytest.raises(GateNotMet):
        reopen(session, place, case)


def test_a_completed_charter_keeps_the_text_that_was_signed_whatever_happens_to_the_case(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    case.name = "BIN Andere Naam"
    sequence = next(line.sequence for line in journal_of(session, case) if line.event == "charter:completed")

    record = charter_record(session, case, sequence, "https://binstart.example")

    assert record.text.network_name == "BIN Kerkkwartier"
    assert record.completed_on == day_of(charter_of(session, case).signed_at)
    assert [one.capacity for one in record.signatures] == [
        "burgemeester", "korpschef", "gemandateerde politiebeambte", "coördinator"
    ]  # fmt: skip
    assert record.fingerprint == charter_of(session, case).fingerprint


def test_signing_has_a_term_and_opening_again_takes_it_away(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)
    assert case.due_on >= day_of(charter.frozen_at) + timedelta(days=30)

    reopen(session, place, case)

    assert case.due_on is None
