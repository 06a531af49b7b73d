"""Writing the charter on screen: the overview, the editor of each section, rows without JavaScript, and conflicts."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.charter_sections import SECTIONS
from models.rules.procedure import Stage
from tests.charter_steps import freeze, ready_to_freeze, save, section
from tests.factories import Place, advance_to, coordinator_of, fill_charter, later, make_place, screen
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case whose charter has just begun."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CHARTER)


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def content_of(engine: Engine, case: FoundingCase, code: str) -> dict[str, object]:
    with Session(engine) as session:
        return section(session, case, code).content


def editor(signed_in: SignedIn, person: Person, case: FoundingCase, code: str) -> Page:
    return signed_in(person).read(f"/dossier/{case.number}/charter/{code}")


def test_the_overview_shows_every_section_with_its_state_and_what_is_missing(signed_in, case, coordinator) -> None:
    page = signed_in(coordinator).read(f"/dossier/{case.number}/charter")

    assert page.status == 200
    assert "15 van de 18 onderdelen zijn in orde." in page.text
    for one in SECTIONS:
        assert f"{one.number}. {one.title}" in page.text
    assert "Dringend bericht: nog in te vullen: Langs welke weg." in page.text
    assert "besafe.be, procedure: essentieel in het charter" in page.text
    assert f"/dossier/{case.number}/charter/communication-plan" in page.links()
    states = [tag.get_text() for tag in page.soup.select(".sections .govuk-tag")]
    assert (states.count("volledig"), states.count("begonnen"), states.count("nog leeg")) == (15, 2, 1)


@pytest.mark.parametrize("one", SECTIONS, ids=lambda one: one.code)
def test_every_section_has_an_editor_that_can_be_saved_as_it_stands(signed_in, engine, case, coordinator, one) -> None:
    before = content_of(engine, case, one.code)
    page = editor(signed_in, coordinator, case, one.code.replace("_", "-"))

    answer = page.submit()

    assert answer.status == 302, answer.faults
    after = content_of(engine, case, one.code)
    assert {name: value for name, value in after.items() if value} == {n: v for n, v in before.items() if v}


def test_what_is_unusual_leads_from_the_overview_to_its_field(signed_in, engine, case, coordinator) -> None:
    with writing(engine) as session:
        save(session, case, "members", {"text": "De leden patrouilleren elke avond."})

    overview = signed_in(coordinator).read(f"/dossier/{case.number}/charter")
    page = editor(signed_in, coordinator, case, "members")

    assert f"/dossier/{case.number}/charter/members#text" in [one["href"] for one in overview.soup.select(".lacks a")]
    assert [one["href"] for one in page.soup.select("[data-lacks] a")] == ["#text"]
    assert page.soup.select_one("textarea#text") is not None


def test_what_was_typed_is_in_the_charter_and_the_overview_says_who_wrote_it(
    signed_in, engine, case, coordinator
) -> None:
    answer = editor(signed_in, coordinator, case, "members").submit(text="Leden zijn 18 jaar of ouder.")

    assert content_of(engine, case, "members") == {"text": "Leden zijn 18 jaar of ouder."}
    overview = answer.follow()
    assert "‘Rechten en plichten van de leden’ is bewaard." in overview.text
    assert "Laatst bewaard door Cora Coördinator" in overview.text


def test_one_can_go_on_to_the_next_section_at_once(signed_in, case, coordinator) -> None:
    answer = editor(signed_in, coordinator, case, "members").submit(button=("go_on", "yes"))

    assert answer.location.endswith(f"/dossier/{case.number}/charter/communication-plan")


def test_the_budget_is_filled_in_row_by_row_with_a_button_for_one_more(signed_in, engine, case, coordinator) -> None:
    first = {"lines-0-description": "sms-berichten", "lines-0-kind": "basic", "lines-0-frequency": "yearly",
             "lines-0-amount": "1.150,50", "lines-0-payer": "police_zone"}  # fmt: skip
    page = editor(signed_in, coordinator, case, "budget").submit(button=("add_row", "lines"), **first)
    assert page.status == 200
    assert page.soup.select_one("[name=lines-0-amount]")["value"] == "1.150,50"

    answer = page.submit(**{
        "lines-1-description": "stickers", "lines-1-kind": "extra", "lines-1-frequency": "once", "lines-1-amount": "80",
        "lines-1-payer": "municipality", "support_is_temporary": "no", "member_contribution": "0",
    })  # fmt: skip

    assert answer.status == 302
    lines = content_of(engine, case, "budget")["lines"]
    assert [(one["description"], one["amount_cents"]) for one in lines] == [
        ("sms-berichten", 115_050),
        ("stickers", 8_000),
    ]


def test_a_row_is_taken_away_with_its_button_and_the_others_stay(signed_in, case, coordinator) -> None:
    page = editor(signed_in, coordinator, case, "area")

    shorter = page.submit(button=("remove_row", "segments-0"))

    assert shorter.status == 200
    assert [one["value"] for one in shorter.soup.select("[name$=-street]")] == ["Molenstraat"]


def test_adding_a_row_saves_nothing_yet(signed_in, engine, case, coordinator) -> None:
    editor(signed_in, coordinator, case, "objectives").submit(button=("add_row", "own"))

    with Session(engine) as session:
        assert section(session, case, "objectives").revision == 0


def test_who_presses_enter_saves_and_takes_no_row_away(signed_in, case, coordinator) -> None:
    page = editor(signed_in, coordinator, case, "area")

    first_button = page.soup.select("main form button")[0]

    assert not first_button.has_attr("name")


def test_all_faults_are_shown_at_once_beside_their_fields_and_nothing_typed_is_lost(
    signed_in, engine, case, coordinator
) -> None:
    page = editor(signed_in, coordinator, case, "budget").submit(**{
        "lines-0-description": "sms", "lines-0-amount": "veel", "member_contribution": "-3",
    })  # fmt: skip

    assert page.status == 422
    assert len(page.faults) == 2
    assert page.soup.select_one("#lines-0-amount-error")
    assert page.soup.select_one("[name=lines-0-amount]")["value"] == "veel"
    assert page.soup.select_one("[name=lines-0-description]")["value"] == "sms"
    assert content_of(engine, case, "budget")["lines"] == []


def test_a_day_that_does_not_exist_is_shown_at_its_boxes(signed_in, case, coordinator) -> None:
    page = editor(signed_in, coordinator, case, "entry-into-force").submit(**{
        "starts": "on_day", "starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2027",
    })  # fmt: skip

    assert page.status == 422
    assert page.soup.select_one("[name=starts_on-day]")["value"] == "31"


def test_a_day_is_kept(signed_in, engine, case, coordinator) -> None:
    editor(signed_in, coordinator, case, "entry-into-force").submit(**{
        "starts": "on_day", "starts_on-day": "15", "starts_on-month": "4", "starts_on-year": "2027",
    })  # fmt: skip

    assert content_of(engine, case, "entry_into_force")["starts_on"] == "2027-04-15"
    page = editor(signed_in, coordinator, case, "entry-into-force")
    assert page.soup.select_one("[name=starts_on-year]")["value"] == "2027"


def test_a_street_that_the_municipality_does_not_have_is_refused_at_its_row(signed_in, case, coordinator) -> None:
    page = editor(signed_in, coordinator, case, "area").submit(**{"segments-1-street": "Nergenslaan"})

    assert page.status == 422
    assert page.faults == ["In Oosterbeke is er geen straat met deze naam."]
    assert page.soup.select_one("#segments-1-street-error")


def test_the_streets_of_the_municipality_are_offered_while_typing(signed_in, case, coordinator) -> None:
    page = editor(signed_in, coordinator, case, "area")

    assert [option["value"] for option in page.soup.select("#streets option")] == ["Kerkstraat", "Molenstraat"]
    assert page.soup.select_one("[name=segments-0-street]")["list"] == "streets"


def test_what_the_evening_noted_stands_beside_the_plan(signed_in, case, coordinator) -> None:
    page = editor(signed_in, coordinator, case, "communication-plan")

    assert "Op de infoavond gezegd" in page.text
    assert "Leden melden altijd zelf en meteen aan de politie: 101" in page.text


# --- two people at the same section ---


def test_who_was_overtaken_sees_both_texts_and_can_still_save(signed_in, engine, case, coordinator, place) -> None:
    mine = editor(signed_in, coordinator, case, "members")
    editor(signed_in, place.people[Role.DESK_OFFICER], case, "members").submit(text="De tekst van de gemeente.")

    conflict = mine.submit(text="De tekst van de buurt.")

    assert conflict.status == 409
    assert "Iemand was u voor" in conflict.text
    beside = [part.get_text(" ", strip=True) for part in conflict.soup.select(".beside .panel")]
    assert beside[0].endswith("De tekst van de buurt.")
    assert beside[1].endswith("De tekst van de gemeente.")
    assert "De tekst van Dirk Balie Oosterbeke" in beside[1]
    assert content_of(engine, case, "members")["text"] == "De tekst van de gemeente."
    assert conflict.submit(text="De tekst van ons beiden.").status == 302
    assert content_of(engine, case, "members")["text"] == "De tekst van ons beiden."


def test_a_conflict_in_rows_names_them_in_words(signed_in, engine, case, coordinator) -> None:
    mine = editor(signed_in, coordinator, case, "budget")
    with writing(engine) as session:
        save(session, case, "budget", {"lines": [{"description": "sms", "kind": "basic", "frequency": "yearly",
                                                  "amount": "12,50", "payer": "municipality"}]})  # fmt: skip

    conflict = mine.submit(**{"lines-0-description": "stickers", "lines-0-amount": "80"})

    assert conflict.status == 409
    assert "sms · basiskost (dagelijkse werking) · elk jaar · € 12,50 · de gemeente" in conflict.text
    assert "stickers · € 80,00" in conflict.text


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999", "٣"])
def test_a_revision_that_is_none_is_a_conflict_and_no_fault_of_ours(signed_in, case, coordinator, revision) -> None:
    answer = editor(signed_in, coordinator, case, "members").submit(revision=revision, text="Een andere tekst.")

    assert answer.status == 409


def test_who_saves_after_the_text_was_frozen_gets_the_present_state_and_their_text_back(
    signed_in, engine, place
) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        coordinator = coordinator_of(session, case)
    page = editor(signed_in, coordinator, case, "members")
    with writing(engine) as session:
        freeze(session, place, session.get_one(FoundingCase, case.id))

    answer = page.submit(text="Nog een zin die ik schreef.")

    assert answer.status == 409
    assert "Nog een zin die ik schreef." in answer.text


# --- who may ---


def test_the_mayor_reads_the_charter_and_finds_no_editor(signed_in, case, place) -> None:
    browser = signed_in(place.people[Role.MAYOR])

    page = browser.read(f"/dossier/{case.number}/charter")

    assert page.status == 200
    assert not [link for link in page.links() if "/charter/" in link]
    assert browser.read(f"/dossier/{case.number}/charter/members").status == 403
    assert browser.read(f"/dossier/{case.number}/read-charter").status == 200


def test_nobody_of_elsewhere_sees_that_the_charter_exists(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    for stranger in (place.neighbour, elsewhere.people[Role.DESK_OFFICER], elsewhere.people[Role.MANDATED_OFFICER]):
        for path in (
            "charter",
            "read-charter",
            "charter/members",
            "freeze-charter",
            "sign-charter",
            "record-screening",
        ):
            assert signed_in(stranger).read(f"/dossier/{case.number}/{path}").status == 404, path


def test_who_is_not_signed_in_goes_to_the_sign_in_page(client, case) -> None:
    page = client.read(f"/dossier/{case.number}/charter")

    assert page.status == 302
    assert "charter" in page.location


@pytest.mark.parametrize("path", ["charter/weapons", "charter/members/more", "charter/%00"])
def test_a_section_that_does_not_exist_is_an_unknown_page(signed_in, case, coordinator, path) -> None:
    assert signed_in(coordinator).read(f"/dossier/{case.number}/{path}").status in (400, 404)


def test_a_charter_that_has_not_begun_is_an_unknown_page(signed_in, engine, place) -> None:
    with writing(engine) as session:
        early = advance_to(session, place, Stage.CONSULTATION)

    assert signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{early.number}/charter").status == 404


def test_after_the_stage_the_charter_is_read_and_not_written(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.LAUNCH)
        coordinator = coordinator_of(session, case)
    browser = signed_in(coordinator)

    assert "Iedereen heeft deze versie ondertekend." in browser.read(f"/dossier/{case.number}/charter").text
    assert browser.read(f"/dossier/{case.number}/charter/members").status == 409


def test_the_whole_text_reads_as_it_will_be_printed(signed_in, case, coordinator) -> None:
    page = signed_in(coordinator).read(f"/dossier/{case.number}/read-charter")

    assert "Dit is een ontwerp." in page.text
    assert "Molenstraat, oneven nummers 1 tot en met 9" in page.text
    assert "Huishoudelijk reglement" in page.text
    assert "Maria Burgemeester Oosterbeke" in page.text


def test_text_that_looks_like_html_is_shown_as_typed(signed_in, case, coordinator) -> None:
    editor(signed_in, coordinator, case, "members").submit(text="<alert(1)> {{ 7*7 }}")

    page = signed_in(coordinator).read(f"/dossier/{case.number}/read-charter")

    assert "<alert(1)> {{ 7*7 }}" in page.text
    assert not page.soup.select("main script")


def test_a_complete_charter_waits_in_plain_words_for_the_screening(signed_in, engine, case, coordinator, place) -> None:
    with writing(engine) as session:
        fill_charter(session, place, session.get_one(FoundingCase, case.id), later(case))
    browser = signed_in(coordinator)
    assert (
        "De politie moet de screening van de coördinator nog afronden."
        in browser.read(f"/dossier/{case.number}/charter").text
    )
    with writing(engine) as session:
        screen(session, place, session.get_one(FoundingCase, case.id), later(case))

    page = browser.read(f"/dossier/{case.number}/charter")

    assert f"/dossier/{case.number}/freeze-charter" in page.links()
