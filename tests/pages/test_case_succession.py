"""The succession of a coordinator on the pages, from the coordinator who stops to the charter that names another."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.enrolment import Enrolment
from models.outbox import Effect
from models.rules.access import CHECKERS, Role
from models.rules.procedure import Stage
from models.rules.succession import CONDITIONS
from models.succession import Succession, Successor
from tests.clock import today
from tests.factories import Place, advance_to, coordinator_of
from tests.message_steps import a_member
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from tests.succession_steps import begun, noted, seat_of

AGREED = dict.fromkeys(CONDITIONS, "y")


def _in_days(name: str) -> dict[str, str]:
    day = today()
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        a_member(session, place, case)
        return case


def _here(case: FoundingCase) -> str:
    return f"/dossier/{case.number}/opvolging"


def _stop(signed_in: SignedIn, engine: Engine, case: FoundingCase) -> str:
    """The coordinator stops today. Returns the address of the succession."""
    with Session(engine) as session:
        cora = signed_in(coordinator_of(session, case))
    assert _here(case) in cora.read(f"/dossier/{case.number}").links()
    form = cora.read(f"{_here(case)}/beginnen")
    assert "Kies waarom u stopt." in form.submit().faults
    assert form.submit(why="stops", **_in_days("vacant_on")).status == 302
    with Session(engine) as session:
        return f"{_here(case)}/{session.scalars(select(Succession.id)).one()}"


def test_how_a_candidate_is_reached_is_for_who_sees_to_the_succession_alone(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, place: Place
) -> None:
    with writing(engine) as session:
        noted(session, place, case, begun(session, place, case))

    pages = {role: signed_in(place.people[role]).read(_here(case)).text for role in place.people
             if role != Role.ADMINISTRATOR}  # fmt: skip

    assert {role for role, text in pages.items() if "otto@binstart.example" in text} == CHECKERS
    assert all("Otto Opvolger" in text for text in pages.values())


def _link(engine: Engine, key: str) -> str:
    with Session(engine) as session:
        text = session.scalars(select(Effect).where(Effect.key.like(key)).order_by(Effect.id.desc())).first()
        assert text is not None
        return re.search(r"http://localhost(/\S+)", text.payload["text"]).group(1)  # type: ignore[union-attr]


def test_from_the_coordinator_who_stops_to_the_charter(
    signed_in: SignedIn, client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    row = _stop(signed_in, engine, case)
    desk, officer = signed_in(place.people[Role.DESK_OFFICER]), signed_in(place.people[Role.MANDATED_OFFICER])
    assert "Griet Mandaat Oosterbeke, de gemandateerde politiebeambte" in desk.read(_here(case)).text
    assert _here(case) in desk.read("/werklijst").links()
    public = client.read(f"/netwerken/{case.number.lower()}")
    assert "Intussen neemt de gemandateerde politiebeambte waar." in public.text
    assert client.read(f"/netwerken/{case.number.lower()}/schrijven").status == 200
    desk.read(f"{row}/oproep").submit()
    with Session(engine) as session:
        called = session.scalars(select(Effect).where(Effect.key.like("succession_call:%"))).one()
    assert called.payload["facts"] == {"reply_to": "veiligheid@oosterbeke.example"}

    noting = officer.read(f"{row}/kandidaat")
    assert "Vul de naam in." in noting.submit(email="otto@binstart.example").faults
    noting.submit(name="Otto <b>Opvolger</b>", email="otto@binstart.example", phone="0470 00 00 01")
    link = _link(engine, "successor:%")
    asked = client.read(link)
    assert asked.headers["Cache-Control"] == "no-store"
    assert "Otto <b>Opvolger</b>" in asked.text
    assert len(asked.submit(is_of_age="y").faults) == 1
    assert "De politie neemt contact op" in asked.submit(**AGREED).text
    with Session(engine) as session:
        candidate = session.scalars(select(Successor)).one()

    screening = officer.read(f"{row}/kandidaat/{candidate.id}/screening")
    screening.submit(result="suitable")
    listed = desk.read(_here(case)).text
    assert "screening afgerond" in listed
    assert " geschikt " not in listed.replace("vond een kandidaat geschikt", "")
    appointing = desk.read(f"{row}/aanstellen")
    assert "Kies iemand." in appointing.submit(how_chosen="op de vergadering").faults
    appointing.submit(successor_id=str(candidate.id), how_chosen="op de vergadering van de leden")
    assert desk.read(f"{row}/charter").submit().status == 302

    assert "afgerond" in desk.read(_here(case)).text
    with Session(engine) as session:
        assert coordinator_of(session, case).email == "otto@binstart.example"
        assert session.get_one(FoundingCase, case.id).stage == "charter"


def test_a_member_offers_from_their_own_page_and_takes_it_back(
    signed_in: SignedIn, client: Visitor, engine: Engine, case: FoundingCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as session:
        member = session.scalars(select(Enrolment)).one()
        from models.operations.accounts.web_sessions import hashed

        member.token_hash = hashed("het geheim van Nele")
    page = "/lid/het geheim van Nele"
    assert "Coördinator worden?" not in client.read(page).text
    assert client.read(f"{page}/kandidaat").status == 410
    _stop(signed_in, engine, case)

    assert "Het netwerk zoekt een coördinator." in client.read(page).text
    form = client.read(f"{page}/kandidaat")
    assert form.submit(is_of_age="y").faults == ["Zonder dit kunt u geen coördinator zijn. Vink het aan."]
    form.submit(**AGREED)
    assert "U bent kandidaat." in client.read(page).text
    client.read(f"{page}/kandidaat").submit()

    assert "U bent kandidaat." not in client.read(page).text
    with Session(engine) as session:
        assert [one.state for one in session.scalars(select(Successor))] == ["withdrawn"]


def test_a_network_that_lost_its_coordinator_is_seen_as_dormant_and_the_succession_begins_there(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        seat_of(session, case).until = today() - timedelta(days=1)
    desk = signed_in(place.people[Role.DESK_OFFICER])
    assert _here(case) in desk.read(f"/dossier/{case.number}/ask-network").links()
    assert f"{_here(case)}/beginnen" in desk.read(_here(case)).links()
    form = desk.read(f"{_here(case)}/beginnen")
    assert form.submit(mandate_id="0", why="stops", **_in_days("vacant_on")).faults == [
        "Kies een reden die bij deze plaats past."
    ]

    assert form.submit(mandate_id="0", why="none", **_in_days("vacant_on")).status == 302

    page = desk.read(_here(case))
    assert "Er is geen coördinator meer" in page.text
    assert f"{_here(case)}/beginnen" not in page.links()


def test_a_stale_page_says_so_and_what_others_may_not_is_closed(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    row = _stop(signed_in, engine, case)
    desk, officer = signed_in(place.people[Role.DESK_OFFICER]), signed_in(place.people[Role.MANDATED_OFFICER])
    opened = desk.read(f"{row}/kandidaat")
    officer.read(f"{row}/kandidaat").submit(name="Otto Opvolger", email="otto@binstart.example")

    refused = opened.submit(name="Olga Ook", email="olga@binstart.example")

    assert refused.status == 409
    assert "Iemand anders deed hier intussen iets" in refused.text
    with Session(engine) as session:
        assert session.scalars(select(Successor.name)).all() == ["Otto Opvolger"]
        candidate = session.scalars(select(Successor.id)).one()
    assert desk.get(f"{row}/kandidaat/{candidate}/screening").status_code == 403
    mayor = signed_in(place.people[Role.MAYOR])
    assert mayor.get(f"{row}/kandidaat").status_code == 403
    assert "otto@binstart.example" not in mayor.read(_here(case)).text
    assert signed_in(place.neighbour).get(_here(case)).status_code == 404
    assert desk.get(f"{_here(case)}/999999/kandidaat").status_code == 404
