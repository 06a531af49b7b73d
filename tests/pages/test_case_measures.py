"""Measures on the pages: who sees what, each hand, the letter, the appeal, and the person concerned."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.enrolment import Enrolment
from models.measure import Measure
from models.operations.accounts.web_sessions import hashed
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.clock import today
from tests.factories import Place, advance_to, coordinator_of
from tests.measure_steps import SKIPPED, WHY
from tests.message_steps import a_member
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from tests.succession_steps import seat_of

P, C, M = Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.MAYOR


def _on(name: str, days: int = 0) -> dict[str, str]:
    day = today() + timedelta(days=days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        member = a_member(session, place, case)
        member.token_hash = hashed("geheim")
        return case


def _coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _against_coordinator(signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase) -> str:
    """The officer begins a definitive exclusion of the coordinator. Returns the address of the measure."""
    with Session(engine) as session:
        seat = seat_of(session, case).id
    here = f"/dossier/{case.number}/maatregelen"
    form = signed_in(place.people[P]).read(f"{here}/nieuw")
    needed = ["Kies tegen wie de maatregel is.", "Kies een maatregel.", "Schrijf op waarom."]
    assert form.submit(motives="").faults == needed
    values = {"who": f"seat-{seat}", "rung": "definitive_exclusion", "motives": WHY}
    assert form.submit(**values).faults[0].startswith("U slaat over: gesprek, schriftelijke berisping")
    assert form.submit(**values, skipped_reason=SKIPPED).status == 302
    with Session(engine) as session:
        return f"{here}/{session.scalars(select(Measure.id)).one()}"


def test_a_coordinator_is_excluded_appeals_and_keeps_the_seat(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    row = _against_coordinator(signed_in, engine, place, case)
    chief, mayor, officer = (signed_in(place.people[role]) for role in (C, M, P))
    assert row in chief.read("/werklijst").links()
    assert row not in mayor.read("/werklijst").links()
    assert mayor.read(f"{row}/hand").submit().status == 403
    chief.read(f"{row}/hand").submit()
    assert mayor.read(f"{row}/hand").submit(body="het college").status == 302
    shown = mayor.read(row)
    assert "het college" in shown.text
    assert f"{row}/beroep" in shown.links()

    cora = signed_in(_coordinator(engine, case))
    assert "/mijn-maatregelen" in cora.read("/mijn").links()
    own = cora.read("/mijn-maatregelen")
    assert "beroep kan tot en met" in own.text
    letter = cora.get(next(one for one in own.links() if one.endswith("brief.pdf")))
    assert (letter.status_code, letter.mimetype) == (200, "application/pdf")
    assert letter.headers["Cache-Control"] == "no-store"
    assert cora.get(row).status_code == 404
    assert cora.read(f"/dossier/{case.number}/maatregelen").text.count("Definitieve uitsluiting:") == 0

    noting = officer.read(f"{row}/beroep")
    assert noting.submit(channel="mail").faults == ["Vul een dag in."]
    noting.submit(channel="mail", text="Ik ga niet akkoord.", **_on("sent_on"))
    assert "/beroep-beslist" not in " ".join(mayor.read(row).links())
    assert "Kies wat er beslist is." in officer.read(f"{row}/beroep-beslist").submit().faults
    officer.read(f"{row}/beroep-beslist").submit(
        outcome="annulled", body="de gouverneur", reason="De feiten zijn niet bewezen.", **_on("decided_on")
    )

    assert "vernietigd na beroep" in officer.read(row).text
    with Session(engine) as session:
        assert coordinator_of(session, case).id == _coordinator(engine, case).id


def test_a_member_is_excluded_for_a_time_and_reads_it_on_their_own_page(
    signed_in: SignedIn, client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with Session(engine) as session:
        member = session.scalars(select(Enrolment.id)).one()
    here = f"/dossier/{case.number}/maatregelen"
    signed_in(place.people[P]).read(f"{here}/nieuw").submit(
        who=f"member-{member}", rung="temporary_exclusion", motives="Riep op om <b>zelf</b> te patrouilleren.",
        skipped_reason=SKIPPED, **_on("report_on"), **_on("until_on", 30),
    )  # fmt: skip
    assert "tijdelijk uitgesloten" not in client.read("/lid/geheim").text
    with Session(engine) as session:
        row = session.scalars(select(Measure.id)).one()
    chief = signed_in(place.people[C])
    assert "Riep op om <b>zelf</b> te patrouilleren." in chief.read(f"{here}/{row}").text

    chief.read(f"{here}/{row}/hand").submit()

    page = client.read("/lid/geheim")
    assert "U bent tijdelijk uitgesloten" in page.text
    letter = client.get(f"/lid/geheim/maatregelen/{row}/brief.pdf")
    assert (letter.status_code, letter.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert client.get(f"/lid/geheim/maatregelen/{row + 1}/brief.pdf").status_code == 404
    assert client.get(f"/lid/anders/maatregelen/{row}/brief.pdf").status_code == 404


def test_nothing_of_a_measure_is_seen_by_who_need_not(
    signed_in: SignedIn, client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    row = _against_coordinator(signed_in, engine, place, case)
    signed_in(place.people[C]).read(f"{row}/hand").submit()
    signed_in(place.people[M]).read(f"{row}/hand").submit()
    desk = signed_in(place.people[Role.DESK_OFFICER])
    for address in (row, f"/dossier/{case.number}/maatregelen", f"{row}/brief.pdf"):
        assert desk.get(address).status_code == 403
    here = f"/dossier/{case.number}"
    for address in (
        here,
        f"{here}/dossierlogboek",
        f"{here}/documenten",
        f"{here}/termijnen",
        "/werklijst",
        "/inzicht",
    ):
        page = desk.read(address)
        told = page.text.lower()
        assert page.status == 200, address
        assert "uitsluiting" not in told
        assert "nummerplaten" not in told
    told = client.read(f"/netwerken/{case.number.lower()}").text.lower()
    assert "uitsluiting" not in told
    assert client.get("/mijn-maatregelen").status_code == 302
    assert "Er is geen maatregel over u." in desk.read("/mijn-maatregelen").text


def test_two_at_once_the_second_reads_that_somebody_was_first(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    row = _against_coordinator(signed_in, engine, place, case)
    chief, officer = signed_in(place.people[C]), signed_in(place.people[P])
    opened = chief.read(f"{row}/hand")
    officer.read(f"{row}/intrekken").submit(reason="Het was iemand anders.")

    refused = opened.submit()

    assert refused.status == 409
    with Session(engine) as session:
        assert session.scalars(select(Measure.state)).one() == "withdrawn"
