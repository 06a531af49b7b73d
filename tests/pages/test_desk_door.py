"""The door of the info evening on a tablet, without and with scripts: who came, who was there, what went wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.case import FoundingCase
from models.database import writing
from models.operations.evenings import informing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to
from tests.letters.reading import text_of_pdf
from tests.pages.action_examples import with_evening_planned, with_evening_to_come
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    """A case whose evening was held some days ago; nothing is noted yet."""
    with writing(engine) as session:
        return with_evening_planned(session, place)


@pytest.fixture
def door(case: FoundingCase, place: Place, signed_in: SignedIn) -> Visitor:
    """The tablet of the desk."""
    return signed_in(place.people[D])


def at(case: FoundingCase) -> str:
    return f"/dossier/{case.number}/check-in"


def present(engine: Engine) -> list[tuple[int | None, int, str]]:
    with Session(engine) as session:
        rows = session.scalars(select(Attendance).where(Attendance.removed_at.is_(None)).order_by(Attendance.id))
        return [(row.house_number, row.people, row.how) for row in rows]


def send(browser: Visitor, page: Page, **values: object) -> tuple[int, dict[str, object]]:
    """What the script of the page sends for one arrival."""
    form = page.soup.select_one("main form[data-door-form]")
    assert form is not None
    fields = {name: form.select_one(f"input[name={name}]")["value"] for name in ("csrf_token", "evening_id")}
    sent = {**fields, "people": "1", "street_id": "0", "key": "tablet-1-key", "waited": "0", **values}
    answer = browser.send(page.path, sent, headers={"Accept": "application/json"})
    return answer.status, answer.response.get_json()


def test_a_dwelling_comes_in_with_street_and_number(
    case: FoundingCase, place: Place, engine: Engine, door: Visitor
) -> None:
    answer = door.read(at(case)).submit(street_id=str(place.streets[0].id), number="3", people="2")

    page = answer.follow()
    assert "Kerkstraat 3: 2 mensen aangemeld." in page.text
    assert "2 mensen, 1 woning" in page.text
    assert present(engine) == [(3, 2, "list")]


def test_people_from_elsewhere_need_a_number_of_people_only(case: FoundingCase, engine: Engine, door: Visitor) -> None:
    door.read(at(case)).submit(people="3")

    assert present(engine) == [(None, 3, "walk_in")]


def test_a_form_that_is_sent_twice_counts_once(case: FoundingCase, engine: Engine, door: Visitor) -> None:
    page = door.read(at(case))

    page.submit(people="3")
    page.submit(people="3")

    assert present(engine) == [(None, 3, "walk_in")]


def test_the_second_tablet_hears_since_when_a_dwelling_is_there(
    case: FoundingCase, place: Place, engine: Engine, door: Visitor, signed_in: SignedIn
) -> None:
    values = {"street_id": str(place.streets[0].id), "number": "3"}
    door.read(at(case)).submit(**values)

    page = signed_in(place.people[P]).read(at(case)).submit(**values).follow()

    assert "Kerkstraat 3 was al aangemeld om " in page.text
    assert "uur en telt één keer." in page.text
    assert len(present(engine)) == 1


def test_a_dwelling_is_ticked_on_the_list(case: FoundingCase, engine: Engine, door: Visitor) -> None:
    page = door.read(f"{at(case)}?zoek=kerkstr.+3")

    row = page.soup.select_one("form.door__tick")
    values = {one["name"]: one.get("value", "") for one in row.select("input[name]")}
    door.send(page.path, {**values, "people": "2"})

    assert present(engine) == [(3, 2, "list")]
    assert "er sinds" in door.read(f"{at(case)}?zoek=kerkstraat").text


def test_the_paper_list_is_entered_one_line_after_the_other(
    case: FoundingCase, place: Place, engine: Engine, door: Visitor
) -> None:
    page = door.read(f"{at(case)}?papier=1")
    for number in ("3", "4"):
        page = page.submit(street_id=str(place.streets[0].id), number=number).follow()

    assert page.title == "De papieren lijst invoeren"
    assert present(engine) == [(3, 1, "paper"), (4, 1, "paper")]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"people": "0"}, "Vul in hoeveel mensen er zijn: 1 tot 20."),
        ({"people": "21"}, "Vul een getal in tussen 0 en 20."),
        ({"people": ""}, "Vul in hoeveel mensen er zijn."),
        ({"code": "AAAA"}, "Deze code kennen wij niet. Kijk ze na, of vul straat en nummer in."),
        ({"street_id": "999999", "number": "1"}, "Kies een straat van het gebied."),
        ({"street_id": "x"}, ""),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(
    case: FoundingCase, door: Visitor, values: dict[str, str], fault: str
) -> None:
    answer = door.read(at(case)).submit(**values)

    assert (answer.status, answer.faults) == ((422, [fault]) if fault else (302, []))


def test_a_script_gets_a_sentence_and_the_numbers(
    case: FoundingCase, place: Place, engine: Engine, door: Visitor
) -> None:
    page = door.read(at(case))
    values = {"street_id": str(place.streets[0].id), "number": "3", "waited": "600"}

    first, again = send(door, page, **values), send(door, page, **values)
    already = send(door, page, **values, key="tablet-2-key")

    told = {"sentence": "Kerkstraat 3: 1 mens aangemeld.", "already": False, "present": "1 mens, 1 woning"}
    assert first == again == (200, told)
    assert already[1]["already"] is True
    with Session(engine) as session:
        row = session.scalars(select(Attendance)).one()
        assert row.noted_at - row.arrived_at == timedelta(minutes=10)


@pytest.mark.parametrize(("values", "status"), [({"code": "AAAA"}, 422), ({"people": "x"}, 422)])
def test_a_script_hears_what_is_wrong(case: FoundingCase, door: Visitor, values: dict[str, str], status: int) -> None:
    answer = send(door, door.read(at(case)), **values)

    assert answer[0] == status
    assert answer[1]["sentence"]


def test_a_tablet_that_still_shows_an_evening_that_was_moved_is_told(
    case: FoundingCase, place: Place, engine: Engine, door: Visitor
) -> None:
    page = door.read(at(case))
    with writing(engine) as session:
        now = datetime.now(UTC)
        informing.plan_info_evening(session, case.id, acting(session, place.people[D], now), now,
                                    starts_at=now + timedelta(days=30), place="Zaal", address="Markt 2",
                                    organisers="Gemeente", contact="02 000 00 00",
                                    reason="De zaal is bezet.")  # fmt: skip

    assert page.submit(people="1").status == 409
    status, told = send(door, page)
    assert (status, present(engine)) == (409, [])
    assert "gaat niet door of is verplaatst" in str(told["sentence"])


def test_before_the_day_the_door_is_closed_and_says_so(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_evening_to_come(session, place)

    page = signed_in(place.people[D]).read(at(case))

    assert "Deze infoavond is nog niet vandaag." in page.text
    assert page.soup.select_one("[data-door-form]") is None


def test_without_an_evening_the_page_says_so(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)

    page = signed_in(place.people[D]).read(at(case))

    assert (page.status, "Er is geen infoavond gepland." in page.text) == (409, True)


def test_a_wrong_check_in_is_removed_with_a_reason(case: FoundingCase, engine: Engine, door: Visitor) -> None:
    page = door.read(at(case)).submit(people="3").follow()
    link = next(link for link in page.links() if link.endswith("/remove"))

    assert door.read(link).submit(reason="").status == 422
    told = door.read(link).submit(reason="Dubbel geteld.").follow()

    assert "De aanmelding is verwijderd." in told.text
    assert present(engine) == []


def test_the_number_of_people_is_proposed_when_the_results_are_noted(
    case: FoundingCase, place: Place, door: Visitor
) -> None:
    door.read(at(case)).submit(street_id=str(place.streets[0].id), number="3", people="4")

    page = door.read(f"/dossier/{case.number}/record-info-evening")

    assert page.soup.select_one("#attendance")["value"] == "4"
    assert "4 mensen uit 1 woningen van het gebied. Van die woningen gaven er 1 nog geen stem." in page.text


def test_the_case_leads_to_the_door_for_who_stands_there(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    def leads(role: Role) -> bool:
        links = signed_in(place.people[role]).read(f"/dossier/{case.number}").links()
        return any("/check-in" in link for link in links)

    assert (leads(D), leads(P), leads(Role.MAYOR)) == (True, True, False)


def test_the_camera_may_be_used_at_the_door_only(case: FoundingCase, door: Visitor) -> None:
    assert "camera=(self)" in door.read(at(case)).headers["Permissions-Policy"]
    assert "camera=()" in door.read(f"/dossier/{case.number}").headers["Permissions-Policy"]


def test_the_list_on_paper_has_a_line_per_dwelling_in_the_order_of_the_numbers(
    case: FoundingCase, place: Place, door: Visitor
) -> None:
    page = door.read(f"/dossier/{case.number}/attendance-list")

    whole, street = page.submit(), page.submit(street_id=str(place.streets[1].id))

    assert (whole.status, whole.response.mimetype) == (200, "application/pdf")
    words = text_of_pdf(street.response.get_data())
    assert "Molenstraat (9994)" in words
    assert "Kerkstraat" not in words
    assert "Van elders, of niet op de lijst" in words
