"""Wiping the second step of somebody who lost it: asked by an administrator, done by a second person."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.authority import Authority
from models.database import writing
from models.mandate import Mandate
from models.person import Person
from models.rules.access import Role
from models.second_step import SecondStepReset
from tests.factories import Place
from tests.pages.conftest import app_of
from tests.pages.test_second_step import MAYOR, SECRET, events, give_app, told
from tests.pages.test_second_step import mayor as mayor
from tests.pages.test_second_step import strong as strong
from tests.pages.visiting import Page


def mandate_of(engine: Engine, person: Person) -> int:
    with Session(engine) as session:
        return session.scalars(select(Mandate.id).where(Mandate.person_id == person.id)).first() or 0


@pytest.fixture
def desk(place: Place, engine: Engine) -> Person:
    """A desk officer with an app, on a phone that fell into the water."""
    return give_app(engine, place.people[Role.DESK_OFFICER])


def ask_reset(strong, place: Place, engine: Engine, whose: Person) -> Page:
    path = f"/beheer/{place.municipality.slug}/functies/{mandate_of(engine, whose)}/tweede-stap"
    return strong(place.people[Role.ADMINISTRATOR]).read(path).submit(reason="Telefoon in het water, zelf gesproken.")


def test_an_administrator_asks_and_the_mayor_wipes(place: Place, desk: Person, strong, engine: Engine) -> None:
    owner = strong(desk)

    assert ask_reset(strong, place, engine, desk).status == 302
    assert owner.read("/account").status == 200
    browser = strong(place.people[Role.MAYOR])
    page = browser.read(reset_path(engine))
    assert "Telefoon in het water" in page.text
    page.submit(answer="yes")

    assert owner.read("/account").status == 302
    with Session(engine) as session:
        assert session.get_one(Person, desk.id).totp_secret is None
        assert session.scalars(select(SecondStepReset.state)).one() == "done"
    assert events(engine)[-2:] == ["second_step:reset_asked", "second_step:reset"]
    assert [mail.split("\n")[2][:30] for mail in told(engine, desk.email or "")] == [
        "Een beheerder vroeg om uw twee",
        "Uw tweede stap is gewist. Meld",
    ]
    assert len(told(engine, MAYOR)) == 1


def reset_path(engine: Engine) -> str:
    with Session(engine) as session:
        return f"/tweede-stap-wissen/{session.scalars(select(SecondStepReset.id)).one()}"


def test_who_decides_finds_it_in_their_account(place: Place, desk: Person, strong, engine: Engine) -> None:
    ask_reset(strong, place, engine, desk)
    browser = strong(place.people[Role.MAYOR])

    assert "/tweede-stap-wissen" in browser.read("/account").links()
    assert reset_path(engine) in browser.read("/tweede-stap-wissen").links()


def test_who_asked_does_not_wipe_and_nobody_wipes_their_own(
    place: Place, mayor: Person, strong, engine: Engine
) -> None:
    ask_reset(strong, place, engine, mayor)

    for person in (place.people[Role.ADMINISTRATOR], mayor):
        browser = strong(person)
        assert browser.read(reset_path(engine)).status == 404
        token = browser.read("/account").soup.select_one("input[name=csrf_token]")
        assert token is not None
        sent = browser.send(reset_path(engine), {"csrf_token": str(token["value"]), "answer": "yes"})
        assert sent.status == 409
    with Session(engine) as session:
        assert app_of(session, mayor.id) == SECRET


def test_nobody_asks_it_for_themselves(place: Place, strong, engine: Engine) -> None:
    administrator = give_app(engine, place.people[Role.ADMINISTRATOR])
    path = f"/beheer/{place.municipality.slug}/functies/{mandate_of(engine, administrator)}/tweede-stap"
    browser = strong(administrator)
    token = browser.read(path).soup.select_one("input[name=csrf_token]")
    assert token is not None

    assert browser.send(path, {"csrf_token": str(token["value"]), "reason": "zelf"}).status == 403


def test_somebody_of_another_authority_decides_nothing(place: Place, desk: Person, strong, engine: Engine) -> None:
    ask_reset(strong, place, engine, desk)
    with writing(engine) as session:
        session.execute(update(Authority).where(Authority.id == place.municipality.id).values(zone_id=None))

    assert strong(place.people[Role.POLICE_CHIEF]).read(reset_path(engine)).status == 404


def test_no_leaves_everything_as_it_was_and_tells_the_owner(place: Place, desk: Person, strong, engine: Engine) -> None:
    ask_reset(strong, place, engine, desk)

    strong(place.people[Role.MAYOR]).read(reset_path(engine)).submit(answer="no")

    with Session(engine) as session:
        assert app_of(session, desk.id) == SECRET
    assert "niet gewist" in told(engine, desk.email or "")[-1]
    assert strong(place.people[Role.MAYOR]).read(reset_path(engine)).status == 404


def test_after_seven_days_it_must_be_asked_again(place: Place, desk: Person, strong, engine: Engine) -> None:
    ask_reset(strong, place, engine, desk)
    assert ask_reset(strong, place, engine, desk).status == 409
    with writing(engine) as session:
        session.scalars(select(SecondStepReset)).one().asked_at -= timedelta(days=7, seconds=1)

    assert strong(place.people[Role.MAYOR]).read(reset_path(engine)).status == 404
    assert ask_reset(strong, place, engine, desk).status == 302


def test_who_has_no_second_step_has_nothing_to_wipe(place: Place, strong, engine: Engine) -> None:
    path = (
        f"/beheer/{place.municipality.slug}/functies/{mandate_of(engine, place.people[Role.DESK_OFFICER])}/tweede-stap"
    )

    assert "geen tweede stap" in strong(place.people[Role.ADMINISTRATOR]).read(path).text
