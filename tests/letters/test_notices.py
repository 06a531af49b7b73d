"""Every mail says exactly what a person has approved, with facts from real cases. `make golden` rewrites the texts.

The mails are planned by the operations themselves, in the lives of a few cases: a text that asks for a fact that its
event does not have fails here, and so does a kind of notice that no life can reach.
"""

import html
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.notices.calendar_entry import evening_entry
from documents.notices.replying import KINDS, write_reply_mail
from documents.notices.writing import Addressed, Letter, unfolded, write_notice
from flows.mail import compose
from flows.mail_server import MailServer
from models.database import connect, mark_as_writing
from models.outbox import Effect
from models.rules.notices import NOTICE_KINDS, To
from models.rules.web_addresses import advice_page, network_page, quote_page
from models.settings import settings
from models.tables import metadata
from tests.engine.harness import Mailbox, MailProcess, free_port
from tests.factories import make_place
from tests.letters.lives import LIVES
from tests.letters.test_mail_as_page import words

GOLDEN = Path(__file__).parent / "golden" / "notices"
BASE_URL = "https://binstart.oosterbeke.example"
_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")  # of a charter's text: changes with every word of that text


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Effect]]:
    """The first mail of every kind that the lives below give."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('lives') / 'lives.sqlite'}")
    metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        place = make_place(session)
        for live in LIVES:
            live(session, place)
        of_cases = (Effect.kind == "mail", Effect.case_id.is_not(None))
        mails = session.scalars(select(Effect).where(*of_cases).order_by(Effect.id)).all()
        yield {mail.payload["notice"]: mail for mail in reversed(mails)}
    engine.dispose()


PERSONAL = {
    To.ADVISER.value: advice_page,
    To.QUOTED.value: quote_page,
    To.MINISTRY.value: network_page,
}  # who reads a mail without an account


def _letter(mail: Effect) -> Letter:
    page = PERSONAL.get(mail.payload["recipient"])
    return write_notice(mail.payload["notice"], mail.payload["facts"], Addressed(mail.payload["name"]), BASE_URL,
                        link=page(BASE_URL, "sleutel") if page else "")  # fmt: skip


def test_the_lives_reach_every_kind_of_notice(planned: dict[str, Effect]) -> None:
    assert set(planned) == set(NOTICE_KINDS)


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_a_mail_says_what_was_approved(kind: str, planned: dict[str, Effect]) -> None:
    letter = _letter(planned[kind])
    said = _FINGERPRINT.sub("(controlegetal)", f"Onderwerp: {letter.subject}\n\n{letter.text}")

    golden = GOLDEN / f"{kind}.txt"
    if os.environ.get("BINSTART_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, "utf-8")

    assert said == golden.read_text("utf-8")


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_a_mail_that_was_planned_before_its_event_kept_the_body_is_still_written(
    kind: str, planned: dict[str, Effect]
) -> None:
    mail = planned[kind]
    facts = {name: value for name, value in mail.payload["facts"].items() if name != "body"}

    letter = write_notice(kind, facts, Addressed(mail.payload["name"]), BASE_URL, link=f"{BASE_URL}/x")

    assert letter.title


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_a_mail_links_to_the_case_and_says_what_comes_next(kind: str, planned: dict[str, Effect]) -> None:
    letter = _letter(planned[kind])

    page = PERSONAL.get(planned[kind].payload["recipient"])
    assert (page(BASE_URL, "sleutel") if page else f"{BASE_URL}/dossier/OOS-") in letter.text
    assert not (page and "/dossier/" in letter.text)  # the page of the case is not theirs
    assert "Wat gebeurt er nu?" in letter.text or "Wat doet u?" in letter.text or "afgesloten" in letter.text


def test_what_somebody_wrote_stands_apart_with_its_own_lines(planned: dict[str, Effect]) -> None:
    text = _letter(planned["completion_asked"]).text

    assert "    Welke straten horen erbij?\n\n    En wie doet mee?\n" in text


def test_a_sign_that_turns_the_text_around_is_not_in_the_mail(planned: dict[str, Effect]) -> None:
    facts = {**planned["founding_refused"].payload["facts"], "reason": "Niet \u202egoedgekeurd"}

    letter = write_notice("founding_refused", facts, Addressed("Roos\nBcc: x@kwaad.example"), BASE_URL)

    assert "\u202e" not in letter.text
    assert "Beste Roos Bcc: x@kwaad.example\n" in letter.text


def test_the_applicant_reads_the_conditions_of_an_approval(planned: dict[str, Effect]) -> None:
    told = "Voorwaarden van de korpschef:\n- Geen borden.\n- Een verslag per jaar."
    facts = {**planned["founding_approved"].payload["facts"], "all_conditions": told}

    letter = write_notice("founding_approved", facts, Addressed("Roos"), BASE_URL)

    assert f"als brief in uw dossier.\n\n{told}\n\nWat gebeurt er nu?" in letter.text


def test_who_has_no_mail_address_is_written_to_on_paper_by_the_desk(planned: dict[str, Effect]) -> None:
    facts = planned["request_accepted"].payload["facts"]
    to = Addressed("Roos Bewoner", is_on_paper=True, address="Kerkstraat 1\n9994 Oosterbeke")

    letter = write_notice("request_accepted", facts, to, BASE_URL, officer="Dirk Balie")

    assert letter.subject.startswith("Op papier te bezorgen: Uw aanvraag is aanvaard")
    assert "Beste Dirk Balie" in letter.text
    assert "    Kerkstraat 1\n    9994 Oosterbeke\n" in letter.text
    assert "    Beste Roos Bewoner\n" in letter.text


def test_a_moved_evening_replaces_the_one_in_the_diary(planned: dict[str, Effect]) -> None:
    moved = planned["evening_moved"].payload
    starts_at = datetime.fromisoformat(moved["facts"]["starts_at"])

    file = evening_entry(uid=moved["calendar"]["uid"], sequence=moved["calendar"]["sequence"], starts_at=starts_at,
                         title="Infoavond", place="Zaal", url=BASE_URL, written_at=starts_at)  # fmt: skip

    event = Calendar.from_ical(file).events[0]
    assert event["sequence"] == 1
    assert event.start == starts_at
    assert event["uid"].endswith("-infoavond-1")


def _evening_mail(kind: str) -> Letter:
    return write_reply_mail(kind, name="BIN Kerkkwartier", case_kind="bin", municipality="Oosterbeke",
                            starts_at=datetime(2026, 4, 2, 19, tzinfo=UTC), place="Zaal <De Kring>", address="Plein 1",
                            contact="Dienst preventie, 02 000 00 01", link=f"{BASE_URL}/antwoord/sleutel",
                            reason="Water in de zaal.", people=2, is_waiting=kind == "reply_moved")  # fmt: skip


def test_a_paragraph_becomes_one_line_and_a_list_keeps_its_lines() -> None:
    text = "Een zin die\nverder gaat.\n\n- eerste\n- tweede\n\n    gezegd\n    in twee regels"

    assert unfolded(text) == "Een zin die verder gaat.\n\n- eerste\n- tweede\n\n    gezegd\n    in twee regels"


def test_every_kind_of_notice_is_received_by_a_real_server_as_text_and_as_a_page_with_the_same_words(
    planned: dict[str, Effect], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox(free_port())
    server = MailProcess(box)
    monkeypatch.setattr(settings(), "smtp_port", box.port)
    letters = {kind: _letter(mail) for kind, mail in planned.items()} | {kind: _evening_mail(kind) for kind in KINDS}

    server.start()
    with MailServer() as line:
        for kind, letter in letters.items():
            line.take(compose(key=kind, to="iemand@binstart.example", name="Iemand", subject=letter.subject,
                              text=letter.text, dated_at=datetime(2026, 3, 2, tzinfo=UTC)))  # fmt: skip
    server.stop()

    assert len(box.received) == len(letters)
    for letter, mail in zip(letters.values(), box.received, strict=True):
        text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
        assert text is not None
        assert page is not None
        # Where a long subject is folded before a letter that is no ASCII, Python leaves one space too many.
        assert str(mail["Subject"]).split() == letter.subject.split()
        assert text.get_content().replace("\r\n", "\n") == letter.text
        assert words(page.get_content()) == words(html.escape(letter.text.replace("\n- ", "\n")))
