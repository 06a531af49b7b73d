"""One trace holds the click, the flow and the mail, as who collects traces gets it: without a person in it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from models import tracing
from models.case import FoundingCase
from models.database import writing
from models.operations.accounts.web_sessions import open_web_session
from models.outbox import Effect, OutboxEntry
from models.rules.access import Role
from models.settings import settings
from tests.engine.collecting import Collector
from tests.engine.harness import Installation, Mailbox, PrefectProcess, until, worker
from tests.pages.visiting import Visitor
from webapp import create_app
from webapp.clock import real_now


@pytest.fixture(autouse=True)
def _secret(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Where the traces of this process and its workers go."""
    one = Collector()
    monkeypatch.setenv("BINSTART_TRACES_ENDPOINT", one.endpoint)
    yield one
    tracing._tracer.cache_clear()
    one.close()


@pytest.fixture
def collected(collector: Collector, installation: Installation) -> Iterator[Flask]:
    """The web app of an installation whose traces are collected."""
    settings.cache_clear()
    tracing._tracer.cache_clear()
    app = create_app()
    app.test_client_class = Visitor
    yield app
    tracing._tracer.cache_clear()


def flush() -> None:
    """Hand over what this process still holds."""
    tracer = tracing._tracer()
    assert tracer is not None
    provider = tracer.span_processor  # type: ignore[attr-defined]
    provider.force_flush()


def test_one_trace_holds_the_click_the_flow_and_the_mail(
    installation: Installation, collected: Flask, collector: Collector, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    officer = installation.place.people[Role.DESK_OFFICER]
    with writing(installation.engine) as session:
        token = open_web_session(session, officer.id, "link", real_now())
        number = session.get_one(FoundingCase, case_id).number
    desk = collected.test_client()
    with desk.session_transaction() as cookie:
        cookie["token"] = token
    with worker(installation, prefect_server.url, BINSTART_TRACES_ENDPOINT=collector.endpoint):
        until(installation.is_quiet)
        until(lambda: collector.has("flow idea"))
        collector.bodies.clear()
        answer = desk.read(f"/dossier/{number}/accept-request").submit()
        assert answer.status == 302, answer.text
        installation.wake()
        until(installation.is_quiet)
        flush()
        until(lambda: collector.has("flow consultation") and collector.has("flow idea"))

    spans = {one.span_id: one for one in collector.spans()}
    click = next(one for one in spans.values() if one.name.startswith("POST"))
    trace = [one for one in spans.values() if one.trace_id == click.trace_id]
    names = [one.name for one in trace]
    assert click.name == "POST /dossier/<number>/accept-request"
    assert any(name.startswith("flow ") for name in names)
    mails = [one for one in trace if one.name == "mail"]
    assert mails
    for one in mails:
        assert _reaches(one, click, spans)
    for entry in installation.rows(OutboxEntry, OutboxEntry.traceparent != ""):
        assert entry.traceparent.split("-")[1] == click.trace_id.hex()
    # As words, without the ids: their random bytes hold any letter now and then.
    sent = " ".join(f"{one.name} {one.attributes} {one.events} {one.status}" for one in collector.spans()).lower()
    assert "dossier" in sent
    for word in ("@", "bewoner", "kerkstraat", number, token, officer.name):
        assert word.lower() not in sent


def _reaches(one: Span, click: Span, spans: dict[bytes, Span]) -> bool:
    """Whether its parents lead to the click, through the flow."""
    seen = []
    while one.parent_span_id:
        one = spans[one.parent_span_id]
        seen.append(one.name)
    return one.span_id == click.span_id and any(name.startswith("flow ") for name in seen)


def test_a_mail_to_sign_in_follows_its_click_without_a_flow(
    installation: Installation, collected: Flask, collector: Collector, mailbox: Mailbox
) -> None:
    from flows.delivering import deliver_due

    collected.config["WTF_CSRF_ENABLED"] = False
    email = installation.place.resident.email
    collected.test_client().post("/aanmelden", data={"email": email})
    mailbox.refuse = lambda address: f"550 <{address}> unknown"
    deliver_due(None)
    flush()

    click, mail = (next(one for one in collector.spans() if one.name == name) for name in ("POST /aanmelden", "mail"))
    assert (mail.trace_id, mail.parent_span_id) == (click.trace_id, click.span_id)
    assert {one.key: one.value.string_value for one in mail.attributes}["error.type"] == "AddressRefused"
    assert not mail.events
    assert email.encode() not in b"".join(collector.bodies)


def test_where_nobody_collects_nothing_is_kept_or_sent(installation: Installation) -> None:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False

    app.test_client().post("/aanmelden", data={"email": installation.place.resident.email})

    assert [one.traceparent for one in installation.rows(Effect)] == [""]
    assert tracing._tracer() is None


def test_a_collector_that_is_away_keeps_nobody_from_working(
    installation: Installation, collected: Flask, collector: Collector
) -> None:
    collector.close()

    assert collected.test_client().get("/hulp").status_code == 200
    flush()
