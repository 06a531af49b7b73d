"""Who asks about their own data: a resident with an account, a member by their link, and staff for who wrote."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.data_request import DataRequest
from models.database import writing
from models.operations.accounts.web_sessions import hashed
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import advance_to, make_place, submitted
from tests.message_steps import a_member
from webapp.clock import real_now

LIST = "/gegevensvragen"


@pytest.fixture
def resident(place, signed_in, engine):  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        submitted(session, place)
    return signed_in(place.resident)


@pytest.fixture
def desk(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.DESK_OFFICER])


def _entered(desk, place, kind: str = "access", **told: str) -> str:  # type: ignore[no-untyped-def]
    """The page of a question on paper."""
    form = desk.read(f"{LIST}/nieuw")
    values = {"kind": kind, "name": place.resident.name, "asked_on": day_of(real_now()).isoformat(), **told}
    answer = form.submit(**values)
    assert answer.status == 302, answer.faults
    return str(answer.location)


def _unpacked(answer) -> tuple[str, dict]:  # type: ignore[no-untyped-def,type-arg]
    with ZipFile(BytesIO(answer.data)) as file:
        return file.read("gegevens.html").decode(), json.loads(file.read("gegevens.json"))


def test_a_resident_sees_and_takes_along_what_is_held_about_them(resident, place) -> None:  # type: ignore[no-untyped-def]
    page = resident.read("/account/gegevens")
    answer = resident.get("/account/gegevens.zip")
    html, data = _unpacked(answer)

    assert place.resident.email in page.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert place.resident.email in html
    assert any(one["verwerking"].startswith("Een BIN aanvragen") for one in data["gegevens"])
    assert all("hash" not in name for one in data["gegevens"] for name in one["gegevens"])
    assert all(one["doel"] and one["grond"] and one["wie_het_ziet"] for one in data["gegevens"])


def test_a_resident_asks_to_correct_something_and_reads_the_answer(resident, desk, place, engine) -> None:  # type: ignore[no-untyped-def]
    form = resident.read("/account/gegevens/vraag")
    assert form.submit(kind="rectification", authority_id=str(place.municipality.id), text="").status == 422
    told = {"kind": "rectification", "authority_id": str(place.municipality.id), "text": "Mijn huisnummer is 12."}
    assert form.submit(**told).status == 302
    with Session(engine) as session:
        number = session.scalars(select(DataRequest.id)).one()
        mail = session.scalars(select(Effect.payload).where(Effect.key.like("data_request:%"))).one()
    assert mail["to"] == place.resident.email
    assert "goed aangekomen" in mail["subject"]

    assert f"Vraag {number} beantwoorden" in desk.read("/werklijst").text
    page = desk.read(f"{LIST}/{number}")
    assert "aangemeld met het eigen account" in page.text
    action = f"{LIST}/{number}/antwoord"
    wrong = page.submit(action=action, **{"answer-is_granted": "yes", "answer-answer": ""})
    assert wrong.status == 422
    page.submit(action=action, **{"answer-is_granted": "yes", "answer-answer": "Uw huisnummer is nu 12."})

    assert "Uw huisnummer is nu 12." in resident.read("/account/gegevens").text
    assert f"Vraag {number} beantwoorden" not in desk.read("/werklijst").text


def test_a_copy_for_who_wrote_a_letter_goes_out_only_when_it_is_certain_who_it_is(
    resident, desk, place, engine
) -> None:  # type: ignore[no-untyped-def]
    path = _entered(desk, place)
    page = desk.read(path)
    rows = [one["value"] for one in page.soup.select("input[name=row]")]
    assert rows
    early = desk.send(f"{path}/kopie.zip", {"row": rows[0]})
    assert early.status in (400, 422)

    page.submit(action=f"{path}/zeker", **{"identify-how": "at_desk"})
    page = desk.read(path)
    assert page.submit(action=f"{path}/kopie.zip").status == 422  # nothing ticked
    answer = page.submit(action=f"{path}/kopie.zip", row=rows[0])
    html, data = _unpacked(answer.response)
    assert len(data["gegevens"]) == 1
    assert place.resident.name in html


def test_a_question_to_another_municipality_does_not_exist(desk, place, signed_in, engine) -> None:  # type: ignore[no-untyped-def]
    path = _entered(desk, place)
    with writing(engine) as session:
        elsewhere = make_place(session, "westerbeke", "WES")
    foreign = signed_in(elsewhere.people[Role.DESK_OFFICER])

    assert foreign.get(path).status_code == 404
    assert path not in foreign.read(LIST).text
    assert signed_in(place.people[Role.ADMINISTRATOR]).get(LIST).status_code == 403


def test_the_term_is_extended_with_a_reason(desk, place, engine) -> None:  # type: ignore[no-untyped-def]
    path = _entered(desk, place, "erasure", text="Wis mijn nummer", email="roos@buurt.example")
    page = desk.read(path)

    assert page.submit(action=f"{path}/verlengen", **{"extend-reason": ""}).status == 422
    page.submit(action=f"{path}/verlengen", **{"extend-reason": "Veel dossiers."})

    assert "Verlengd met twee maanden: Veel dossiers." in desk.read(path).text
    with Session(engine) as session:
        subjects = [one["subject"] for one in session.scalars(
            select(Effect.payload).where(Effect.key.like("data_request:%")))]  # fmt: skip
    assert any("duurt langer" in one for one in subjects)


def test_a_member_sees_their_membership_by_their_link_and_asks_the_municipality(client, place, engine) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        member = a_member(session, place, case)
        member.token_hash = hashed("a" * 43)

    page = client.read(f"/lid/{'a' * 43}/gegevens")
    assert "nele@binstart.example" in page.text
    html, _data = _unpacked(client.get(f"/lid/{'a' * 43}/gegevens.zip"))
    assert "nele@binstart.example" in html
    assert page.submit(kind="access", text="").status == 302
    with Session(engine) as session:
        asked = session.scalars(select(DataRequest)).unique().one()
        assert (asked.identified_as, asked.email) == ("member_link", "nele@binstart.example")
    assert client.get("/lid/onbekend/gegevens").status_code == 410
    assert client.get("/lid/onbekend/gegevens.zip").status_code == 410
