"""The page of an opinion that was asked of somebody who works here: from the work list to the answer, nothing else."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.file_store import uploads
from models.operations.keeping.uploading import checked_file, keep_upload
from models.operations.requests import requesting
from models.opinion import Opinion
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.advice_steps import ask_outside
from tests.factories import Place, acting, advance_to, make_place
from tests.files import PDF
from tests.pages.conftest import SignedIn

NOW = datetime.now(UTC)
OFFICER = Role.MANDATED_OFFICER


@pytest.fixture
def elsewhere(engine: Engine, place: Place) -> Place:
    with writing(engine) as session:
        return make_place(session, "westveld", "WES")


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


def _upload(engine: Engine, place: Place, case: FoundingCase, name: str) -> int:
    with writing(engine) as session:
        desk = acting(session, place.people[Role.DESK_OFFICER], NOW)
        return keep_upload(session, uploads(), case.id, desk, NOW, checked_file(name, PDF)).id


def _ask(engine: Engine, place: Place, case: FoundingCase, adviser: Place, **more: object) -> str:
    with writing(engine) as session:
        opinion = ask_outside(session, place, case, NOW, adviser="de andere zone", email=adviser.people[OFFICER].email,
                              due_on=day_of(NOW) + timedelta(days=9), **more)  # fmt: skip
        return f"/adviezen/{opinion.id}"


def test_an_officer_of_another_zone_finds_it_in_the_list_and_answers(
    engine: Engine, place: Place, elsewhere: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    chosen, other = (_upload(engine, place, case, name) for name in ("plan.pdf", "geheim.pdf"))
    page = _ask(engine, place, case, elsewhere, shared=[f"upload-{chosen}"])
    officer = signed_in(elsewhere.people[OFFICER])

    work = officer.read("/werklijst")
    assert page in work.links()
    assert "Uw advies wordt gevraagd" in work.text
    assert "Voor mij (1)" in work.text
    assert "Voor mij (1)" in officer.read("/werklijst/team").text
    rows = list(csv.reader(StringIO(officer.get("/werklijst.csv").get_data().decode("utf-8-sig")), delimiter=";"))
    assert [(row[1], row[8]) for row in rows[1:]] == [(case.name, "Advies geven")]
    assert len(officer.get("/werklijst.csv?lijst=team").get_data().splitlines()) == 1
    asked = officer.read(page)
    assert "Bent u akkoord?" in asked.text
    assert place.resident.name not in asked.text
    assert officer.read(f"{page}/bijlage/{chosen}").status == 200
    assert officer.read(f"{page}/bijlage/{other}").status == 404
    assert officer.read(f"/dossier/{case.number}").status == 404
    missing = asked.submit(answer="unfavourable")
    assert (missing.status, missing.faults) == (422, ["Vul in waarom uw advies ongunstig is."])

    answered = asked.submit(answer="conditional", text="Mits een vorming.").follow()

    assert "Dank u. Uw antwoord is bewaard." in answered.text
    assert "Uw advies is ontvangen" in answered.title
    assert page not in officer.read("/werklijst").links()
    assert "Voor mij (0)" in officer.read("/werklijst").text
    assert asked.submit(answer="favourable").status == 409
    told = signed_in(place.people[OFFICER]).read(f"/dossier/{case.number}").text
    assert "door de adviseur zelf, aangemeld" in told
    with Session(engine) as session:
        assert session.scalars(select(Opinion.text)).one() == "Mits een vorming."


def test_it_exists_for_nobody_else(
    engine: Engine, place: Place, elsewhere: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    page = _ask(engine, place, case, elsewhere)

    for person in (elsewhere.people[Role.POLICE_CHIEF], place.people[OFFICER], place.resident):
        assert signed_in(person).read(page).status == 404
        assert signed_in(person).read(f"{page}/document/1").status == 404


def test_who_is_not_signed_in_signs_in_first(
    engine: Engine, place: Place, elsewhere: Place, case: FoundingCase, client
) -> None:  # type: ignore[no-untyped-def]
    answer = client.read(_ask(engine, place, case, elsewhere))

    assert answer.status == 302
    assert "aanmelden" in answer.location


def test_after_the_case_ended_the_page_says_that_it_is_no_longer_needed(
    engine: Engine, place: Place, elsewhere: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    page = _ask(engine, place, case, elsewhere)
    officer = signed_in(elsewhere.people[OFFICER])
    open_page = officer.read(page)
    with writing(engine) as session:
        requesting.withdraw_request(session, case.id, acting(session, place.resident, NOW), NOW, reason="Verhuisd.")

    assert "Uw advies is niet meer nodig" in officer.read(page).text
    again = open_page.submit(answer="favourable", text="Dit typte ik.")
    assert again.status == 409
    assert "Dit typte ik." in again.text
