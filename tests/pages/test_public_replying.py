"""Replying to the invitation by the short address of a letter, or by the public page and a mail; without an account."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.outbox import Effect
from models.reply import Reply
from models.rules.access import Role
from models.rules.invitations import spaced_code
from tests import reply_steps
from tests.factories import Place, acting, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

D = Role.DESK_OFFICER
FILLED = {"answer": "coming", "people": "3", "needs": ["sign_language"], "question": "Wie betaalt de borden?",
          "question_item": "communication_and_costs"}  # fmt: skip


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """An evening to come in a room for five, with a letter for every dwelling."""
    with writing(engine) as session:
        return reply_steps.with_letters(session, place, datetime.now(UTC), room_limit=5)


@pytest.fixture
def codes(engine: Engine, case: FoundingCase) -> list[str]:
    with Session(engine) as session:
        return [one.code for one in reply_steps.letters(session, case)]


def replies(engine: Engine) -> list[Reply]:
    with Session(engine) as session:
        return list(session.scalars(select(Reply).order_by(Reply.id)))


def links_to(engine: Engine, email: str) -> list[str]:
    with Session(engine) as session:
        mails = session.scalars(select(Effect).where(Effect.kind == "mail").order_by(Effect.id))
        texts = [mail.payload["text"] for mail in mails if mail.payload.get("to") == email]
    return [found[0] for text in texts if (found := re.search(r"/antwoord/\S+", text))]


def test_a_dwelling_replies_with_its_code_and_sees_its_reply_again(
    engine: Engine, client: Visitor, codes: list[str]
) -> None:
    after = client.read(f"/u/{spaced_code(codes[0]).lower()}").submit(**FILLED).follow()

    assert "Uw antwoord is genoteerd" in after.text
    assert any(link.endswith(".ics") for link in after.links())
    assert after.soup.select_one('input[name="people"]')["value"] == "3"
    [reply] = replies(engine)
    assert (reply.state, reply.people, reply.needs, reply.question_item) == (
        "standing", 3, ["sign_language"], "communication_and_costs")  # fmt: skip


def test_the_last_reply_of_a_dwelling_holds(engine: Engine, client: Visitor, codes: list[str]) -> None:
    client.read(f"/u/{codes[0]}").submit(**FILLED)

    client.read(f"/u/{codes[0]}").submit(answer="interested", email="roos@buurt.example", wants_news="y")

    [reply] = replies(engine)
    assert (reply.answer, reply.people, reply.email, reply.email_confirmed_at) == (
        "interested", 0, "roos@buurt.example", None)  # fmt: skip
    client.read(links_to(engine, "roos@buurt.example")[0]).submit()
    assert replies(engine)[0].email_confirmed_at is not None


def test_a_full_room_has_a_waiting_list_that_moves_up(engine: Engine, client: Visitor, codes: list[str]) -> None:
    client.read(f"/u/{codes[0]}").submit(**FILLED)
    waits = client.read(f"/u/{codes[1]}").submit(**FILLED, email="wim@buurt.example").follow()
    assert "U staat op de wachtlijst" in waits.text
    assert [one.state for one in replies(engine)] == ["standing", "waiting"]

    page = client.read(f"/u/{codes[0]}/intrekken")
    page.submit()

    assert [(one.state, one.to_tell) for one in replies(engine)] == [("withdrawn", ""), ("standing", "moved_up")]
    assert replies(engine)[0].question == ""


def test_more_people_than_there_is_room_for_keeps_the_reply_of_before(
    engine: Engine, client: Visitor, codes: list[str]
) -> None:
    client.read(f"/u/{codes[0]}").submit(**FILLED)
    client.read(f"/u/{codes[1]}").submit(answer="coming", people="2")

    refused = client.read(f"/u/{codes[1]}").submit(answer="coming", people="4")

    assert refused.status == 422
    assert "Er is nog plaats voor 2 mensen" in refused.faults[0]
    assert [one.people for one in replies(engine)] == [3, 2]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"answer": None}, "Kies of u komt."),
        ({"people": ""}, "Vul in met hoeveel u komt: 1 tot 10. Meer? Bel het contact."),
        ({"people": "11"}, "Vul in met hoeveel u komt: 1 tot 10. Meer? Bel het contact."),
        ({"people": "veel"}, "Vul een getal in, 0 of meer."),
        ({"wants_news": "y"}, "Vul uw e-mailadres in: daarop krijgt u nieuws."),
        ({"email": "geen adres"}, "Vul een e-mailadres in, zoals naam@voorbeeld.be."),
    ],
)
def test_what_can_not_be_is_told_at_its_field(
    changes: dict[str, str], fault: str, engine: Engine, client: Visitor, codes: list[str]
) -> None:
    answer = client.read(f"/u/{codes[0]}").submit(**{**FILLED, **changes})

    assert answer.status == 422
    assert answer.faults == [fault]
    assert replies(engine) == []


def test_an_unknown_code_is_told_and_too_many_tries_must_wait(client: Visitor, codes: list[str]) -> None:
    assert client.read("/u/CDFGHJKMNP").status == 404
    for _try in range(20):
        client.get("/u/ander")

    assert client.get(f"/u/{codes[0]}").status_code == 429


def test_a_reply_to_a_cancelled_evening_hears_why(
    engine: Engine, place: Place, client: Visitor, case: FoundingCase, codes: list[str]
) -> None:
    page = client.read(f"/u/{codes[0]}")
    with writing(engine) as session:
        now = datetime.now(UTC)
        cancel_info_evening(session, case.id, acting(session, place.people[D], now), now, reason="De stroom is af.")

    answer = page.submit(**FILLED)

    assert answer.status == 410
    assert "gaat niet door: De stroom is af." in answer.text
    assert "Er is nog geen nieuwe datum." in answer.text
    assert replies(engine) == []


def test_the_letter_of_an_evening_that_moved_leads_to_the_new_moment_with_the_reply(
    engine: Engine, place: Place, client: Visitor, case: FoundingCase, codes: list[str]
) -> None:
    client.read(f"/u/{codes[0]}").submit(**FILLED, email="roos@buurt.example")
    with writing(engine) as session:
        moved = reply_steps.plan(session, place, case, datetime.now(UTC), 44, room_limit=2, reason="Dubbel geboekt.")

    page = client.read(f"/u/{codes[0]}")

    assert "De infoavond is verplaatst. Dit is de nieuwe datum." in page.text
    [reply] = replies(engine)
    # The new room is smaller: the reply is kept, and waits.
    assert (reply.evening_id, reply.state, reply.to_tell) == (moved.id, "waiting", "moved")


def test_who_has_no_letter_replies_by_mail(engine: Engine, client: Visitor, case: FoundingCase) -> None:
    page = client.read(f"/steun/{case.number}/infoavond")
    sent = page.submit(**FILLED, email="piet@elders.example").follow()
    assert sent.title == "Kijk in uw mailbox"
    assert [one.state for one in replies(engine)] == ["unconfirmed"]
    [link] = links_to(engine, "piet@elders.example")
    client.read(link)  # looking changes nothing
    assert [one.state for one in replies(engine)] == ["unconfirmed"]

    change = client.read(link).submit().follow()

    assert [one.state for one in replies(engine)] == ["standing"]
    assert change.submit(answer="coming", people="1").follow().status == 200
    assert [one.people for one in replies(engine)] == [1]
    client.read(f"{link}/intrekken").submit()
    assert [one.state for one in replies(engine)] == ["withdrawn"]
    assert client.read(link).status == 410


def test_without_an_evening_there_is_nothing_to_reply_to(engine: Engine, client: Visitor, case: FoundingCase) -> None:
    with writing(engine) as session:
        session.scalars(select(InfoEvening)).one().state = "held"

    assert client.read(f"/steun/{case.number}/infoavond").status == 404


def test_staff_who_scan_a_letter_with_their_own_camera_check_it_in(
    place: Place, engine: Engine, client: Visitor, case: FoundingCase, codes: list[str], signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    door = f"/dossier/{case.number}/check-in?code={codes[0]}"

    page = signed_in(place.people[D]).read(f"/u/{codes[0]}")

    assert door in page.links()
    assert signed_in(place.people[D]).read(door).status == 200
    others = (client, signed_in(elsewhere.people[D]), signed_in(place.people[Role.MAYOR]), signed_in(place.resident))
    assert [door in other.read(f"/u/{codes[0]}").links() for other in others] == [False] * 4
