"""The page of who is asked for a quote about a launch, and the pages with which desk and police ask."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.launch_kit import LaunchQuote
from models.operations.launches.quoting import quote_token
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to
from tests.kit_steps import asked
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
SECRET = "s" * 40
SAID = "Buren die elkaar kennen: dat is goud waard."


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.LAUNCH)


@pytest.fixture
def address(case: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn) -> str:
    """Where the mayor gives it: asked on the page, with the clock of now."""
    form = signed_in(place.people[D]).read(f"/dossier/{case.number}/lanceringskit/citaat")
    assert form.submit(email="maria@oosterbeke.example").status == 302
    with writing(engine) as session:
        return f"/citaat/{quote_token(session, asked(session).id, SECRET)}"


def kept(engine: Engine) -> LaunchQuote:
    with Session(engine) as session:
        return asked(session)


def test_the_mayor_is_filled_in_and_who_asks_may_change_it(case: FoundingCase, place: Place,
                                                          signed_in: SignedIn) -> None:  # fmt: skip
    page = signed_in(place.people[P]).read(f"/dossier/{case.number}/lanceringskit/citaat")

    assert page.soup.select_one("#name")["value"] == "Maria Burgemeester Oosterbeke"  # type: ignore[index]
    assert page.soup.select_one("#capacity")["value"] == "burgemeester van Oosterbeke"  # type: ignore[index]
    assert page.submit(email="geen adres").faults == ["Vul een mailadres in."]


def test_the_page_shows_the_press_release_and_keeps_what_is_said(address: str, case: FoundingCase, engine: Engine,
                                                                client: Visitor) -> None:  # fmt: skip
    page = client.read(address)
    assert page.status == 200
    assert "BIN Kerkkwartier gaat van start in Oosterbeke" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert kept(engine).state == "asked"  # looking gives nothing

    after = page.submit(text=SAID).follow()

    assert "Bedankt voor uw citaat" in after.text
    assert SAID in after.text
    assert client.read(address).soup.select_one("textarea") is None  # used once


def test_the_press_release_is_in_the_language_of_the_case_and_says_what_is_not_known_yet(
    address: str, case: FoundingCase, engine: Engine, client: Visitor
) -> None:
    with writing(engine) as session:
        french = session.get_one(FoundingCase, case.id)
        french.document_language = "fr"
        french.municipality.settings = {"language_regime": "fr"}

    page = client.read(address, headers={"Accept-Language": "fr"}).text.replace("\u00a0", " ")

    assert "Le PLP Kerkkwartier démarre à Oosterbeke" in page
    assert "À partir du [pas encore connu : à partir de quel jour le réseau est actif]" in page
    assert "nog niet bekend" not in page


def test_one_button_says_that_there_is_none(address: str, engine: Engine, client: Visitor) -> None:
    after = client.read(address).submit(f"{address}/geen").follow()

    assert "U geeft geen citaat" in after.text
    assert kept(engine).state == "declined"


@pytest.mark.parametrize(("text", "fault"), [
    ("", "Schrijf uw citaat"), ("Zo krijgen we minder inbraken.", "‘minder inbraken’")
])  # fmt: skip
def test_what_is_wrong_is_said_at_the_field(address: str, client: Visitor, text: str, fault: str) -> None:
    page = client.read(address).submit(text=text)

    assert page.status == 422
    assert fault in page.faults[0]


def test_an_unknown_link_says_so(client: Visitor) -> None:
    assert client.read("/citaat/verzonnen").status == 410


def test_a_question_that_is_taken_back_closes_the_link(address: str, case: FoundingCase, place: Place, engine: Engine,
                                                      client: Visitor, signed_in: SignedIn) -> None:  # fmt: skip
    open_page = client.read(address)
    kit = signed_in(place.people[D]).read(f"/dossier/{case.number}/lanceringskit")
    kit.submit(f"/dossier/{case.number}/lanceringskit/citaat/{kept(engine).id}/intrekken")

    page = open_page.submit(text=SAID)

    assert "Uw citaat is niet meer nodig" in page.text
    assert kept(engine).text == ""


def test_a_quote_that_was_heard_is_entered_with_how(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    form = signed_in(place.people[D]).read(f"/dossier/{case.number}/lanceringskit/citaat/invoeren")

    assert form.submit(text=SAID).faults == ["Kies hoe u het citaat kreeg."]
    page = form.submit(text=SAID, way="phone").follow()

    assert "per telefoon" in page.text
    assert f"“{SAID}” Dat zegt Maria Burgemeester Oosterbeke, burgemeester van Oosterbeke." in page.text


@pytest.mark.parametrize("role", [M, C])
def test_who_does_not_edit_asks_for_no_quote(case: FoundingCase, place: Place, signed_in: SignedIn,
                                            role: Role) -> None:  # fmt: skip
    browser = signed_in(place.people[role])

    assert "/lanceringskit/citaat" not in str(browser.read(f"/dossier/{case.number}/lanceringskit").links())
    assert browser.read(f"/dossier/{case.number}/lanceringskit/citaat").status == 403
