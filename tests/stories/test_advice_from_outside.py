"""Three advisers without an account: one answers by the link in its mail, one keeps silent, one is let go."""

import re
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.playing.browsing import Browser
from binstart.playing.mail import links_in, mails
from models.opinion import Opinion
from models.outbox import Effect
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "advies-van-buiten.yaml"


def test_advisers_answer_by_the_link_in_their_mail_and_silence_counts_as_the_municipality_set(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end) == ("info_evening", None)
    with Session(theatre.engine) as session:
        opinions = session.scalars(select(Opinion).where(Opinion.case_id == case.id).order_by(Opinion.id)).all()
        assert [(one.state, one.tendency) for one in opinions] == [
            ("given", "conditional"), ("presumed", ""), ("withdrawn", ""),
        ]  # fmt: skip
        assert opinions[0].text == "Mits de leden vooraf een vorming krijgen."
        assert [[entry["step"] for entry in one.reminders] for one in opinions] == [[], ["before", "after"], []]
        plans = [str(one.payload) for one in session.scalars(select(Effect))]
    events = theatre.events(case)
    assert [events.count(f"opinion:{what}") for what in ("asked", "given", "presumed", "withdrawn")] == [3, 1, 1, 1]

    browser = Browser(theatre.connect())
    to_prosecutor = [mail for mail in mails(browser) if mail.is_to("magistraat@parket.example")]
    subjects = [re.sub(" – .*", "", mail.subject) for mail in reversed(to_prosecutor)]
    assert subjects == [
        "Uw advies wordt gevraagd",
        "U krijgt meer tijd voor uw advies",
        "Dank u, uw advies is ontvangen",
    ]
    links = {link for mail in to_prosecutor for link in links_in(browser, mail) if link.startswith("/advies/")}
    assert len(links) == 1  # every mail leads to the same page
    assert not any(link.rsplit("/", 1)[1] in plan for link in links for plan in plans)

    page = browser.open(links.pop())
    assert page.heading == "Uw advies is ontvangen"
    assert "Mits de leden vooraf een vorming krijgen." in page.says
