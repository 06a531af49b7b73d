"""The local mailbox of the demonstration: a real mail server on loopback, and what a page reads from its folder."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from binstart.preparing import free_port
from models.mailbox import read_mailbox, read_message


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port and the data folder of a mailbox that runs."""
    data, port = tmp_path_factory.mktemp("mailbox"), free_port()
    environment = os.environ | {"BINSTART_DATA_DIR": str(data), "BINSTART_SMTP_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "binstart", "mailbox"], env=environment)
    while not _listens(port):
        assert process.poll() is None
        time.sleep(0.05)
    yield port, data / "mailbox"
    process.terminate()
    assert process.wait() == 0


def test_a_mail_is_found_with_all_that_it_held(mailbox: tuple[int, Path]) -> None:
    port, folder = mailbox
    message = _mail("<een@binstart.example>", "Uw code is klaar – één keer bruikbaar")
    message.add_alternative("<p>De code is <b>K7</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="ontvangstbewijs.pdf")

    _send(port, message)

    (kept,) = (mail for mail in read_mailbox(folder) if mail.message_id == "<een@binstart.example>")
    assert kept.subject == "Uw code is klaar – één keer bruikbaar"
    assert kept.recipients == ("noor@bewoners.example",)
    assert kept.text == "Beste Noor,\nŞahin en Łukasz wachten.\n"
    assert kept.html == "<p>De code is <b>K7</b>.</p>\n"
    assert [(file.name, file.content_type, file.content) for file in kept.attachments] == [
        ("ontvangstbewijs.pdf", "application/pdf", b"%PDF-1.7")
    ]
    assert read_message(folder, kept.key) == kept


def test_a_mail_that_is_handed_over_twice_is_kept_once(mailbox: tuple[int, Path]) -> None:
    port, folder = mailbox
    message = _mail("<twee@binstart.example>", "Uitnodiging")

    _send(port, message)
    _send(port, message)

    assert [mail.message_id for mail in read_mailbox(folder)].count("<twee@binstart.example>") == 1


def test_the_newest_mail_comes_first(mailbox: tuple[int, Path]) -> None:
    port, folder = mailbox

    _send(port, _mail("<eerst@binstart.example>", "Eerst"))
    _send(port, _mail("<laatst@binstart.example>", "Laatst"))

    assert [mail.subject for mail in read_mailbox(folder, newest=2)] == ["Laatst", "Eerst"]


@pytest.mark.parametrize("key", ["../secrets/web", "..", "", "0" * 32, "A" * 32, "0" * 31 + "\n"])
def test_a_key_that_names_no_mail_finds_nothing(mailbox: tuple[int, Path], key: str) -> None:
    assert read_message(mailbox[1], key) is None


def test_a_mailbox_without_a_folder_is_empty(tmp_path: Path) -> None:
    assert read_mailbox(tmp_path / "nowhere") == []


def test_a_mailbox_on_a_port_in_use_says_so_in_one_line(mailbox: tuple[int, Path], tmp_path: Path) -> None:
    port, _ = mailbox
    environment = os.environ | {"BINSTART_DATA_DIR": str(tmp_path), "BINSTART_SMTP_PORT": str(port)}

    done = subprocess.run(
        [sys.executable, "-m", "binstart", "mailbox"], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"binstart: the mailbox cannot listen on 127.0.0.1, port {port}")
    assert done.stderr.count("\n") == 1


def _mail(message_id: str, subject: str) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = message_id
    message["From"] = "Binstart <geen-antwoord@binstart.example>"
    message["To"] = "Noor <noor@bewoners.example>"
    message["Subject"] = subject
    message.set_content("Beste Noor,\nŞahin en Łukasz wachten.\n")
    return message


def _send(port: int, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.send_message(message, to_addrs=["noor@bewoners.example"])


def _listens(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port):
            return True
    except OSError:
        return False
