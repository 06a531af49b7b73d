"""The desk reads who comes to each evening, what they need and ask; neighbours don't."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.rules.access import Role
from tests import reply_steps
from tests.factories import Place, acting
from tests.pages.conftest import SignedIn


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    now = datetime.now(UTC)
    with writing(engine) as session:
        case = reply_steps.with_letters(session, place, now, room_limit=3, extra_items=["Feest"])
        first, second, third = reply_steps.letters(session, case)[:3]
        reply_steps.reply(session, first, now, 2, needs=["sign_language"], question="Wie betaalt?",
                          question_item="communication_and_costs")  # fmt: skip
        reply_steps.reply(session, second, now, 2, other_needs="=HYPERLINK", question="Is er taart?",
                          question_item="extra_1", email="wim@buurt.example")  # fmt: skip
        reply_steps.reply(session, third, now, 1)
    return case


def test_the_desk_reads_who_comes_waits_needs_and_asks(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/infoavonden")

    words = " ".join(page.soup.select_one("main").get_text(" ").split())
    assert "Komen 3 mensen, van 2 antwoorden" in words
    assert "Op de wachtlijst 2 mensen, van 1 antwoorden" in words
    assert "een tolk Vlaamse Gebarentaal: 1" in words
    assert words.index("Wie betaalt?") < words.index("Feest") < words.index("Is er taart?")


def test_the_file_holds_one_line_per_reply_and_no_formulas(
    case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[Role.MANDATED_OFFICER])
    [address] = [one for one in browser.read(f"/dossier/{case.number}/infoavonden").links() if one.endswith(".csv")]

    lines = browser.get(address).get_data(as_text=True).splitlines()

    assert len(lines) == 4
    assert lines[1].endswith(";Wie betaalt?;Het communicatieplan en de kosten;;nee")
    assert "'=HYPERLINK" in lines[2]
    assert browser.get(f"/dossier/{case.number}/infoavonden/999999.csv").status_code == 404


def test_who_asked_for_the_network_does_not_read_the_replies(
    case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    assert place.resident is not None

    assert signed_in(place.resident).get(f"/dossier/{case.number}/infoavonden").status_code == 403


@pytest.mark.parametrize("moves", [True, False])
def test_the_desk_reads_whom_no_mail_reaches_when_the_evening_moves_or_is_called_off(
    case: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn, moves: bool
) -> None:
    # Bad story: who answered with the code of the letter and left no address stands before a closed door.
    browser = signed_in(place.people[Role.DESK_OFFICER])
    before = browser.read(f"/dossier/{case.number}/infoavonden").text
    with writing(engine) as session:
        now = datetime.now(UTC)
        if moves:
            reply_steps.plan(session, place, case, now, 44, reason="Dubbel geboekt.")
        else:
            desk = acting(session, place.people[Role.DESK_OFFICER], now)
            cancel_info_evening(session, case.id, desk, now, reason="Ziekte.")
        first, second, third = (f"{one.street} {one.house_number}" for one in reply_steps.letters(session, case)[:3])

    page = browser.read(f"/dossier/{case.number}/infoavonden")

    listed = [item.get_text() for item in page.soup.select("main li")]
    assert "gaven geen e-mailadres" in page.text
    assert "gaven geen e-mailadres" not in before
    assert {first, third} <= set(listed)
    assert second not in listed
