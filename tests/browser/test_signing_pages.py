"""Signing in a real browser: a partner on a phone draws and signs through the link, and no page has barriers."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.charters.signing_by_link import signatory_token
from models.rules.access import Role
from models.rules.drawn_signature import checked_drawing
from models.rules.procedure import Stage
from models.signature import Signature
from tests.browser.conftest import DESKTOP, PHONE, PageOf, press
from tests.browser.test_charter_pages import assert_open_to_all
from tests.charter_steps import (
    amend,
    enter_ink,
    freeze,
    line_of,
    ready_to_freeze,
    reopen,
    save,
    section,
    send_back,
    sign,
)
from tests.factories import Place, advance_to, coordinator_of

PARTNERS = [{"capacity": "voorzitter wijkraad", "name": "Rik Raad", "email": "rik@wijkraad.example"},
            {"capacity": "directeur school", "name": "Sofie School", "email": ""}]  # fmt: skip


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A second version, frozen; under the first one the mayor had signed."""
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": PARTNERS})
        freeze(session, place, case)
        sign(session, case, place.people[Role.MAYOR], "burgemeester")
        reopen(session, place, case)
        freeze(session, place, case)
        return case


def _link(engine: Engine, case: FoundingCase) -> str:
    with writing(engine) as session:
        return f"/tekenen/{signatory_token(session, line_of(session, case, 'voorzitter wijkraad').id, 's' * 40)}"


def test_a_partner_on_a_phone_draws_and_signs_through_the_link(
    page_of: PageOf, engine: Engine, case: FoundingCase
) -> None:
    page = page_of(width=PHONE)
    page.goto(_link(engine, case))
    assert_open_to_all(page, "the page of the link")
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.get_by_label("Uw naam").fill("Rik Raad")
    field = page.locator("[data-draw-field]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 30 + step * 15, box["y"] + 30 + (step % 3) * 20)
    page.mouse.up()
    page.get_by_role("button", name="Tekening wissen").click()
    expect(page.locator("[data-draw-path]")).to_have_attribute("d", "")
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 60, steps=8)
    page.mouse.up()
    press(page, "Ondertekenen")

    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt het charter ondertekend")
    assert_open_to_all(page, "after signing")
    with Session(engine) as session:
        drawing = session.scalars(select(Signature.drawing).where(Signature.signed_on.is_not(None))).all()[-1]
    assert drawing.startswith("M")
    assert checked_drawing(drawing) == drawing


@pytest.mark.journey("sign_charter", "without_scripts")
def test_without_javascript_the_name_signs(page_of: PageOf, engine: Engine, case: FoundingCase) -> None:
    page = page_of(width=PHONE, javascript=False)
    page.goto(_link(engine, case))
    expect(page.locator("[data-draw]")).to_be_hidden()
    page.get_by_label("Uw naam").fill("Rik Raad")
    page.get_by_role("button", name="Ondertekenen", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt het charter ondertekend")


def test_the_pages_around_signing_have_no_barriers(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        enter_ink(session, place, session.get_one(FoundingCase, case.id), "directeur school", name="Sofie School")
    link = _link(engine, case)
    opened = [(None, link), (None, f"{link}/weigeren"), (None, f"{link}x"),
              (Role.MAYOR, f"/dossier/{case.number}/refuse-signature"),
              (Role.MAYOR, f"/dossier/{case.number}/sign-charter"),
              (Role.MANDATED_OFFICER, f"/dossier/{case.number}/check-ink-signature"),
              (Role.DESK_OFFICER, f"/dossier/{case.number}/charter")]  # fmt: skip

    for role, path in opened:
        page = page_of(place.people[role] if role else None, width=DESKTOP)
        page.goto(path)
        for closed in page.locator("details:not([open]) summary").all():
            closed.click()
        assert_open_to_all(page, path)


def test_the_pages_of_remarks_and_amendments_have_no_barriers(page_of: PageOf, engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        remarked = advance_to(session, place, Stage.FEDERAL_CHECK)
        send_back(session, place, remarked)
        amended = advance_to(session, place, Stage.EVALUATION)
        amend(session, place, amended, "communication_plan")
        plan = section(session, amended, "communication_plan").content
        save(session, amended, "communication_plan", {**plan, "test": "elke eerste maandag van mei"})
        cora = coordinator_of(session, remarked)
    desk = page_of(place.people[Role.DESK_OFFICER])

    of_remarks = [f"{remarked.number}/{page}" for page in ("charter", "settle-remark", "freeze-charter")]
    for path in [*of_remarks, *(f"{amended.number}/{page}" for page in ("charter", "open-section", "freeze-charter"))]:
        desk.goto(f"/dossier/{path}")
        assert_open_to_all(desk, path)
    page = page_of(cora)
    page.goto(f"/dossier/{remarked.number}/charter/house-rules")
    assert_open_to_all(page, "a section")
