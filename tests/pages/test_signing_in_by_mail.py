"""Signing in with a link and a code by mail (web.md 4.4)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.orm import Session

from models.account import SignInLink, WebSession
from models.database import writing
from models.operations.accounts.signing_in import CODE_SIGNS, open_link, use_link
from models.outbox import Effect
from models.person import Person
from tests.factories import Place
from tests.pages.visiting import Page, Visitor

ROOS = "roos.bewoner.oosterbeke@binstart.example"
STRANGER = "nieuw@binstart.example"


def ask(client: Visitor, email: str, **options: str) -> Page:
    query = "&".join(f"{name}={value}" for name, value in options.items())
    return client.read(f"/aanmelden?{query}").submit(email=email)


def mails(engine: Engine) -> list[dict[str, str]]:
    with Session(engine) as session:
        return list(session.scalars(select(Effect.payload).where(Effect.kind == "mail").order_by(Effect.id)))


def link_in(mail: dict[str, str]) -> str:
    found = re.search(r"http://localhost(/aanmelden/link/\S+)", mail["text"])
    assert found
    return found.group(1)


def code_in(mail: dict[str, str]) -> str:
    found = re.search(r"^ {4}(\S{4}-\S{4})$", mail["text"], re.MULTILINE)
    assert found
    return found.group(1)


def is_signed_in(client: Visitor) -> bool:
    return client.read("/account").status == 200


@pytest.fixture
def other_device(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def test_a_resident_signs_in_with_the_button_on_the_page_of_the_link(
    place: Place, client: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)

    answer = client.read(link_in(mails(engine)[0])).submit()

    assert answer.status == 302
    assert "Roos Bewoner Oosterbeke" in answer.follow().text
    assert is_signed_in(client)


def test_looking_at_the_link_uses_nothing_up(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)
    link = link_in(mails(engine)[0])

    for _ in range(3):
        other_device.read(link)  # a mail scanner
    client.read(link)

    assert not is_signed_in(client)
    assert client.read(link).submit().status == 302


def test_a_mail_scanner_that_asks_only_the_head_is_turned_away(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    assert client.head(link_in(mails(engine)[0])).status_code == 405


def test_a_link_works_once(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    page = client.read(link_in(mails(engine)[0]))
    page.submit()
    client.read("/account").submit(action="/afmelden")

    assert client.read(page.path).status == 410
    assert not is_signed_in(client)


def test_of_two_who_use_the_same_link_one_wins(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    token = link_in(mails(engine)[0]).rsplit("/", 1)[1]
    at = datetime.now(UTC)

    with Session(engine) as first, Session(engine) as second:
        seen_by_first, seen_by_second = open_link(first, token, at), open_link(second, token, at)
        assert seen_by_first
        assert seen_by_second
        second.rollback()
        winner = use_link(first, seen_by_first, "192.0.2.1", at)
        first.commit()
        loser = use_link(second, seen_by_second, "192.0.2.2", at)

    assert winner is not None
    assert loser is None


def test_a_link_works_ten_minutes(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    page = client.read(link_in(mails(engine)[0]))
    let_time_pass(engine, timedelta(minutes=10))

    assert page.submit().status == 410
    assert client.read("/aanmelden/code").submit(code=code_in(mails(engine)[0])).status == 422
    assert not is_signed_in(client)


def let_time_pass(engine: Engine, time: timedelta) -> None:
    """As if the links had been asked that much earlier."""
    with writing(engine) as session:
        for link in session.scalars(select(SignInLink)):
            link.expires_at -= time


def test_on_another_device_the_link_alone_is_not_enough(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)

    page = other_device.read(link_in(mails(engine)[0]))
    answer = page.submit()

    assert "ander venster" in page.title
    assert answer.status == 422
    assert not is_signed_in(other_device)


def test_on_another_device_the_code_is_asked(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)

    other_device.read(link_in(mails(engine)[0])).submit(code=code_in(mails(engine)[0]))

    assert is_signed_in(other_device)
    assert not is_signed_in(client)


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_the_code_works_in_the_window_where_it_was_asked(
    place: Place, client: Visitor, engine: Engine, typed: Callable[[str], str]
) -> None:
    page = ask(client, ROOS).follow()

    answer = page.submit(code=typed(code_in(mails(engine)[0])))

    assert answer.status == 302
    assert is_signed_in(client)


def test_the_code_does_not_work_in_a_window_that_did_not_ask(
    place: Place, client: Visitor, other_device: Visitor, engine: Engine
) -> None:
    ask(client, ROOS)
    ask(other_device, STRANGER)

    answer = other_device.read("/aanmelden/code").submit(code=code_in(mails(engine)[0]))

    assert answer.status == 422
    assert not is_signed_in(other_device)


def test_after_five_wrong_codes_the_right_one_is_void_too(place: Place, client: Visitor, engine: Engine) -> None:
    page = ask(client, ROOS).follow()

    for _ in range(5):
        assert "klopt niet" in " ".join(page.submit(code="AAAA-AAAA").faults)

    assert page.submit(code=code_in(mails(engine)[0])).status == 422
    assert client.read(link_in(mails(engine)[0])).status == 410


def test_after_four_wrong_codes_the_right_one_still_works(place: Place, client: Visitor, engine: Engine) -> None:
    page = ask(client, ROOS).follow()

    for _ in range(4):
        page.submit(code="AAAA-AAAA")

    assert page.submit(code=code_in(mails(engine)[0])).status == 302


def test_a_caller_who_guesses_codes_of_many_mails_is_stopped(place: Place, app: Flask) -> None:
    answers = []
    for number in range(5):
        client = app.test_client()
        page = ask(client, f"doel{number}@binstart.example").follow()
        answers += [page.submit(code="AAAA-AAAA").status for _ in range(5)]

    assert answers == [422] * 20 + [429] * 5


def test_a_new_mail_voids_the_one_before(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    ask(client, ROOS)
    older, newer = mails(engine)

    assert client.read(link_in(older)).status == 410
    assert client.read("/aanmelden/code").submit(code=code_in(older)).status == 422
    assert client.read(link_in(newer)).submit().status == 302


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


def test_who_is_deactivated_after_asking_does_not_get_in(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)
    with writing(engine) as session:
        session.execute(update(Person).where(Person.email == ROOS).values(is_active=False))

    assert client.read(link_in(mails(engine)[0])).submit().status == 410
    assert not is_signed_in(client)


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


def test_a_stranger_who_signs_in_becomes_a_person_and_gives_a_name(client: Visitor, engine: Engine) -> None:
    ask(client, f"  {STRANGER.upper()} ", next="/hulp")

    page = client.read(link_in(mails(engine)[0])).submit().follow()
    answer = page.submit(name="Nadia Nieuw")

    assert page.title == "Hoe heet u?"
    assert answer.location == "/hulp"
    with Session(engine) as session:
        person = session.scalars(select(Person)).one()
    assert (person.email, person.name) == (STRANGER, "Nadia Nieuw")


def test_asking_alone_makes_no_person(client: Visitor, engine: Engine) -> None:
    ask(client, STRANGER)

    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_who_signs_in_lands_on_the_page_that_they_wanted(place: Place, client: Visitor, engine: Engine) -> None:
    wanted = client.read("/account/sessies")
    ask_page = wanted.follow()
    ask_page.submit(email=ROOS)

    answer = client.read(link_in(mails(engine)[0])).submit()

    assert answer.location == "/account/sessies"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx", "hulp"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(
    place: Place, client: Visitor, engine: Engine, wanted: str
) -> None:
    page = client.read("/aanmelden")
    page.submit(email=ROOS, next=wanted)

    answer = client.read(link_in(mails(engine)[0])).submit()

    assert "evil" not in answer.location
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))


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


def test_the_page_of_the_link_does_not_leak_its_address(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    for path in (link_in(mails(engine)[0]), "/aanmelden/link/niet-geldig"):
        headers = client.read(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"


def test_signing_in_opens_a_session_with_a_hashed_token(place: Place, client: Visitor, engine: Engine) -> None:
    ask(client, ROOS)

    client.read(link_in(mails(engine)[0])).submit()

    with client.session_transaction() as cookie:
        token = cookie["token"]
    with Session(engine) as session:
        row = session.scalars(select(WebSession)).one()
    assert row.method == "link"
    assert token not in row.token_hash


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
