"""Documents in a bucket: made there, mailed from there, and while the store is away they wait and are made once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from flows.delivering import deliver_due
from flows.idea import idea
from flows.retaining import forget_with_files, remove_half_files, remove_orphan_files
from flows.stage_flow import Unfinished
from models.document import Document
from models.file_store import documents
from models.outbox import Effect
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.engine.test_delivering import RESIDENT, make_due, planned, run_produce
from tests.object_store import ObjectStore

pytestmark = pytest.mark.engine


@pytest.fixture
def bucket(
    installation: Installation, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ObjectStore]:
    """The installation keeps its files in a bucket."""
    for name, value in (object_store.settings() | {"BINSTART_FILES_PATIENCE_SECONDS": "1"}).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield object_store
    object_store.go_on()


def test_a_document_is_made_into_the_bucket_and_mailed_from_there(
    bucket: ObjectStore, installation: Installation, mailbox: Mailbox
) -> None:
    case_id = planned(installation)

    run_produce(case_id)
    deliver_due(case_id)

    [row] = installation.rows(Document)
    kept = documents().read(row.sha256)
    [mail] = mailbox.to(RESIDENT)
    assert [part.get_content() for part in mail.iter_attachments()] == [kept]
    assert not (installation.folder / "documents").exists()


def test_while_the_store_is_away_documents_wait_and_are_made_once_when_it_is_back(
    bucket: ObjectStore, installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    bucket.hang()
    with pytest.raises(Unfinished):
        run_flow(prefect_server, idea, case_id)
    [waiting] = installation.rows(Effect, Effect.kind == "document")
    bucket.go_on()
    make_due(installation)
    run_flow(prefect_server, idea, case_id)
    run_flow(prefect_server, idea, case_id)

    assert waiting.state == "planned"
    assert waiting.last_error.startswith("StoreAway: ")
    [row] = installation.rows(Document)
    assert [one.name for one in documents().listed()] == [row.sha256]
    assert len(mailbox.to(RESIDENT)) == 1


def test_a_mail_waits_for_a_document_that_the_store_can_not_give_now(
    bucket: ObjectStore, installation: Installation, mailbox: Mailbox
) -> None:
    case_id = planned(installation)
    run_produce(case_id)
    bucket.hang()
    deliver_due(case_id)
    before = mailbox.to(RESIDENT)
    bucket.go_on()
    make_due(installation)

    deliver_due(case_id)

    assert before == []
    [mail] = mailbox.to(RESIDENT)
    assert len(list(mail.iter_attachments())) == 1


def test_the_night_removes_what_no_row_speaks_of_and_a_store_that_is_away_stops_nothing_else(
    bucket: ObjectStore, installation: Installation, prefect_server: PrefectProcess
) -> None:
    case_id = planned(installation)
    run_produce(case_id)
    documents().keep(b"of nobody")
    now = datetime.now(UTC)
    bucket.hang()
    away = [run_flow(prefect_server, step.fn, now) for step in (forget_with_files, remove_half_files,
                                                                 remove_orphan_files)]  # fmt: skip
    bucket.go_on()

    this_week = run_flow(prefect_server, remove_orphan_files.fn, now + timedelta(days=6))
    next_week = run_flow(prefect_server, remove_orphan_files.fn, now + timedelta(days=7, hours=1))

    assert (away, this_week, next_week) == ([0, 0, 0], 0, 1)
    [row] = installation.rows(Document)
    assert [one.name for one in documents().listed()] == [row.sha256]
