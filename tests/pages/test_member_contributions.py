"""A second member of a dwelling at a contribution, on the pages: what it costs is said before, and can be waived."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of
from tests.pages.conftest import SignedIn
from tests.pages.test_public_joining import _form, _link, _states, _values
from tests.pages.visiting import Visitor


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        session.get_one(Authority, place.municipality.id).settings = {"second_member_contribution_cents": 600}
        return case


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _joined(client: Visitor, engine: Engine, place: Place, case: FoundingCase, **values: str) -> str:
    _form(client, case).submit(**_values(place, **values))
    link = _link(engine)
    client.read(link).submit()
    return link


def test_a_second_member_reads_what_it_costs_agrees_pays_and_it_stands_in_list_and_file(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    assert "Een tweede lid betaalt € 6,00 per jaar." in _form(client, case).text
    _joined(client, engine, place, case)
    link = _joined(client, engine, place, case, name="Thijs Tweede", email="thijs@binstart.example")
    browser, path = signed_in(coordinator), f"/dossier/{case.number}/leden"
    listed = browser.read(path)
    first, second = (form["action"] for form in listed.soup.select("form[action$='/verwelkomen']"))
    listed.submit(action=first)
    assert "ging daar nog niet mee akkoord" in listed.submit(action=second).text

    client.read(link).submit(action=f"{link}/bijdrage")
    listed.submit(action=second)
    assert _states(engine) == ["member", "member"]
    assert "te betalen tweede lid, € 6,00 per jaar" in browser.read(path).text
    page = browser.read(next(one for one in browser.read(path).links() if one.endswith("/bijdrage")))
    future = {"paid_on-day": "1", "paid_on-month": "1", "paid_on-year": "2099"}
    assert page.submit(action=f"{page.path}/betaald", **future).status == 422
    assert page.submit(action=f"{page.path}/betaald").status == 302

    assert ";€ 6,00;betaald;20" in browser.get(f"{path}.csv").get_data(as_text=True)
    assert "U bent het tweede lid van uw woning: € 6,00 per jaar." in client.read(link).text


def test_a_coordinator_exempts_whoever_can_not_pay_and_nobody_else_reaches_the_page(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    _joined(client, engine, place, case)
    _joined(client, engine, place, case, name="Thijs Tweede", email="thijs@binstart.example")
    browser, path = signed_in(coordinator), f"/dossier/{case.number}/leden"
    listed = browser.read(path)
    first, second = (form["action"] for form in listed.soup.select("form[action$='/verwelkomen']"))
    listed.submit(action=first)
    page = browser.read(next(one for one in browser.read(path).links() if one.endswith("/bijdrage")))
    assert signed_in(place.people[Role.MANDATED_OFFICER]).read(page.path).status == 403
    exempting = f"{page.path}/vrijstelling"
    assert page.submit(action=exempting, exemption_reason="").status == 422

    assert page.submit(action=exempting, exemption_reason="Leeft van een klein pensioen.").status == 302

    listed.submit(action=second)
    assert _states(engine) == ["member", "member"]
    assert "vrijgesteld" in browser.read(path).text


def test_where_nothing_is_asked_the_form_is_silent_about_it(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {}

    assert "tweede lid" not in _form(client, case).text
