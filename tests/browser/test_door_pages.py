"""The door of the info evening on a real tablet: the line goes away, the page is opened anew, and nobody is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.settings import settings
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, barriers, overflow, press
from tests.factories import Place
from tests.pages.action_examples import with_evening_planned

PageOf = Callable[..., Page]
TABLET = 800


@pytest.fixture
def case(live_server: LiveServer, place: Place) -> FoundingCase:
    with writing(live_server.engine) as session:
        return with_evening_planned(session, place)


def counted(live_server: LiveServer) -> list[tuple[int | None, int]]:
    with Session(live_server.engine) as session:
        rows = session.scalars(select(Attendance).where(Attendance.removed_at.is_(None)).order_by(Attendance.id))
        return [(row.house_number, row.people) for row in rows]


def come(page: Page, number: str, people: str = "1") -> None:
    page.locator("#street_id").select_option(label="Kerkstraat")
    page.locator("#number").fill(number)
    page.locator("#people").fill(people)
    page.get_by_role("button", name="Aanmelden", exact=True).click()


def _lose_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def test_three_who_come_while_the_line_is_away_are_each_counted_once_after_a_reload(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    # Given a tablet at the door, of which the line goes away
    page = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    page.goto(f"/dossier/{case.number}/check-in")
    come(page, "2")
    expect(page.get_by_text("Kerkstraat 2: 1 mens aangemeld.")).to_be_visible()
    page.context.set_offline(True)

    # When three households come, and somebody closes and opens the page when the line is back
    for number in ("3", "4", "5"):
        come(page, number, "2")
    expect(page.get_by_text("Wacht op verbinding (3)")).to_be_visible()
    assert counted(live_server) == [(2, 1)]
    page.context.route("**/check-in", lambda route: route.abort() if route.request.method == "POST" else
                       route.continue_())  # fmt: skip
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Wacht op verbinding (3)")).to_be_visible()
    page.context.unroute_all(behavior="ignoreErrors")
    page.reload()

    # Then each of them is there once
    expect(page.get_by_text("Kerkstraat 5: 2 mensen aangemeld.")).to_be_visible()
    expect(page.locator("[data-door-waiting]")).to_be_hidden()
    expect(page.get_by_text("7 mensen, 4 woningen")).to_be_visible()
    assert counted(live_server) == [(2, 1), (3, 2), (4, 2), (5, 2)]


def kept(page: Page) -> str:
    """What anybody who gets at this browser can read in its storage."""
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_what_waits_at_the_door_can_be_read_by_no_other_page_and_by_nobody_after_signing_out(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    # Given somebody who was counted while the line was away
    page = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    page.goto(f"/dossier/{case.number}/check-in")
    page.context.route("**/check-in", lambda route: route.abort() if route.request.method == "POST" else
                       route.continue_())  # fmt: skip
    come(page, "3", "2")
    expect(page.get_by_text("Wacht op verbinding (1)")).to_be_visible()

    # Then the browser holds it, and not in words
    assert "door:" in kept(page)
    for word in ("Kerkstraat", "street_id", "people", "3: ", '"2"'):
        assert word not in kept(page)

    # And who signed out and in again sends it
    page.context.unroute_all(behavior="ignoreErrors")
    page.goto("/account/sessies")
    page.get_by_role("button", name="Afmelden", exact=True).first.click()
    expect(page.get_by_text("U bent afgemeld.")).to_be_visible()
    assert "door:" in kept(page)
    assert "Kerkstraat" not in kept(page)
    assert counted(live_server) == []
    again = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    again.goto(f"/dossier/{case.number}/check-in")
    again.evaluate(
        "kept => Object.entries(JSON.parse(kept)).forEach(([n, v]) => localStorage.setItem(n, v))", kept(page)
    )
    again.reload()
    expect(again.get_by_text("Kerkstraat 3: 2 mensen aangemeld.")).to_be_visible()
    assert counted(live_server) == [(3, 2)]


def test_what_waits_at_the_door_is_sent_after_the_secret_of_the_installation_was_changed(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    page.goto(f"/dossier/{case.number}/check-in")
    page.context.route("**/check-in", lambda route: route.abort() if route.request.method == "POST" else
                       route.continue_())  # fmt: skip
    come(page, "3")
    expect(page.get_by_text("Wacht op verbinding (1)")).to_be_visible()

    before = settings().secret_key
    changed = settings().model_copy(update={"secret_key": before[::-1], "secret_key_before": before})
    monkeypatch.setattr("webapp.browser_key.settings", lambda: changed)
    page.context.unroute_all(behavior="ignoreErrors")
    page.reload()

    expect(page.get_by_text("Kerkstraat 3: 1 mens aangemeld.")).to_be_visible()
    assert counted(live_server) == [(3, 1)]


def test_two_windows_at_one_door_know_of_each_others_arrivals(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    page.goto(f"/dossier/{case.number}/check-in")
    other = page.context.new_page()
    other.goto(f"/dossier/{case.number}/check-in")
    page.context.route("**/check-in", lambda route: route.abort() if route.request.method == "POST" else
                       route.continue_())  # fmt: skip
    come(page, "3")

    expect(other.get_by_text("Wacht op verbinding (1)")).to_be_visible()
    page.context.unroute_all(behavior="ignoreErrors")
    expect(page.locator("[data-door-waiting]")).to_be_hidden(timeout=20_000)
    expect(other.locator("[data-door-waiting]")).to_be_hidden(timeout=20_000)
    assert counted(live_server) == [(3, 1)]


def test_an_answer_that_is_lost_on_its_way_back_counts_nobody_twice(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    # Given a line that breaks after the server heard it
    page = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    page.goto(f"/dossier/{case.number}/check-in")
    page.context.route("**/check-in", _lose_answer)
    page.locator("#people").fill("3")
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Aanmelden", exact=True).dblclick()
    expect(page.get_by_text("Wacht op verbinding (1)")).to_be_visible()
    assert counted(live_server) == [(None, 3)]

    # When the line is whole again
    page.context.unroute_all(behavior="ignoreErrors")
    page.reload()

    # Then they count once
    expect(page.get_by_text("Van elders: 3 mensen aangemeld.")).to_be_visible()
    assert counted(live_server) == [(None, 3)]


def test_what_was_noted_wrongly_without_a_line_is_kept_until_somebody_chooses(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=TABLET)
    page.goto(f"/dossier/{case.number}/check-in")
    come(page, "99", "2")
    expect(page.get_by_text("Kerkstraat 99: Wij kennen geen nummer 99")).to_be_visible()
    assert (barriers(page), overflow(page)) == ([], 0)

    page.get_by_role("button", name="Tel als van elders").click()

    expect(page.get_by_text("Van elders: 2 mensen aangemeld.")).to_be_visible()
    assert counted(live_server) == [(None, 2)]


def test_a_whole_evening_without_scripts_on_a_phone(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    page = page_of(place.people[Role.MANDATED_OFFICER], width=PHONE, javascript=False)
    page.goto(f"/dossier/{case.number}/check-in")
    come(page, "2")
    page.get_by_label("Zoek een straat").fill("molen")
    press(page, "Zoeken")
    press(page, "Aanmelden Molenstraat 3")

    assert counted(live_server) == [(2, 1), (3, 1)]


@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_the_pages_at_the_door_have_no_barriers_and_fit_the_screen(
    page_of: PageOf, place: Place, case: FoundingCase, width: int
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=width)
    page.goto(f"/dossier/{case.number}/check-in?zoek=kerkstraat")
    page.get_by_role("button", name="Aanmelden Kerkstraat 3", exact=True).click()
    expect(page.get_by_text("Kerkstraat 3: 1 mens aangemeld.")).to_be_visible()
    page.reload()
    assert (barriers(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Verwijderen Kerkstraat 3").click()
    assert (barriers(page), overflow(page)) == ([], 0)
