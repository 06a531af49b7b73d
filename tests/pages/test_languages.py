"""In which language a page is: who chooses it, what the language law asks, and that French pages are French."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.database import writing
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import Place, advance_to
from tests.pages.conftest import SignedIn
from tests.pages.reading_languages import left_in_dutch, reads_as_dutch
from tests.pages.test_public import a_network
from tests.pages.visiting import Page, Visitor
from webapp.formatting import day, moment, weekday

FRENCH = {"Accept-Language": "fr-BE,fr;q=0.9,en;q=0.5"}
TYPED = {"Gemeente en politie"}
BANNER = "Ceci est une traduction. Seul le texte en néerlandais fait foi."


def _language(page: Page) -> str:
    assert page.soup.html is not None
    return str(page.soup.html["lang"])


def _sentences(texts: list[str]) -> list[str]:
    """Without single words (nobody knows whether they are ours or somebody's name) and what a factory typed."""
    return [text for text in texts if " " in text and text not in TYPED]


def _speaks(engine: Engine, place: Place, **chosen: Any) -> None:
    with writing(engine) as session:
        authority = session.get_one(Authority, place.municipality.id)
        authority.settings = {**authority.settings, **chosen}


def _prefers(engine: Engine, person: Person, language: str) -> None:
    with writing(engine) as session:
        session.get_one(Person, person.id).language = language


# --- who chooses ---


@pytest.mark.parametrize(("asked", "answered"), [
    ("", "nl"), ("nl-BE,fr;q=0.8", "nl"), ("fr-BE,fr;q=0.9", "fr"), ("fr", "fr"), ("*", "nl"), ("xx", "nl"),
    ("en-GB,en;q=0.9,fr;q=0.8", "fr"), ("de", "nl"), ("\x00;;q=q", "nl"),
])  # fmt: skip
def test_a_browser_gets_what_it_asks_among_what_is_complete(client: Visitor, asked: str, answered: str) -> None:
    page = client.read("/", headers={"Accept-Language": asked} if asked else {})

    assert (_language(page), page.headers["Content-Language"]) == (answered, answered)
    assert "Accept-Language" in page.headers["Vary"]
    assert "Set-Cookie" not in page.headers


def test_what_a_visitor_chose_is_kept_on_the_next_pages(client: Visitor) -> None:
    page = client.read("/hulp?taal=fr")

    assert _language(page) == "fr"
    assert "Max-Age=31536000" in page.headers["Set-Cookie"]
    assert _language(client.read("/wat-is-een-bin", headers={"Accept-Language": "nl"})) == "fr"
    assert _language(client.read("/wat-is-een-bin?taal=nl")) == "nl"
    assert _language(client.read("/hulp", headers=FRENCH)) == "nl"


@pytest.mark.parametrize("wrong", ["xx", "", "fr'><script>", "FR", "../fr"])
def test_a_language_that_does_not_exist_changes_nothing(client: Visitor, wrong: str) -> None:
    page = client.read("/hulp", query_string={"taal": wrong})

    assert (page.status, _language(page)) == (200, "nl")
    assert "taal=" not in page.headers.get("Set-Cookie", "")


def test_the_header_leads_to_the_same_page_in_each_language_by_its_own_name(client: Visitor) -> None:
    page = client.read("/zoek?straat=Kerkstraat%201&taal=fr")

    links = page.soup.select(".govuk-language-navigation a")
    assert [(link["lang"], link["hreflang"], link.get_text()) for link in links] == [
        ("nl", "nl", "Nederlands"), ("en", "en", "English"), ("de", "de", "Deutsch")
    ]  # fmt: skip
    assert links[0]["href"] == "/zoek?straat=Kerkstraat+1&taal=nl"
    assert page.soup.select_one(".govuk-language-navigation [aria-current]").get_text() == "Français"  # type: ignore[union-attr]
    found = {str(link["hreflang"]): str(link["href"]) for link in page.soup.select("head link[hreflang]")}
    assert found["de"] == "http://localhost/zoek?straat=Kerkstraat+1&taal=de"
    assert _language(client.read(str(links[2]["href"]))) == "de"


def test_a_form_that_was_refused_is_not_lost_for_a_language(client: Visitor) -> None:
    page = client.read("/aanmelden").submit(email="geen adres")

    assert page.status == 422
    assert page.soup.select(".govuk-language-navigation") == []


def test_a_person_chooses_on_the_account_page_and_it_holds_elsewhere(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    officer, elsewhere = signed_in(place.people[Role.DESK_OFFICER]), signed_in(place.people[Role.DESK_OFFICER])
    officer.read("/account?taal=de")

    told = officer.read("/account/taal").submit(language="fr")

    account = told.follow()
    assert "Votre choix est enregistré." in account.text
    assert _language(account) == _language(elsewhere.read("/account")) == "fr"
    with Session(engine) as session:
        assert session.get_one(Person, place.people[Role.DESK_OFFICER].id).language == "fr"

    officer.read("/account/taal").submit(language="none")
    assert _language(officer.read("/account")) == "nl"


@pytest.mark.parametrize("wrong", ["xx", ""])
def test_a_person_can_t_choose_a_language_that_does_not_exist(
    place: Place, engine: Engine, signed_in: SignedIn, wrong: str
) -> None:
    officer = signed_in(place.people[Role.DESK_OFFICER])

    assert officer.read("/account/taal").submit(language=wrong).status == 422
    with Session(engine) as session:
        assert session.get_one(Person, place.people[Role.DESK_OFFICER].id).language == ""


def test_signing_in_brings_the_language_of_the_person_not_of_who_used_the_browser_before(
    place: Place, engine: Engine, client: Visitor
) -> None:
    desk = place.people[Role.DESK_OFFICER]
    _prefers(engine, desk, "fr")
    client.read("/aanmelden?taal=de")

    client.read("/aanmelden").submit(email=desk.email)
    with Session(engine) as session:
        text = session.scalars(select(Effect.payload).where(Effect.kind == "mail")).one()["text"]
    link = re.search(r"http://localhost(/aanmelden/link/\S+)", text)
    assert link is not None
    client.read(link[1]).submit()

    assert _language(client.read("/account")) == "fr"


# --- which are on ---


def test_an_installation_without_a_choice_is_dutch(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "false")
    settings.cache_clear()
    client = app.test_client()
    assert isinstance(client, Visitor)

    page = client.read("/hulp?taal=fr", headers=FRENCH)

    assert _language(page) == "nl"
    assert page.soup.select(".govuk-language-navigation, link[hreflang]") == []


def test_the_first_language_of_an_installation_is_for_who_asks_for_none(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_LANGUAGES", "fr nl")
    settings.cache_clear()

    assert _language(client.read("/hulp")) == "fr"
    assert _language(client.read("/hulp?taal=de")) == "fr"
    assert [link.get_text() for link in client.read("/hulp").soup.select(".govuk-language-navigation li")] == [
        "Français", "Nederlands"
    ]  # fmt: skip


# --- the language law ---


def test_a_dutch_municipality_shows_visitors_its_pages_in_dutch_alone(
    client: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        a_network(session, place)

    page = client.read("/netwerken/bin-molen?taal=fr", headers=FRENCH)

    assert _language(page) == "nl"
    assert page.soup.select(".govuk-language-navigation") == []
    assert _language(client.read("/netwerken", headers=FRENCH)) == "fr"


def test_a_courtesy_translation_says_that_the_dutch_text_counts(client: Visitor, place: Place, engine: Engine) -> None:
    _speaks(engine, place, courtesy_languages=["fr"])
    with writing(engine) as session:
        a_network(session, place)

    page = client.read("/netwerken/bin-molen", headers=FRENCH)

    assert _language(page) == "fr"
    assert BANNER in page.text
    assert BANNER not in client.read("/netwerken", headers=FRENCH).text
    assert _language(client.read("/netwerken/bin-molen?taal=de")) == "nl"


@pytest.mark.parametrize(("regime", "asked", "answered", "banner"), [
    ("brussels", "fr", "fr", ""), ("brussels", "de", "nl", ""), ("nl_fr", "fr", "fr", ""), ("fr", "nl", "fr", ""),
    ("fr_nl", "nl", "nl", ""), ("de", "nl", "de", "Ein Teil dieser Website"),
])  # fmt: skip
def test_the_regime_of_a_municipality_gives_its_languages(
    client: Visitor, place: Place, engine: Engine, regime: str, asked: str, answered: str, banner: str
) -> None:
    _speaks(engine, place, language_regime=regime)
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)

    page = client.read(f"/steun/{case.number}", headers={"Accept-Language": asked})

    assert _language(page) == answered
    assert "vertaling" not in page.text
    assert banner in page.text


def test_who_is_signed_in_keeps_their_language_in_a_dutch_municipality(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    _prefers(engine, place.people[Role.DESK_OFFICER], "fr")

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}")

    assert _language(page) == "fr"
    assert BANNER in page.text


def test_an_administrator_sets_the_regime_and_the_courtesy_languages(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = signed_in(place.people[Role.ADMINISTRATOR]).read(f"/beheer/{place.municipality.slug}/instellingen")

    assert page.submit(language_regime="nl_fr", courtesy_languages=["en"]).status == 302
    with Session(engine) as session:
        kept = session.get_one(Authority, place.municipality.id).settings
    assert (kept["language_regime"], list(kept["courtesy_languages"])) == ("nl_fr", ["en"])


def test_a_page_that_is_translated_in_part_says_so(client: Visitor) -> None:
    page = client.read("/hulp?taal=en")

    assert "A part of this site has not been translated yet." in page.text
    assert "traduite" not in client.read("/hulp?taal=fr").text


# --- French is French ---


PUBLIC = (
    "/", "/zoek?straat=Molenstraat", "/zoek?straat=Kerkstraat", "/zoek?straat=Nergens", "/netwerken",
    "/netwerken/bin-molen", "/netwerken/bin-molen/lid-worden", "/netwerken/bin-molen/schrijven", "/wat-is-een-bin",
    "/privacy", "/toegankelijkheid", "/hulp", "/aanmelden", "/controle", "/widget?straat=Molenstraat",
    "/widget/uitleg", "/api", "/bestaat-niet", "/aanvraag", "/u/CDFGH-JKMNP", "/lid/x", "/steun/stem/x",
)  # fmt: skip


@pytest.fixture
def french_place(place: Place, engine: Engine) -> Place:
    """A municipality that shows French, with a network and a founding that gathers support."""
    _speaks(engine, place, courtesy_languages=["fr"])
    with writing(engine) as session:
        a_network(session, place)
        advance_to(session, place, Stage.INFO_EVENING)
    return place


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.usefixtures("french_place")
def test_nothing_of_ours_is_left_in_dutch_on_a_public_page_in_french(client: Visitor, path: str) -> None:
    page = client.read(path, headers=FRENCH)

    assert _language(page) == "fr"
    assert left_in_dutch(page.soup, "fr") == []
    assert reads_as_dutch(page.soup, "fr") == []


def test_a_refusal_of_the_rules_is_french_and_what_was_typed_is_not(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    _prefers(engine, place.people[Role.MANDATED_OFFICER], "fr")
    officer, officer_email = signed_in(place.people[Role.MANDATED_OFFICER]), place.people[Role.MANDATED_OFFICER].email

    page = officer.read(f"/dossier/{case.number}/ask-opinion").submit(
        adviser="het parket", question="Het charter is nog niet verstuurd.", email=officer_email
    )

    assert page.status == 422
    assert page.faults == ["C’est votre propre adresse courriel\u00a0: demandez l’avis à quelqu’un d’autre."]
    assert page.soup.select_one("textarea[name=question]").get_text().strip() == "Het charter is nog niet verstuurd."  # type: ignore[union-attr]


@pytest.mark.parametrize("stage", [Stage.CONSULTATION, Stage.INFO_EVENING, Stage.CHARTER, Stage.LAUNCH])
def test_a_case_in_french_has_nothing_of_ours_in_dutch(
    place: Place, engine: Engine, signed_in: SignedIn, stage: Stage
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, stage)
    _prefers(engine, place.people[Role.DESK_OFFICER], "fr")
    officer = signed_in(place.people[Role.DESK_OFFICER])

    for path in ("/werklijst", f"/dossier/{case.number}"):
        page = officer.read(path)
        assert (page.status, _language(page)) == (200, "fr")
        assert _sentences(left_in_dutch(page.soup, "fr")) == []


@pytest.mark.parametrize("path", [
    "/beheer", "/beheer/oosterbeke/verwerkingen", "/beheer/oosterbeke/bewaren", "/beheer/oosterbeke/instellingen",
    "/beheer/oosterbeke/standaardtekst", "/beheer/oosterbeke/standaardtekst/house_rules",
    "/beheer/oosterbeke/standaardtekst/communication_plan", "/beheer/oosterbeke/teksten/letters",
    "/beheer/oosterbeke/sluitingsdagen", "/beheer/oosterbeke/functies", "/account/gegevens", "/account/gegevens/vraag",
])  # fmt: skip
def test_who_administers_in_french_finds_nothing_of_ours_in_dutch(
    place: Place, engine: Engine, signed_in: SignedIn, path: str
) -> None:
    with writing(engine) as session:
        advance_to(session, place, Stage.LAUNCH)
    _prefers(engine, place.people[Role.ADMINISTRATOR], "fr")

    page = signed_in(place.people[Role.ADMINISTRATOR]).read(path)

    assert (page.status, _language(page)) == (200, "fr")
    assert set(left_in_dutch(page.soup, "fr")) <= {"Nederlands"}  # languages stand there by their own names


def test_the_copy_of_ones_data_is_told_in_french(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        advance_to(session, place, Stage.LAUNCH)
    officer = place.people[Role.MANDATED_OFFICER]
    _prefers(engine, officer, "fr")

    page = signed_in(officer).read("/account/gegevens")

    assert "5 ans après la clôture du dossier, après deux avertissements" in page.text
    assert "La police a contacté l’autorité judiciaire" in page.text
    assert left_in_dutch(page.soup, "fr") == []


def test_a_text_of_ours_in_dutch_on_a_french_page_is_seen() -> None:
    page = BeautifulSoup(
        "<html lang=fr><p>Werklijst</p><p>nog 3 dagen</p><p>Dossier</p><p lang=nl>Alle BIN’s</p><p>Het is zo.</p>",
        "html.parser",
    )

    assert left_in_dutch(page, "fr") == ["Werklijst", "nog 3 dagen"]
    assert reads_as_dutch(page, "fr") == ["nog 3 dagen", "Het is zo."]


@pytest.mark.parametrize(("language", "told"), [
    ("nl", ("14 maart 2027", "zondag 14 maart 2027", "14 maart 2027 om 19.30 uur")),
    ("fr", ("14 mars 2027", "dimanche 14 mars 2027", "14 mars 2027 à 19 h 30")),
    ("en", ("14 March 2027", "Sunday 14 March 2027", "14 March 2027 at 19:30")),
    ("de", ("14. März 2027", "Sonntag, 14. März 2027", "14. März 2027 um 19.30 Uhr")),
])  # fmt: skip
def test_days_and_hours_are_written_as_the_language_writes_them(
    app: Flask, language: str, told: tuple[str, ...]
) -> None:
    at = datetime(2027, 3, 14, 18, 30, tzinfo=UTC)

    with app.test_request_context(f"/?taal={language}"):
        assert (day(at), weekday(at), moment(at)) == told


@pytest.mark.parametrize(("language", "told"), [
    ("nl", ("1 mei 2027", "zaterdag 1 mei 2027")), ("fr", ("1er mai 2027", "samedi 1er mai 2027")),
    ("en", ("1 May 2027", "Saturday 1 May 2027")), ("de", ("1. Mai 2027", "Samstag, 1. Mai 2027")),
])  # fmt: skip
def test_the_first_of_a_month_is_written_as_the_language_writes_it(
    app: Flask, language: str, told: tuple[str, str]
) -> None:
    with app.test_request_context(f"/?taal={language}"):
        assert (day(date(2027, 5, 1)), weekday(date(2027, 5, 1))) == told
