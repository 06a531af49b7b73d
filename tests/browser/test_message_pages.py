"""Messages to members in a real browser: with the keyboard alone, on a phone, without script, without barriers."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.message import Message
from models.operations.networks.delivering_messages import outgoing
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.browser.conftest import DESKTOP, PHONE, PageOf, overflow
from tests.browser.test_charter_pages import assert_open_to_all
from tests.factories import Place, advance_to, coordinator_of
from tests.message_steps import NEWS, a_member, let_go, member_effects, writing_by


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        a_member(session, place, case)
        a_member(session, place, case, "Bea Bel", phone="0470 00 00 01", channel="call")
        return case


@pytest.mark.journey("send_message", "without_scripts")
def test_on_a_phone_without_script_a_coordinator_writes_lets_go_and_holds_back(
    page_of: PageOf, engine: Engine, case: FoundingCase
) -> None:
    with Session(engine) as session:
        page = page_of(coordinator_of(session, case), width=PHONE, javascript=False)
    page.goto(f"/dossier/{case.number}/berichten")
    page.get_by_role("link", name="Een bericht schrijven").click()
    page.get_by_label("Nieuws van het netwerk zelf").check()
    page.get_by_label("Waarover gaat het, in één regel?").fill("Vergadering op dinsdag")
    page.get_by_label("Het bericht", exact=True).fill("We vergaderen op dinsdag om acht uur.")
    page.get_by_role("button", name="Bewaren en bekijken").click()
    expect(page.get_by_role("heading", name="Gaat naar 2 leden")).to_be_visible()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Het bericht vertrekt over", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Toch tegenhouden").click()
    page.get_by_role("button", name="Niet versturen").click()

    expect(page.get_by_text("Het bericht vertrekt niet.")).to_be_visible()
    with Session(engine) as session:
        assert session.scalars(select(Message.state)).all() == ["withdrawn"]
        assert member_effects(session) == []


def test_while_a_message_waits_to_leave_the_page_counts_down_by_itself(
    page_of: PageOf, engine: Engine, case: FoundingCase
) -> None:
    with writing(engine) as session:
        person = coordinator_of(session, case)
        message = writing_by(session, case, person, NEWS)
        let_go(session, case, person, message)
    page = page_of(person, width=DESKTOP)
    page.goto(f"/dossier/{case.number}/berichten/{message.id}")
    page.evaluate("document.querySelector('#toestand').dataset.seen = 'old'")

    expect(page.locator("#toestand:not([data-seen])")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_of_messages_have_no_barriers(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase, width: int
) -> None:
    with writing(engine) as session:
        person = coordinator_of(session, case)
        tip = writing_by(session, case, place.people[Role.MANDATED_OFFICER])
        gone = writing_by(session, case, person, NEWS)
        let_go(session, case, person, gone)
        [effect] = member_effects(session)
        message = outgoing(session, session.get_one(Effect, effect.id), settings().secret_key)
        assert message is not None
    page = page_of(person, width=width)
    own = f"/dossier/{case.number}/berichten"
    for path in (own, f"{own}/nieuw", f"{own}/invoeren", f"{own}/{tip.id}", f"{own}/{gone.id}",
                 f"{own}/{gone.id}/tegenhouden", f"/bericht/{message.token}"):  # fmt: skip
        page.goto(path)
        assert_open_to_all(page, path)
        assert overflow(page) == 0, path
