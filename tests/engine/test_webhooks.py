"""Other programs are told what happened: real receivers on loopback, each message once, whatever goes wrong."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from sqlalchemy import select, update
from standardwebhooks import Webhook as Checker
from standardwebhooks import WebhookVerificationError

from flows import webhooks as sending
from flows.webhooks import send_webhooks
from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.database import writing
from models.operations.authorities import webhooks as keeping
from models.operations.effects.carrying_out import claim_effect
from models.operations.effects.planning_effects import plan_effects
from models.operations.keeping.retaining import forget_done_work
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from models.webhook import Webhook
from tests.engine.harness import Installation, WorkerProcess, free_port, until, worker
from tests.factories import Place, acting, advance_to, give_role, make_place, submitted
from tests.webhook_steps import SECRET_KEY, Receiver

NOW = datetime.now(UTC)
SOME = ["request:submitted", "request:accepted", "stage:opened"]


@pytest.fixture(autouse=True)
def _demonstration(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "true")  # http to this machine is allowed there only
    settings.cache_clear()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    server = one.serve()
    yield one
    server.shutdown()
    server.server_close()


def _subscribe(
    installation: Installation, receiver: Receiver, events: list[str] = SOME, place: Place | None = None,
    is_zone: bool = False,
) -> tuple[int, str]:  # fmt: skip
    """A subscription of the municipality (or zone); its id and secret."""
    place = place or installation.place
    authority, person = (place.zone if is_zone else place.municipality), place.people[Role.ADMINISTRATOR]
    with writing(installation.engine) as session:
        if is_zone:
            give_role(session, person, Role.ADMINISTRATOR, authority)
        row, secret = keeping.make_webhook(
            session, acting(session, person, NOW), authority.id, NOW, name="Website", address=receiver.address,
            events=events, allows_loopback=True, secret_key=SECRET_KEY,
        )  # fmt: skip
        return row.id, secret


def _happens(installation: Installation, stage: Stage = Stage.CONSULTATION) -> str:
    """A case up to a stage, and what its flow plans. Its number."""
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, stage)
        number: str = case.number
    with writing(installation.engine) as session:
        plan_effects(session, case.id, NOW)
    return number


def _messages(installation: Installation) -> list[Effect]:
    return installation.rows(Effect, Effect.kind == "webhook")


def _let_pauses_pass(installation: Installation) -> None:
    with writing(installation.engine) as session:
        session.execute(update(Effect).values(available_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_what_happened_is_told_once_signed_and_without_names(installation: Installation, receiver: Receiver) -> None:
    _id, secret = _subscribe(installation, receiver)
    number = _happens(installation)

    count = send_webhooks()
    again = send_webhooks()

    assert (count, again) == (3, 0)
    assert set(receiver.ids().values()) == {1}
    types = []
    for headers, content in receiver.taken:
        Checker(secret).verify(content, headers)
        event = JSONFormat().read(CloudEvent, content)
        types.append(event.get_type())
        data = event.get_data()
        assert isinstance(data, dict)
        assert (headers["content-type"], event.get_id()) == ("application/cloudevents+json", headers["webhook-id"])
        assert (event.get_subject(), data["case"]) == (number, number)
        assert data["journal_url"] == f"http://binstart.example/api/v1/cases/{number}/journal"
    assert types == ["binstart.request.submitted", "binstart.request.accepted", "binstart.stage.opened"]
    told = " ".join(content.decode() for _headers, content in receiver.taken)
    names = [row.name for row in installation.rows(Person)]
    assert len(names) > 5
    assert [name for name in [*names, "Kerkkwartier", "Kerkstraat", "@"] if name in told] == []


@pytest.mark.parametrize("wrong", ["content", "id", "timestamp", "secret"])
def test_an_independent_check_refuses_what_was_changed(
    installation: Installation, receiver: Receiver, wrong: str
) -> None:
    _id, secret = _subscribe(installation, receiver)
    _happens(installation)
    send_webhooks()
    headers, content = receiver.taken[0]
    Checker(secret).verify(content, headers)

    if wrong == "content":
        content = content.replace(b"request", b"reqvest")
    elif wrong == "secret":
        secret = "whsec_" + "QUJD" * 8
    else:
        headers[f"webhook-{wrong}"] = str(int(time.time()) + 1) if wrong == "timestamp" else "webhook:1:x:1"

    with pytest.raises(WebhookVerificationError):
        Checker(secret).verify(content, headers)


def test_only_what_was_asked_for_of_ones_own_cases_is_told(installation: Installation, receiver: Receiver) -> None:
    with writing(installation.engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    foreign, _secret = _subscribe(installation, receiver, place=elsewhere)
    own, _secret = _subscribe(installation, receiver, ["request:accepted"])
    zone, _secret = _subscribe(installation, receiver, ["stage:opened"], is_zone=True)
    _happens(installation)

    send_webhooks()

    per_webhook = Counter(int(key.split(":")[1]) for key in receiver.ids())
    assert per_webhook == {own: 1, zone: 1}
    assert foreign not in per_webhook


def test_a_receiver_that_refuses_first_gets_each_message_exactly_once(
    installation: Installation, receiver: Receiver
) -> None:
    _subscribe(installation, receiver)
    _happens(installation)
    statuses = iter([500, 503, 429])
    receiver.answer = lambda: next(statuses, 200)

    for _ in range(6):
        send_webhooks()
        _let_pauses_pass(installation)

    assert receiver.asked == 3 + 3
    assert (len(receiver.taken), set(receiver.ids().values())) == (3, {1})
    first = _messages(installation)[0]
    assert (first.state, first.attempts) == ("confirmed", 4)
    assert installation.rows(Webhook)[0].failing_since is None


def test_after_one_refusal_the_others_wait_and_the_pause_grows(installation: Installation, receiver: Receiver) -> None:
    _subscribe(installation, receiver)
    _happens(installation)
    receiver.answer = lambda: 500

    pauses = []
    for _ in range(3):
        send_webhooks()
        message = _messages(installation)[0]
        pauses.append((message.available_at - datetime.now(UTC)).total_seconds())
        with writing(installation.engine) as session:
            session.get_one(Effect, message.id).available_at = datetime.now(UTC)
            rest = update(Effect).where(Effect.id > message.id).values(available_at=NOW + timedelta(days=1))
            session.execute(rest)

    assert receiver.asked == 3
    assert [round(pause) for pause in pauses] == [2, 4, 8]
    assert _messages(installation)[0].last_error == "500"


def test_a_redirect_is_not_followed(installation: Installation, receiver: Receiver) -> None:
    _subscribe(installation, receiver)
    _happens(installation)
    receiver.answer = lambda: 307

    send_webhooks()

    assert (receiver.asked, _messages(installation)[0].last_error) == (1, "307")


def test_while_a_receiver_is_away_all_wait_and_go_once_when_it_is_back(installation: Installation) -> None:
    receiver = Receiver()
    _subscribe(installation, receiver)
    _happens(installation)

    send_webhooks()
    away = [(row.state, row.last_error) for row in _messages(installation)]
    server = receiver.serve()
    _let_pauses_pass(installation)
    send_webhooks()
    server.shutdown()
    server.server_close()

    assert away == [("planned", "ConnectError")] + [("planned", "")] * 2
    assert (len(receiver.taken), set(receiver.ids().values())) == (3, {1})


def test_a_slow_receiver_holds_up_no_other_and_is_tried_again(
    installation: Installation, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "RECEIVER_SECONDS", 1)
    let_go, slow = Event(), Receiver()
    slow.before = lambda: let_go.wait(30)
    server = slow.serve()
    _subscribe(installation, slow)
    _subscribe(installation, receiver)
    _happens(installation)

    send_webhooks()
    let_go.set()
    errors = [row.last_error for row in _messages(installation) if row.last_error]
    others = len(receiver.taken)
    _let_pauses_pass(installation)
    send_webhooks()
    server.shutdown()
    server.server_close()

    assert (others, errors) == (3, ["ReadTimeout"])
    assert set(slow.ids()) == {row.key for row in _messages(installation) if row.payload["webhook_id"] == 1}


def test_what_a_worker_left_halfway_is_taken_over_with_the_same_id(
    installation: Installation, receiver: Receiver
) -> None:
    _subscribe(installation, receiver)
    _happens(installation)
    first = _messages(installation)[0]
    with writing(installation.engine) as session:  # it handed the message over, and was killed before it could say so
        claim_effect(session, first.id, "killed", datetime.now(UTC), timedelta(seconds=1))

    send_webhooks()
    before = len(receiver.taken)
    time.sleep(1.1)
    send_webhooks()

    assert (before, len(receiver.taken)) == (2, 3)
    assert set(receiver.ids()) == {row.key for row in _messages(installation)}
    assert {row.state for row in _messages(installation)} == {"confirmed"}


def test_a_worker_that_is_killed_halfway_leaves_nothing_untold_and_its_successor_repeats_no_confirmed_one(
    installation: Installation, receiver: Receiver
) -> None:
    _subscribe(installation, receiver)
    numbers = [_happens(installation) for _ in range(8)]
    nowhere, more = (
        f"http://127.0.0.1:{free_port()}/api",
        {"BINSTART_SECRET_KEY": SECRET_KEY, "BINSTART_DEMONSTRATION": "true"},
    )
    receiver.before = lambda: time.sleep(0.1)

    first = WorkerProcess(installation, nowhere, **more)
    until(lambda: len(receiver.taken) >= 5)
    first.kill()
    confirmed = {row.key for row in _messages(installation) if row.state == "confirmed"}
    with worker(installation, nowhere, **more):
        until(lambda: {row.state for row in _messages(installation)} == {"confirmed"})

    assert len(numbers) * 3 == len(receiver.ids())
    assert 0 < len(confirmed) < len(receiver.ids())
    assert {receiver.ids()[key] for key in confirmed} == {1}
    assert len([key for key, count in receiver.ids().items() if count > 1]) <= 1  # the one that was on its way


def test_planned_twice_it_is_told_once(installation: Installation, receiver: Receiver) -> None:
    _subscribe(installation, receiver)
    number = _happens(installation)
    with writing(installation.engine) as session:
        case = session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()
        case.noticed_length = 0
        session.flush()
        plan_effects(session, case.id, NOW)

    assert len(_messages(installation)) == 3


def test_after_days_without_success_it_is_paused_and_the_administrator_hears_it_once(
    installation: Installation, receiver: Receiver
) -> None:
    webhook_id, _secret = _subscribe(installation, receiver)
    _happens(installation)
    receiver.answer = lambda: 500
    send_webhooks()
    with writing(installation.engine) as session:
        session.get_one(Webhook, webhook_id).failing_since = datetime.now(UTC) - timedelta(days=3, seconds=1)
    _let_pauses_pass(installation)

    send_webhooks()
    send_webhooks()

    mails = installation.rows(Effect, Effect.key.startswith("webhook_paused:"))
    ada = installation.place.people[Role.ADMINISTRATOR]
    assert [mail.payload["to"] for mail in mails] == [ada.email]
    assert "/beheer/oosterbeke/meldingen" in mails[0].payload["text"]
    assert installation.rows(Webhook)[0].state == "paused"
    assert {row.state for row in _messages(installation)} == {"given_up"}
    assert "webhook:paused" in [row.event for row in installation.rows(AuthorityJournalEntry)]
    _happens(installation)
    assert len(_messages(installation)) == 3  # nothing is planned for it meanwhile


def test_a_resumed_one_is_told_what_happens_from_then_on(installation: Installation, receiver: Receiver) -> None:
    webhook_id, _secret = _subscribe(installation, receiver)
    with writing(installation.engine) as session:
        session.get_one(Webhook, webhook_id).state = "paused"
    _happens(installation)
    with writing(installation.engine) as session:
        by = acting(session, installation.place.people[Role.ADMINISTRATOR], NOW)
        keeping.resume_webhook(session, by, installation.place.municipality.id, webhook_id, NOW)
    with writing(installation.engine) as session:
        case_id = submitted(session, installation.place).id
    with writing(installation.engine) as session:
        plan_effects(session, case_id, NOW)

    assert send_webhooks() == 1


def test_for_a_day_both_secrets_sign_and_then_the_new_one_alone(installation: Installation, receiver: Receiver) -> None:
    webhook_id, former = _subscribe(installation, receiver)
    with writing(installation.engine) as session:
        by = acting(session, installation.place.people[Role.ADMINISTRATOR], NOW)
        place = installation.place.municipality.id
        new = keeping.renew_secret(session, by, place, webhook_id, NOW, datetime.now(UTC), SECRET_KEY)
        keeping.try_webhook(session, by, place, webhook_id)
    send_webhooks()
    with writing(installation.engine) as session:
        session.get_one(Webhook, webhook_id).former_until = datetime.now(UTC) - timedelta(seconds=1)
        keeping.try_webhook(session, by, place, webhook_id)
    send_webhooks()

    (both, tried), (alone, later) = receiver.taken
    assert former != new
    assert re.fullmatch(r"v1,\S+ v1,\S+", both["webhook-signature"])
    for secret in (former, new):
        Checker(secret).verify(tried, both)
    Checker(new).verify(later, alone)
    with pytest.raises(WebhookVerificationError):
        Checker(former).verify(later, alone)
    assert JSONFormat().read(CloudEvent, tried).get_type() == "binstart.webhook.tested"


def test_while_the_settings_name_the_secret_of_before_both_sign(
    installation: Installation, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret of the installation, of which those of subscriptions are made."""
    webhook_id, former = _subscribe(installation, receiver)
    other = SECRET_KEY[::-1]
    monkeypatch.setenv("BINSTART_SECRET_KEY", other)
    for before in (SECRET_KEY, ""):
        monkeypatch.setenv("BINSTART_SECRET_KEY_BEFORE", before)
        settings.cache_clear()
        with writing(installation.engine) as session:
            by = acting(session, installation.place.people[Role.ADMINISTRATOR], NOW)
            keeping.try_webhook(session, by, installation.place.municipality.id, webhook_id)
        send_webhooks()
    with writing(installation.engine) as session:
        by = acting(session, installation.place.people[Role.ADMINISTRATOR], NOW)
        place = installation.place.municipality.id
        keeping.renew_secret(session, by, place, webhook_id, NOW, datetime.now(UTC), other)

    (both, tried), (alone, later) = receiver.taken
    Checker(former).verify(tried, both)
    assert len(both["webhook-signature"].split()) == 2
    assert len(alone["webhook-signature"].split()) == 1
    with pytest.raises(WebhookVerificationError):
        Checker(former).verify(later, alone)


def test_the_secret_is_in_no_table(installation: Installation, receiver: Receiver) -> None:
    _id, secret = _subscribe(installation, receiver)

    [row] = installation.rows(Webhook)
    assert secret.startswith("whsec_")
    assert secret.removeprefix("whsec_") not in str(vars(row))


def test_messages_that_are_done_are_forgotten_after_a_month(installation: Installation, receiver: Receiver) -> None:
    _subscribe(installation, receiver)
    _happens(installation)
    send_webhooks()

    with writing(installation.engine) as session:
        forget_done_work(session, datetime.now(UTC) + timedelta(days=29))
    kept = len(_messages(installation))
    with writing(installation.engine) as session:
        forget_done_work(session, datetime.now(UTC) + timedelta(days=31))

    assert (kept, len(_messages(installation))) == (3, 0)
