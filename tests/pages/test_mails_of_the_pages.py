"""Every mail that a page writes itself is received by a real mail server; who gets it goes on with the link in it."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask, template_rendered
from jinja2 import Template
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from flows.connection import database
from flows.delivering import deliver_due
from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.succession import CONDITIONS
from models.settings import settings
from tests import reply_steps
from tests.clock import today
from tests.engine.harness import Mailbox, MailProcess, free_port
from tests.factories import Place, advance_to, coordinator_of
from tests.letters.test_mail_as_page import words
from tests.pages.conftest import SignedIn
from tests.pages.test_resident_request import begin
from tests.pages.test_second_step import give_app
from tests.pages.test_second_step import strong as strong
from tests.pages.test_second_step_reset import ask_reset
from tests.pages.visiting import Visitor

TEMPLATES = Path(__file__).parents[2] / "webapp/templates"
NELE, ROOS, WIM, OTTO = (f"{name}@buurt.example" for name in ("nele", "roos", "wim", "otto"))


class Post:
    """The mail server, the way of the mails to it, and the mails as they arrive."""

    def __init__(self) -> None:
        self.box = Mailbox(free_port())

    def newest(self, to: str) -> tuple[str, str]:
        """Deliver what waits; the subject and the text of the newest mail to this address."""
        deliver_due(None)
        return str(self.box.to(to)[-1]["Subject"]), _body(self.box.to(to)[-1], "plain")

    def link(self, to: str, path: str) -> str:
        """The link that begins with this path in the newest mail to this address."""
        found = re.search(rf"http://localhost({path}\S+)", self.newest(to)[1])
        assert found is not None, (to, path)
        return found[1]


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    post = Post()
    monkeypatch.setattr(settings(), "smtp_port", post.box.port)
    database.cache_clear()
    server = MailProcess(post.box)
    server.start()
    yield post
    server.stop()
    database().dispose()
    database.cache_clear()


@pytest.fixture
def network(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def coordinator(engine: Engine, network: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, network)


@pytest.fixture
def founding(engine: Engine, place: Place) -> FoundingCase:
    """A founding with an evening to come, where dwellings give their voice."""
    with writing(engine) as session:
        return reply_steps.with_letters(session, place, datetime.now(UTC))


def _join(client: Visitor, network: FoundingCase, place: Place, name: str, email: str, number: str) -> None:
    client.read(f"/netwerken/{network.number.lower()}/lid-worden").submit(
        name=name, email=email, connection="lives", channel="mail", street_id=str(place.streets[0].id), number=number,
        is_adult="y", accepts_rules="y", agrees="y")  # fmt: skip


def _give_voice(client: Visitor, founding: FoundingCase, place: Place, email: str) -> None:
    client.read(f"/steun/{founding.number}").submit(
        street_id=str(place.streets[0].id), number="3", choice="for", name="Roos Buur", email=email)  # fmt: skip


def test_each_mail_that_a_page_writes_arrives_as_text_and_as_a_page_and_its_link_leads_on(
    app: Flask, client: Visitor, signed_in: SignedIn, strong: SignedIn, post: Post, engine: Engine, place: Place,
    network: FoundingCase, coordinator: Person, founding: FoundingCase
) -> None:  # fmt: skip
    written: set[str] = set()

    def note(sender: Flask, template: Template, **extra: object) -> None:
        if template.name and template.name.endswith("_mail.txt"):
            written.add(template.name)

    with template_rendered.connected_to(note, app):
        _sign_in(client, post, coordinator)
        _become_member(client, signed_in(coordinator), post, network, place, coordinator)
        _write_to_coordinator(client, post, network, coordinator)
        _speak_for_one_dwelling_twice(client, post, founding, place)
        _reply_to_the_evening(client, post, founding)
        _go_on_with_a_request(signed_in(place.resident), client, post, place.resident)
        _succeed_the_coordinator(signed_in, client, post, network, place, coordinator)
        ask_reset(strong, place, engine, give_app(engine, place.people[Role.DESK_OFFICER]))
        assert "/tweede-stap-wissen" in post.newest(place.people[Role.MAYOR].email or "")[1]

    there = {str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*_mail.txt")}
    assert written == there
    assert len(post.box.received) >= len(there)
    for mail in post.box.received:
        text, page = _body(mail, "plain").replace("\r\n", "\n"), _body(mail, "html")
        assert words(page) == words(html.escape(text.replace("\n- ", "\n"))), mail["Subject"]
        assert "Met vriendelijke groeten" in text, mail["Subject"]
        assert mail["Auto-Submitted"] == "auto-generated"
        assert all(len(line) < 998 for line in text.splitlines())
        assert "{{" not in text


def _sign_in(client: Visitor, post: Post, person: Person) -> None:
    client.read("/aanmelden").submit(email=person.email)
    opened = client.read(post.link(person.email, "/aanmelden/link/"))
    opened.submit()
    assert client.read("/account").status == 200
    client.read("/account").submit(action="/afmelden")


def _become_member(client: Visitor, coordinators: Visitor, post: Post, network: FoundingCase, place: Place,
                   coordinator: Person) -> None:  # fmt: skip
    _join(client, network, place, "Nele Nieuw", NELE, "3")
    client.read(post.link(NELE, "/lid/")).submit()
    assert f"/dossier/{network.number}/leden" in post.newest(coordinator.email)[1]
    listed = coordinators.read(f"/dossier/{network.number}/leden")
    listed.submit(action=next(f["action"] for f in listed.soup.select("form[action$='/verwelkomen']")))
    assert "welkom" in post.newest(NELE)[0].lower()

    _join(client, network, place, "Wim Wacht", WIM, "5")
    client.read(post.link(WIM, "/lid/")).submit()
    listed = coordinators.read(f"/dossier/{network.number}/leden")
    refuse = coordinators.read(next(link for link in listed.links() if link.endswith("/weigeren")))
    refuse.submit(reason="U woont in een andere straat.")
    assert "    U woont in een andere straat." in post.newest(WIM)[1]


def _write_to_coordinator(client: Visitor, post: Post, network: FoundingCase, coordinator: Person) -> None:
    client.read(f"/netwerken/{network.number.lower()}/schrijven").submit(
        name="Nele Nieuw", email=NELE, text="Mag ik meedoen, ook zonder auto?")  # fmt: skip
    assert "Mag ik meedoen, ook zonder auto?" in post.newest(coordinator.email)[1]
    assert NELE in str(post.box.to(coordinator.email)[-1]["Reply-To"])


def _speak_for_one_dwelling_twice(client: Visitor, post: Post, founding: FoundingCase, place: Place) -> None:
    for email in (ROOS, WIM):
        _give_voice(client, founding, place, email)
        client.read(post.link(email, "/steun/stem/")).submit()
    assert "/steun/stem/" not in post.newest(ROOS)[1]  # the second one waits, and the first hears of it


def _reply_to_the_evening(client: Visitor, post: Post, founding: FoundingCase) -> None:
    client.read(f"/steun/{founding.number}/infoavond").submit(answer="coming", people="2", email=ROOS)
    assert client.read(post.link(ROOS, "/antwoord/")).submit().status == 302


def _go_on_with_a_request(residents: Visitor, client: Visitor, post: Post, resident: Person) -> None:
    begin(residents).submit(button=("action", "link"))
    assert client.read(post.link(resident.email, "/aanvraag/verder/")).status == 200


def _succeed_the_coordinator(signed_in: SignedIn, client: Visitor, post: Post, network: FoundingCase, place: Place,
                             coordinator: Person) -> None:  # fmt: skip
    here, day = f"/dossier/{network.number}/opvolging", today()
    signed_in(coordinator).read(f"{here}/beginnen").submit(
        **{"why": "stops", "vacant_on-day": str(day.day), "vacant_on-month": str(day.month),
           "vacant_on-year": str(day.year)})  # fmt: skip
    desk, officer = (signed_in(place.people[role]) for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER))
    row = next(link for link in desk.read(here).links() if link.endswith("/oproep")).removesuffix("/oproep")
    desk.read(f"{row}/oproep").submit()
    assert "‘Coördinator worden’" in post.newest(NELE)[1]
    officer.read(f"{row}/kandidaat").submit(name="Otto Opvolger", email=OTTO, phone="0470 00 00 01")
    client.read(post.link(OTTO, "/kandidaat/")).submit(**dict.fromkeys(CONDITIONS, "y"))
    screening = next(link for link in officer.read(here).links() if link.endswith("/screening"))
    officer.read(screening).submit(result="suitable")
    appointing = desk.read(f"{row}/aanstellen")
    chosen = appointing.soup.select_one("input[name=successor_id]")
    assert chosen is not None
    appointing.submit(successor_id=str(chosen["value"]), how_chosen="op de vergadering van de leden")
    assert "heeft een nieuwe coördinator" in post.newest(NELE)[1]
