"""The survey of the members in a real browser: on a phone, without script, with the keyboard, without barriers."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.operations.evaluations.answering_surveys import answer_survey
from models.operations.evaluations.inviting_to_surveys import KIND, outgoing_survey
from models.operations.evaluations.surveying import close_survey, open_survey
from models.outbox import Effect
from models.rules.procedure import Stage
from models.rules.survey_form import YEARLY
from models.settings import settings
from models.survey import SurveyAnswer
from tests.browser.conftest import DESKTOP, PHONE, PageOf, overflow
from tests.browser.test_charter_pages import assert_open_to_all
from tests.factories import Place, acting, advance_to, coordinator_of
from tests.survey_steps import SAFE, members
from webapp.clock import real_now


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        members(session, place, case)
        by = acting(session, coordinator_of(session, case), real_now())
        open_survey(session, case.id, by, real_now(), kind=YEARLY)
        return case


def _tokens(engine: Engine) -> list[str]:
    with writing(engine) as session:
        effects = session.scalars(select(Effect).where(Effect.kind == KIND)).all()
        going = [outgoing_survey(session, one, day_of(real_now()), settings().secret_key) for one in effects]
        return [one.token for one in going if one is not None]


@pytest.mark.journey("answer_survey", "without_scripts")
def test_on_a_phone_without_script_a_member_answers_once(page_of: PageOf, engine: Engine, case: FoundingCase) -> None:
    page = page_of(None, width=PHONE, javascript=False)
    page.goto(f"/vragenlijst/{_tokens(engine)[0]}")
    page.get_by_label("heel veilig").check()
    page.get_by_label("enkele buren").check()
    page.get_by_label("Wat wilt u nog zeggen over het netwerk?").fill("Meer licht in het park.")
    assert overflow(page) == 0
    page.get_by_role("button", name="Mijn antwoorden versturen").click()

    expect(page.get_by_role("heading", name="U antwoordde al. Dank u.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="U antwoordde al. Dank u.")).to_be_visible()
    with Session(engine) as session:
        [row] = session.scalars(select(SurveyAnswer))
        assert row.answers == {"safety": "very_safe", "neighbours": "some", "text": "Meer licht in het park."}


@pytest.mark.journey("answer_survey", "keyboard")
def test_with_the_keyboard_alone_a_member_answers(page_of: PageOf, engine: Engine, case: FoundingCase) -> None:
    page = page_of(None, width=DESKTOP)
    page.goto(f"/vragenlijst/{_tokens(engine)[0]}")
    page.get_by_label("heel veilig").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="U antwoordde al. Dank u.")).to_be_visible()
    with Session(engine) as session:
        assert [row.answers for row in session.scalars(select(SurveyAnswer))] == [{"safety": "safe"}]


def test_the_pages_of_the_survey_have_no_barriers(page_of: PageOf, engine: Engine, case: FoundingCase) -> None:
    tokens = _tokens(engine)
    with writing(engine) as session:
        for token in tokens[:10]:
            answer_survey(session, token, real_now(), values=SAFE)
        person = coordinator_of(session, case)
    page = page_of(person)
    own = f"/dossier/{case.number}/bevraging"
    open_pages = (own, f"{own}/invoeren", f"{own}/op-papier", f"{own}/sluiten", f"/vragenlijst/{tokens[10]}",
                  f"/vragenlijst/{tokens[0]}")  # fmt: skip
    for path in open_pages:
        page.goto(path)
        assert_open_to_all(page, path)
    with writing(engine) as session:
        close_survey(session, case.id, acting(session, person, real_now()), real_now())
    for path in (own, f"{own}/openen", f"/vragenlijst/{tokens[0]}"):
        page.goto(path)
        assert_open_to_all(page, path)
