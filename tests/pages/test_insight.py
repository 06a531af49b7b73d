"""The pages of insight: what each member of staff sees, and the cases behind each figure."""

import pytest
from sqlalchemy import Engine

from models.database import writing
from models.rules.access import Role
from tests.factories import Place
from tests.insight_steps import play_foundings
from tests.pages.conftest import SignedIn

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
ADDRESSES = ("/inzicht", "/inzicht/afloop", "/inzicht/termijnen", "/inzicht/draagvlak", "/inzicht/werklast",
             "/inzicht/wat-als")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [D, M, P, C])
def test_each_page_opens_with_and_without_cases(
    address: str, role: Role, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[role])
    empty = browser.read(address)
    with writing(engine) as session:
        play_foundings(session, place)

    filled = browser.read(address)

    assert (empty.status, filled.status) == (200, 200)
    assert len(filled.soup.select("main table.figures tbody tr")) > 0


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
