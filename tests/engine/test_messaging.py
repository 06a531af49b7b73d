"""Messages to members leave: over a real mail server and a real gateway, each member once, whatever goes wrong."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from binstart.returning import take_returned_mail
from binstart.text_gateway import TextGateway
from flows.messaging import send_messages
from models.database import writing
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.mailbox import read_mailbox
from models.message import Delivery
from models.operations.effects.carrying_out import claim_effect
from models.operations.networks.messaging import MessageText
from models.outbox import Effect
from models.rules.messages import HELD_BACK_FOR
from models.rules.procedure import Stage
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, MailProcess, free_port
from tests.factories import advance_to, coordinator_of
from tests.message_steps import ALARM, TIP, a_member, delivery_notice, let_go, officer, writing_by

KEY = "sleutel" * 5
SECRET = "geheim" * 8
LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _secret(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BINSTART_SECRET_KEY", SECRET)
    monkeypatch.setenv("BINSTART_BOUNCE_ADDRESS", "retour@binstart.example")
    settings.cache_clear()
    yield
    settings.cache_clear()


def _sent(installation: Installation, *names: str, words: MessageText = TIP, has_sms: bool = False,
          now: datetime = LONG_AGO, **member: str) -> int:  # fmt: skip
    """A message that somebody let go to members of these names; the id of its case."""
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        for name in names:
            a_member(session, installation.place, case, f"{name} Lid", **member)
        by = officer(installation.place)
        message = writing_by(session, case, by, words)
        sender = by if words is ALARM else coordinator_of(session, case)
        let_go(session, case, sender, message, has_sms=has_sms, now=now)
        case_id: int = case.id
        return case_id


def _states(installation: Installation) -> dict[str, str]:
    with writing(installation.engine) as session:
        rows = session.query(Delivery).order_by(Delivery.id)
        return {f"{row.enrolment.name.split()[0]} {row.channel}": row.state for row in rows}


def _let_pauses_pass(installation: Installation) -> None:
    with writing(installation.engine) as session:
        session.execute(update(Effect).values(available_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_each_member_gets_the_message_once_as_text_and_as_a_page(installation: Installation, mailbox: Mailbox) -> None:
    _sent(installation, "Anna", "Bert", "Carla")

    assert send_messages() == 3
    assert send_messages() == 0

    addressed = sorted(str(mail["To"]) for mail in mailbox.received)
    assert addressed == [f"{name} Lid <{name.lower()}@binstart.example>" for name in ("Anna", "Bert", "Carla")]
    assert set(mailbox.ids().values()) == {1}
    [mail] = mailbox.to("anna@")
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for words in (TIP.text, "Beste Anna Lid", "http://binstart.example/bericht/", "Bel meteen zelf 101"):
        assert words in text.replace("\r\n", "\n")
        assert words in page
    assert str(mail["Subject"]).startswith(TIP.subject)
    assert set(_states(installation).values()) == {"handed_over"}


def test_before_its_two_minutes_are_over_nothing_leaves(installation: Installation, mailbox: Mailbox) -> None:
    _sent(installation, "Anna", now=datetime.now(UTC))
    assert send_messages() == 0

    with writing(installation.engine) as session:
        [effect] = session.query(Effect).filter_by(kind="member_mail")
        assert effect.available_at - datetime.now(UTC) > HELD_BACK_FOR - timedelta(seconds=30)
    _let_pauses_pass(installation)

    assert send_messages() == 1


def test_a_server_that_refuses_one_in_ten_for_now_gets_them_later_and_each_once(
    installation: Installation, mailbox: Mailbox
) -> None:
    names = [f"Lid{number}" for number in range(20)]
    _sent(installation, *names)
    tries: Counter[str] = Counter()

    def refuse(address: str) -> str | None:
        tries[address] += 1
        return "451 later" if sum(tries.values()) % 10 == 0 else None

    mailbox.refuse = refuse
    send_messages()
    waiting = [state for state in _states(installation).values() if state == "planned"]
    for _again in range(5):
        _let_pauses_pass(installation)
        send_messages()

    assert len(waiting) == 2
    assert set(_states(installation).values()) == {"handed_over"}
    assert (len(mailbox.received), set(mailbox.ids().values())) == (20, {1})


def test_an_address_that_takes_no_mail_is_marked_and_told_and_the_others_get_theirs(
    installation: Installation, mailbox: Mailbox
) -> None:
    case_id = _sent(installation, "Anna", "Bert")
    mailbox.refuse = lambda address: "550 no such user" if address.startswith("bert") else None

    send_messages()

    assert _states(installation) == {"Anna mail": "handed_over", "Bert mail": "failed"}
    bounced = {row.name: row.bounced_at is not None for row in installation.rows(Enrolment)}
    assert bounced == {"Anna Lid": False, "Bert Lid": True}
    events = [row.event for row in installation.rows(JournalEntry, JournalEntry.case_id == case_id)]
    assert events[-1] == "member:not_reached"


def test_a_mail_that_comes_back_later_marks_the_member_that_it_was_for(
    installation: Installation, mailbox: Mailbox
) -> None:
    _sent(installation, "Anna", "Bert")
    send_messages()
    returns_to = next(
        sender for mail, sender in zip(mailbox.received, mailbox.senders, strict=True) if "bert@" in str(mail["To"])
    )
    notice = delivery_notice("delayed"), delivery_notice("failed")

    assert take_returned_mail(notice[0], returns_to) == "no notice that it failed"
    assert take_returned_mail(notice[1], returns_to.replace("+", "+1")) == "not an address of ours"
    assert take_returned_mail(notice[1], returns_to) == "the member is marked"
    assert take_returned_mail(b"Ik ben met vakantie", returns_to) == "no notice that it failed"

    assert _states(installation) == {"Anna mail": "handed_over", "Bert mail": "failed"}


def test_while_the_mail_server_is_away_all_wait_and_go_once_when_it_is_back(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    later_there = Mailbox(free_port())
    monkeypatch.setenv("BINSTART_SMTP_PORT", str(later_there.port))
    settings.cache_clear()
    _sent(installation, *[f"Lid{number}" for number in range(6)])

    send_messages()
    tried = [row.attempts for row in installation.rows(Effect, Effect.kind == "member_mail")]
    server = MailProcess(later_there)
    server.start()
    _let_pauses_pass(installation)
    send_messages()
    server.stop()

    assert sorted(tried) == [0, 0, 1, 1, 1, 1]  # each of the four lines found out once
    assert (len(later_there.received), set(later_there.ids().values())) == (6, {1})


def test_what_another_worker_left_halfway_is_taken_over_and_nobody_gets_it_twice(
    installation: Installation, mailbox: Mailbox
) -> None:
    _sent(installation, "Anna", "Bert")
    with writing(installation.engine) as session:
        [first, _second] = session.query(Effect).filter_by(kind="member_mail").order_by(Effect.id)
        claim_effect(session, first.id, "killed", datetime.now(UTC), timedelta(seconds=1))

    send_messages()
    before = len(mailbox.received)
    time.sleep(1.1)
    send_messages()

    assert (before, len(mailbox.received), set(mailbox.ids().values())) == (1, 2, {1})


def test_an_urgent_message_goes_by_text_message_too_and_the_gateway_sees_each_once(
    installation: Installation, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gateway = TextGateway(tmp_path / "sms", 0, KEY, "")
    gateway.serve_beside()
    monkeypatch.setenv("BINSTART_SMS_GATEWAY", f"http://127.0.0.1:{gateway.server_port}/sms")
    monkeypatch.setenv("BINSTART_SMS_GATEWAY_KEY", KEY)
    settings.cache_clear()
    _sent(installation, "Anna", words=ALARM, has_sms=True, phone="0470 00 00 01", channel="sms")

    assert send_messages() == 2
    with writing(installation.engine) as session:  # the worker died after handing over
        session.execute(update(Effect).where(Effect.kind == "member_sms").values(state="planned"))
    send_messages()
    gateway.shutdown()

    [text] = read_mailbox(tmp_path / "sms")
    assert text.recipients == ("+32470000001@sms.example",)
    assert text.text.startswith("DRINGEND BIN ")
    assert "Bel 101. http://binstart.example/bericht/" in text.text
    assert _states(installation) == {"Anna sms": "handed_over", "Anna mail": "handed_over"}


@pytest.mark.parametrize("key", ["verkeerd", KEY])
def test_a_gateway_that_is_away_or_knows_us_not_keeps_messages_waiting(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    gateway = TextGateway(tmp_path / "sms", 0, KEY, "")
    if key != KEY:
        gateway.serve_beside()
    else:
        gateway.server_close()
    monkeypatch.setenv("BINSTART_SMS_GATEWAY", f"http://127.0.0.1:{gateway.server_port}/sms")
    monkeypatch.setenv("BINSTART_SMS_GATEWAY_KEY", key)
    settings.cache_clear()
    _sent(installation, "Anna", words=ALARM, has_sms=True, phone="0470 00 00 01", channel="sms")

    send_messages()

    assert _states(installation)["Anna sms"] == "planned"
    [effect] = installation.rows(Effect, Effect.kind == "member_sms")
    assert effect.attempts == 1
    assert effect.last_error.startswith("GatewayAway")


def test_a_number_that_is_none_fails_and_says_so(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BINSTART_SMS_GATEWAY", "http://127.0.0.1:9/sms")
    settings.cache_clear()
    _sent(installation, "Anna", words=ALARM, has_sms=True, phone="12 34 56 78", channel="sms")

    send_messages()

    assert _states(installation)["Anna sms"] == "failed"
