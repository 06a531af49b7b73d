"""The pages of insight: what each member of staff sees, and the cases behind each figure."""

import pytest
from sqlalchemy import Engine

from models.database import writing
from models.operations.cases.summing_up import sum_up_all
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, make_place
from tests.insight_steps import NOW, play_foundings
from tests.pages.conftest import SignedIn

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
ADDRESSES = ("/inzicht", "/inzicht/afloop", "/inzicht/termijnen", "/inzicht/draagvlak", "/inzicht/werklast",
             "/inzicht/wat-als")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [D, M, P, C])
def test_each_page_opens_with_cases(
    address: str, role: Role, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        play_foundings(session, place)

    filled = signed_in(place.people[role]).read(address)

    assert filled.status == 200
    assert len(filled.soup.select("main table.figures tbody tr")) > 0


@pytest.mark.parametrize("role", [D, M, P, C])
def test_each_page_opens_without_cases(role: Role, place: Place, signed_in: SignedIn) -> None:
    browser = signed_in(place.people[role])

    assert {address: browser.read(address).status for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 200)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_figure_leads_to_as_many_cases_as_it_counts(
    address: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        play_foundings(session, place)
    browser = signed_in(place.people[P])

    links = browser.read(address).soup.select("main table.figures td a[href]")

    counted = {str(link["href"]): int(link.find(string=True) or link.strong.string) for link in links}
    found = {href: len(browser.read(href).soup.select("main .work__item")) for href in counted}
    assert found == counted
    assert found or address == "/inzicht/werklast"


def test_nobody_gets_figures_or_cases_of_another_municipality(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        play_foundings(session, elsewhere)
    browser = signed_in(place.people[P])
    other = elsewhere.municipality.id

    pages = [browser.read(f"{address}?waar={other}&figuur=fase:idea&gevolg=late_opinions")
             for address in (*ADDRESSES, "/inzicht/dossiers", "/inzicht/wat-als/dossiers")]  # fmt: skip

    told = " ".join(page.text for page in pages)
    assert "Westveld" not in told
    assert "WES-" not in told
    assert all(not page.soup.select("main .work__item") for page in pages)
    assert "Dit zijn de cijfers van: Politiezone Oosterbeke, van alle jaren. 0 oprichtingen." in pages[0].text


def test_two_municipalities_of_one_zone_see_their_own_and_the_zone_both(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        beside = make_place(session, "westveld", "WES", zone=place.zone)
        play_foundings(session, place)
        advance_to(session, beside, Stage.CONSULTATION)
        sum_up_all(session, NOW)

    own = signed_in(beside.people[D]).read("/inzicht")
    both = signed_in(place.people[C]).read("/inzicht")
    one = signed_in(place.people[C]).read(f"/inzicht?waar={beside.municipality.id}")

    assert "Westveld, van alle jaren. 1 oprichting." in own.text
    assert "8 oprichtingen" in both.text
    assert "Westveld, van alle jaren. 1 oprichting." in one.text
    assert [option.string for option in own.soup.select("#waar option")] == ["Westveld", "Alle gemeenten in Binstart"]


def test_of_the_whole_installation_there_are_figures_of_enough_cases_and_no_links(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        play_foundings(session, elsewhere)
    browser = signed_in(place.people[D])

    times = browser.read("/inzicht?waar=alle")
    ends = browser.read("/inzicht/afloop?waar=alle")

    told = [" ".join(row.get_text(" ").split()) for row in times.soup.select("#duur ~ .wide tbody tr")]
    assert any(row.startswith("Idee en voorbereiding 7 ") for row in told)
    assert not any(row.startswith("Van aanvraag tot lancering") for row in told)  # three cases only
    assert ends.soup.select("main table.figures tbody tr") == []
    assert [link for page in (times, ends) for link in page.links() if "/inzicht/dossiers" in link] == []
    assert browser.read("/inzicht/dossiers?waar=alle&figuur=fase:idea").status == 404
    assert "Geweigerd" not in browser.get("/inzicht.csv?waar=alle").get_data(as_text=True)


def test_of_fewer_than_five_cases_the_whole_installation_tells_nothing(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        advance_to(session, make_place(session, "westveld", "WES"), Stage.CONSULTATION)
        sum_up_all(session, NOW)

    page = signed_in(place.people[D]).read("/inzicht?waar=alle")

    assert "Minder dan 5 oprichtingen." in page.text
    assert page.soup.select("main table.figures") == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("soort=bin", 7),
        ("soort=bin_z", 0),
        ("van=2026-03-02&tot=2026-03-02", 1),
        ("van=2026-03-03", 6),
        ("tot=2026-03-03&van=2026-03-02", 1),
        ("van=2026-03-03&tot=2026-03-01", 1),  # the wrong way round is turned
        ("volgens=einde&van=2026-01-01", 5),  # who still runs has not ended
        ("van=morgen&soort=anders&volgens=x", 7),  # what can't be is not asked
        ("waar=99999", 7),
    ],
)
def test_period_and_kind_are_asked_in_the_address(
    query: str, count: int, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        play_foundings(session, place)

    page = signed_in(place.people[D]).read(f"/inzicht?{query}")

    assert f" {count} oprichting{'' if count == 1 else 'en'}." in page.text


@pytest.mark.parametrize(
    "figure", ["", "x", "fase:", "fase:active", "wacht:x", "afloop:x:y", "weg:x.y", "weg:", "termijn:opinion", "nu:x"]
)
def test_a_figure_that_does_not_exist_has_no_page(figure: str, place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.people[D]).read(f"/inzicht/dossiers?figuur={figure}").status == 404


def test_the_file_holds_every_figure(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        play_foundings(session, place)

    answer = signed_in(place.people[D]).get("/inzicht.csv?soort=bin")

    lines = [line.split(";") for line in answer.get_data(as_text=True).splitlines()]
    assert answer.mimetype == "text/csv"
    assert {len(line) for line in lines} == {12}
    assert lines[1][:3] == ["Gevraagd", "Oosterbeke, BIN (bewoners), van alle jaren", "7"]
    assert {line[0] for line in lines[2:]} == {
        "Duur (dagen)", "Wachten op (dagen)", "Afloop", "Weg (dagen)", "Draagvlak (% van de woningen)",
        "Termijn (dagen)",
    }  # fmt: skip
    assert ["Afloop", "Geweigerd in de fase ‘Overleg’", "1"] in [line[:3] for line in lines]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (C, ["Griet Mandaat Oosterbeke", "Karel Korps Oosterbeke"]),
        (P, ["Griet Mandaat Oosterbeke"]),
        (M, ["Dirk Balie Oosterbeke", "Maria Burgemeester Oosterbeke"]),
        (D, ["Dirk Balie Oosterbeke"]),
    ],
)
def test_the_head_sees_the_load_by_name_and_everybody_else_only_their_own(
    role: Role, names: list[str], place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        play_foundings(session, place)

    page = signed_in(place.people[role]).read("/inzicht/werklast")

    assert [row.th.string for row in page.soup.select("#personen + .wide tbody tr")] == names
    others = {person.name for person in place.people.values()} - set(names) - {place.people[role].name}
    assert not any(name in page.text for name in others)


def test_the_chief_sees_no_names_of_a_municipality_of_the_zone(place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[C]).read(f"/inzicht/werklast?waar={place.municipality.id}")

    assert "medewerker van de gemeentelijke dienst" in page.text
    assert "Dirk Balie" not in page.text
    assert page.soup.select("#personen") == []


def test_a_what_if_shows_both_rules_and_changes_nothing(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        play_foundings(session, place)
    browser = signed_in(place.people[D])

    page = browser.read(
        "/inzicht/wat-als?minimum_registered_dwellings=26&opinion_term_days=10&federal_check_blocks=nee"
    )

    rows = {row.th.string: [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
            for row in page.soup.select("main table.figures tbody tr")}  # fmt: skip
    threshold = rows["Gingen na de infoavond verder, maar halen de drempel niet"]
    opinions = rows["Adviezen die er op de laatste dag niet waren"]
    assert (threshold[0], threshold[1].split()[0]) == ("0", "3")
    assert (opinions[0], opinions[1].split()[0], opinions[2]) == ("1", "2", "gevraagde adviezen: 2")
    assert "eindigt op papier 29 dagen vroeger en 0 dagen later" in page.text
    assert browser.read("/inzicht/wat-als").soup.select_one("#opinion_term_days")["value"] == "30"
    assert "nu: 30" in page.text


@pytest.mark.parametrize("value", ["-1", "999999", "veel", "", "1.5"])
def test_a_number_that_can_not_be_stays_as_it_is_now(value: str, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[D]).read(f"/inzicht/wat-als?opinion_term_days={value}&joint_judgement_required=soms")

    assert page.soup.select_one("#opinion_term_days")["value"] == "30"
    assert page.soup.select_one("#joint_judgement_required option[selected]")["value"] == "nee"


def test_a_what_if_as_a_file(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        play_foundings(session, place)

    answer = signed_in(place.people[D]).get("/inzicht/wat-als.csv?minimum_registered_dwellings=26")

    lines = [line.split(";") for line in answer.get_data(as_text=True).splitlines()]
    assert ["Minstens zoveel woningen steunen de oprichting", "0", "26", "", ""] in lines
    assert any(line[:3] == ["Gingen na de infoavond verder, maar halen de drempel niet", "0", "3"] for line in lines)


def test_a_what_if_has_no_list_of_what_it_does_not_know(place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.people[D]).read("/inzicht/wat-als/dossiers?gevolg=anders").status == 404
