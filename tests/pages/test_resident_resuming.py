"""The link in the mail with which a resident goes on with a request elsewhere, and each page it can lead to."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.database import writing
from models.outbox import Effect
from models.person import Person
from models.request import RequestDraft, ResumeLink
from models.rules.access import Role
from tests.factories import Place
from tests.pages.filling_in_a_request import begin, fill_in
from tests.pages.visiting import Page, Visitor

SignedIn = Callable[[Person], Visitor]


@pytest.fixture
def roos(signed_in: SignedIn, place: Place) -> Visitor:
    """The browser of the resident."""
    return signed_in(place.resident)


def ask_link(visitor: Visitor, engine: Engine, page: Page | None = None, **typed: str) -> str:
    """Press 'send me a link' on a page of the request; the path in the mail."""
    page = page or begin(visitor)
    assert page.submit(button=("action", "link"), **typed).status == 302
    return newest_link(engine)


def newest_link(engine: Engine) -> str:
    with Session(engine) as session:
        text = session.scalars(select(Effect).order_by(Effect.id.desc()).limit(1)).one().payload["text"]
    found = re.search(r"http://localhost(/aanvraag/verder/\S+)", text)
    assert found is not None, text
    return found[1]


def test_the_link_leads_on_another_device_to_the_page_where_one_stopped(
    roos: Visitor, client: Visitor, engine: Engine
) -> None:
    page = begin(roos).submit(kind="bin").follow()
    link = ask_link(roos, engine, page, name="BIN Kerkkwartier")

    opened = client.read(link)
    assert opened.title == "Verdergaan met uw aanvraag"
    assert "BIN Kerkkwartier" in opened.text
    went_on = opened.submit().follow()

    assert went_on.path.endswith("/gemeente")
    assert went_on.status == 200


def test_opening_the_link_changes_nothing_however_often(client: Visitor, roos: Visitor, engine: Engine) -> None:
    link = ask_link(roos, engine)

    assert [client.read(link).title for _time in range(3)] == ["Verdergaan met uw aanvraag"] * 3
    assert client.head(link).status_code == 405
    with Session(engine) as session:
        assert session.scalars(select(ResumeLink)).one().used_at is None


def test_a_link_used_twice_says_so_and_offers_a_new_one_to_the_same_address(
    client: Visitor, app: Flask, roos: Visitor, place: Place, engine: Engine
) -> None:
    link = ask_link(roos, engine)
    client.read(link).submit()
    third = app.test_client()
    assert isinstance(third, Visitor)

    again = third.read(link)
    assert (again.status, again.title) == (410, "Deze link is al gebruikt")
    again.submit()

    assert newest_link(engine) != link
    with Session(engine) as session:
        mails = session.scalars(select(Effect).where(Effect.key.startswith("resume:"))).all()
        assert {mail.payload["to"] for mail in mails} == {place.resident.email}


def test_a_link_that_is_too_old_says_so(client: Visitor, roos: Visitor, engine: Engine) -> None:
    link = ask_link(roos, engine)
    with writing(engine) as session:
        session.scalars(select(ResumeLink)).one().expires_at -= timedelta(days=15)

    page = client.read(link)

    assert (page.status, page.title) == (410, "Deze link is te oud")


def test_a_link_for_somebody_else_shows_nothing_of_the_request(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    page = roos.read(begin(roos).path.replace("soort", "naam"))
    link = ask_link(roos, engine, page, name="BIN Geheim")

    other = signed_in(place.neighbour).read(link)

    assert (other.status, other.title) == (403, "Deze link is voor iemand anders")
    assert "Geheim" not in other.text


def test_a_link_that_nobody_made_says_so(client: Visitor) -> None:
    page = client.read("/aanvraag/verder/verzonnen")

    assert (page.status, page.title) == (410, "Deze link kennen wij niet")


def test_the_owner_who_is_signed_in_goes_straight_on(roos: Visitor, engine: Engine) -> None:
    link = ask_link(roos, engine)

    assert roos.read(link).location.endswith("/soort")
    assert roos.read(link).location.endswith("/soort")


def test_the_link_of_a_request_that_was_sent_leads_to_the_cases(
    client: Visitor, roos: Visitor, place: Place, engine: Engine
) -> None:
    check = fill_in(begin(roos), place)
    draft = int(check.path.split("/")[2])
    asked = check.submit(action=f"/aanvraag/{draft}/link")
    assert asked.status == 302
    link = newest_link(engine)
    check.submit()

    page = client.read(link)

    assert (page.status, page.title) == (410, "Deze aanvraag is al verzonden")
    assert "/mijn" in page.links()


def test_the_link_is_no_way_around_the_second_factor_of_staff(
    client: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    link = ask_link(signed_in(place.people[Role.DESK_OFFICER]), engine)

    answer = client.read(link).submit()

    assert answer.location.startswith("/aanmelden")
    assert client.read("/werklijst").status == 302


def test_the_sixth_link_in_an_hour_is_refused_and_what_was_typed_is_kept(roos: Visitor, engine: Engine) -> None:
    page = roos.read(begin(roos).path.replace("soort", "naam"))
    for _time in range(5):
        ask_link(roos, engine, page)

    answer = page.submit(button=("action", "link"), name="BIN Bewaard")

    assert answer.status == 429
    assert answer.title == "Even wachten"
    with Session(engine) as session:
        assert "BIN Bewaard" in str(session.scalars(select(RequestDraft)).one().answers)
        assert session.scalar(select(func.count()).select_from(ResumeLink)) == 5
