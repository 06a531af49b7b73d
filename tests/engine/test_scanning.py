"""A real clamd looks at uploads: nobody gets one before it is clean, and one with a virus leaves nothing behind."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from flows.idea import idea
from flows.scanning import scan_due
from flows.stage_flow import Unfinished
from flows.virus_scanner import ScannerAway, find_virus
from models.database import writing
from models.file_store import UPLOADS, uploads
from models.operations.keeping.removing_orphans import find_orphans
from models.operations.keeping.uploading import checked_file, content_of, keep_upload
from models.outbox import Effect
from models.queries.keeping.backups import kept_files
from models.rules.access import Role
from models.rules.refusals import GateNotMet
from models.settings import settings
from models.upload import Upload
from tests.engine.harness import Installation, PrefectProcess, free_port, run_flow
from tests.engine.test_delivering import make_due
from tests.factories import START, acting
from tests.files import PDF
from tests.virus_scanner import CLAMD, INFECTED, VirusScanner

needs_clamd = pytest.mark.skipif(not Path(CLAMD).exists(), reason="clamd is not here (Debian package clamav-daemon)")


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirusScanner]:
    """A real scanner for this file."""
    scanner = VirusScanner(tmp_path_factory.mktemp("clamd"))
    scanner.start()
    yield scanner
    scanner.stop()


def _use(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_VIRUS_SCANNER", address)
    settings.cache_clear()


@pytest.fixture
def scanned(installation: Installation, clamd: VirusScanner, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """An installation with a scanner."""
    _use(clamd.over_tcp, monkeypatch)
    return installation


def _put(installation: Installation, content: bytes, case_id: int = 0) -> Upload:
    case_id = case_id or installation.submit()
    with writing(installation.engine) as session:
        desk = acting(session, installation.place.people[Role.DESK_OFFICER])
        return keep_upload(session, uploads(), case_id, desk, START, checked_file("brief.pdf", content))


def _now(installation: Installation, upload: Upload) -> Upload:
    [found] = installation.rows(Upload, Upload.id == upload.id)
    return found


def _scans(installation: Installation) -> list[Effect]:
    return installation.rows(Effect, Effect.kind == "scan")


@needs_clamd
def test_nobody_gets_a_file_before_it_was_found_clean(scanned: Installation) -> None:
    upload = _put(scanned, PDF)
    assert upload.scan_state == "quarantine"
    with pytest.raises(GateNotMet, match="being_scanned"):
        content_of(uploads(), upload)

    assert scan_due(upload.case_id) == 1
    assert scan_due(upload.case_id) == 0

    found = _now(scanned, upload)
    assert found.scan_state == "clean"
    assert datetime.now(UTC) - found.scanned_at < timedelta(minutes=5)
    assert content_of(uploads(), found) == PDF


@needs_clamd
def test_a_file_with_a_virus_leaves_nothing_but_that_it_was_there(
    scanned: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    upload, other = _put(scanned, INFECTED), _put(scanned, PDF)
    scan_due(upload.case_id)
    scan_due(other.case_id)

    told: list[Any] = [one.msg for one in caplog.records if one.name == "binstart.scan"]
    assert [(one["event"], one["kind"], one["case"]) for one in told] == [("control tried", "virus", upload.case_id)]

    found = _now(scanned, upload)
    assert found.scan_state == "refused"
    assert uploads().find(upload.sha256) is None
    with pytest.raises(GateNotMet, match="virus_found"):
        content_of(uploads(), found)
    assert scanned.events(upload.case_id)[-1] == "upload:refused"
    assert scanned.is_chained(upload.case_id)
    assert "upload:refused" not in scanned.events(other.case_id)
    with Session(scanned.engine) as session:  # a backup does not call it lost, the night does not look for it
        assert list(kept_files(session)) == [(UPLOADS, other.sha256)]
        assert find_orphans(session, UPLOADS, uploads().listed(), datetime.now(UTC) + timedelta(days=9)) == []


@needs_clamd
def test_the_same_file_in_another_case_goes_with_it(scanned: Installation) -> None:
    one, two = _put(scanned, INFECTED), _put(scanned, INFECTED)

    scan_due(one.case_id)
    scan_due(two.case_id)

    assert [_now(scanned, upload).scan_state for upload in (one, two)] == ["refused", "refused"]
    assert {effect.state for effect in _scans(scanned)} == {"confirmed"}


@needs_clamd
@pytest.mark.engine
def test_the_flow_of_the_case_has_it_looked_at_and_waits_while_the_scanner_is_away(
    scanned: Installation, clamd: VirusScanner, prefect_server: PrefectProcess
) -> None:
    upload = _put(scanned, PDF)
    clamd.stop()
    try:
        with pytest.raises(Unfinished):
            run_flow(prefect_server, idea, upload.case_id)
        [waiting] = _scans(scanned)
    finally:
        clamd.start()
    meanwhile = _now(scanned, upload).scan_state
    make_due(scanned)
    run_flow(prefect_server, idea, upload.case_id)

    assert (waiting.state, meanwhile) == ("planned", "quarantine")
    assert waiting.last_error.startswith("ScannerAway: ")
    assert _now(scanned, upload).scan_state == "clean"


@needs_clamd
@pytest.mark.parametrize("way", ["over_tcp", "over_socket"])
def test_the_scanner_is_asked_over_tcp_and_over_a_socket(
    clamd: VirusScanner, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    _use(getattr(clamd, way), monkeypatch)

    assert find_virus(PDF) == ""
    assert find_virus(INFECTED) == "Test.Eicar.UNOFFICIAL"
    assert find_virus(PDF + bytes(9_000_000)) == ""
    settings.cache_clear()


def test_a_scanner_that_is_not_there_is_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for address in (f"tcp://127.0.0.1:{free_port()}", f"unix:{tmp_path}/nobody"):
        _use(address, monkeypatch)
        with pytest.raises(ScannerAway):
            find_virus(PDF)
    settings.cache_clear()


@pytest.mark.parametrize("said", [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"stream: x ERROR\0",
                                  b"stream: OK FOUNDATION\0"])  # fmt: skip
def test_an_answer_that_says_neither_is_never_taken_for_clean(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        _use(f"tcp://127.0.0.1:{server.getsockname()[1]}", monkeypatch)
        thread = threading.Thread(target=_say, args=(server, said))
        thread.start()
        if said == b"stream: OK":  # cut off before its end, and still all of it
            assert find_virus(PDF) == ""
        else:
            with pytest.raises(ScannerAway):
                find_virus(PDF)
        thread.join()
    settings.cache_clear()


def _say(server: socket.socket, said: bytes) -> None:
    line, _ = server.accept()
    with line:
        while not line.recv(100_000).endswith(bytes(4)):
            pass
        line.sendall(said)


def test_without_a_scanner_a_file_is_there_at_once_and_says_that_nobody_looked(installation: Installation) -> None:
    upload = _put(installation, INFECTED)

    assert upload.scan_state == "unscanned"
    assert _scans(installation) == []
    assert content_of(uploads(), upload) == INFECTED


def test_what_waits_when_the_setting_is_taken_away_is_there_as_without(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(f"tcp://127.0.0.1:{free_port()}", monkeypatch)
    upload = _put(installation, PDF)
    _use("", monkeypatch)

    scan_due(upload.case_id)

    assert _now(installation, upload).scan_state == "unscanned"
    assert content_of(uploads(), _now(installation, upload)) == PDF


def test_a_file_that_was_lost_before_it_was_looked_at_stays_closed(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(f"tcp://127.0.0.1:{free_port()}", monkeypatch)
    upload = _put(installation, PDF)
    uploads().forget(upload.sha256)

    scan_due(upload.case_id)

    [scan] = _scans(installation)
    assert (scan.state, scan.last_error[:9]) == ("given_up", "FileLost:")
    assert _now(installation, upload).scan_state == "quarantine"


def test_what_was_erased_before_it_was_looked_at_stops_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(f"tcp://127.0.0.1:{free_port()}", monkeypatch)
    upload = _put(installation, PDF)
    with writing(installation.engine) as session:
        session.delete(session.get_one(Upload, upload.id))

    assert scan_due(upload.case_id) == 0

    assert [scan.state for scan in _scans(installation)] == ["given_up"]
