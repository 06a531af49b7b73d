"""The info evening for one's own calendar: found from the support page, and following the evening when it moves."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to
from tests.pages.action_examples import with_evening_to_come
from tests.pages.visiting import Visitor

D = Role.DESK_OFFICER


@pytest.fixture
def planned(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return with_evening_to_come(session, place)


def events(browser: Visitor, case: FoundingCase) -> list[tuple[str, str, str]]:
    """What a calendar learns: uid, sequence and status of each evening."""
    answer = browser.get(f"/infoavond/{case.number}.ics")
    assert answer.mimetype == "text/calendar"
    calendar = vobject.readOne(answer.get_data(as_text=True))
    return [(one.uid.value, one.sequence.value, one.status.value) for one in calendar.vevent_list]


def plan_again(session: Session, place: Place, case: FoundingCase, days: int) -> None:
    now = datetime.now(UTC)
    informing.plan_info_evening(
        session, case.id, acting(session, place.people[D], now), now, starts_at=now + timedelta(days=days),
        place="Zaal De Kring", address="Markt 3", organisers="Gemeente en politie", contact="02 000 00 00",
        reason="Dubbel geboekt.",
    )  # fmt: skip


def test_the_support_page_tells_of_the_evening_and_offers_it_for_the_calendar(
    planned: FoundingCase, client: Visitor
) -> None:
    page = client.read(f"/steun/{planned.number}")

    assert "Zaal De Linde" in page.text
    assert f"/infoavond/{planned.number}.ics" in page.links()


def test_an_evening_that_moves_keeps_its_name_and_counts_on(
    planned: FoundingCase, place: Place, engine: Engine, client: Visitor
) -> None:
    before = events(client, planned)
    for days in (50, 60):
        with writing(engine) as session:
            plan_again(session, place, planned, days)

    after = events(client, planned)

    uid = f"{planned.number}-infoavond-1".lower()
    assert (before, after) == ([(uid, "0", "CONFIRMED")], [(uid, "2", "CONFIRMED")])


def test_an_evening_of_a_request_that_was_withdrawn_is_cancelled_in_calendars_too(
    planned: FoundingCase, place: Place, engine: Engine, client: Visitor
) -> None:
    with writing(engine) as session:
        assert place.resident is not None
        now = datetime.now(UTC)
        who = acting(session, place.resident, now)
        requesting.withdraw_request(session, planned.id, who, now, reason="Wij verhuizen allemaal.")

    assert events(client, planned) == [(f"{planned.number}-infoavond-1".lower(), "1", "CANCELLED")]


def test_without_an_evening_there_is_nothing_for_the_calendar(place: Place, engine: Engine, client: Visitor) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)

    assert client.get(f"/infoavond/{case.number}.ics").status_code == 404
    assert client.get("/infoavond/OOS-1999-0001.ics").status_code == 404
