"""The info evening on the desk's pages: planning, seven items with votes, rows of the stuurgroep, minutes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.info_evening import AgendaItemResult, InfoEvening
from models.mandate import Mandate
from models.operations.requests import requesting
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from tests.factories import START, Place, acting, advance_to, answers_for
from tests.pages.action_examples import BY_CODE, in_boxes, with_evening_held, with_evening_planned
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER
FIRST_ITEM = next(iter(AGENDA_ITEMS))
RESULTS = BY_CODE["record_info_evening"].values


@pytest.fixture
def planned(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return with_evening_planned(session, place)


@pytest.fixture
def held(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return with_evening_held(session, place)


def _page(signed_in: SignedIn, place: Place, case: FoundingCase, action: str, role: Role = D) -> Page:
    return signed_in(place.people[role]).read(f"/dossier/{case.number}/{action}")


def test_the_seven_items_are_kept_with_their_votes(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    votes = {f"items-{FIRST_ITEM}-votes_against": "2", f"items-{FIRST_ITEM}-abstentions": ""}

    answer = _page(signed_in, place, planned, "record-info-evening").submit(**{**RESULTS, **votes})

    assert answer.status == 302
    with Session(engine) as session:
        rows = session.scalars(select(AgendaItemResult).order_by(AgendaItemResult.id)).all()
        assert [row.item for row in rows] == list(AGENDA_ITEMS)
        assert (rows[0].votes_for, rows[0].votes_against, rows[0].abstentions) == (38, 2, None)


def test_more_votes_than_people_is_told_at_the_item(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    answer = _page(signed_in, place, planned, "record-info-evening").submit(
        **{**RESULTS, f"items-{FIRST_ITEM}-votes_for": "41"}
    )

    assert answer.status == 422
    assert answer.faults == ["Er zijn meer stemmen dan aanwezigen."]
    item = answer.soup.select_one(f'textarea[name="items-{FIRST_ITEM}-result"]')
    assert answer.soup.select_one(f'.govuk-error-summary a[href="#{item["id"]}"]') is not None
    assert answer.soup.select_one(f'input[name="items-{FIRST_ITEM}-votes_for"]')["value"] == "41"


def test_a_vote_that_is_no_number_is_told_at_its_box(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    name = f"items-{FIRST_ITEM}-votes_for"

    answer = _page(signed_in, place, planned, "record-info-evening").submit(**{**RESULTS, name: "veel"})

    assert answer.status == 422
    assert answer.faults == ["Vul een getal in, 0 of meer."]
    assert answer.soup.select_one(f'input[name="{name}"]')["value"] == "veel"


def test_an_item_that_was_not_treated_stays_open_in_the_gate(
    planned: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    page = _page(signed_in, place, planned, "record-info-evening")

    case_page = page.submit(**{**RESULTS, f"items-{FIRST_ITEM}-result": ""}).follow()

    gate = case_page.soup.select_one("#poort").get_text(" ")
    assert "Nog niet in orde: Elk van de zeven verplichte agendapunten heeft een resultaat" in " ".join(gate.split())


def test_what_was_noted_before_is_shown_to_be_improved(held: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = _page(signed_in, place, held, "record-info-evening", P)

    assert page.soup.select_one('input[name="chair"]')["value"] == "Dirk Balie"
    assert page.soup.select_one('input[name="network_approved"][checked]')["value"] == "yes"
    assert "Besproken." in page.soup.select_one(f'textarea[name="items-{FIRST_ITEM}-result"]').get_text()


def test_an_evening_that_is_still_to_come_can_not_be_noted(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)
    browser = signed_in(place.people[D])
    browser.read(f"/dossier/{case.number}/plan-info-evening").submit(**BY_CODE["plan_info_evening"].values)

    refused = browser.read(f"/dossier/{case.number}/record-info-evening")
    case_page = browser.read(f"/dossier/{case.number}")

    assert refused.status == 409
    assert "moet nog plaatsvinden" in refused.text
    assert "Niemand, tot de infoavond van" in case_page.text


def test_an_evening_that_was_held_can_be_improved_while_another_is_to_come(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    browser.read(f"/dossier/{held.number}/plan-info-evening").submit(**BY_CODE["plan_info_evening"].values)
    with Session(engine) as session:
        first, second = session.scalars(select(InfoEvening).order_by(InfoEvening.id)).all()

    page = browser.read(f"/dossier/{held.number}/record-info-evening?avond={first.id}")
    answer = page.submit(attendance="41")
    to_come = browser.read(f"/dossier/{held.number}/record-info-evening?avond={second.id}")

    assert (page.status, answer.status, to_come.status) == (200, 302, 409)
    with Session(engine) as session:
        assert session.get_one(InfoEvening, first.id).attendance == 41
        assert session.get_one(InfoEvening, second.id).state == "planned"


def test_an_evening_in_the_past_is_refused_at_its_day(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)
    page = _page(signed_in, place, case, "plan-info-evening")

    answer = page.submit(**{**BY_CODE["plan_info_evening"].values, "starts_at": "2026-04-01T20:00"})

    assert answer.status == 422
    assert answer.faults == ["Dit moment is al voorbij."]
    assert answer.soup.select_one('.govuk-error-summary a[href="#starts_at"]') is not None


def test_an_evening_at_short_notice_is_warned_about_once(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)
    soon = in_boxes("starts_at", date.today() + timedelta(days=5))  # noqa: DTZ011  (pages live in real time)
    page = _page(signed_in, place, case, "plan-info-evening")

    warned = page.submit(**{**BY_CODE["plan_info_evening"].values, **soon, "is_sure": None})
    planned = warned.submit(is_sure="y")

    assert warned.status == 422
    assert "Tussen de uitnodiging en de avond liggen minstens 14 dagen." in warned.faults[0]
    assert warned.soup.select_one('input[name="is_sure"]') is not None
    assert planned.status == 302


def test_an_evening_moves_with_a_reason_only(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    answer = _page(signed_in, place, planned, "plan-info-evening").submit(**BY_CODE["plan_info_evening"].values)

    assert answer.status == 422
    assert answer.soup.select_one('.govuk-error-summary a[href="#reason"]') is not None


def test_an_extra_evening_comes_beside_the_one_that_is_planned(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = _page(signed_in, place, planned, "plan-info-evening")

    answer = page.submit(**{**BY_CODE["plan_info_evening"].values, "moves": "extra", "room_limit": "80",
                            "extra_items": "Verkeer in de Kerkstraat\n\nFeest"})  # fmt: skip

    assert answer.status == 302
    with Session(engine) as session:
        rows = session.scalars(select(InfoEvening).order_by(InfoEvening.id)).all()
        assert [row.state for row in rows] == ["planned", "planned"]
        assert (rows[1].room_limit, rows[1].extra_items) == (80, ["Verkeer in de Kerkstraat", "Feest"])


def test_an_extra_agenda_item_gets_its_result(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_evening_planned(session, place)
        session.scalars(select(InfoEvening)).one().extra_items = ["Verkeer in de Kerkstraat"]
    page = _page(signed_in, place, case, "record-info-evening")

    answer = page.submit(**{**RESULTS, "extra-0-result": "De gemeente bekijkt het.", "network_approved": "later"})

    assert "Verkeer in de Kerkstraat" in page.text
    assert answer.status == 302
    with Session(engine) as session:
        rows = {row.item: row.result for row in session.scalars(select(AgendaItemResult))}
        assert list(rows) == [*AGENDA_ITEMS, "extra_1"]
        assert rows["extra_1"] == "De gemeente bekijkt het."
        assert session.scalars(select(InfoEvening.network_approved)).one() is None


def test_planning_anew_shows_the_planned_evening_and_warns(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = _page(signed_in, place, planned, "plan-info-evening")

    assert "vervalt de vorige" in page.text
    assert page.soup.select_one('input[name="place"]')["value"] == "Zaal De Linde"
    page.submit(**{**BY_CODE["plan_info_evening"].values, "place": "Zaal De Kring", "reason": "Dubbel geboekt."})
    with Session(engine) as session:
        states = session.execute(select(InfoEvening.place, InfoEvening.state).order_by(InfoEvening.id)).all()
        assert [tuple(row) for row in states] == [("Zaal De Linde", "cancelled"), ("Zaal De Kring", "planned")]


def test_a_row_can_be_added_without_losing_what_was_typed(
    planned: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = _page(signed_in, place, planned, "appoint-steering-group")
    rows = len(page.soup.select(".seat"))

    answer = page.submit(button=("add_row", "1"), **{"seats-0-name": "Half ingevuld"})

    assert answer.status == 200
    assert len(answer.soup.select(".seat")) == rows + 1
    assert answer.soup.select_one('input[name="seats-0-name"]')["value"] == "Half ingevuld"
    with Session(engine) as session:
        assert session.scalars(select(Mandate).where(Mandate.role == Role.COORDINATOR.value)).all() == []


def test_the_first_button_saves_for_who_presses_enter(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = _page(signed_in, place, planned, "appoint-steering-group")

    assert page.soup.select("main form button")[0].get_text(strip=True) == "Stuurgroep bewaren"


def test_the_candidates_of_the_request_are_proposed(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    candidate = {"name": "Kim Kandidaat", "email": "kim@binstart.example", "phone": "0470 00 00 12"}
    with writing(engine) as session:
        answers = answers_for(place, candidate_coordinators=[candidate])
        case = requesting.submit_request(session, acting(session, place.resident), START, answers)
        advance_to(session, place, Stage.INFO_EVENING, case)

    page = _page(signed_in, place, case, "appoint-steering-group")

    assert page.soup.select_one('input[name="seats-0-email"]')["value"] == "kim@binstart.example"
    assert page.soup.select_one('select[name="seats-0-role"] option[selected]')["value"] == "coordinator"


def test_empty_rows_are_nobody_and_who_is_cleared_leaves(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    page = _page(signed_in, place, held, "appoint-steering-group")
    nobody = {"seats-0-name": "", "seats-0-email": "", "seats-0-phone": " "}
    other = {"seats-1-name": "Nel Nieuw", "seats-1-email": "nel@binstart.example", "seats-1-role": "coordinator"}

    assert page.submit(**nobody, **other).status == 302
    with Session(engine) as session:
        present = select(Person.name).join(Mandate, Mandate.person_id == Person.id)
        names = session.scalars(present.where(Mandate.case_id == held.id, Mandate.until.is_(None),
                                              Mandate.role == Role.COORDINATOR.value))  # fmt: skip
        assert list(names) == ["Nel Nieuw"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"seats-0-role": "steering_group_member"}, "Duid minstens één coördinator aan."),
        ({"seats-0-email": "geen adres"}, "Dit is geen e-mailadres. Voorbeeld: naam@voorbeeld.be"),
        ({"seats-0-name": ""}, "Vul de naam in."),
        ({"seats-1-name": "Nog Eens", "seats-1-email": "CORA@binstart.example"},
         "Iemand staat twee keer in de lijst (zelfde e-mailadres)."),
    ],
)  # fmt: skip
def test_a_list_that_can_not_be_is_told_and_stays(
    row: dict[str, str], fault: str, planned: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    coordinator = {"seats-0-name": "Cora", "seats-0-email": "cora@binstart.example", "seats-0-role": "coordinator"}

    answer = _page(signed_in, place, planned, "appoint-steering-group").submit(**{**coordinator, **row})

    assert answer.status == 422
    assert answer.faults == [fault]
    assert fault in answer.soup.select_one("main form").get_text()


def test_sixty_one_people_are_refused_and_none_is_left_out_silently(
    planned: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    rows = {}
    for number in range(61):
        rows |= {f"seats-{number}-name": f"Buur {number}", f"seats-{number}-email": f"buur{number}@binstart.example",
                 f"seats-{number}-role": "coordinator"}  # fmt: skip

    answer = _page(signed_in, place, planned, "appoint-steering-group").submit(**rows)

    assert answer.status == 422
    assert answer.faults == ["Hoogstens 60 personen."]


def test_the_minutes_are_read_before_they_are_approved(held: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = _page(signed_in, place, held, "approve-minutes-as-police", P)

    for name in AGENDA_ITEMS.values():
        assert name in page.text
    assert "38 voor, 1 tegen, 1 onthoudingen" in page.text
