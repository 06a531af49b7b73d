"""Messages to members on the pages: written, looked at, let go, held back, read, and the log."""

import re

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.message import Delivery, Message
from models.operations.networks.delivering_messages import outgoing
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import Place, advance_to, coordinator_of
from tests.message_steps import a_member, ask_two_keys, member_effects
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        a_member(session, place, case)
        a_member(session, place, case, "Bea Bel", phone="0470 00 00 01", channel="call")
        return case


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _write(browser: Visitor, case: FoundingCase, **changes: str) -> str:
    """A message is written; the address of its page."""
    values = {
        "kind": "prevention",
        "subject": "Sluit <b>uw</b> deur",
        "text": "Dieven komen langs achter binnen.\n\nEcht.",
    }
    page = browser.read(f"/dossier/{case.number}/berichten/nieuw").submit(**{**values, **changes})
    return page.location


def test_from_the_police_to_the_members_through_the_coordinator(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    police = signed_in(place.people[Role.MANDATED_OFFICER])
    assert f"/dossier/{case.number}/berichten" in police.read(f"/dossier/{case.number}").links()
    address = _write(police, case)
    assert "De coördinator laat dit bericht vertrekken" in police.read(address).text

    browser = signed_in(coordinator)
    page = browser.read(address)
    assert "Gaat naar 2 leden" in page.text
    assert "1 krijgen een e-mail" in page.text
    assert "1 krijgen een telefoontje" in page.text
    assert "Sluit <b>uw</b> deur" in page.text
    sent = page.submit(action=f"{address}/versturen", foreword="Dit was bij ons om de hoek.").follow()

    assert "Het bericht vertrekt over" in sent.text
    assert "Nog te bellen" not in sent.text  # not before it left
    with Session(engine) as session:
        assert session.scalars(select(Message.state)).all() == ["released"]
        assert len(member_effects(session)) == 1


def test_too_soon_pressed_is_held_back(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, coordinator: Person
) -> None:
    browser = signed_in(coordinator)
    address = _write(browser, case, kind="own_news")
    browser.read(address).submit(action=f"{address}/versturen")

    page = browser.read(f"{address}/tegenhouden").submit(reason="Verkeerde dag.").follow()

    assert "Het bericht vertrekt niet." in page.text
    assert "Verkeerde dag." in browser.read(address).text
    with Session(engine) as session:
        assert member_effects(session) == []


def test_the_kinds_that_somebody_may_write_are_offered_and_no_other(
    signed_in: SignedIn, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    address = f"/dossier/{case.number}/berichten/nieuw"
    police = signed_in(place.people[Role.MANDATED_OFFICER]).read(address)
    resident = signed_in(coordinator).read(address)

    assert [one["value"] for one in resident.soup.select("input[name=kind]")] == ["own_news"]
    assert "own_news" not in [one["value"] for one in police.soup.select("input[name=kind]")]
    forged = resident.submit(kind="urgent", subject="Vals alarm", text="Er is niets aan de hand.")
    assert forged.status == 422


def test_faults_are_told_at_their_fields_and_words_stay(
    signed_in: SignedIn, case: FoundingCase, coordinator: Person
) -> None:
    page = signed_in(coordinator).read(f"/dossier/{case.number}/berichten/nieuw")

    refused = page.submit(kind="own_news", subject="", text="kort")

    assert (refused.status, refused.faults) == (422, ["Vul in één regel in waarover het gaat."])
    again = refused.submit(kind="own_news", subject="x" * 101, text="Een heel bericht.")
    assert again.faults == ["Hoogstens 100 tekens: deze regel wordt ook de sms."]
    assert again.soup.select_one("#text").get_text().strip() == "Een heel bericht."


def test_a_stale_page_does_not_send_words_that_changed(
    signed_in: SignedIn, place: Place, case: FoundingCase, coordinator: Person, engine: Engine
) -> None:
    police, browser = signed_in(place.people[Role.MANDATED_OFFICER]), signed_in(coordinator)
    address = _write(police, case)
    stale = browser.read(address)
    changed = police.read(f"{address}/aanpassen").submit(
        kind="prevention", subject="Sluit uw garage", text="Dieven komen."
    )
    assert "Het bericht is aangepast." in changed.follow().text

    refused = stale.submit(action=f"{address}/versturen")

    assert refused.status == 409
    with Session(engine) as session:
        assert member_effects(session) == []


def test_a_second_person_lets_it_go_where_the_plan_says_so(signed_in: SignedIn, engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)
        ask_two_keys(session, case, "non_urgent")
        advance_to(session, place, Stage.EVALUATION, case)
        a_member(session, place, case)
        person = coordinator_of(session, case)
    browser = signed_in(person)
    address = _write(browser, case, kind="own_news")
    page = browser.read(address)
    assert "een tweede persoon dit laat vertrekken" in page.text
    page.submit(action=f"{address}/versturen")

    assert f"{address}/tweede-sleutel" not in str(browser.read(address).soup)
    forged = browser.read(f"{address}/tegenhouden").submit(to=f"{address}/tweede-sleutel")
    assert forged.status == 403
    police = signed_in(place.people[Role.MANDATED_OFFICER])
    assert "Het bericht vertrekt over" in police.read(address).submit(action=f"{address}/tweede-sleutel").follow().text


def test_a_member_reads_it_by_the_link_and_says_so(
    client: Visitor, signed_in: SignedIn, engine: Engine, case: FoundingCase, coordinator: Person
) -> None:
    browser = signed_in(coordinator)
    address = _write(browser, case, kind="own_news")
    browser.read(address).submit(action=f"{address}/versturen")
    with writing(engine) as session:
        [effect] = member_effects(session)
        message = outgoing(session, session.get_one(Effect, effect.id), settings().secret_key)
        assert message is not None

    page = client.read(f"/bericht/{message.token}")

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Dieven komen langs achter binnen." in page.text
    with Session(engine) as session:
        assert session.get_one(Delivery, message.delivery_id).read_at is None  # looking changes nothing
    assert "Dank u." in page.submit().follow().text
    assert "1 meldden dat ze het lazen" in browser.read(address).text
    assert client.get("/bericht/x").status_code == 404


def test_who_is_called_is_ticked_off(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, coordinator: Person
) -> None:
    browser = signed_in(coordinator)
    address = _write(browser, case, kind="own_news")
    browser.read(address).submit(action=f"{address}/versturen")
    with writing(engine) as session:
        for row in session.scalars(select(Message)):
            row.leaves_at = row.happened_at.replace(year=2020)

    page = browser.read(address)
    assert "Bea Bel 0470 00 00 01" in page.text
    called = page.submit(action=re.search(r"/\S+/gebeld/\d+", str(page.soup))[0], answered="yes").follow()  # type: ignore[index]

    assert "Nog te bellen" not in called.text


def test_what_left_by_another_way_is_entered_and_stands_in_the_file(
    signed_in: SignedIn, case: FoundingCase, place: Place
) -> None:
    browser = signed_in(place.people[Role.MANDATED_OFFICER])
    form = browser.read(f"/dossier/{case.number}/berichten/invoeren")
    moment = {"happened_at-day": "1", "happened_at-month": "1", "happened_at-year": "2020", "happened_at-time": "23.15"}
    values = {
        "kind": "urgent",
        "subject": "Inbraak bezig",
        "text": "Blijf binnen en bel 101.",
        "way": "sms via BE-Alert",
    }
    assert form.submit(**values, **moment).faults == ["Toen was dit netwerk nog niet actief."]
    today = browser.read(f"/dossier/{case.number}/berichten")
    assert "Er is nog geen bericht verstuurd." in today.text


def test_the_log_names_no_member_to_who_may_not_see_them(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, place: Place, coordinator: Person
) -> None:
    browser = signed_in(coordinator)
    address = _write(browser, case, kind="own_news")
    browser.read(address).submit(action=f"{address}/versturen")
    with writing(engine) as session:
        for row in session.scalars(select(Message)):
            row.leaves_at = row.happened_at.replace(year=2020)

    desk = signed_in(place.people[Role.DESK_OFFICER])

    assert "Bea Bel" not in desk.read(address).text
    csv = desk.get(f"/dossier/{case.number}/berichten.csv").get_data(as_text=True)
    assert "Nieuws van het netwerk zelf;niet-dringend;Sluit <b>uw</b> deur;Binstart;2;0;0;0;" in csv
    assert desk.get(f"/dossier/{case.number}/berichten/nieuw").status_code == 403


@pytest.mark.parametrize(
    ("key", "content", "status"),
    [("goed", {"reference": "1", "status": "delivered"}, 204), ("slecht", {"reference": "1"}, 401),
     ("", {"reference": "1"}, 401), ("goed", {"status": "delivered"}, 422),
     ("goed", {"reference": "1", "status": "?"}, 204),
     ("goed", {"reference": "999999", "status": "failed"}, 204)],
)  # fmt: skip
def test_only_the_gateway_reports(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, key: str, content: dict[str, str], status: int
) -> None:
    monkeypatch.setattr(settings(), "sms_gateway_key", "goed")

    answer = client.post("/sms/verslag", json=content, headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code == status
