"""Messages to programs go to the open internet only, and to the very machine that was checked."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import webhooks as sending
from flows.webhooks import NotTaken, hand_over
from models.operations.authorities.sending_webhooks import OutgoingEvent
from models.settings import settings
from tests.certificates import server_certificate
from tests.webhook_steps import Receiver


@pytest.fixture(autouse=True)
def _demonstration(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "true")  # http to this machine is allowed there only
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    server = one.serve()
    yield one
    server.shutdown()
    server.server_close()


def test_the_demonstration_tries_out_on_its_own_machine(receiver: Receiver) -> None:
    hand_over(OutgoingEvent(1, receiver.address, "x", b"{}", (b"x",)))

    assert len(receiver.taken) == 1


@pytest.mark.parametrize("host", ["www.gemeente.example", "www.elders.example"])
def test_the_number_that_was_checked_is_asked_and_must_prove_that_it_is_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """This machine stands for one in the open internet, with a certificate of www.gemeente.example."""
    certificate, receiver = server_certificate(tmp_path, "www.gemeente.example"), Receiver()
    server = receiver.serve()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    monkeypatch.setattr(sending, "is_public", lambda number: str(number) == "127.0.0.1")
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", receiver.port))]
    asked: list[str] = []
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda name, *_, **__: asked.append(name) or answer)
    event = OutgoingEvent(1, f"https://{host}:{receiver.port}/hier", "x", b"{}", (b"x",))

    if host == "www.gemeente.example":
        hand_over(event)
    else:
        with pytest.raises(NotTaken, match="ConnectError"):
            hand_over(event)
    server.shutdown()
    server.server_close()

    assert [headers["host"] for headers, _content in receiver.taken] == (
        [f"{host}:{receiver.port}"] if host == "www.gemeente.example" else []
    )
    assert asked[0] == host
    assert set(asked[1:]) <= {"127.0.0.1"}  # the name is asked for once; what follows is its number


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_not_asked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    """The resolver is the one thing that is not real here: no name server on this machine gives such answers."""
    answers = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (number, 443))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: answers)

    with pytest.raises(NotTaken, match="AddressRefused"):
        hand_over(OutgoingEvent(1, "https://www.gemeente.example/hier", "x", b"{}", (b"x",)))

    assert receiver.asked == 0


def test_a_plain_address_of_this_machine_is_asked_in_the_demonstration_only(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "false")
    settings.cache_clear()

    with pytest.raises(NotTaken, match="AddressRefused"):
        hand_over(OutgoingEvent(1, receiver.address, "x", b"{}", (b"x",)))

    assert receiver.asked == 0
