"""Is everything running? As the administrator sees it, and what they can do about work that fails."""

import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.backup_record import BackupRecord
from models.database import writing
from models.operations.effects.planning_effects import plan_effects
from models.operations.keeping.sealing_journals import seal_journals
from models.operations.keeping.showing_life import show_clockwork, show_worker
from models.outbox import Effect, OutboxEntry
from models.rules.access import Role
from models.settings import settings
from tests.certificates import PASSWORD, server_certificate, written
from tests.factories import START, make_place, submitted

PAGE = "/beheer/draait-alles"
FAULT = "NeverDeliverable: 550 roos.bewoner@oosterbeke.example unknown"


@pytest.fixture
def administrator(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.ADMINISTRATOR])


@pytest.fixture
def all_well(engine):  # type: ignore[no-untyped-def]
    """A worker that sees Prefect, and a clockwork that ran today."""
    with writing(engine) as session:
        show_worker(session, "here:1:ab", datetime.now(UTC), prefect_answers=True)
        for name in ("reminding", "digesting", "retaining"):
            show_clockwork(session, name, datetime.now(UTC))
        note_backup(session)
        seal_journals(session, datetime.now(UTC).date(), datetime.now(UTC))


def note_backup(session, ago=timedelta(0), failure=""):  # type: ignore[no-untyped-def]
    at = datetime.now(UTC) - ago
    session.add(BackupRecord(begun_at=at, ended_at=at, name="" if failure else "a.age", failure=failure))
    session.flush()


@pytest.fixture
def failed(engine, place):  # type: ignore[no-untyped-def]
    """Work, and a mail, of a case that failed three times, since two hours."""
    since = datetime.now(UTC) - timedelta(hours=2)
    with writing(engine) as session:
        case = submitted(session, place)
        plan_effects(session, case.id, START)
        session.execute(update(OutboxEntry).values(attempts=3, created_at=since, last_error=FAULT))
        mail = session.scalars(select(Effect).where(Effect.key.contains("request_received"))).first()
        mail.attempts, mail.planned_at, mail.last_error = 3, since, FAULT
        return case.number, session.scalars(select(OutboxEntry.id)).first(), mail.id


def lights(page):  # type: ignore[no-untyped-def]
    return {
        row.h2.get_text(): row.select_one(".govuk-tag").get_text(strip=True) for row in page.soup.select(".rows__row")
    }


def test_when_all_is_well_each_line_says_so_in_words(administrator, all_well) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read(PAGE)

    assert page.status == 200
    found = lights(page)
    assert len(found) == 15
    assert {light for name, light in found.items() if not name.startswith("Schijf")} == {"In orde"}
    assert "Er werkt iets niet" not in administrator.read("/beheer").text


def test_without_a_worker_it_is_red_comes_first_and_is_told_at_home(administrator) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read(PAGE)

    assert next(iter(lights(page).items())) == ("Werker (doet het werk achter de pagina's)", "Werkt niet")
    assert "Start Binstart opnieuw" in page.text
    assert "Er werkt iets niet" in administrator.read("/beheer").text


@pytest.mark.parametrize(("ago", "failure", "light", "said"), [
    (timedelta(days=2), "", "Kijk dit na", "De laatste is van"),
    (timedelta(days=4), "", "Werkt niet", "Kijk of er plaats is waar back-ups staan."),
    (timedelta(0), "disk full", "Kijk dit na", "mislukte"),
])  # fmt: skip
def test_an_old_or_failed_backup_is_told(administrator, engine, ago, failure, light, said) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        note_backup(session, ago if not failure else timedelta(hours=1))
        if failure:
            note_backup(session, failure=failure)

    page = administrator.read(PAGE)

    assert lights(page)["Back-up"] == light
    assert said in page.text
    assert "disk full" not in page.text


def test_without_backup_or_seal_it_says_so(administrator) -> None:  # type: ignore[no-untyped-def]
    found = lights(administrator.read(PAGE))

    assert (found["Back-up"], found["Zegel van de logboeken"]) == ("Kijk dit na", "Kijk dit na")


def test_prefect_that_does_not_answer_is_told_from_what_the_worker_noted(administrator, engine, all_well) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        show_worker(session, "here:1:ab", datetime.now(UTC), prefect_answers=False)

    assert lights(administrator.read(PAGE))["Prefect (voert de stappen uit)"] == "Werkt niet"


def test_work_that_fails_is_red_and_shows_nothing_of_the_case(administrator, all_well, failed) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read(PAGE)

    assert lights(page)["Werk dat blijft mislukken"] == "Werkt niet"
    assert lights(page)["Mails"] == "Werkt niet"
    assert failed[0] not in page.text
    assert "roos" not in page.text.lower()


def test_a_full_disk_is_red(administrator, all_well, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    usage = namedtuple("usage", "total used free")(100 * 1024**3, 99 * 1024**3, 1024**3 // 2)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    page = administrator.read(PAGE)

    assert lights(page)["Schijf met documenten en bestanden"] == "Werkt niet"
    assert "Vrij: 536,9 MB van 107,4 GB." in page.text


def test_a_clockwork_that_stands_still_is_red(administrator, engine, all_well) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        show_clockwork(session, "retaining", datetime.now(UTC) - timedelta(days=3))

    assert lights(administrator.read(PAGE))["Uurwerk: bewaartermijnen"] == "Werkt niet"


def test_the_end_of_the_certificate_is_told(app, administrator, all_well, monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = written(tmp_path)
    monkeypatch.setenv("BINSTART_SEAL_CERTIFICATE", str(file))
    monkeypatch.setenv("BINSTART_SEAL_PASSWORD", "wrong")
    settings.cache_clear()
    assert lights(administrator.read(PAGE))["Certificaat van het zegel"] == "Werkt niet"

    monkeypatch.setenv("BINSTART_SEAL_PASSWORD", PASSWORD)
    settings.cache_clear()

    assert "Geldig tot en met" in administrator.read(PAGE).text


def test_the_end_of_the_certificate_of_https_is_told(administrator, all_well, monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    title = "Certificaat van https tussen de machines"
    file = server_certificate(tmp_path, "bin.oosterbeke.example")  # a month
    monkeypatch.setenv("BINSTART_TLS_CERTIFICATE", str(file))
    settings.cache_clear()
    before = lights(administrator.read(PAGE))[title]

    file.write_text("geen certificaat", encoding="utf-8")

    assert (before, lights(administrator.read(PAGE))[title]) == ("Kijk dit na", "Werkt niet")


def test_work_is_tried_again_and_a_second_press_is_stale(administrator, engine, failed) -> None:  # type: ignore[no-untyped-def]
    number, entry_id, _mail = failed
    listing = administrator.read("/beheer/oosterbeke/mislukt-werk")
    assert f"{number}: het werk van de fase Idee" in listing.text
    assert "De mailserver weigert de mail." in listing.text
    assert "roos" not in listing.text.lower()
    page = administrator.read(f"/beheer/oosterbeke/mislukt-werk/taak/{entry_id}")
    with writing(engine) as session:
        session.execute(update(OutboxEntry).values(available_at=datetime.now(UTC) + timedelta(hours=1)))

    answer = page.submit(choice="retry")

    assert answer.status == 302
    with Session(engine) as session:
        assert session.get_one(OutboxEntry, entry_id).available_at <= datetime.now(UTC)
    with writing(engine) as session:
        session.execute(update(OutboxEntry).values(attempts=4))
    assert page.in_another_window().submit(choice="retry").status == 409
    assert f"dossier {number}: het werk van de fase Idee" in administrator.read("/beheer/oosterbeke/logboek").text


def test_work_is_given_up_with_a_reason_only(administrator, engine, failed) -> None:  # type: ignore[no-untyped-def]
    _number, _entry, mail_id = failed
    page = administrator.read(f"/beheer/oosterbeke/mislukt-werk/stuk/{mail_id}")

    assert page.submit(choice="").faults == ["Kies wat u wilt doen."]
    assert page.submit(choice="give_up", reason="").faults == ["Vul dit in."]
    assert page.submit(choice="give_up", reason="Het adres bestaat niet.").status == 302

    with Session(engine) as session:
        assert session.get_one(Effect, mail_id).state == "given_up"
    assert page.submit(choice="give_up", reason="Nog eens.").status == 409


def test_others_reach_none_of_it(place, engine, signed_in, client, failed) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    stranger = signed_in(elsewhere.people[Role.ADMINISTRATOR])
    mayor = signed_in(place.people[Role.MAYOR])
    _number, entry_id, mail_id = failed

    for path in ("", f"/taak/{entry_id}", f"/stuk/{mail_id}"):
        assert stranger.read(f"/beheer/oosterbeke/mislukt-werk{path}").status == 404
        assert mayor.read(f"/beheer/oosterbeke/mislukt-werk{path}").status == 403
    for path in (f"/taak/{entry_id}", f"/stuk/{mail_id}"):
        assert stranger.read(f"/beheer/westveld/mislukt-werk{path}").status == 404
    assert stranger.read(PAGE).status == 200
    assert mayor.read(PAGE).status == 403
    assert client.read(PAGE).status == 302
