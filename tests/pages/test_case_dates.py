"""Days and moments as people type them (webapp/dates.py), on the pages that ask one."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.contact import AuthorityContact
from models.database import writing
from models.info_evening import InfoEvening
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to
from tests.pages.action_examples import in_boxes
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

SPRING = date(datetime.now(UTC).year + 1, 3, 15)  # the evening must lie in the future
EVENING = {"place": "Zaal De Linde", "address": "Markt 2", "organisers": "Gemeente", "contact": "02 000 00 00"}


@pytest.fixture
def contact_page(place: Place, engine: Engine, signed_in: SignedIn) -> Page:
    """Where the police note a contact that already was."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    return signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/record-judicial-contact")


@pytest.fixture
def evening_page(place: Place, engine: Engine, signed_in: SignedIn) -> Page:
    """Where an evening is planned."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)
    return signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/plan-info-evening")


def _boxes(page: Page, name: str) -> list[str]:
    return [str(box.get("value", "")) for box in page.soup.select(f'main input[name^="{name}-"]')]


def test_today_is_filled_in_already(contact_page: Page) -> None:
    today = datetime.now(UTC).astimezone().date()

    assert _boxes(contact_page, "contacted_on") in [
        [str(day.day), str(day.month), str(day.year)] for day in (today, today.fromordinal(today.toordinal() + 1))
    ]


def test_a_day_typed_in_three_boxes_is_kept(contact_page: Page, engine: Engine) -> None:
    answer = contact_page.submit(
        means="telefonisch", **{"contacted_on-day": " 7", "contacted_on-month": "03", "contacted_on-year": "2026"}
    )

    assert answer.status == 302
    with Session(engine) as session:
        assert session.scalars(select(AuthorityContact.contacted_on)).one().isoformat() == "2026-03-07"


def test_a_program_may_send_the_day_as_one_value(contact_page: Page, engine: Engine) -> None:
    answer = contact_page.submit(means="telefonisch", contacted_on="2026-03-07")

    assert answer.status == 302
    with Session(engine) as session:
        assert session.scalars(select(AuthorityContact.contacted_on)).one().isoformat() == "2026-03-07"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("", "", ""), "Vul de datum van het contact in."),
        (("7", "", "2026"), "Vul dag, maand en jaar in."),
        (("7", "3", "26"), "Vul het jaar in met vier cijfers."),
        (("31", "2", "2026"), "Deze dag bestaat niet."),
        (("0", "3", "2026"), "Deze dag bestaat niet."),
        (("zeven", "3", "2026"), "Vul dag en maand in met cijfers, bijvoorbeeld 7 en 3."),
        (("²", "3", "2026"), "Vul dag en maand in met cijfers, bijvoorbeeld 7 en 3."),
        (("7", "3", "1300"), "Kies een jaar tussen 1990 en 2100."),
        (("7", "3", "9" * 50), "Vul het jaar in met vier cijfers."),
        (("7", "3", "2099"), "Deze datum ligt in de toekomst."),
    ],
)
def test_a_day_that_can_not_be_is_told_once_and_stays_as_it_was_typed(
    typed: tuple[str, str, str], fault: str, contact_page: Page
) -> None:
    boxes = dict(zip(("contacted_on-day", "contacted_on-month", "contacted_on-year"), typed, strict=True))

    answer = contact_page.submit(means="telefonisch", **boxes)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert _boxes(answer, "contacted_on") == list(typed)
    assert answer.soup.select_one('a[href="#contacted_on"]') is not None
    assert answer.soup.select_one('input#contacted_on[name="contacted_on-day"]') is not None


@pytest.mark.parametrize("whole", ["2026-02-31", "morgen", "2026-03-07T10:00", "x" * 3000])
def test_one_value_that_is_no_day_is_told(whole: str, contact_page: Page) -> None:
    answer = contact_page.submit(means="telefonisch", contacted_on=whole)

    assert answer.status == 422
    assert len(answer.faults) == 1


@pytest.mark.parametrize("hour", ["19.30", "19:30", "19u30", "19 30", "19.30 uur", "19H30"])
def test_an_hour_can_be_typed_as_people_write_it(hour: str, evening_page: Page, engine: Engine) -> None:
    answer = evening_page.submit(**EVENING, **in_boxes("starts_at", SPRING), **{"starts_at-time": hour})

    assert answer.status == 302, answer.faults
    with Session(engine) as session:
        assert session.scalars(select(InfoEvening.starts_at)).one() == datetime(SPRING.year, 3, 15, 18, 30, tzinfo=UTC)


def test_an_hour_in_summer_is_belgian_time(evening_page: Page, engine: Engine) -> None:
    evening_page.submit(**EVENING, starts_at=f"{SPRING.year}-07-15T20:00")

    with Session(engine) as session:
        assert session.scalars(select(InfoEvening.starts_at)).one() == datetime(SPRING.year, 7, 15, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("hour", ["", "25.00", "19.75", "avond", "-1", "٣", "19.30.15"])
def test_an_hour_that_can_not_be_is_told(hour: str, evening_page: Page) -> None:
    answer = evening_page.submit(**EVENING, **in_boxes("starts_at", SPRING), **{"starts_at-time": hour})

    assert answer.status == 422
    assert answer.faults == ["Vul het uur in, bijvoorbeeld 19.30."]
