"""The letters to all dwellings on the screen: asking for them, seeing how far they are, who may fetch them."""

from datetime import UTC, datetime

import pytest
import zxingcpp
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.invitation import LetterRun
from models.operations.effects.producing import ProducedFile
from models.operations.evenings import inviting
from models.queries.evenings.invitations import letters_of, stretches_of
from models.rules.access import Role
from tests.factories import Place
from tests.letters.reading import picture, text_of_pdf, violations
from tests.pages.action_examples import with_evening_to_come
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor
from tests.reply_steps import plan

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER


@pytest.fixture
def planned(place: Place, engine: Engine) -> FoundingCase:
    """A case whose evening is still to come."""
    with writing(engine) as session:
        return with_evening_to_come(session, place)


def asked(place: Place, case: FoundingCase, signed_in: SignedIn) -> Visitor:
    """The desk, after it asked for the letters."""
    browser = signed_in(place.people[D])
    browser.read(f"/dossier/{case.number}/invite-dwellings").submit(window="right")
    return browser


def letters_page(browser: Visitor, case: FoundingCase, **headers: str) -> Page:
    return browser.read(f"/dossier/{case.number}/brieven", **headers)


def test_the_page_tells_how_many_dwellings_get_a_letter_before_one_asks(
    planned: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    page = signed_in(place.people[D]).read(f"/dossier/{planned.number}/invite-dwellings")

    assert "Het gebied telt 15 woningen met een adres." in page.text


def test_who_asked_comes_to_a_page_that_looks_again_by_itself_without_scripts(
    planned: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    page = letters_page(asked(place, planned, signed_in), planned)

    assert "De brieven worden gemaakt: 0%." in page.text
    assert page.soup.select_one("progress")["value"] == "0"
    assert page.soup.select_one("noscript meta[http-equiv=refresh]") is not None


def test_letters_that_are_ready_stand_there_in_one_file_and_per_street(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = asked(place, planned, signed_in)
    with writing(engine) as session:
        now = datetime.now(UTC)
        run = session.scalars(select(LetterRun)).one()
        inviting.make_invitations(session, run.evening_id, now)
        for number, stretch in enumerate(stretches_of(session, run.evening_id), start=1):
            file = ProducedFile("application/pdf", f"brieven-{number}.pdf", "0" * 64, 2048)
            inviting.record_street_letters(session, run.evening_id, file, stretch, f"1-{number:04d}", now)
        run.done_at = now

    page = letters_page(browser, planned)

    assert [row.get_text(" ", strip=True) for row in page.soup.select(".rows__row")] == [
        "Brieven voor Kerkstraat PDF, 2 kB", "Brieven voor Molenstraat PDF, 2 kB",
    ]  # fmt: skip
    assert page.soup.select_one("meta[http-equiv=refresh], [hx-get], progress") is None
    assert "Brieven voor Kerkstraat" not in browser.read(f"/dossier/{planned.number}/documenten").text


def test_scripts_ask_for_the_part_that_changes_only(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    browser = asked(place, planned, signed_in)

    part = letters_page(browser, planned, headers={"HX-Request": "true"})

    assert part.soup.select_one("html") is None
    assert part.soup.select_one("#letters[hx-get] progress") is not None


def test_who_asks_a_second_time_is_shown_the_letters(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    asked(place, planned, signed_in)

    page = signed_in(place.people[P]).read(f"/dossier/{planned.number}/invite-dwellings")

    assert page.location.endswith(f"/dossier/{planned.number}/brieven")


def test_two_who_ask_at_once_get_one_set_of_letters(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = signed_in(place.people[P]).read(f"/dossier/{planned.number}/invite-dwellings")
    asked(place, planned, signed_in)

    second = page.submit(window="left")

    assert second.status == 409
    assert "Het dossier is intussen veranderd" in second.text
    with writing(engine) as session:
        assert len(session.scalars(select(LetterRun)).all()) == 1


def invited(engine: Engine) -> dict[str, str]:
    """After the engine invited every dwelling: the code of each."""
    with writing(engine) as session:
        run = session.scalars(select(LetterRun)).one()
        inviting.make_invitations(session, run.evening_id, datetime.now(UTC))
        return {f"{one.street} {one.house_number}": one.code for one in letters_of(session, run.evening_id)}


def test_who_lost_a_letter_gets_the_same_one_in_a_form_that_can_be_read_aloud(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = asked(place, planned, signed_in)
    codes = invited(engine)

    answer = browser.read(f"/dossier/{planned.number}/brieven/kopie").submit(address="kerkstraat 4")

    assert answer.response.mimetype == "application/pdf"
    content = answer.response.get_data()
    [code] = zxingcpp.read_barcodes(picture(content, 1))
    assert code.text.endswith(f"/u/{codes['Kerkstraat 4']}")
    assert "Kerkstraat 4\n9994 Oosterbeke" in text_of_pdf(content)
    assert violations(content, "ua1") == []


def test_where_two_languages_are_official_the_desk_asks_and_copies_letters_in_both(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {"language_regime": "brussels"}
    told = signed_in(place.people[D]).read(f"/dossier/{planned.number}/invite-dwellings")
    browser = asked(place, planned, signed_in)
    invited(engine)
    page = browser.read(f"/dossier/{planned.number}/brieven/kopie")

    dutch = page.submit(address="kerkstraat 4").response.get_data()
    french = page.submit(address="kerkstraat 4", language="fr").response.get_data()
    strange = page.submit(address="kerkstraat 4", language="de")

    assert "in het Nederlands en in het Frans" in told.text
    assert ("Aan de bewoners" in text_of_pdf(dutch), "Aux habitants" in text_of_pdf(dutch)) == (True, False)
    assert ("Aan de bewoners" in text_of_pdf(french), "Aux habitants" in text_of_pdf(french)) == (False, True)
    assert strange.status == 422


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Vul straat en huisnummer in."),
        ("Kerkstraat", "Vul de straat en het huisnummer in, bijvoorbeeld: Kerkstraat 12 bus 3."),
        ("Kerkstraat 99", "Deze woning kreeg geen brief. Kijk de straat en het huisnummer na."),
        ("Kerkstraat 4 bus 2", "Deze woning kreeg geen brief. Kijk de straat en het huisnummer na."),
    ],
)
def test_a_dwelling_that_got_no_letter_is_told_at_the_box(
    typed: str, fault: str, planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = asked(place, planned, signed_in)
    invited(engine)

    answer = browser.read(f"/dossier/{planned.number}/brieven/kopie").submit(address=typed)

    assert (answer.status, answer.faults) == (422, [fault])


def test_the_initiator_does_not_see_the_letters_with_the_codes_of_the_neighbours(
    planned: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    asked(place, planned, signed_in)
    assert place.resident is not None

    page = letters_page(signed_in(place.resident), planned)

    assert page.status == 403


def test_with_two_evenings_the_desk_chooses_which_streets_come_to_which(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        second = plan(session, place, planned, datetime.now(UTC), 44, is_extra=True).id
    browser = signed_in(place.people[D])
    address = f"/dossier/{planned.number}/invite-dwellings"
    page = browser.read(address)
    chosen = {"evening_id": str(second), "streets": str(place.streets[1].id), "window": "right"}

    page.submit(**chosen)

    again = browser.read(address)
    assert [one["value"] for one in again.soup.select("input[name=evening_id]")] != [str(second)]
    assert len(again.soup.select("input[name=evening_id]")) == 1
    with Session(engine) as session:
        run = session.scalars(select(LetterRun)).one()
        assert (run.evening_id, run.dwellings) == (second, 5)
    assert "Brieven laten maken voor de infoavond van" in letters_page(browser, planned).text
