"""Members as a file for the alert tool: only who agreed to that channel and has a number, in the layout that is set."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.operations.accounts.signing_in import Mail
from models.operations.networks.joining import JoinAnswer, ask_to_join, confirm_joining, pause, welcome_member
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, coordinator_of, later
from tests.pages.conftest import SignedIn

MAIL = Mail("x", "x")


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        _member(session, place, case, "=Nele Nieuw", 3, channel="sms", phone="0470 00 00 01")
        _member(session, place, case, "Bea Van Bel", 4, channel="call", phone="4701 1111", second_phone="09 000 00 02")
        _member(session, place, case, "Mia Mail", 5, phone="0470 00 00 03")
        _member(session, place, case, "Piet Pauze", 6, is_paused=True, channel="sms", phone="0470 00 00 04")
        _member(session, place, case, "Geen Nummer", 7, channel="sms", phone="999 99 999")
        return case


def _member(session: Session, place: Place, case: FoundingCase, name: str, number: int, *, is_paused: bool = False,
            **values: str) -> None:  # fmt: skip
    answer = JoinAnswer(name, f"m{number}@binstart.example", street_id=place.streets[0].id, number=str(number),
                        is_adult=True, accepts_rules=True, agrees=True, **values)  # type: ignore[arg-type]  # fmt: skip
    row = ask_to_join(session, case.number.lower(), later(case), answer, 1, lambda token, one: MAIL)
    confirm_joining(session, row, later(case), lambda one: MAIL)
    actor = acting(session, coordinator_of(session, case), later(case))
    welcome_member(session, case.id, actor, later(case), enrolment_id=row.id, write_notice=lambda one: MAIL)
    pause(session, row, is_pausing=is_paused)


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def test_each_file_holds_who_agreed_to_its_channel_and_can_be_reached(
    signed_in: SignedIn, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    browser, path = signed_in(coordinator), f"/dossier/{case.number}/leden"
    listed = browser.read(path)
    assert f"{path}/alarmering-sms.csv" in listed.links()
    assert "1 lid ging akkoord en heeft een nummer" in listed.text

    sms = browser.get(f"{path}/alarmering-sms.csv").get_data().decode("utf-8-sig").splitlines()
    call = browser.get(f"{path}/alarmering-call.csv").get_data().decode("utf-8-sig").splitlines()

    street, postcode = place.streets[0].name, place.streets[0].postcode
    assert sms == [
        "Voornaam;Achternaam;Telefoon;Tweede nummer;E-mail;Straat;Huisnummer;Postcode;Gemeente;Groep",
        f"'=Nele;Nieuw;+32470000001;;m3@binstart.example;{street};3;{postcode};Oosterbeke;{case.name}",
    ]
    assert call[1:] == [f"Bea;Van Bel;+3290000002;;m4@binstart.example;{street};4;{postcode};Oosterbeke;{case.name}"]
    assert browser.get(f"{path}/alarmering-duif.csv").status_code == 404


def test_the_municipality_sets_columns_signs_and_numbers(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    changed = signed_in(place.people[Role.ADMINISTRATOR]).read("/beheer/oosterbeke/instellingen").submit(
        alert_file_columns="gsm = telefoon; naam = naam", alert_file_separator="comma",
        alert_file_encoding="windows_1252", alert_file_phone="national", alert_file_has_heads="no",
    )  # fmt: skip
    assert changed.status == 302

    content = signed_in(coordinator).get(f"/dossier/{case.number}/leden/alarmering-sms.csv").get_data()

    assert content.decode("cp1252") == "0470000001,'=Nele Nieuw\r\n"
    with Session(engine) as session:
        assert session.get_one(Authority, place.municipality.id).settings["alert_file_phone"] == "national"


def test_columns_that_can_not_be_are_told_at_the_setting(signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    page = signed_in(place.people[Role.ADMINISTRATOR]).read("/beheer/oosterbeke/instellingen")

    refused = page.submit(alert_file_columns="Gsm = duif")

    assert refused.status == 422
    assert "‘Gsm = duif’ begrijpen wij niet." in refused.text


def test_the_file_is_for_coordinators_and_the_mandated_officer(
    signed_in: SignedIn, place: Place, case: FoundingCase
) -> None:
    path = f"/dossier/{case.number}/leden/alarmering-sms.csv"

    assert signed_in(place.people[Role.MANDATED_OFFICER]).get(path).status_code == 200
    assert signed_in(place.people[Role.DESK_OFFICER]).get(path).status_code == 403
