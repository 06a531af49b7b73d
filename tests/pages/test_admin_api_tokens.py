"""The administrator makes and revokes tokens for other programs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.api_token import ApiToken
from models.clock import day_of
from models.database import writing
from models.operations.accounts.web_sessions import hashed
from models.queries.authorities.api_tokens import program_with
from models.rules.access import Role
from tests.factories import Place, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

LIST = "/beheer/oosterbeke/sleutels"
TODAY = day_of(datetime.now(UTC))


@pytest.fixture
def administrator(place: Place, signed_in: SignedIn) -> Visitor:
    return signed_in(place.people[Role.ADMINISTRATOR])


def _make(administrator: Visitor, **changes: object) -> Page:
    values: dict[str, object] = {"name": "Website", "scopes": ["cases:read", "networks:read"]}
    return administrator.read(f"{LIST}/nieuw").submit(**{**values, **changes})


def _shown(page: Page) -> str:
    found = page.soup.select_one("#sleutel")
    assert found is not None, page.faults
    return found.get_text(strip=True)


def test_a_token_is_shown_once_kept_as_its_hash_and_told_in_the_journal(administrator: Visitor, engine: Engine) -> None:
    page = _make(administrator)

    token = _shown(page)
    with Session(engine) as session:
        row = session.scalars(select(ApiToken)).one()
        program = program_with(session, hashed(token), TODAY)
    assert len(token) == len("binstart_") + 43
    assert page.headers["Cache-Control"] == "no-store"
    assert token not in str({name: value for name, value in vars(row).items() if name != "authority"})
    assert program is not None
    assert program.scopes == {"cases:read", "networks:read"}
    listed = administrator.read(LIST).text
    assert token not in listed
    assert f"Begint met {token[:13]}" in listed
    journal = administrator.read("/beheer/oosterbeke/logboek").text
    assert f"Sleutel voor een programma gemaakt: Website ({token[:13]}…)" in journal
    assert token not in journal


def test_a_revoked_token_opens_nothing_and_is_not_revoked_twice(administrator: Visitor, engine: Engine) -> None:
    token = _shown(_make(administrator))
    page = administrator.read(LIST)
    with Session(engine) as session:
        address = f"{LIST}/{session.scalars(select(ApiToken.id)).one()}/intrekken"

    after = page.submit(action=address).follow()

    assert "ingetrokken" in after.text
    with Session(engine) as session:
        assert program_with(session, hashed(token), TODAY) is None
    assert "Sleutel van een programma ingetrokken: Website" in administrator.read("/beheer/oosterbeke/logboek").text
    assert page.in_another_window().submit(action=address).status == 409


def test_a_token_works_up_to_and_with_its_last_day(administrator: Visitor, engine: Engine) -> None:
    last = TODAY + timedelta(days=30)
    token = _shown(_make(administrator, **_day(last)))

    with Session(engine) as session:
        works = [program_with(session, hashed(token), last + timedelta(days=days)) is not None for days in (-1, 0, 1)]

    assert works == [True, True, False]


def _day(day: object) -> dict[str, str]:
    year, month, number = str(day).split("-")
    return {"ends_on-day": number, "ends_on-month": month, "ends_on-year": year}


@pytest.mark.parametrize(("changes", "fault"), [
    ({"name": ""}, "Vul in voor welk programma."),
    ({"name": "  "}, "Vul dit in."),
    ({"name": "x" * 101}, "Hoogstens 100 tekens."),
    ({"scopes": []}, "Kies minstens één ding dat het programma mag lezen."),
    (_day(TODAY - timedelta(days=1)), "Deze dag is al voorbij."),
    (_day(TODAY + timedelta(days=732)), "Kies een dag binnen de twee jaar. Daarna maakt u een nieuwe sleutel."),
])  # fmt: skip
def test_what_can_not_be_is_refused_and_makes_no_token(
    administrator: Visitor, engine: Engine, changes: dict[str, object], fault: str
) -> None:
    page = _make(administrator, **changes)

    assert (page.status, page.faults) == (422, [fault])
    with Session(engine) as session:
        assert session.scalars(select(ApiToken)).all() == []


def test_a_scope_that_is_not_offered_is_refused(administrator: Visitor) -> None:
    assert _make(administrator, scopes=["cases:read", "members:read"]).status == 422


def test_an_administrator_of_elsewhere_neither_sees_nor_revokes_it(
    administrator: Visitor, engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    _make(administrator)
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES")
        token_id = session.scalars(select(ApiToken.id)).one()
    stranger = signed_in(other.people[Role.ADMINISTRATOR])

    own = stranger.read("/beheer/westveld/sleutels/nieuw")
    assert own.submit(name="Van hier", scopes=["cases:read"]).status == 200
    page = stranger.read("/beheer/westveld/sleutels")

    assert stranger.read(LIST).status == 404
    assert "Website" not in page.text
    token = page.soup.select_one("main input[name=csrf_token]")
    sent = {"csrf_token": str(token["value"]) if token else ""}
    assert stranger.send(f"/beheer/westveld/sleutels/{token_id}/intrekken", sent).status == 404
    with Session(engine) as session:
        assert session.get_one(ApiToken, token_id).revoked_at is None
