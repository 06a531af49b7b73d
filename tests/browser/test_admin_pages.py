"""The pages of the administrator in a real browser: no barriers, nothing too wide, and all without scripts."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.database import writing
from models.mandate import Mandate
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.browser.conftest import DESKTOP, PHONE, PageOf, barriers, overflow, press
from tests.factories import Place, advance_to

SCREENS = [
    "/beheer",
    "/beheer/oosterbeke/instellingen",
    "/beheer/oosterbeke/functies",
    "/beheer/oosterbeke/sluitingsdagen",
    "/beheer/oosterbeke/sluitingsdagen/nieuw",
    "/beheer/oosterbeke/afwezigheden",
    "/beheer/oosterbeke/teksten/mails",
    "/beheer/oosterbeke/teksten/letters",
    "/beheer/oosterbeke/huisstijl",
    "/beheer/oosterbeke/logboek",
    "/beheer/oosterbeke/sleutels",
    "/beheer/oosterbeke/sleutels/nieuw",
    "/beheer/oosterbeke/meldingen",
    "/beheer/oosterbeke/meldingen/nieuw",
]


@pytest.mark.parametrize("address", SCREENS)
def test_a_page_of_the_administrator_has_no_barriers_and_fits(address: str, page_of: PageOf, place: Place) -> None:
    page = page_of(place.people[Role.ADMINISTRATOR])
    page.goto(address)

    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page) == []
        assert overflow(page) == 0


def test_how_a_term_was_computed_folds_out_without_barriers(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        number = advance_to(session, place, Stage.CONSULTATION).number
    page = page_of(place.people[Role.MAYOR], width=PHONE)
    page.goto(f"/dossier/{number}")

    page.get_by_text("Hoe is deze termijn berekend?").first.click()

    expect(page.get_by_text("Hij telt 60 kalenderdagen").first).to_be_visible()
    assert barriers(page) == []
    assert overflow(page) == 0


def test_a_closing_day_is_added_on_a_phone_without_scripts(page_of: PageOf, place: Place) -> None:
    page = page_of(place.people[Role.ADMINISTRATOR], width=PHONE, javascript=False)
    page.goto("/beheer/oosterbeke/sluitingsdagen/nieuw")
    page.get_by_label("Naam").fill("Kermismaandag")
    first = page.get_by_role("group", name="Eerste dag")
    for name, value in (("Dag", "7"), ("Maand", "9"), ("Jaar", str(datetime.now(UTC).year + 1))):
        first.get_by_label(name).fill(value)

    press(page, "Toevoegen")

    expect(page.get_by_role("heading", name="Kermismaandag")).to_be_visible()


def test_an_absence_is_entered_on_a_phone_without_scripts(page_of: PageOf, place: Place, engine: Engine) -> None:
    with Session(engine) as session:
        mayor = place.people[Role.MAYOR].id
        mandate_id = session.scalars(select(Mandate.id).where(Mandate.person_id == mayor)).one()
    page = page_of(place.people[Role.MAYOR], width=PHONE, javascript=False)
    page.goto(f"/account/afwezigheden/{mandate_id}/nieuw")
    for group in ("Eerste dag", "Laatste dag"):
        boxes = page.get_by_role("group", name=group)
        for name, value in (("Dag", "1"), ("Maand", "8"), ("Jaar", str(datetime.now(UTC).year + 1))):
            boxes.get_by_label(name).fill(value)
    page.get_by_label("Wie vervangt?").select_option(label=place.people[Role.DESK_OFFICER].name)

    press(page, "Noteren")

    expect(page.get_by_text(f"Vervangen door {place.people[Role.DESK_OFFICER].name}")).to_be_visible()
