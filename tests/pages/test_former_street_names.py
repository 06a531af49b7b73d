"""Old names of streets on the pages: the administrator keeps the list, the public finds the street."""

import pytest

from models.rules.access import Role
from tests.factories import Place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

PATH = "/beheer/oosterbeke/straatnamen"


@pytest.fixture
def administrator(place: Place, signed_in: SignedIn) -> Visitor:
    return signed_in(place.people[Role.ADMINISTRATOR])


def test_an_old_name_is_added_found_by_the_public_and_removed(administrator: Visitor, client: Visitor) -> None:
    assert PATH in administrator.read("/beheer").links()
    refused = administrator.read(PATH).submit(former_name="Stationsstraat", street="Bestaatnietstraat")
    assert (refused.status, refused.faults) == (422, ["Deze straat kennen wij niet in uw gemeente."])

    assert administrator.read(PATH).submit(former_name="Stationsstraat", street="Kerkstraat").status == 302

    answer = client.read("/zoek?straat=Stationsstraat+3")
    assert "Vroeger: Stationsstraat" in answer.text
    assert "Kerkstraat 3" in answer.text
    suggested = client.get("/straten.json?q=stationsst").get_json()
    assert (suggested[0]["name"], suggested[0]["former"]) == ("Kerkstraat", "Stationsstraat")
    assert "Vroeger" not in client.read("/zoek?straat=Kerkstraat").text
    listed = administrator.read(PATH)
    listed.submit(action=listed.soup.select_one("form[action$='/verwijderen']")["action"])
    assert "Er zijn nog geen vroegere namen." in administrator.read(PATH).text


def test_a_zone_has_no_streets_and_nobody_else_keeps_the_list(
    administrator: Visitor, place: Place, signed_in: SignedIn
) -> None:
    assert administrator.read(f"/beheer/{place.zone.slug}/straatnamen").status == 404
    assert signed_in(place.people[Role.DESK_OFFICER]).read(PATH).status == 403
