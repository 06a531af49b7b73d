"""The page of candidates: who stands, how the meeting recognised each, and the stuurgroep proposed from them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.candidate import Candidate
from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.person import Person
from models.rules.access import Role
from tests import reply_steps
from tests.factories import Place, make_place
from tests.pages.conftest import SignedIn
from tests.participant_steps import take_part

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """An evening that was yesterday, and a participant who wants to be coordinator."""
    with writing(engine) as session:
        now = datetime.now(UTC)
        case = reply_steps.with_letters(session, place, now)
        take_part(session, reply_steps.letters(session, case)[0].code, now, wishes=["coordinator"])
        session.scalars(select(InfoEvening)).one().starts_at = now - timedelta(days=1)
        return case


def candidates(engine: Engine) -> list[Candidate]:
    with Session(engine) as session:
        return list(session.scalars(select(Candidate).order_by(Candidate.id)))


@pytest.mark.parametrize("role", [D, P])
def test_candidates_from_list_and_room_are_recognised_and_proposed_for_the_stuurgroep(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn, role: Role
) -> None:
    browser = signed_in(place.people[role])
    home = f"/dossier/{case.number}/kandidaten"
    assert home in browser.read(f"/dossier/{case.number}").links()
    page = browser.read(home)
    assert "Roos Deelneemster, Kerkstraat 1 coördinator Noteren als kandidaat" in page.text
    [own] = [link for link in page.links() if "deelnemer=" in link]

    refused = browser.read(own).submit()
    assert refused.faults == ["Een coördinator of plaatsvervanger is minstens 18 jaar. Vraag het na."]
    browser.read(own).submit(is_of_age="y")
    browser.read(f"{home}/noteren").submit(name="Stef Zaal", role="steering_group_member", phone="02 000 00 00")
    first, second = candidates(engine)
    browser.read(f"{home}/{first.id}").submit(way="vote", votes_for="12", votes_against="3", abstentions="1")
    browser.read(f"{home}/{second.id}").submit(way="acclamation")

    page = browser.read(home)
    assert "Roos Deelneemster erkend Bij stemming: 12 voor, 3 tegen, 1 onthoudingen" in page.text
    assert "Stef Zaal erkend Bij acclamatie" in page.text
    seats = browser.read(f"/dossier/{case.number}/appoint-steering-group").soup
    shown = [seats.select_one(f'[name="seats-{row}-{field}"]') for row in (0, 1) for field in ("name", "email")]
    assert [one["value"] for one in shown] == ["Roos Deelneemster", "roos@buurt.example", "Stef Zaal", ""]
    chosen = [seats.select_one(f'[name="seats-{row}-role"] option[selected]')["value"] for row in (0, 1)]
    assert chosen == ["coordinator", "steering_group_member"]


def test_the_proposed_stuurgroep_is_appointed_as_it_stands(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    home = f"/dossier/{case.number}/kandidaten"
    browser.read(next(one for one in browser.read(home).links() if "deelnemer=" in one)).submit(is_of_age="y")
    browser.read(f"{home}/{candidates(engine)[0].id}").submit(way="acclamation")

    browser.read(f"/dossier/{case.number}/appoint-steering-group").submit()

    with Session(engine) as session:
        seated = session.execute(
            select(Person.name, Mandate.role).join(Mandate, Mandate.person_id == Person.id).where(
                Mandate.case_id == case.id, Mandate.role == "coordinator"
            )
        ).all()  # fmt: skip
    assert [tuple(one) for one in seated] == [("Roos Deelneemster", "coordinator")]


def test_who_has_a_seat_keeps_it_and_who_was_recognised_meanwhile_stands_beneath(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    home, seats = f"/dossier/{case.number}/kandidaten", f"/dossier/{case.number}/appoint-steering-group"
    filled = {"seats-0-name": "Stef Zaal", "seats-0-email": "stef@buurt.example", "seats-0-role": "coordinator"}
    assert browser.read(seats).submit(**filled).status == 302
    for name in ("Stef Zaal", "Nora Nieuw"):
        browser.read(f"{home}/noteren").submit(name=name, role="steering_group_member")
        browser.read(f"{home}/{candidates(engine)[-1].id}").submit(way="acclamation")

    page = browser.read(seats)

    rows = [page.soup.select_one(f'[name="seats-{row}-name"]') for row in range(3)]
    assert [one["value"] for one in rows if one is not None and one.get("value")] == ["Stef Zaal", "Nora Nieuw"]
    assert "staat hieronder al ingevuld: 1 persoon" in page.text


def test_who_withdraws_reads_that_the_candidacy_ends_too(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    with Session(engine) as session:
        code = reply_steps.letters(session, case)[0].code
    assert "kandidaat" not in browser.read(f"/u/{code}/gegevens/intrekken").text
    own = next(one for one in browser.read(f"/dossier/{case.number}/kandidaten").links() if "deelnemer=" in one)
    browser.read(own).submit(is_of_age="y")

    question = browser.read(f"/u/{code}/gegevens/intrekken")

    assert "U bent dan ook geen kandidaat meer." in question.text
    question.submit()
    assert candidates(engine) == []


def test_who_was_not_recognised_is_not_proposed_and_the_request_still_is(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    home = f"/dossier/{case.number}/kandidaten"
    browser.read(f"{home}/noteren").submit(name="Stef Zaal", role="coordinator", is_of_age="y")

    page = browser.read(f"{home}/{candidates(engine)[0].id}").submit(way="vote", votes_for="8", votes_against="8")

    assert "Stef Zaal niet erkend Bij stemming: 8 voor, 8 tegen" in page.follow().text
    assert "Stef Zaal" not in browser.read(f"/dossier/{case.number}/appoint-steering-group").response.get_data(True)


@pytest.mark.parametrize(
    ("filled", "faults"),
    [
        ({}, ["Kies hoe de vergadering besliste."]),
        ({"way": "vote"}, ["Vul in hoeveel mensen stemden."]),
        ({"way": "vote", "votes_for": "veel"}, ["Vul een getal in, 0 of meer."]),
    ],
)
def test_what_can_not_be_is_told_at_its_field(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn, filled: dict[str, str], faults: list[str]
) -> None:
    browser = signed_in(place.people[D])
    home = f"/dossier/{case.number}/kandidaten"
    browser.read(f"{home}/noteren").submit(name="Stef Zaal", role="steering_group_member")

    answer = browser.read(f"{home}/{candidates(engine)[0].id}").submit(**filled)

    assert (answer.status, answer.faults) == (422, faults)


def test_a_candidate_is_removed_after_a_question(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    home = f"/dossier/{case.number}/kandidaten"
    browser.read(f"{home}/noteren").submit(name="Stef Zaal", role="steering_group_member")
    question = browser.read(f"{home}/{candidates(engine)[0].id}/schrappen")
    assert question.title == "Stef Zaal schrappen als kandidaat?"

    question.submit()

    assert candidates(engine) == []


def test_before_the_day_candidates_can_be_noted_but_not_recognised(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        session.scalars(select(InfoEvening)).one().starts_at = datetime.now(UTC) + timedelta(days=3)
    browser = signed_in(place.people[D])
    home = f"/dossier/{case.number}/kandidaten"
    browser.read(f"{home}/noteren").submit(name="Stef Zaal", role="steering_group_member")
    [candidate] = candidates(engine)

    page = browser.read(home)

    assert "De erkenning noteert u op de dag van de infoavond of daarna." in page.text
    assert f"{home}/{candidate.id}" not in page.links()
    assert browser.read(f"{home}/{candidate.id}").soup.select_one("main form") is None


def test_the_page_is_for_desk_and_mandated_officer_of_this_municipality(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    home = f"/dossier/{case.number}/kandidaten"

    for path in (home, f"{home}/noteren", f"{home}/1", f"{home}/1/schrappen"):
        assert signed_in(place.people[Role.MAYOR]).read(path).status == 403
        assert signed_in(elsewhere.people[D]).read(path).status == 404


def test_after_the_stage_the_page_can_be_read_only(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    home = f"/dossier/{case.number}/kandidaten"
    browser.read(f"{home}/noteren").submit(name="Stef Zaal", role="steering_group_member")
    with writing(engine) as session:
        session.get_one(FoundingCase, case.id).stage = "charter"

    page = browser.read(home)

    assert "Stef Zaal" in page.text
    assert not [link for link in page.links() if link.startswith(f"{home}/")]
    assert browser.read(f"{home}/noteren").status == 409
