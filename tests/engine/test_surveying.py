"""The mails of a survey leave over a real mail server, each member once; the clock reminds and closes."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select, update

from binstart.returning import take_returned_mail
from flows.surveying import close_due_surveys, open_due_surveys, remind_of_surveys, send_survey_mails
from models.clock import day_of, present
from models.database import writing
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.evaluations.answering_surveys import answer_survey
from models.operations.evaluations.surveying import open_survey
from models.outbox import Effect
from models.rules.procedure import Stage
from models.rules.survey_form import YEARLY
from models.settings import settings
from models.survey import Survey, SurveyTicket
from tests.engine.harness import Installation, Mailbox, free_port, until, worker
from tests.factories import acting, advance_to, coordinator_of
from tests.message_steps import delivery_notice
from tests.survey_steps import SAFE, SECRET, members


@pytest.fixture(autouse=True)
def _secret(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BINSTART_SECRET_KEY", SECRET)
    settings.cache_clear()
    yield
    settings.cache_clear()


def _opened(installation: Installation) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        members(session, installation.place, case)
        at = present(session)
        open_survey(session, case.id, acting(session, coordinator_of(session, case), at), at, kind=YEARLY)


def _links(mailbox: Mailbox) -> dict[str, str]:
    found = {}
    for mail in mailbox.received:
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        found[str(mail["To"])] = text.split("/vragenlijst/")[1].split()[0]
    return found


def _clock(installation: Installation, days: int) -> None:
    """As if so many days had gone by since the survey was opened."""
    with writing(installation.engine) as session:
        row = session.scalars(select(Survey)).one()
        row.closes_on -= timedelta(days=days)
        row.remind_on = row.remind_on and row.remind_on - timedelta(days=days)
    asyncio.run(remind_of_surveys.fn())
    asyncio.run(close_due_surveys.fn())


def test_each_member_is_mailed_once_with_a_link_of_their_own(installation: Installation, mailbox: Mailbox) -> None:
    _opened(installation)

    assert send_survey_mails() == 11
    assert send_survey_mails() == 0

    assert len(set(_links(mailbox).values())) == 11
    [mail] = mailbox.to("anna@")
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for words in ("Beste Anna Lid", "http://binstart.example/vragenlijst/", "Uw antwoorden zijn anoniem"):
        assert words in text
        assert words in page
    with writing(installation.engine) as session:
        for row in session.scalars(select(SurveyTicket)):
            assert row.token_hash is None or row.token_hash not in _links(mailbox).values()


def test_the_clock_reminds_who_did_not_answer_once_and_then_closes(
    installation: Installation, mailbox: Mailbox
) -> None:
    _opened(installation)
    send_survey_mails()
    with writing(installation.engine) as session:
        for token in list(_links(mailbox).values())[:10]:
            answer_survey(session, token, present(session), values=SAFE)

    _clock(installation, 10)
    assert send_survey_mails() == 1
    _clock(installation, 1)
    assert send_survey_mails() == 0
    _clock(installation, 20)

    with writing(installation.engine) as session:
        row = session.scalars(select(Survey)).one()
        assert (row.answers, row.results["counts"]["safety"]["safe"]) == (10, 10)  # type: ignore[index]
        assert session.scalars(select(Effect).where(Effect.kind == "survey_mail")).all() == []
    [first, again] = [str(mail["Subject"]) for mail in mailbox.received if list(_links(mailbox))[10] == str(mail["To"])]
    assert first.startswith("Uw mening over het netwerk")
    assert again.startswith("Nog even: uw mening over het netwerk")


def test_the_clock_opens_the_baseline_once_and_its_mails_leave(installation: Installation, mailbox: Mailbox) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        members(session, installation.place, case)
        session.scalars(select(NeighbourhoodNetwork)).one().active_since = day_of(present(session)) - timedelta(days=28)

    assert [asyncio.run(open_due_surveys.fn()) for _day in range(2)] == [1, 0]

    assert send_survey_mails() == 11
    assert "net van start gegaan" in mailbox.to("anna@")[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_while_the_mail_server_is_away_mails_wait(
    installation: Installation, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opened(installation)
    monkeypatch.setenv("BINSTART_SMTP_PORT", str(free_port()))
    settings.cache_clear()
    assert send_survey_mails() == 0

    monkeypatch.setenv("BINSTART_SMTP_PORT", str(mailbox.port))
    settings.cache_clear()
    with writing(installation.engine) as session:
        session.execute(update(Effect).values(available_at=datetime.now(UTC) - timedelta(seconds=1)))

    assert send_survey_mails() == 11


def test_whose_address_is_refused_is_asked_on_paper(installation: Installation, mailbox: Mailbox) -> None:
    _opened(installation)
    with writing(installation.engine) as session:
        session.scalars(select(Enrolment).where(Enrolment.name == "Anna Lid")).one().email = "geen adres"

    assert send_survey_mails() == 10

    with writing(installation.engine) as session:
        assert session.scalars(select(Survey)).one().papers == 2
        assert session.scalars(select(Enrolment).where(Enrolment.name == "Anna Lid")).one().bounced_at is not None


def test_a_survey_mail_that_comes_back_later_marks_the_member_and_gives_them_paper(
    installation: Installation, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_BOUNCE_ADDRESS", "retour@binstart.example")
    settings.cache_clear()
    _opened(installation)
    send_survey_mails()
    returns_to = next(
        sender for mail, sender in zip(mailbox.received, mailbox.senders, strict=True) if "bert@" in str(mail["To"])
    )

    assert take_returned_mail(delivery_notice("delayed"), returns_to) == "no notice that it failed"
    assert take_returned_mail(delivery_notice("failed"), returns_to.replace("+s", "+")) == "not an address of ours"
    assert take_returned_mail(delivery_notice("failed"), returns_to) == "the member is marked"

    with writing(installation.engine) as session:
        assert session.scalars(select(Survey)).one().papers == 2
        marked = session.scalars(select(Enrolment.name).where(Enrolment.bounced_at.is_not(None))).all()
        assert marked == ["Bert Lid"]


def test_a_worker_sends_them_by_itself_also_while_prefect_is_away(installation: Installation, mailbox: Mailbox) -> None:
    _opened(installation)

    with worker(installation, f"http://127.0.0.1:{free_port()}/api", BINSTART_SECRET_KEY=SECRET):
        until(lambda: len(_of_survey(mailbox)) == 11)

    assert len({str(mail["Message-ID"]) for mail in _of_survey(mailbox)}) == 11


def _of_survey(mailbox: Mailbox) -> list[EmailMessage]:
    """Not those with which members joined."""
    return [mail for mail in list(mailbox.received) if str(mail["Subject"]).startswith("Uw mening")]
