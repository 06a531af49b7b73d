"""The survey of the members on the pages: opened, answered by a link, entered from paper, closed, and read."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.network import NeighbourhoodNetwork
from models.operations.evaluations.answering_surveys import answer_survey
from models.operations.evaluations.inviting_to_surveys import KIND, outgoing_survey
from models.operations.evaluations.surveying import close_survey
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from models.survey import Survey, SurveyAnswer
from tests.factories import Place, acting, advance_to, coordinator_of
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from tests.survey_steps import members
from webapp.clock import real_now

ANSWERS = {"safety": "safe", "neighbours": "some", "enough_messages": "enough", "useful_messages": "very",
           "police": "rather", "reporting": "very"}  # fmt: skip


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        members(session, place, case)
        return case


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


@pytest.fixture
def address(case: FoundingCase) -> str:
    return f"/dossier/{case.number}/bevraging"


@pytest.fixture
def links(signed_in: SignedIn, engine: Engine, coordinator: Person, address: str) -> list[str]:
    """A survey is open; the links in its mails."""
    signed_in(coordinator).read(f"{address}/openen").submit(kind="yearly")
    with writing(engine) as session:
        effects = session.scalars(select(Effect).where(Effect.kind == KIND)).all()
        going = [outgoing_survey(session, one, day_of(real_now()), settings().secret_key) for one in effects]
        return [f"/vragenlijst/{one.token}" for one in going if one is not None]


def _answered(engine: Engine, links: list[str], number: int, text: str = "") -> None:
    with writing(engine) as session:
        for position, link in enumerate(links[:number]):
            words = {"text": f"{text} {position}"} if text else {}
            answer_survey(session, link.rsplit("/", 1)[1], real_now(), values=ANSWERS | words)


def _closed(engine: Engine, case: FoundingCase) -> None:
    with writing(engine) as session:
        by = acting(session, coordinator_of(session, case), real_now())
        close_survey(session, case.id, by, real_now())


def test_a_coordinator_opens_a_survey_and_sees_how_many_answered(
    signed_in: SignedIn, engine: Engine, coordinator: Person, case: FoundingCase, address: str
) -> None:
    browser = signed_in(coordinator)
    assert address in browser.read(f"/dossier/{case.number}").links()
    page = browser.read(f"{address}/openen")
    assert "sluit vanzelf na 30 dagen" in page.text

    shown = page.submit(kind="yearly").follow()

    assert "0 van 12 leden" in shown.text
    assert "Nog te weinig antwoorden om iets te tonen: 0 van 10." in shown.text
    assert "Paula Papier 0" in shown.text
    with Session(engine) as session:
        assert len(session.scalars(select(Effect).where(Effect.kind == KIND)).all()) == 11


def test_who_chooses_no_kind_is_asked_to(signed_in: SignedIn, coordinator: Person, address: str) -> None:
    page = signed_in(coordinator).read(f"{address}/openen")

    assert page.submit().faults == ["Kies een soort bevraging."]


def test_a_member_answers_by_the_link_once_and_is_told_so(client: Visitor, engine: Engine, links: list[str]) -> None:
    page = client.read(links[0])
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Uw antwoorden zijn anoniem." in page.text

    done = page.submit(**ANSWERS, text="Fijn <b>netwerk</b>").follow()

    assert done.title == "U antwoordde al. Dank u."
    again = page.submit(**ANSWERS)
    assert (again.status, again.title) == (409, "U antwoordde al. Dank u.")
    with Session(engine) as session:
        [row] = session.scalars(select(SurveyAnswer))
        assert row.answers == {**ANSWERS, "text": "Fijn <b>netwerk</b>"}


def test_looking_at_the_link_changes_nothing(client: Visitor, engine: Engine, links: list[str]) -> None:
    client.read(links[0])
    client.head(links[0])

    assert client.read(links[0]).status == 200
    with Session(engine) as session:
        assert session.scalars(select(SurveyAnswer)).all() == []


def test_an_empty_form_is_refused_and_what_was_written_stays(client: Visitor, links: list[str]) -> None:
    page = client.read(links[0])
    assert page.submit().faults == ["Beantwoord minstens één vraag."]

    refused = page.submit(text="x" * 1001)

    assert (refused.status, refused.faults) == (422, ["Hoogstens 1000 tekens."])
    assert "x" * 1001 in str(refused.soup.select_one("#text"))
    forged = page.submit(safety="perfect")
    assert forged.status == 422


@pytest.mark.parametrize("token", ["x", "y" * 22])
def test_a_foreign_link_and_one_of_a_closed_survey_give_the_same_page(
    client: Visitor, engine: Engine, case: FoundingCase, links: list[str], token: str
) -> None:
    unknown = client.read(f"/vragenlijst/{token}")
    stale = client.read(links[0])
    _closed(engine, case)

    assert (unknown.status, unknown.title) == (410, "Deze link werkt niet (meer)")
    assert client.read(links[0]).text == unknown.text
    assert stale.submit(**ANSWERS).status == 410


@pytest.mark.parametrize(
    "role", [Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.DESK_OFFICER, Role.MAYOR, "coordinator"]
)
def test_nobody_sees_results_while_a_survey_is_open_and_all_partners_see_them_after(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person, address: str,
    links: list[str], role: Role | str,
) -> None:  # fmt: skip
    browser = signed_in(place.people[role] if isinstance(role, Role) else coordinator)
    _answered(engine, links, 11, "Meer lantaarns")
    page = browser.read(address)
    assert "Er zijn genoeg antwoorden." in page.text
    assert "Hoe veilig voelt u zich" not in page.text

    _closed(engine, case)
    page = browser.read(address)

    assert "11 van de 12 leden antwoordden" in page.text
    assert "Hoe veilig voelt u zich in uw eigen straat?" in page.text
    assert "veilig 11 (100 %)" in page.text
    assert "Meer lantaarns 7" in page.text
    assert page.soup.select_one("svg.share-chart title").get_text().startswith("Van elke 100 antwoorden")  # type: ignore[union-attr]
    assert "style=" not in str(page.soup.select_one(".survey-question"))


def test_of_nine_answers_the_page_tells_only_that_they_are_too_few(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, address: str, links: list[str]
) -> None:
    _answered(engine, links, 9, "Herkenbaar")
    _closed(engine, case)

    page = signed_in(place.people[Role.MANDATED_OFFICER]).read(address)

    assert "9 van de 12 leden antwoordden" in page.text
    assert "telt niet mee in de conclusies" in page.text
    assert "Hoe veilig" not in page.text
    assert "Herkenbaar" not in page.text


def test_the_counts_are_there_for_a_spreadsheet(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, address: str, links: list[str]
) -> None:
    _answered(engine, links, 10)
    browser = signed_in(place.people[Role.DESK_OFFICER])
    assert len(browser.get(f"{address}.csv").get_data(as_text=True).splitlines()) == 1

    _closed(engine, case)

    lines = browser.get(f"{address}.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 1 + 5 + 4 + 4 + 5 + 5 + 5
    assert next(line for line in lines if "eigen straat" in line and ";veilig;" in line).endswith(";10")


def test_a_survey_that_was_held_this_year_is_not_offered_again(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, coordinator: Person, address: str, links: list[str]
) -> None:
    _closed(engine, case)

    page = signed_in(coordinator).read(f"{address}/openen")

    assert "yearly" not in [one["value"] for one in page.soup.select("input[name=kind]")]
    forged = page.submit(kind="yearly")
    assert (forged.status, forged.faults) == (422, ["De leden zijn dit jaar al bevraagd."])


def test_years_stand_beside_each_other_with_the_baseline(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, address: str, links: list[str]
) -> None:
    _answered(engine, links, 10)
    _closed(engine, case)
    with writing(engine) as session:
        row = session.scalars(select(Survey)).one()
        counts = {"safety": {"very_safe": 0, "safe": 4, "neutral": 2, "unsafe": 4, "very_unsafe": 0}}
        session.add(Survey(network_id=row.network_id, kind="baseline", year=row.year - 1, questions_version=1,
                           opened_at=row.opened_at.replace(year=row.year - 1), opened_by_id=row.opened_by_id,
                           closes_on=row.closes_on, members_asked=12, papers=0, closed_at=row.closed_at, answers=10,
                           on_paper=0, results={"counts": counts, "texts": []}))  # fmt: skip

    page = signed_in(place.people[Role.DESK_OFFICER]).read(address)

    heads = [one.get_text() for one in page.soup.select(".survey-question:first-of-type thead th")]
    assert heads == ["Antwoord", f"nulmeting {row.year - 1}", str(row.year)]
    assert "veilig 4 (40 %) 10 (100 %)" in page.text


def test_the_desk_enters_a_paper_once_and_sees_no_names(
    signed_in: SignedIn, engine: Engine, place: Place, address: str, links: list[str]
) -> None:
    browser = signed_in(place.people[Role.DESK_OFFICER])
    assert "Paula Papier" not in browser.read(address).text
    page = browser.read(f"{address}/invoeren")

    assert "Het blad is ingevoerd." in page.submit(**ANSWERS, paper_number="1").follow().text
    again = page.in_another_window().submit(**ANSWERS, paper_number="1")

    assert (again.status, again.faults) == (
        422, ["Het formulier met dit nummer is al ingevoerd. Een lid antwoordt één keer."],
    )  # fmt: skip
    assert page.submit(**ANSWERS, paper_number="2").faults == ["De formulieren dragen de nummers 1 tot en met 1."]
    assert page.submit(**ANSWERS).faults == ["Vul het nummer van het blad in."]
    assert "1 van 12 leden" in browser.read(address).text


def test_the_forms_on_paper_are_printed_while_somebody_waits(
    signed_in: SignedIn, place: Place, address: str, links: list[str]
) -> None:
    browser = signed_in(place.people[Role.DESK_OFFICER])

    answer = browser.get(f"{address}/formulier.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert browser.get(f"{address}/formulier.pdf?vanaf=2").status_code == 404


def test_a_coordinator_gives_paper_to_who_asks_it_but_not_to_who_answered(
    signed_in: SignedIn, client: Visitor, engine: Engine, coordinator: Person, address: str, links: list[str]
) -> None:
    _answered(engine, links, 10)
    browser = signed_in(coordinator)
    page = browser.read(f"{address}/op-papier")
    names = {one.get_text(): one["value"] for one in page.soup.select("#enrolment_id option") if one["value"]}

    answers = [page.submit(enrolment_id=value) for value in names.values()]

    assert sum(one.faults == ["Dit lid antwoordde al."] for one in answers) == 10
    assert "2 formulieren" in browser.read(address).text
    assert client.read(links[10]).status == 410


def test_the_police_run_no_survey_and_the_desk_hands_out_no_paper(
    signed_in: SignedIn, place: Place, address: str, links: list[str]
) -> None:
    police, desk = signed_in(place.people[Role.MANDATED_OFFICER]), signed_in(place.people[Role.DESK_OFFICER])

    for path in ("openen", "invoeren", "sluiten", "formulier.pdf", "op-papier"):
        assert police.get(f"{address}/{path}").status_code == 403
    assert desk.get(f"{address}/op-papier").status_code == 403


def test_who_closes_it_early_is_told_what_is_lost(
    signed_in: SignedIn, engine: Engine, coordinator: Person, address: str, links: list[str]
) -> None:
    browser = signed_in(coordinator)
    page = browser.read(f"{address}/sluiten")
    assert "Er zijn nog maar 0 antwoorden." in page.text

    assert "De bevraging is gesloten." in page.submit().follow().text

    assert browser.get(f"{address}/sluiten").status_code == 409
    assert page.in_another_window().submit().status == 409


def test_the_page_says_what_opens_by_itself_and_nothing_where_the_municipality_wants_none(
    signed_in: SignedIn, engine: Engine, place: Place, coordinator: Person, address: str
) -> None:
    with writing(engine) as session:
        session.scalars(select(NeighbourhoodNetwork)).one().active_since = day_of(real_now())

    page = signed_in(coordinator).read(address)
    assert "De nulmeting gaat vanzelf open vanaf" in page.text
    assert "samen met de evaluatie" in page.text

    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {"survey_by_clock": False}

    assert "vanzelf open" not in signed_in(coordinator).read(address).text
