"""The accessibility statement: what stands in the results stands on the page, good or bad."""

import pytest

from webapp.site import views
from webapp.site.accessibility import JOURNEY_NAMES, Statement, as_statement, read_statement

RESULTS = {
    "tested_on": "2026-11-28", "version": "1.2", "axe": "4.14", "chromium": "156", "looks": ["320 px, light"],
    "looks_in_other_roles": ["320 px, light"],
    "pages": {"public.look_up_street": ["mayor", "public"], "case.show_case": ["mayor"]},
    "not_reached": ["voting.vote"],
    "left_out_in_other_roles": 7,
    "findings": [{"page": "case.show_case", "role": "mayor", "what": "320 px, dark: color-contrast: <b>"}],
}  # fmt: skip


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Statement:
    statement = as_statement(RESULTS, {"decide": ["keyboard"]})
    monkeypatch.setattr(views, "read_statement", lambda: statement)
    return statement


def test_it_is_linked_from_every_page_and_tells_what_came_with_this_version(client, place) -> None:
    assert "/toegankelijkheid" in client.read("/").links()
    page = client.read("/toegankelijkheid")

    statement = read_statement()
    for words in (
        statement.version,
        f"{statement.pages} soorten pagina’s",
        "Vlaamse Ombudsdienst",
        place.municipality.email,
    ):
        assert words in page.text
    assert all(str(name) in page.text for name in JOURNEY_NAMES.values())


def test_a_finding_makes_it_say_what_does_not_meet_the_rules_and_for_whom(client, planted: Statement) -> None:
    page = client.read("/toegankelijkheid")

    assert "voldoet gedeeltelijk" in page.text
    assert "case.show_case (burgemeester): 320 px, dark: color-contrast: <b>" in page.text
    assert "1 soort pagina is bij dit nazicht niet geopend" in page.text
    assert "7 keer is een soort pagina niet opnieuw nagekeken" in page.text
    assert "28 november 2026" in page.text


def test_each_visitor_and_each_journey_has_its_line(planted: Statement) -> None:
    lines = {str(line.name): (line.pages, line.barred) for line in planted.visitors}
    journeys = {str(name): taken for name, taken in planted.journeys}

    assert lines["burgemeester"] == (2, 1)
    assert lines["iedereen, zonder aanmelden"] == (1, 0)
    assert lines["korpschef"] == (0, 0)
    assert journeys["Beslissen over de oprichting"] == (True, False)
    assert journeys["Lid worden"] == (False, False)
