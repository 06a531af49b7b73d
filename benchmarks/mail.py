"""From the click to the mail in the SMTP server's hands: outbox, worker, Prefect flow, rendering, delivery.

The click is the desk's 'accept'; its mail to the applicant is what is waited for. The SMTP server is the mailbox of the
embedded installation, which writes each mail as a file: the file's time is when the server had it.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.installation import running, until_prefect_answers
from benchmarks.visitors import Visitor, visitor
from models.database import connect, writing
from models.mailbox import read_mailbox
from models.rules.access import Role
from tests.factories import make_place, submitted

TITLE = "from the click to the mail in the SMTP server's hands, through Prefect"
CLICKS = 30
PATIENCE = 60.0


def run() -> Result:
    """Measure; takes about a minute and a half."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder) / "data"
        with running(data) as (address, _, _):
            with writing(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
                place = make_place(session, "meetdorp", "MEE")
                numbers = [submitted(session, place).number for _ in range(CLICKS)]
            desk = visitor(address, data, place.people[Role.DESK_OFFICER])
            until_prefect_answers(data, patience=600)
            seconds = [_click(desk, number, data / "mailbox") for number in numbers]
    figures = {"click to SMTP p50 s": p50(seconds), "click to SMTP p95 s": p95(seconds), "slowest s": max(seconds)}
    return Result("mail", figures, (Target("click to SMTP p95 s", 2.0),), (f"{CLICKS} clicks, one after the other",))


def _click(desk: Visitor, number: str, mailbox: Path) -> float:
    path = f"/dossier/{number}/accept-request"
    page = desk.read(path)
    before = {message.key for message in read_mailbox(mailbox, newest=50)}
    begin = time.time()
    answer = desk.send(path, page)
    if answer.status_code != 302:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    end = begin + PATIENCE
    while time.time() < end:
        for message in read_mailbox(mailbox, newest=10):
            if message.key not in before and number in message.subject + message.text:
                return message.received_at.timestamp() - begin
        time.sleep(0.01)
    raise RuntimeError(f"no mail about {number} within {PATIENCE:g} s")
