"""The mail of the day over real SMTP: once for each reader, also when the flow runs twice or a worker is killed."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from flows import delivering
from flows.connection import real_now
from flows.digesting import deliver_digests, digesting, plan_digests
from models.database import writing
from models.journal import JournalEntry
from models.operations.consultation import advising
from models.operations.effects.carrying_out import claim_effect
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import acting, advance_to, later

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """The set hour is the first of the day, so that it has come whenever the tests run."""
    monkeypatch.setenv("BINSTART_DIGEST_HOUR", "0")
    settings.cache_clear()


def _with_news(installation: Installation) -> int:
    """A case in which an opinion came in; what else was to be mailed is set aside."""
    with writing(installation.engine) as session:
        place = installation.place
        case = advance_to(session, place, Stage.CONSULTATION)
        at = later(case)
        officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
        opinion = advising.ask_opinion(session, case.id, officer, at, adviser="het parket")
        advising.give_opinion(session, case.id, officer, at, opinion_id=opinion.id, tendency="favourable", text="Ja.")
        plan_effects(session, case.id, at)
        session.flush()
        for effect in session.scalars(select(Effect).where(Effect.state == "planned")):
            effect.state = "confirmed"
        return case.id


def test_each_reader_gets_one_mail_with_the_news_and_a_second_run_adds_none(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    _with_news(installation)

    run_flow(prefect_server, digesting)
    run_flow(prefect_server, digesting)

    people = installation.place.people
    assert sorted(_recipients(mailbox)) == sorted([people[Role.MAYOR].email, people[Role.POLICE_CHIEF].email])
    assert len(installation.rows(JournalEntry, JournalEntry.event == "notice:digested")) == 1
    assert installation.rows(Effect, Effect.state.in_(("gathered", "in_digest"))) == []


def test_killed_between_planning_and_mailing_nothing_is_lost_or_doubled(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    _with_news(installation)
    asyncio.run(plan_digests.fn())
    first = installation.rows(Effect, Effect.key.like("digest:%"))[0]
    with writing(installation.engine) as session:  # a worker took it, and died with it in its hands
        claim_effect(session, first.id, "who died", real_now() - timedelta(minutes=10), timedelta(seconds=5))

    run_flow(prefect_server, digesting)
    asyncio.run(deliver_digests.fn())

    assert len(_recipients(mailbox)) == len(set(_recipients(mailbox))) == 2


def test_while_the_mail_server_is_away_the_news_waits(
    installation: Installation, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_news(installation)
    monkeypatch.setenv("BINSTART_SMTP_PORT", "1")
    settings.cache_clear()

    asyncio.run(plan_digests.fn())
    assert delivering.deliver_due(None) == 0

    assert _recipients(mailbox) == []
    assert len(installation.rows(Effect, Effect.state == "in_digest")) == 2


def test_before_the_set_hour_nothing_is_planned(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.digesting import is_time
    from tests.factories import START

    monkeypatch.setenv("BINSTART_DIGEST_HOUR", "11")
    settings.cache_clear()

    assert not is_time(START)  # nine o'clock UTC is ten in Belgium in winter
    assert is_time(START + timedelta(hours=1))


def _recipients(mailbox: Mailbox) -> list[str]:
    return [str(mail["To"].addresses[0].addr_spec) for mail in mailbox.received]
