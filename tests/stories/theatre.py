"""A stage for scenarios within the tests: the real pages, a real database and a real mail server, without processes.

What the worker does is done here between two looks of the player, by the flows themselves; only Prefect is left out: a
task is called as the function that it is. The real processes are tried by test_playing_for_real.py.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from binstart.demonstration.preparing import prepare
from binstart.mailbox import keep_message
from binstart.playing.browsing import Browser
from binstart.playing.moments import shift_for
from binstart.playing.performing import perform
from binstart.playing.play import Play, clock_shown
from binstart.playing.reading import read_scenario
from binstart.playing.waiting import Patience
from flows import connection, delivering
from flows.handing_over import CLOCKWORK, STAGE_FLOWS
from flows.sending_kits import occasion as kits_due
from flows.surveying import send_survey_mails
from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of, present
from models.database import writing
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.operations.accounts.web_sessions import open_web_session
from models.operations.effects.claiming_work import claim_work, finish_work
from models.operations.launches.launching import network_of
from models.person import Person
from models.signature import Signature
from tests.pages.visiting import Visitor


class MailServer(Controller):
    """Takes mail on loopback and keeps it in the folder that /dev/mail shows."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        super().__init__(self, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802 - its name
        keep_message(self.folder, envelope.original_content or b"", envelope.rcpt_tos)
        return "250 kept"


@dataclass
class Theatre:
    """Plays scenarios and keeps what was told."""

    app: Flask
    engine: Engine
    told: list[str] = field(default_factory=list)
    _day: date | None = None

    def play(self, file: Path) -> Play:
        """Play a scenario to its end. Raises StepFailed."""
        scenario = read_scenario(file)
        with writing(self.engine) as session:
            prepare(session, scenario, present(session))
        shift = shift_for(scenario.begins, clock_shown(Browser(self.connect())))
        play = Play(read_scenario(file, shift), self.connect, Patience(10.0, between=self.let_engine_work))
        perform(play, self.told.append)
        return play

    def case(self, play: Play, name: str = "case 1") -> FoundingCase:
        """The row of a case, as it is after the play; `name` as in the scenario."""
        with Session(self.engine) as session:
            number = play.numbers[name]
            return session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()

    def events(self, case: FoundingCase) -> list[str]:
        """What happened to it, in order."""
        with Session(self.engine) as session:
            rows = select(JournalEntry.event).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
            return list(session.scalars(rows))

    def network(self, case: FoundingCase) -> NeighbourhoodNetwork | None:
        """The network that it gave."""
        with Session(self.engine) as session:
            return network_of(session, case.id)

    def signed(self, case: FoundingCase) -> dict[int, int]:
        """Per version of the charter how many signatures are under it."""
        with Session(self.engine) as session:
            rows = session.execute(
                select(Charter.version, func.count(Signature.signed_on))
                .join(Signature, Signature.charter_id == Charter.id)
                .where(Charter.case_id == case.id)
                .group_by(Charter.version)
            )
            return {row[0]: row[1] for row in rows}

    def connect(self) -> httpx.Client:
        """A new browser."""
        return httpx.Client(
            transport=httpx.WSGITransport(app=self.app, raise_app_exceptions=False), base_url="http://localhost"
        )

    def browser_of(self, person: Person | None = None) -> Visitor:
        """A browser without JavaScript on the pages of the app, in which this person is signed in; None: nobody is."""
        self.app.test_client_class = Visitor
        browser = self.app.test_client()
        assert isinstance(browser, Visitor)
        if person is not None:
            with writing(self.engine) as session:
                token = open_web_session(session, person.id, "link", datetime.now(UTC))
            with browser.session_transaction() as cookie:
                cookie["token"] = token
        return browser

    def let_engine_work(self) -> None:
        """Everything that a worker would do now."""
        delivering.deliver_due(None)
        with connection.reading() as session:
            today = day_of(present(session))
        if today != self._day:
            self._day = today
            asyncio.run(CLOCKWORK["reminding"].fn())
            asyncio.run(CLOCKWORK["digesting"].fn())
        with connection.reading() as session:
            kits = kits_due(session, present(session))
        send_survey_mails()
        if kits:
            asyncio.run(CLOCKWORK["sending_kits"].fn())
        while self._settle_one():
            pass

    def _settle_one(self) -> bool:
        with connection.writing() as session:
            work = claim_work(session, connection.worker_name(), connection.real_now(), connection.lease())
        if work is None:
            return False
        asyncio.run(STAGE_FLOWS[work.flow].fn(work.case_id))
        with connection.writing() as session:
            finish_work(session, work, connection.worker_name(), connection.real_now())
        return True
