"""The mailbox and the clock of the demonstration, and that they are nowhere else."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.clock import BELGIUM, present
from models.settings import settings
from tests.pages.visiting import Visitor
from webapp import create_app


def deliver(folder: Path, subject: str, text: str, html: str = "", attachment: str = "",
            to: str = "roos@bewoners.example") -> str:  # fmt: skip
    """Put a mail in the local mailbox, as the mail server of the demonstration does."""
    message = EmailMessage()
    message["From"], message["Delivered-To"] = "Binstart <geen-antwoord@binstart.example>", to
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=attachment)
    key = uuid4().hex
    (folder / "mailbox").mkdir(exist_ok=True)
    (folder / "mailbox" / f"{key}.eml").write_bytes(message.as_bytes())
    return key


@pytest.mark.parametrize("path", ["/dev/mail", "/dev/clock"])
def test_outside_the_demonstration_there_is_no_mailbox_and_no_clock(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "false")
    settings.cache_clear()
    client = create_app().test_client()

    assert client.get(path).status_code == 404
    assert path not in client.get("/hulp").get_data(as_text=True)


def test_the_mailbox_lists_the_mails_that_left(client: Visitor, tmp_path: Path) -> None:
    deliver(tmp_path, "Ontvangstbewijs OOS-2026-0001", "Beste Roos,\n\nBedankt.", attachment="bewijs.pdf")

    page = client.read("/dev/mail")

    assert "Ontvangstbewijs OOS-2026-0001" in page.text
    assert "roos@bewoners.example" in page.text
    assert "1 bijlage" in page.text


def test_a_visitor_finds_the_mail_to_one_address_among_all_others(client: Visitor, tmp_path: Path) -> None:
    deliver(tmp_path, "Uw code", "Beste Roos")
    deliver(tmp_path, "Nieuwe aanvraag", "Beste An", to="an@gemeente.example")

    page = client.read("/dev/mail?aan=Roos@bewoners.example")

    assert "Uw code" in page.text
    assert "Nieuwe aanvraag" not in page.text


def test_an_empty_mailbox_says_so(client: Visitor) -> None:
    assert "nog geen mails" in client.read("/dev/mail").text


def test_addresses_in_a_mail_can_be_followed_and_its_html_is_not_run(client: Visitor, tmp_path: Path) -> None:
    key = deliver(tmp_path, "Link", "Open <b>http://localhost/aanmelden/link/abc_-1</b>.", "<script>alert(1)</script>")

    page = client.read(f"/dev/mail/{key}")

    assert "http://localhost/aanmelden/link/abc_-1" in page.links()
    assert "<b>" in page.text  # shown as text
    assert "alert(1)" not in str(page.soup)


def test_an_attachment_comes_as_a_download(client: Visitor, tmp_path: Path) -> None:
    key = deliver(tmp_path, "Bewijs", "Zie bijlage.", attachment="bewijs.pdf")

    answer = client.get(f"/dev/mail/{key}/bijlage/0")

    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/dev/mail/{key}/bijlage/1").status_code == 404


@pytest.mark.parametrize("key", ["..%2f..%2fbinstart", "bestaat-niet", "0" * 32])
def test_other_files_than_mails_can_not_be_read(client: Visitor, key: str) -> None:
    assert client.get(f"/dev/mail/{key}").status_code == 404


def test_the_clock_moves_forward_to_a_moment_in_belgian_time(client: Visitor, engine: Engine) -> None:
    target = (datetime.now(BELGIUM) + timedelta(days=100)).replace(hour=19, minute=30, second=0, microsecond=0)

    answer = client.read("/dev/clock").submit(moment=target.strftime("%Y-%m-%dT%H:%M"))

    with Session(engine) as session:
        assert abs(present(session) - target) < timedelta(minutes=1)
    assert "19.30 uur" in answer.follow().text


def test_the_clock_moves_forward_by_days(client: Visitor, engine: Engine) -> None:
    client.read("/dev/clock").submit(days="30")
    client.read("/dev/clock").submit(days="5")

    with Session(engine) as session:
        ahead = present(session) - datetime.now(UTC)
    assert timedelta(days=34, hours=23) < ahead < timedelta(days=35, hours=1)


@pytest.mark.parametrize(
    "values",
    [{"moment": "2020-01-01T10:00"}, {}, {"moment": "gisteren"}, {"days": "0"}, {"days": "-3"}, {"days": "99999999999"},
     {"moment": "9999-12-31T23:59"}],
)  # fmt: skip
def test_the_clock_refuses_what_can_not_be(client: Visitor, engine: Engine, values: dict[str, str]) -> None:
    answer = client.read("/dev/clock").submit(**values)

    assert answer.status == 422
    assert answer.faults
    with Session(engine) as session:
        assert present(session) - datetime.now(UTC) < timedelta(minutes=1)
