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


def test_the_evening_goes_from_item_to_item(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.DESK_OFFICER])
    first = page.read(f"/dossier/{case.number}/projector")
    assert first.soup.h1 is not None
    assert first.soup.h1.get_text() == TITLES[0]
    assert not first.soup.select("main a[rel=prev]")

    following = first.soup.select_one("main a[rel=next]")
    assert following is not None
    second = page.read(str(following["href"]))

    assert second.soup.h1 is not None
    assert second.soup.h1.get_text() == TITLES[1]
    now = second.soup.select("main li[aria-current=step]")
    assert [one.get_text().strip() for one in now] == [TITLES[1]]
    assert len(second.soup.select("main ol li")) == 7


@pytest.mark.parametrize(
    ("asked", "title"),
    [("0", TITLES[0]), ("99", TITLES[-1]), ("x", TITLES[0]), ("²", TITLES[0]), ("9" * 30, TITLES[0])],
)
def test_a_number_that_is_no_item_gives_the_nearest(
    case: FoundingCase, place: Place, signed_in: SignedIn, asked: str, title: str
) -> None:
    page = signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/projector?punt={asked}")

    assert page.soup.h1 is not None
    assert page.soup.h1.get_text() == title


def test_without_an_evening_there_is_no_agenda_to_show(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        early = advance_to(session, place, Stage.INFO_EVENING)

    assert signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{early.number}/projector").status == 404


def test_a_resident_does_not_run_the_evening(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    assert place.resident is not None

    assert signed_in(place.resident).read(f"/dossier/{case.number}/projector").status in (403, 404)
