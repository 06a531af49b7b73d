"""Search over cases, streets and people, in one's own municipality or zone only, in spite of typing errors."""

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models.database import writing
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, answers_for, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
SEARCH = "/werklijst/zoeken"


def _found(page: Page) -> dict[str, str]:
    """Per group its words."""
    return {
        str(head["id"]): " ".join(head.find_next_sibling("ul").get_text(" ").split())
        for head in page.soup.select("main h2[id]")
    }


def _request(session: Session, place: Place, name: str) -> str:
    return requesting.submit_request(
        session, acting(session, place.resident), START, answers_for(place, name=name)
    ).number


@pytest.mark.parametrize(
    ("typed", "group", "words"),
    [
        ("oos-2026-0001", "dossiers", "BIN Café Één"),
        ("cafe een", "dossiers", "BIN Café Één"),
        ("BIN CAFÉ", "dossiers", "BIN Café Één"),
        ("lindeplien", "dossiers", "BIN Lindeplein"),
        ("kerkstr", "straten", "Kerkstraat"),
        ("kerkstraet", "straten", "BIN Lindeplein"),
        ("roos bewonner", "mensen", "Roos Bewoner Oosterbeke initiatiefnemer"),
    ],
)
def test_what_is_meant_is_found_in_its_group(
    typed: str, group: str, words: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        _request(session, place, "BIN Café Één")
        _request(session, place, "BIN Lindeplein")

    found = _found(signed_in(place.people[D]).read(f"{SEARCH}?q={typed}"))

    assert words in found[group]


def test_a_coordinator_is_found_by_name(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        advance_to(session, place, Stage.CHARTER)

    found = _found(signed_in(place.people[P]).read(f"{SEARCH}?q=cora coordinator"))

    assert "Cora Coördinator coördinator" in found["mensen"]


@pytest.mark.parametrize("typed", ["WES-2026", "Geheimhof", "Roos Bewoner Westveld", "Kerkstraat", "cora", "BIN"])
@pytest.mark.parametrize("role", [D, M, P, C])
def test_nobody_finds_anything_of_another_municipality_or_zone(
    typed: str, role: Role, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        _request(session, elsewhere, "BIN Geheimhof")

    page = signed_in(place.people[role]).read(f"{SEARCH}?q={typed}")

    told = " ".join(_found(page).values())
    assert all(word not in told for word in ("WES-", "Geheimhof", "Westveld"))


@pytest.mark.parametrize("question", ["", "?q=", "?q=a", "?q=%00", "?q=%25_'", "?q=" + "x" * 5000, "?q=😀😀", "?q=.."])
def test_strange_questions_get_an_answer(question: str, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[D]).read(f"{SEARCH}{question}")

    assert page.status in (200, 400)


def test_many_cases_cost_no_more_questions_than_few(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        for number in range(30):
            _request(session, place, f"BIN Kerkstraat {number}")
    browser, questions = signed_in(place.people[D]), []
    event.listen(engine, "before_cursor_execute", lambda *_: questions.append(1))

    page = browser.read(f"{SEARCH}?q=kerkstraat")

    assert page.status == 200
    assert len(page.soup.select(".found")) >= 11
    assert 0 < len(questions) <= 20


def test_residents_and_administrators_can_not_search(place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.resident).read(f"{SEARCH}?q=kerk").status == 403
    assert signed_in(place.people[Role.ADMINISTRATOR]).read(f"{SEARCH}?q=kerk").status == 403
