"""Asking a mail to sign in with: what it says, how often, and that the answer tells nobody anything (web.md 4.4)."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.orm import Session

from models.account import SignInLink
from models.database import writing
from models.operations.accounts.signing_in import CODE_SIGNS
from models.outbox import Effect
from models.person import Person
from tests.factories import Place
from tests.pages.sign_in_mails import ROOS, STRANGER, ask, code_in, link_in, mails
from tests.pages.visiting import Visitor


def test_the_answer_tells_nobody_whether_an_address_is_known(place: Place, app: Flask, engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(update(Person).where(Person.name == "Noor Buur Oosterbeke").values(is_active=False))

    pages = {}
    for email in (ROOS, STRANGER, "noor.buur.oosterbeke@binstart.example"):
        client = app.test_client()
        asked = ask(client, email)
        shown = asked.follow()
        wrong = shown.submit(code="AAAA-AAAA")
        pages[email] = (asked.status, asked.location, shown.text.replace(email, ""), wrong.status, wrong.faults)

    assert len(set(map(str, pages.values()))) == 1
    assert [mail["to"] for mail in mails(engine)] == [ROOS, STRANGER]  # the deactivated one gets none


def test_the_fourth_mail_to_one_address_within_a_quarter_is_refused(
    place: Place, client: Visitor, engine: Engine
) -> None:
    answers = [ask(client, ROOS).status for _ in range(4)]

    assert answers == [302, 302, 302, 429]
    assert len(mails(engine)) == 3


def test_who_really_signs_in_may_ask_again(place: Place, client: Visitor, engine: Engine) -> None:
    for _ in range(5):
        ask(client, ROOS)
        client.read(link_in(mails(engine)[-1])).submit()
        client.read("/account").submit(action="/afmelden")

    assert len(mails(engine)) == 5


def test_one_caller_can_not_mail_many_people(place: Place, client: Visitor, engine: Engine) -> None:
    answers = [ask(client, f"slachtoffer{number}@binstart.example").status for number in range(11)]

    assert answers == [302] * 10 + [429]


def test_neither_link_nor_code_can_be_read_from_the_table(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    mail = mails(engine)[0]

    with engine.connect() as connection:
        row = str(connection.execute(text("select * from sign_in_link")).one())

    assert link_in(mail).rsplit("/", 1)[1] not in row
    assert code_in(mail) not in row
    assert code_in(mail).replace("-", "") not in row


def test_the_mail_waits_for_the_engine_under_its_own_key(
    place: Place, client: Visitor, engine: Engine, tmp_path: Path
) -> None:
    ask(client, ROOS)

    with Session(engine) as session:
        effect = session.scalars(select(Effect)).one()
        link = session.scalars(select(SignInLink)).one()
    assert effect.key.startswith(f"sign_in:{link.id}:")
    assert effect.case_id is None
    assert effect.payload["to"] == ROOS
    assert (tmp_path / "wake").exists()


def test_the_mail_speaks_plainly(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    mail = mails(engine)[0]

    assert code_in(mail) in mail["subject"]
    assert "tien minuten" in mail["text"]
    assert "Geef ze aan niemand door" in mail["text"]
    assert "&" not in mail["text"]  # no HTML in a plain mail


def test_codes_hold_no_signs_that_are_read_wrong(place: Place, app: Flask, engine: Engine) -> None:
    for number in range(9):
        ask(app.test_client(), f"lezer{number}@binstart.example")

    signs = set("".join(code_in(mail).replace("-", "") for mail in mails(engine)))

    assert signs <= set(CODE_SIGNS)
    assert signs.isdisjoint("01OI")


def test_asking_alone_makes_no_person(client: Visitor, engine: Engine) -> None:
    ask(client, STRANGER)

    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


NO_ADDRESSES = [
    "", "roos", "roos@", "@binstart.example", "roos@binstart", "a b@c.example", "a@b@c.example",
    "a@b.example, c@d.example", "x" * 250 + "@b.example", "a@b.example\nBcc: c@d.example",
]  # fmt: skip


@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_is_no_address_is_refused_and_stays_on_the_page(client: Visitor, engine: Engine, typed: str) -> None:
    page = ask(client, typed)

    assert page.status == 422
    assert page.faults
    kept = page.soup.select_one("#email")
    assert kept is not None
    assert str(kept["value"]).split() == typed.split()
    assert mails(engine) == []


def test_the_demonstration_lists_its_people_and_fills_in_their_address(place: Place, client: Visitor) -> None:
    page = client.read("/aanmelden")
    links = [link for link in page.links() if "email=maria" in link]

    assert "Maria Burgemeester Oosterbeke" in page.text
    filled = client.read(links[0]).soup.select_one("#email")
    assert filled is not None
    assert filled["value"] == "maria.burgemeester.oosterbeke@binstart.example"


def test_outside_the_demonstration_nobody_is_listed(place: Place, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.settings import settings
    from webapp import create_app

    monkeypatch.setenv("BINSTART_DEMONSTRATION", "false")
    settings.cache_clear()
    client = create_app().test_client()

    page = client.get("/aanmelden?email=maria.burgemeester.oosterbeke@binstart.example").get_data(as_text=True)

    assert "Maria" not in page
    assert "maria" not in page


def test_refusal_of_too_many_attempts_says_how_long(place: Place, client: Visitor) -> None:
    for _ in range(3):
        ask(client, ROOS)

    page = ask(client, ROOS)

    assert page.status == 429
    assert "over 15 minuten" in page.text
    assert 0 < int(page.headers["Retry-After"]) <= 900
