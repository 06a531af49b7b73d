"""What the flows say of each mail: its number, its case and what became of it; not whom it is for, nor the refusal."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from flows.delivering import deliver_due
from models.log import log_handler
from tests.engine.harness import Installation, Mailbox
from tests.engine.test_delivering import planned_without_receipt


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """The lines of our own log."""
    ours, stream = logging.getLogger("binstart"), io.StringIO()
    handler, level = log_handler("json", stream), ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield stream
    ours.removeHandler(handler)
    ours.setLevel(level)


@pytest.mark.parametrize(
    ("refusal", "outcome"), [("550 5.1.1 <{}> unknown", "given_up"), ("450 4.2.1 <{}> is busy", "postponed")]
)
def test_a_refused_mail_is_told_without_its_address(
    installation: Installation, mailbox: Mailbox, said: io.StringIO, refusal: str, outcome: str
) -> None:
    case_id = planned_without_receipt(installation)
    mailbox.refuse = lambda address: refusal.format(address) if "bewoner" in address else None

    deliver_due(case_id)

    told = [json.loads(line) for line in said.getvalue().splitlines()]
    assert {(one["event"], one["case"]) for one in told} == {("mail", case_id)}
    assert {one["outcome"] for one in told} == {outcome, "sent"}
    assert all(one["fault"] for one in told if one["outcome"] == outcome)
    assert "@" not in said.getvalue()
    assert "bewoner" not in said.getvalue().lower()
