"""The flow of a stage, run as the worker runs it: what comes of it, and that a second run finds nothing to do."""

import pytest

from flows.idea import idea
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow

pytestmark = pytest.mark.engine


def test_a_request_gives_a_receipt_and_two_mails(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()

    run_flow(prefect_server, idea, case_id)

    assert installation.documents(case_id) == [("receipt", "1", "application/pdf")]
    assert len(mailbox.received) == 2
