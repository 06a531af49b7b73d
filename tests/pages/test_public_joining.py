"""Becoming a member on the pages: the form, the link of the mail, the coordinator's list, and what a member changes."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.enrolment import Enrolment
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of, make_place
from tests.letters.reading import text_of_pdf
from tests.message_steps import a_member
from tests.pages.conftest import SignedIn
from tests.pages.test_public import a_network
from tests.pages.visiting import Page, Visitor


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _form(client: Visitor, case: FoundingCase) -> Page:
    return client.read(f"/netwerken/{case.number.lower()}/lid-worden")


def _values(place: Place, **changes: str) -> dict[str, Any]:
    return {"name": "Nele <b>Nieuw</b>", "email": "nele@binstart.example", "connection": "lives", "channel": "mail",
            "street_id": str(place.streets[0].id), "number": "3", "is_adult": "y", "accepts_rules": "y",
            "agrees": "y", **changes}  # fmt: skip


def _mail(engine: Engine, start: str) -> dict[str, Any]:
    with Session(engine) as session:
        rows = session.scalars(select(Effect.payload).where(Effect.key.startswith(start)).order_by(Effect.id)).all()
    assert rows, start
    return dict(rows[-1])


def _link(engine: Engine) -> str:
    found = re.search(r"/lid/\S+", _mail(engine, "join:")["text"])
    assert found is not None
    return found[0]


def _states(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Enrolment.state).order_by(Enrolment.id)))


@pytest.mark.journey("welcome_member", "without_scripts")
def test_a_neighbour_becomes_a_member_and_the_coordinator_has_them_in_the_list(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    page = client.read(f"/netwerken/{case.number.lower()}")
    assert f"/netwerken/{case.number.lower()}/lid-worden" in page.links()
    form = _form(client, case)
    assert "huishoudelijk reglement" in form.text

    assert "Kijk in uw mailbox" in form.submit(**_values(place)).follow().title
    confirm = client.read(_link(engine))
    assert confirm.headers["Referrer-Policy"] == "no-referrer"
    assert _states(engine) == ["unconfirmed"]  # looking changes nothing
    assert "wacht op de coördinator" in confirm.submit().follow().text
    assert f"/dossier/{case.number}/leden" in _mail(engine, "join_waits")["text"]

    browser = signed_in(coordinator)
    assert "Leden" in browser.read(f"/dossier/{case.number}").text
    listed = browser.read(f"/dossier/{case.number}/leden")
    assert "Nele <b>Nieuw</b> Kerkstraat 3" in listed.text
    listed.submit(action=next(f["action"] for f in listed.soup.select("form[action$='/verwelkomen']")))
    assert _states(engine) == ["member"]
    assert "Bel altijd eerst zelf de politie: 101" in _mail(engine, "join_welcomed")["text"]
    csv = browser.get(f"/dossier/{case.number}/leden.csv").get_data(as_text=True)
    assert "Nele <b>Nieuw</b>;Kerkstraat 3" in csv


def test_who_agrees_in_french_finds_the_french_text_back_whatever_language_they_read_later(
    client: Visitor, place: Place, case: FoundingCase, engine: Engine
) -> None:
    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {"courtesy_languages": ["fr"]}
    client.read("/?taal=fr")
    form = _form(client, case)
    assert "Je donne mes données" in form.text
    form.submit(**_values(place))
    client.read(_link(engine)).submit()

    with Session(engine) as session:
        [row] = session.scalars(select(Enrolment))
        assert (row.consent_language, {one.language for one in row.consents}) == ("fr", {"fr"})
    read_in_dutch = client.read(f"{_link(engine)}?taal=nl")
    agreed = [one.get_text() for one in read_in_dutch.soup.select("span[lang=fr]")]
    assert len(agreed) == 1
    assert agreed[0].startswith("Je donne mes données")


def test_all_faults_are_told_at_once_and_what_was_typed_stays(
    client: Visitor, place: Place, case: FoundingCase, engine: Engine
) -> None:
    refused = _form(client, case).submit(name="", email="", number="", street_id=str(place.streets[0].id),
                                         channel="sms", connection="lives")  # fmt: skip
    assert refused.status == 422
    assert refused.faults == ["Vul uw naam in.", "Vul uw huisnummer in.", "Vul uw e-mailadres in."]

    young = _form(client, case).submit(**{**_values(place), "is_adult": []})
    assert young.faults == ["Lid worden kan vanaf 18 jaar."]
    assert young.soup.select_one("#name")["value"] == "Nele <b>Nieuw</b>"
    assert _states(engine) == []


def test_an_address_outside_the_area_is_offered_the_right_network(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        area = session.get_one(FoundingCase, case.id).area
        area.segments[0].side = "odd"
        street = area.segments[0].street_id
        other = a_network(session, place)
        other.area.segments[0].street_id, other.area.segments[0].side = street, "even"

    refused = _form(client, case).submit(**_values(place, street_id=str(street), number="4"))

    assert refused.status == 422
    assert "Op dit adres is er een ander netwerk:" in refused.text
    assert "/netwerken/bin-molen" in refused.links()


def test_an_address_outside_the_area_leads_to_the_form_of_its_own_network(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        other = advance_to(session, place, Stage.EVALUATION)
        for number, side in ((case.id, "odd"), (other.id, "even")):
            session.get_one(FoundingCase, number).area.segments[0].side = side

    refused = _form(client, case).submit(**_values(place, number="4"))

    assert refused.status == 422
    assert f"/netwerken/{other.number.lower()}/lid-worden" in refused.links()


def test_an_address_without_any_network_is_told_how_to_found_one(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        session.get_one(FoundingCase, case.id).area.segments[0].side = "odd"

    refused = _form(client, case).submit(**_values(place, number="4"))

    assert "Op dit adres is er nog geen BIN." in refused.text
    assert "/aanvraag" in "".join(refused.links())
    assert "Op dit adres" not in _form(client, case).submit(**_values(place, name="")).text


def test_a_member_changes_pauses_and_stops_by_the_link(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    _form(client, case).submit(**_values(place))
    link = _link(engine)
    client.read(link).submit()
    listed = signed_in(coordinator).read(f"/dossier/{case.number}/leden")
    listed.submit(action=next(f["action"] for f in listed.soup.select("form[action$='/verwelkomen']")))

    page = client.read(link)
    assert page.submit(number="9999").status == 422
    assert page.submit(channel="call", may_sms="y", phone="0470 00 00 01").status == 302
    changed = client.read(link).text
    for channel in ("e-mail: sinds", "sms: sinds", "telefoon: sinds"):
        assert channel in changed
    csv = signed_in(coordinator).get(f"/dossier/{case.number}/leden.csv").get_data(as_text=True)
    assert csv.count("(tekst 2)") == 3
    paused = client.read(link).submit(action=f"{link}/pauze").follow()
    assert "lid, met pauze" in paused.text
    client.read(link).submit(action=f"{link}/pauze")
    assert _states(engine) == ["member"]
    assert "U bent gestopt" in client.read(f"{link}/stoppen").submit().title
    assert client.read(link).status == 410
    assert _states(engine) == ["left"]


def test_who_is_not_welcomed_gets_the_reason_by_mail(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    _form(client, case).submit(**_values(place))
    client.read(_link(engine)).submit()
    browser = signed_in(coordinator)
    page = browser.read(next(link for link in browser.read(f"/dossier/{case.number}/leden").links()
                             if link.endswith("/weigeren")))  # fmt: skip
    assert page.submit(reason="").status == 422

    assert page.submit(reason="U woont in een andere straat.").status == 302

    assert "    U woont in een andere straat." in _mail(engine, "join_refused")["text"]
    assert page.submit(reason="Nog eens.").status == 409
    assert "Nele" not in browser.read(f"/dossier/{case.number}/leden").text


def test_the_list_is_for_coordinators_and_the_mandated_officer_alone(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    _form(client, case).submit(**_values(place))
    client.read(_link(engine)).submit()
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES")
    path = f"/dossier/{case.number}/leden"

    officer = signed_in(place.people[Role.MANDATED_OFFICER]).read(path)
    assert officer.status == 200
    assert not officer.soup.select("form[action$='/verwelkomen']")
    for person, status in ((place.people[Role.DESK_OFFICER], 403), (place.people[Role.MAYOR], 403),
                           (place.resident, 403), (other.people[Role.MANDATED_OFFICER], 404)):  # fmt: skip
        assert signed_in(person).read(path).status == status
        assert signed_in(person).read(f"{path}.csv").status == status


def test_where_nobody_welcomes_there_is_no_form(client: Visitor, engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        a_network(session, place)

    assert client.read("/netwerken/bin-molen/lid-worden").status == 404
    assert client.read("/lid/verzonnen").status == 410
    assert client.read("/lid/verzonnen/stoppen").status == 410


def test_a_coordinator_prints_the_form_enters_it_and_ends_the_membership(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    browser = signed_in(coordinator)
    listed = browser.read(f"/dossier/{case.number}/leden")
    printed = browser.get(next(link for link in listed.links() if link.endswith("formulier.pdf")))
    assert printed.data.startswith(b"%PDF")
    page = browser.read(next(link for link in listed.links() if link.endswith("/invoeren")))
    assert page.submit().status == 422
    day = {"signed_on-day": "1", "signed_on-month": "4", "signed_on-year": "2026"}
    paper = {"name": "Paula Papier", "connection": "lives", "street_id": str(place.streets[0].id), "number": "3",
             "channel": "call", "phone": "0470 00 00 01", **day}  # fmt: skip
    assert page.submit(**paper).status == 422  # nobody says that it is signed

    assert page.submit(**paper, agrees="y").status == 302

    listed = browser.read(f"/dossier/{case.number}/leden")
    assert "op papier, getekend op 1 april 2026" in listed.text
    ending = browser.read(next(link for link in listed.links() if link.endswith("/stoppen")))
    assert ending.submit().status == 302
    assert "Er zijn nog geen leden." in browser.read(f"/dossier/{case.number}/leden").text
    assert signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/leden/invoeren").status == 403


def test_the_form_is_printed_with_what_was_typed_and_nothing_of_it_is_kept(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    printing = f"/netwerken/{case.number.lower()}/lid-worden/formulier.pdf"
    typed = {"name": "Gerard Geenmail", "street_id": str(place.streets[0].id), "number": "3 bus 2",
             "phone": "0470 00 00 07", "connection": "lives", "channel": "call", "may_sms": "y"}  # fmt: skip

    answer = _form(client, case).submit(to=printing, **typed)

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    text = text_of_pdf(answer.response.data)
    for words in ("Gerard Geenmail", f"{place.streets[0].name} 3 bus 2", "0470 00 00 07", "× een telefoontje",
                  "× U mag mij een sms sturen", "☐ U mag mij bellen"):  # fmt: skip
        assert words in text
    assert _states(engine) == []


def test_what_does_not_fit_on_paper_is_told_at_its_field(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    printing = f"/netwerken/{case.number.lower()}/lid-worden/formulier.pdf"

    refused = _form(client, case).submit(to=printing, name="x" * 201)

    assert (refused.status, refused.faults) == (422, ["Dit is te lang: hoogstens 200 tekens."])


def test_a_member_who_moves_to_a_dwelling_that_has_one_is_marked_in_the_list(
    client: Visitor, signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    with writing(engine) as session:
        mover = a_member(session, place, case, "Mia Mover", email="mia@binstart.example")
        mover.connection = "lives"
        stays = a_member(session, place, case, "Stan Stays", email="stan@binstart.example")
        stays.connection, stays.house_number = "lives", 5
    listed = signed_in(coordinator)
    assert "meer dan één op dit adres" not in listed.read(f"/dossier/{case.number}/leden").text

    with writing(engine) as session:
        row = session.scalars(select(Enrolment).where(Enrolment.name == "Mia Mover")).one()
        row.house_number = 5

    assert listed.read(f"/dossier/{case.number}/leden").text.count("meer dan één op dit adres") == 2
