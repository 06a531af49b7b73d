"""Comments and own standing texts in a real browser: a suggestion taken over on a phone, and pages without barriers."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.charters.commenting import answer_comment, settle_comment, write_comment
from models.person import Person
from models.rules.access import Role
from tests.browser.conftest import DESKTOP, PHONE, PageOf, press
from tests.browser.test_charter_pages import assert_open_to_all
from tests.charter_steps import ready_to_freeze, save, section, write_standing
from tests.factories import Place, acting, coordinator_of, later

OLD = "Leden bellen eerst de politie."


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A charter with a suggestion of the mayor that has an answer, one that was settled, and one on words now gone."""
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        save(session, case, "members", {"text": f"{OLD}\n\nLeden patrouilleren nooit.\n\nGeld vragen we niet."})
        mayor, cora = (
            acting(session, who, later(case)) for who in (place.people[Role.MAYOR], coordinator_of(session, case))
        )
        said = [
            write_comment(session, case.id, mayor, later(case), section="members", field="text", quote=quote, text=text,
                          suggestion=suggestion).id
            for quote, text, suggestion in (
                (OLD, "Dat is duidelijker.", "Leden bellen altijd eerst zelf de politie: 101."),
                ("Leden patrouilleren nooit.", "Nooit?", ""), ("Geld vragen we niet.", "En later?", ""))
        ]  # fmt: skip
        answer_comment(session, case.id, cora, later(case), comment_id=said[0], text="Goed gezien.")
        settle_comment(session, case.id, cora, later(case), comment_id=said[1], outcome="done", text="Nooit, neen.")
        save(session, case, "members", {"text": f"{OLD}\n\nLeden patrouilleren nooit."})
        return case


def _coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def test_a_suggestion_is_taken_over_on_a_phone_while_a_colleague_types(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    writing_page = page_of(place.people[Role.DESK_OFFICER], width=DESKTOP)
    writing_page.goto(f"/dossier/{case.number}/charter/members")
    page = page_of(_coordinator(engine, case), width=PHONE)
    page.goto(f"/dossier/{case.number}/charter/members/reacties")
    page.get_by_role("link", name="Antwoorden of overnemen").first.click()
    page.get_by_label("Het voorstel komt in de tekst").check()
    press(page, "Bewaren")
    expect(page.get_by_text("Uw antwoord is bewaard.")).to_be_visible()

    field = writing_page.locator("textarea[name=text]")
    field.press("Control+End")
    field.press_sequentially(" Ook niet met de hond.")

    expect(writing_page.locator("[data-saved]")).to_contain_text("Bewaard om")
    expected = "Leden bellen altijd eerst zelf de politie: 101.\n\nLeden patrouilleren nooit. Ook niet met de hond."
    expect(field).to_have_value(expected)
    with Session(engine) as session:
        assert section(session, case, "members").content["text"] == expected


def test_the_pages_of_comments_have_no_barriers(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    start = f"/dossier/{case.number}"
    for person, paths in (
        (_coordinator(engine, case), ("comment-charter", "charter/members/reacties", "reacties/1", "reacties/3",
                                      "charter/members/reacties/nieuw?plaats=1", "charter/budget/reacties", "charter",
                                      "charter/members", "freeze-charter")),
        (place.resident, ("charter/members/reacties",)),
    ):  # fmt: skip
        page = page_of(person)
        for path in paths:
            page.goto(f"{start}/{path}")
            for closed in page.locator("details:not([open]) summary").all():
                closed.click()
            assert_open_to_all(page, path)


def test_the_pages_of_own_standing_texts_have_no_barriers(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        for text in ("Leden zijn welkom.", "Leden van {municipality} zijn welkom."):
            write_standing(session, place, text)
    slug = place.municipality.slug
    page = page_of(place.people[Role.ADMINISTRATOR])
    for path in ("", "/members", "/house_rules", "/communication_plan"):
        page.goto(f"/beheer/{slug}/standaardtekst{path}")
        assert_open_to_all(page, path)
    page = page_of(_coordinator(engine, case))
    for path in ("charter", "charter/members/standaardtekst"):
        page.goto(f"/dossier/{case.number}/{path}")
        assert_open_to_all(page, path)
