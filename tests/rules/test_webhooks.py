"""To which addresses a program's messages may go: the open internet, and nothing that hides behind another writing."""

import pytest

from models.rules.published_events import PUBLISHED
from models.rules.refusals import Invalid
from models.rules.webhooks import CHOICES, checked_address, checked_events

INSIDE = [
    "https://127.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://0/", "https://10.1.2.3/",
    "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest", "https://100.64.0.1/",
    "https://[::1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/", "https://[::]/",
    "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://224.0.0.1/", "https://255.255.255.255/",
    "https://localhost/", "https://LOCALHOST./", "https://iets.localhost/", "https://nas.local/", "https://intranet/",
    "https://metadata.google.internal/",
]  # fmt: skip
WRONG = [
    "", "gemeente.example", "ftp://www.gemeente.example/", "http://www.gemeente.example/", "http://127.0.0.1/",
    "https://", "https://www.gemeente.example:0/", "https://www.gemeente.example:99999/", "javascript:alert(1)",
    "https://wie:wat@www.gemeente.example/", "https://www.gemeente.example/#x", "https://www.gemeente.example/a b",
    "https://www.gemeente.example/\r\nHost: x", "https://www.gemeente.example/" + "x" * 500, "https://[::1",
]  # fmt: skip
RIGHT = ["https://www.gemeente.example/meldingen?x=1", "https://www.gemeente.example:8443/", "https://93.184.215.14/",
         "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE + WRONG)
def test_what_is_inside_or_wrong_is_refused(address: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_address(address, allows_loopback=False)

    assert refused.value.field == "address"


@pytest.mark.parametrize("address", INSIDE)
def test_the_demonstration_opens_no_more_than_plain_http_to_itself(address: str) -> None:
    with pytest.raises(Invalid):
        checked_address(address, allows_loopback=True)


@pytest.mark.parametrize("address", RIGHT)
def test_what_is_in_the_open_internet_is_taken(address: str) -> None:
    assert checked_address(f" {address} ", allows_loopback=False) == address


@pytest.mark.parametrize("address", ["http://127.0.0.1:9000/x", "http://localhost/x", "http://[::1]/x"])
def test_the_demonstration_tries_out_on_its_own_machine(address: str) -> None:
    assert checked_address(address, allows_loopback=True) == address


def test_what_can_be_chosen_is_what_leaves_the_house() -> None:
    assert set(CHOICES) == PUBLISHED
    assert checked_events(["stage:opened", "request:submitted"]) == ["request:submitted", "stage:opened"]
    for given in ([], ["note:written"], ["stage:opened", "screening:recorded"]):
        with pytest.raises(Invalid):
            checked_events(given)
