"""The administrator sees the register of processing, what will be erased when, and keeps a case longer; everybody reads
the notice."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.case_erasure import CaseErasure
from models.database import writing
from models.operations.keeping.retention_run import row_steps, run_step
from models.retention_record import RetentionRecord
from models.rules.access import Role
from models.rules.retention import CASE_KEPT
from tests.factories import submitted

PAGE = "/beheer/oosterbeke/bewaren"


@pytest.fixture
def administrator(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.ADMINISTRATOR])


@pytest.fixture
def number(place, engine) -> str:  # type: ignore[no-untyped-def]
    """A case whose term is over in twenty days."""
    with writing(engine) as session:
        case = submitted(session, place)
        case.ended_at, case.end = datetime.now(UTC) - CASE_KEPT + timedelta(days=20), "withdrawn"
        return case.number


def test_the_register_tells_controller_ground_term_and_readers_of_each_activity(administrator) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read("/beheer/oosterbeke/verwerkingen").text

    assert "Nagaan of de buurt het voorstel steunt" in page
    assert "Nieuwe Gemeentewet art. 135" in page
    assert "1 jaar nadat u uw stem gaf" in page
    assert "Maatregelen tegen een lid" not in page  # the police's


def test_the_register_is_a_file_with_a_row_for_each_kind_of_data(administrator) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.get("/beheer/oosterbeke/verwerkingen.csv")

    lines = answer.text.splitlines()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert lines[0].lstrip("\ufeff").startswith("Verwerking;Verantwoordelijke;Doel;Grond")
    assert any("voice.name" in line and "1 jaar" in line for line in lines)


def test_the_preview_lists_a_case_that_is_due_and_keeps_it_longer_with_a_reason(administrator, number, engine) -> None:  # type: ignore[no-untyped-def]
    assert number in administrator.read(PAGE).text

    form = administrator.read(f"{PAGE}/{number}")
    until = (datetime.now(UTC) + timedelta(days=400)).date()
    assert form.submit(until=until.isoformat(), reason="").status == 422
    assert form.submit(until=until.isoformat(), reason="Er loopt een beroep").status == 302

    page = administrator.read(PAGE)
    assert "Er loopt een beroep" in page.text
    assert "langer bewaard: Er loopt een beroep" not in page.text
    assert f"Gegevens van dossier {number} langer bewaard" in administrator.read("/beheer/oosterbeke/logboek").text
    page.submit(action=f"{PAGE}/{number}/loslaten")
    assert "Er loopt een beroep" not in administrator.read(PAGE).text
    with Session(engine) as session:
        assert session.scalars(select(CaseErasure.held_until)).one() is None


def test_a_case_that_runs_or_of_elsewhere_can_not_be_kept(administrator, place, engine) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        running = submitted(session, place).number

    assert administrator.get(f"{PAGE}/{running}").status_code == 404


def test_what_was_erased_says_when_backups_are_rid_of_it(administrator, number, engine, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        case_id = session.scalars(select(FoundingCase.id).where(FoundingCase.number == number)).one()
        session.add(CaseErasure(case_id=case_id, erased_at=datetime.now(UTC), files=3, words=5))

    assert "Back-ups worden hier niet vanzelf weggegooid" in administrator.read(PAGE).text
    assert "3 bestanden, 5 teksten" in administrator.read(PAGE).text


def test_the_run_notes_what_it_forgot_and_what_comes_without_forgetting_that(administrator, place, engine) -> None:  # type: ignore[no-untyped-def]
    from models.request import RequestDraft

    now = datetime.now(UTC)
    with writing(engine) as session:
        for days in (100, 30):
            at = now - timedelta(days=days)
            session.add(RequestDraft(person_id=place.resident.id, answers={}, created_at=at, saved_at=at))
    for step in row_steps():
        with writing(engine) as session:
            run_step(session, step, now)

    with Session(engine) as session:
        drafts = session.get_one(RetentionRecord, "forget_drafts")
        assert (drafts.forgotten, drafts.coming) == (1, 1)
        assert len(session.scalars(select(RequestDraft)).all()) == 1
    assert "Begonnen aanvragen: 90 dagen" in administrator.read(PAGE).text


def test_everybody_reads_the_notice_with_the_contact_of_each_authority(client, place, engine) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        municipality = session.merge(place.municipality)
        municipality.settings = {"data_protection_contact": "Dienst Informatieveiligheid, fg@oosterbeke.example"}

    page = client.get("/privacy").text

    assert "fg@oosterbeke.example" in page
    assert "U krijgt binnen een maand antwoord" in page
    assert "Screening van coördinatoren" in page
    assert "Controleorgaan op de politionele informatie" in page
    assert 'href="/privacy"' in client.get("/").text
