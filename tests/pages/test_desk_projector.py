"""The agenda on the screen of the hall: large, with the present item, for who runs the evening."""

import pytest
from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from tests.factories import Place, advance_to
from tests.pages.action_examples import with_evening_planned
from tests.pages.conftest import SignedIn

TITLES = list(AGENDA_ITEMS.values())


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    """A case with an evening."""
    with writing(engine) as session:
        return with_evening_planned(session, place)


def test_the_agenda_is_on_the_screen_with_its_first_item(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/projector")

    assert page.soup.h1 is not None
    assert page.soup.h1.get_text() == TITLES[0]
    assert [one.get_text() for one in page.soup.select("main li[aria-current=step]")] == [TITLES[0]]
    assert len(page.soup.select("main ol li")) == 7


def test_without_an_evening_there_is_no_agenda_to_show(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        early = advance_to(session, place, Stage.INFO_EVENING)

    assert signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{early.number}/projector").status == 404


def test_a_resident_does_not_run_the_evening(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    assert place.resident is not None

    assert signed_in(place.resident).read(f"/dossier/{case.number}/projector").status in (403, 404)
