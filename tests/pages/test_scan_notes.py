"""What staff read beside a file, and what they get: whether a virus scanner looked at it, and what came of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from models.contact import AuthorityContact
from models.database import writing
from models.file_store import uploads
from models.operations.consultation.contacting import SentFile, record_judicial_contact
from models.operations.keeping.uploading import checked_file
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from models.upload import Upload
from tests.factories import Place, acting, advance_to, later
from tests.files import PDF
from tests.pages.conftest import SignedIn


def _with_letter(engine: Engine, place: Place, state: str) -> tuple[str, int]:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        at = later(case)
        officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
        record_judicial_contact(session, case.id, officer, at, contacted_on=at.date(), means="brief",
                                file=SentFile(uploads(), checked_file("brief.pdf", PDF)))  # fmt: skip
        session.execute(update(Upload).values(scan_state=state))
        return case.number, session.query(AuthorityContact.upload_id).scalar()


@pytest.mark.parametrize(
    ("state", "note", "status"),
    [
        ("unscanned", "niet gescand op virussen", 200),
        ("quarantine", "wordt nagekeken op virussen", 409),
        ("clean", "", 200),
        ("refused", "verwijderd: er zat een virus in", 409),
    ],
)
def test_beside_a_file_stands_what_the_scanner_said_and_only_a_clean_one_is_given(
    engine: Engine, place: Place, signed_in: SignedIn, state: str, note: str, status: int
) -> None:
    number, upload_id = _with_letter(engine, place, state)
    visitor = signed_in(place.people[Role.MANDATED_OFFICER])

    page = visitor.read(f"/dossier/{number}")
    download = visitor.read(f"/dossier/{number}/bijlage/{upload_id}")

    link = page.soup.select_one(f'a[href$="/bijlage/{upload_id}"]')
    beside = " ".join(link.parent.get_text(" ").split())
    assert note in beside
    assert note or "virus" not in beside
    assert download.status == status
    if status == 409:
        assert "virus" in download.text


def test_the_administrator_sees_that_the_scanner_is_away(
    engine: Engine, place: Place, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_VIRUS_SCANNER", "tcp://127.0.0.1:9")
    settings.cache_clear()
    number, _ = _with_letter(engine, place, "quarantine")
    administrator = signed_in(place.people[Role.ADMINISTRATOR])
    well = administrator.read("/beheer/draait-alles")
    since = datetime.now(UTC) - timedelta(hours=2)
    with writing(engine) as session:
        failed = update(Effect).where(Effect.kind == "scan")
        session.execute(failed.values(attempts=3, planned_at=since, last_error="ScannerAway: ConnectionRefusedError"))

    ill = administrator.read("/beheer/draait-alles")
    work = administrator.read("/beheer/oosterbeke/mislukt-werk")

    assert "Virusscanner" in well.text
    assert "Kijk of de virusscanner (clamd) draait." not in well.text
    assert "Kijk of de virusscanner (clamd) draait." in ill.text
    assert "het nakijken van een bijlage op virussen" in work.text
    assert "De virusscanner antwoordt niet." in work.text
    assert number in work.text
