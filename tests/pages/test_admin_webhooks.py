"""The administrator subscribes other programs to what happens, tries it, and gives a new secret."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.database import writing
from models.outbox import Effect
from models.rules.access import Role
from models.webhook import Webhook
from tests.factories import Place, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

LIST = "/beheer/oosterbeke/meldingen"


@pytest.fixture
def administrator(place: Place, signed_in: SignedIn) -> Visitor:
    return signed_in(place.people[Role.ADMINISTRATOR])


def _make(administrator: Visitor, **changes: object) -> Page:
    values: dict[str, object] = {"name": "Website", "address": "https://www.gemeente.example/hier",
                                 "events": ["founding:approved", "charter:completed"]}  # fmt: skip
    return administrator.read(f"{LIST}/nieuw").submit(**{**values, **changes})


def _secret(page: Page) -> str:
    found = page.soup.select_one("#geheim")
    assert found is not None, page.faults
    return found.get_text(strip=True)


def test_a_subscription_is_made_its_secret_shown_once_and_told_in_the_journal(
    administrator: Visitor, engine: Engine
) -> None:
    secret = _secret(_make(administrator))

    page = administrator.read(f"{LIST}/1")
    journal = administrator.read("/beheer/oosterbeke/logboek").text
    assert secret.startswith("whsec_")
    assert secret not in page.text + journal
    assert "https://www.gemeente.example/hier" in page.text
    assert "Meldingen aan een programma begonnen: Website" in journal
    assert "Website" in administrator.read(LIST).text


@pytest.mark.parametrize(("changes", "fault"), [
    ({"name": ""}, "Vul in voor welk programma."),
    ({"address": "http://www.gemeente.example/"}, "Het adres moet met https:// beginnen."),
    ({"address": "https://10.0.0.8/"}, "Dit adres ligt niet op het open internet."),
    ({"events": []}, "Kies minstens één soort gebeurtenis."),
])  # fmt: skip
def test_what_can_not_be_is_refused(
    administrator: Visitor, engine: Engine, changes: dict[str, object], fault: str
) -> None:
    page = _make(administrator, **changes)

    assert (page.status, page.faults) == (422, [fault])
    with Session(engine) as session:
        assert session.scalars(select(Webhook)).all() == []


def test_it_is_tried_and_the_log_tells_what_became_of_it(administrator: Visitor, engine: Engine) -> None:
    _make(administrator)
    page = administrator.read(f"{LIST}/1").submit(action=f"{LIST}/1/proberen").follow()

    assert "proefmelding wacht" in page.text
    with writing(engine) as session:
        effect = session.scalars(select(Effect)).one()
        assert effect.key.startswith("webhook:1:test:")
        effect.state, effect.attempts, effect.last_error = "planned", 2, "503"
    assert "Poging 2: 503" in administrator.read(f"{LIST}/1").text


def test_a_new_secret_is_another_and_there_is_no_third_within_the_day(administrator: Visitor) -> None:
    first = _secret(_make(administrator))
    page = administrator.read(f"{LIST}/1")

    second = _secret(page.submit(action=f"{LIST}/1/geheim"))

    assert first != second
    assert "Het vorige geheim tekent nog mee" in administrator.read(f"{LIST}/1").text
    assert page.in_another_window().submit(action=f"{LIST}/1/geheim").status == 409


def test_a_paused_one_says_so_and_is_resumed(administrator: Visitor, engine: Engine) -> None:
    _make(administrator)
    stale = administrator.read(f"{LIST}/1")
    with writing(engine) as session:
        session.get_one(Webhook, 1).state = "paused"

    page = administrator.read(f"{LIST}/1")
    assert "gepauzeerd" in page.text
    assert stale.submit(action=f"{LIST}/1/proberen").status == 409
    after = page.submit(action=f"{LIST}/1/hervatten").follow()

    assert "De meldingen zijn hervat" in after.text
    assert page.in_another_window().submit(action=f"{LIST}/1/hervatten").status == 409


def test_an_ended_one_is_gone_with_what_was_still_to_be_sent(administrator: Visitor, engine: Engine) -> None:
    _make(administrator)
    page = administrator.read(f"{LIST}/1").submit(action=f"{LIST}/1/proberen").follow()

    after = page.submit(action=f"{LIST}/1/stoppen").follow()

    assert "Geen enkel programma krijgt meldingen." in after.text
    assert administrator.read(f"{LIST}/1").status == 404
    with Session(engine) as session:
        assert session.scalars(select(Effect.state)).all() == ["given_up"]
        assert session.get_one(Webhook, 1).seed == ""


@pytest.mark.parametrize("what", ["proberen", "geheim", "hervatten", "stoppen"])
def test_an_administrator_of_elsewhere_reaches_it_not(
    administrator: Visitor, engine: Engine, place: Place, signed_in: SignedIn, what: str
) -> None:
    _make(administrator)
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES")
    stranger = signed_in(other.people[Role.ADMINISTRATOR])
    form = stranger.read("/beheer/westveld/meldingen/nieuw").soup.select_one("main input[name=csrf_token]")
    token = {"csrf_token": str(form["value"])} if form else {}

    assert stranger.read("/beheer/westveld/meldingen/1").status == 404
    assert stranger.send(f"/beheer/westveld/meldingen/1/{what}", token).status == 404
    with Session(engine) as session:
        assert session.get_one(Webhook, 1).state == "active"
