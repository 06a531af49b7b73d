"""The remarks of the ministry on the pages: entered per section, shown where one writes, and answered."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.clock import day_of
from models.database import writing
from models.queries.charters.federal_checks import waiting_for_answer
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import send_back
from tests.factories import Place, advance_to, coordinator_of, later
from tests.pages.action_examples import with_charter_sent
from tests.pages.conftest import SignedIn


def test_remarks_are_entered_per_section_and_answered_where_one_writes(
    signed_in: SignedIn, engine: Engine, place: Place
) -> None:
    with writing(engine) as session:
        case = with_charter_sent(session, place)
    desk = signed_in(place.people[Role.DESK_OFFICER])
    page = desk.read(f"/dossier/{case.number}/record-federal-answer")
    wrong = page.submit(**{"result": "remarks", "concerns-1-section": "privacy"})
    assert wrong.status == 422
    assert wrong.soup.select_one("#concerns-1-text-error") or wrong.faults

    done = page.submit(
        **{"result": "remarks", "concerns-0-section": "house_rules", "concerns-0-text": "Wie <b>sluit</b> uit?"}
    )

    assert done.status == 302
    with Session(engine) as session:
        cora = coordinator_of(session, case)
    browser = signed_in(cora)
    overview = browser.read(f"/dossier/{case.number}/charter")
    assert "Wie <b>sluit</b> uit?" in overview.text  # as text
    section = browser.read(f"/dossier/{case.number}/charter/house-rules")
    assert "Wie <b>sluit</b> uit?" in section.text
    assert "Wie <b>sluit</b> uit?" not in browser.read(f"/dossier/{case.number}/charter/members").text
    settle = browser.read(next(link for link in section.links() if "settle-remark" in link))
    assert settle.submit(is_followed="", answer="x").status == 422

    answer = settle.submit(is_followed="yes", answer="De coördinator en de gemandateerde samen.").follow()

    assert "gevolgd" in answer.text
    assert "De coördinator en de gemandateerde samen." in answer.text
    again = browser.read(f"/dossier/{case.number}/settle-remark")  # until the text is frozen it can be said anew
    assert again.submit(is_followed="no", answer="Toch niet.").status == 302
    assert "niet gevolgd" in browser.read(f"/dossier/{case.number}/charter").text


def test_nobody_of_elsewhere_and_no_mayor_answers_a_remark(signed_in: SignedIn, engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.FEDERAL_CHECK)
        send_back(session, place, case)

    assert signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/settle-remark").status == 403
    strange = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/settle-remark?opmerking=abc")
    assert strange.status == 200


def test_the_case_says_how_long_it_waits_and_that_little_is_known_yet(
    signed_in: SignedIn, engine: Engine, place: Place
) -> None:
    with writing(engine) as session:
        case = with_charter_sent(session, place)
        waiting = waiting_for_answer(session, case, day_of(later(case)) + timedelta(days=1))
        assert waiting is not None

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}")

    assert "dagen op de FOD Binnenlandse Zaken." in page.text
    assert "nog te weinig eerdere antwoorden" in page.text
