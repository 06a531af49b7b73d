"""Mail on its way out, on a real mail server: what it carries, and what happens when the server is away or says no."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from flows.delivering import deliver_due
from flows.idea import idea
from flows.mail import Attachment, NoAddress, compose
from flows.producing import produce_documents
from flows.stage_flow import Unfinished
from models.database import writing
from models.operations.accounts.signing_in import Mail
from models.operations.effects.carrying_out import UNFINISHED
from models.operations.effects.planning_effects import plan_effects
from models.operations.networks.writing_to_coordinators import Message, write_to_coordinators
from models.outbox import Effect
from models.rules.procedure import Stage
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, MailProcess, PrefectProcess, free_port, run_flow
from tests.factories import START, advance_to, answers_for, coordinator_of

RESIDENT = "roos.bewoner.oosterbeke@binstart.example"
DESK = "dirk.balie.oosterbeke@binstart.example"
SIGN_IN = {"to": RESIDENT, "subject": "Uw code om u aan te melden: ABCD-EFGH", "text": "Uw code: ABCD-EFGH\n"}


def planned(installation: Installation) -> int:
    """A case whose documents and mails are planned; its id."""
    case_id = installation.submit()
    with writing(installation.engine) as session:
        plan_effects(session, case_id, START)
    return case_id


def planned_without_receipt(installation: Installation) -> int:
    """The same, with a receipt that will never be made: the mails go without it."""
    case_id = planned(installation)
    with writing(installation.engine) as session:
        session.execute(Effect.__table__.update().where(Effect.kind == "document").values(state="given_up"))
    return case_id


def effects(installation: Installation, *states: str) -> list[Effect]:
    return installation.rows(Effect, Effect.kind == "mail", Effect.state.in_(states))


def make_due(installation: Installation) -> None:
    """Let the pauses pass."""
    with writing(installation.engine) as session:
        session.execute(Effect.__table__.update().values(available_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_a_mail_says_who_sends_it_that_a_machine_did_and_whom_to_answer(
    installation: Installation, mailbox: Mailbox
) -> None:
    case_id = planned_without_receipt(installation)

    deliver_due(case_id)

    [mail] = mailbox.to(RESIDENT)
    assert mail["From"] == "Binstart <geen-antwoord@binstart.example>"
    assert mail["To"] == f"Roos Bewoner Oosterbeke <{RESIDENT}>"
    assert mail["Reply-To"] == "veiligheid@oosterbeke.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "nl"
    assert mail["Message-ID"].endswith("@binstart.example>")
    assert datetime.now(UTC) - parsedate_to_datetime(mail["Date"]) < timedelta(minutes=5)


def test_a_mail_waits_for_the_document_that_goes_with_it(installation: Installation, mailbox: Mailbox) -> None:
    case_id = planned(installation)

    deliver_due(case_id)
    before = [mail["To"] for mail in mailbox.received]
    run_produce(case_id)
    deliver_due(case_id)

    assert before == [f"Dirk Balie Oosterbeke <{DESK}>"]
    [mail] = mailbox.to(RESIDENT)
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]


def run_produce(case_id: int) -> None:
    """Make the documents without Prefect."""
    asyncio.run(produce_documents.fn(case_id))


@pytest.mark.engine
def test_while_the_mail_server_is_away_mail_waits_and_goes_once_when_it_is_back(
    installation: Installation, prefect_server: PrefectProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    later_there = Mailbox(free_port())
    monkeypatch.setenv("BINSTART_SMTP_PORT", str(later_there.port))
    settings.cache_clear()
    case_id = installation.submit()

    with pytest.raises(Unfinished):
        run_flow(prefect_server, idea, case_id)
    waiting = effects(installation, "planned")
    make_due(installation)
    server = MailProcess(later_there)
    server.start()
    run_flow(prefect_server, idea, case_id)
    run_flow(prefect_server, idea, case_id)
    server.stop()

    assert len(waiting) == 2
    assert "Connection refused" in waiting[0].last_error
    assert sorted(later_there.ids().values()) == [1, 1]
    assert effects(installation, *UNFINISHED) == []


def test_a_server_that_is_away_is_found_out_once_and_not_by_each_mail(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_SMTP_PORT", str(free_port()))
    settings.cache_clear()
    case_id = planned_without_receipt(installation)

    deliver_due(case_id)

    assert sorted(row.attempts for row in effects(installation, "planned")) == [0, 1]


def test_a_mailbox_that_is_full_today_does_not_hold_up_the_others(installation: Installation, mailbox: Mailbox) -> None:
    case_id = planned_without_receipt(installation)
    mailbox.answer = lambda mail: "452 mailbox full" if RESIDENT in mail["To"] else None

    deliver_due(case_id)

    [waiting] = effects(installation, "planned")
    assert waiting.last_error == "NotNow: 452 mailbox full"
    assert len(mailbox.to(DESK)) == 1


def test_a_mail_that_is_refused_for_good_is_given_up_and_brought_on_paper_by_the_desk(
    installation: Installation, mailbox: Mailbox
) -> None:
    case_id = planned_without_receipt(installation)
    mailbox.answer = lambda mail: "550 no such mailbox" if RESIDENT in mail["To"] else None

    deliver_due(case_id)
    deliver_due(case_id)

    [given_up] = effects(installation, "given_up")
    assert given_up.last_error == "NeverDeliverable: 550 no such mailbox"
    on_paper = [mail for mail in mailbox.to(DESK) if "Op papier te bezorgen" in mail["Subject"]]
    address = answers_for(installation.place).applicant_address.replace(", ", "\r\n    ")
    assert f"    {address}\r\n" in on_paper[0].get_body(("plain",)).get_content()


class _NoSuchRecipient(Controller):
    """A mail server that refuses every recipient before the mail itself."""

    def __init__(self, port: int, answer: str) -> None:
        self.answer = answer
        super().__init__(self, hostname="127.0.0.1", port=port)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: object, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        return self.answer


@pytest.mark.parametrize(("answer", "state"), [("550 unknown here", "given_up"), ("450 try again later", "planned")])
def test_an_unknown_recipient_is_given_up_and_one_that_must_wait_is_not(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, answer: str, state: str
) -> None:
    server = _NoSuchRecipient(free_port(), answer)
    monkeypatch.setenv("BINSTART_SMTP_PORT", str(server.port))
    settings.cache_clear()
    server.start()
    case_id = planned_without_receipt(installation)

    deliver_due(case_id)
    server.stop()

    mails = [row for row in installation.rows(Effect, Effect.kind == "mail") if row.attempts]
    assert [row.state for row in mails] == [state, state]


def test_what_is_said_to_who_has_no_account_never_becomes_a_header(installation: Installation) -> None:
    name = "Roos\r\nBcc: iedereen@kwaad.example"

    mail = compose(key="x", to=RESIDENT, name=name, subject="Uw\r\nX-Kwaad: ja", text="x", dated_at=START)

    assert mail["Bcc"] is None
    assert mail["X-Kwaad"] is None
    assert mail["Subject"] == "Uw X-Kwaad: ja"


@pytest.mark.parametrize(
    "address", ["", "geen adres", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "@"]
)
def test_what_is_no_address_is_refused(installation: Installation, address: str) -> None:
    with pytest.raises(NoAddress):
        compose(key="x", to=address, name="Roos", subject="x", text="x", dated_at=START)


def test_a_mail_to_what_is_no_address_is_given_up_and_the_others_go(
    installation: Installation, mailbox: Mailbox
) -> None:
    case_id = planned_without_receipt(installation)
    with writing(installation.engine) as session:
        mail = session.query(Effect).where(Effect.key.contains("request_to_assess")).one()
        mail.payload = {**mail.payload, "to": "geen adres"}

    deliver_due(case_id)

    assert [row.last_error for row in effects(installation, "given_up")] == ["NoAddress: not a mail address"]
    assert len(mailbox.to(RESIDENT)) == 1


def test_the_same_effect_gives_the_same_mail_on_every_try(installation: Installation) -> None:
    def mail() -> EmailMessage:
        attached = [Attachment("brief.pdf", "application/pdf", b"%PDF-1.7")]
        return compose(
            key="k", to=RESIDENT, name="Roos", subject="Dag", text="Hallo\n", dated_at=START, attachments=attached
        )

    assert mail()["Message-ID"] == mail()["Message-ID"]
    assert mail().as_bytes() == mail().as_bytes()


def test_a_message_to_a_coordinator_is_answered_to_who_wrote_it(installation: Installation, mailbox: Mailbox) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        coordinator = coordinator_of(session, case).email
        write_to_coordinators(session, case.number.lower(), START,
                              Message("Nele", "nele@binstart.example", "Mag ik meedoen?"),
                              lambda one: Mail("Bericht", one.text))  # fmt: skip

    assert deliver_due(None) == 1

    [mail] = mailbox.to(coordinator or "")
    assert (mail["Reply-To"], mail["Subject"]) == ("nele@binstart.example", "Bericht")
    assert deliver_due(None) == 0


def test_a_sign_in_mail_goes_without_a_case_and_leaves_no_code_behind(
    installation: Installation, mailbox: Mailbox
) -> None:
    with writing(installation.engine) as session:
        session.add(Effect(key="sign_in:1", kind="mail", case_id=None, payload=SIGN_IN))

    deliver_due(None)
    deliver_due(None)

    [mail] = mailbox.received
    assert mail["Subject"] == SIGN_IN["subject"]
    assert "Uw code: ABCD-EFGH" in mail.get_body(("plain",)).get_content()
    assert [row.payload for row in installation.rows(Effect)] == [{}]


def test_a_long_subject_and_letters_of_every_language_arrive_as_they_were(
    installation: Installation, mailbox: Mailbox
) -> None:
    subject = "Uw aanvraag is ontvangen – BIN Łukasz & Zeynep’s café " + "ü" * 150
    with writing(installation.engine) as session:
        payload = {"to": RESIDENT, "subject": subject, "text": "Zoë, Łódź, 日本\n" + "a" * 3000 + "\n"}
        session.add(Effect(key="sign_in:2", kind="mail", case_id=None, payload=payload))

    deliver_due(None)

    [mail] = mailbox.received
    assert mail["Subject"] == subject
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == payload["text"]
