"""Voting at the evening: the chair at the laptop, and residents on their phones without an account."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.ballot import Ballot
from models.case import FoundingCase
from models.clock import move_forward_to, present
from models.database import writing
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.evenings import inviting
from models.rules.access import Role
from tests.factories import Place, acting, later
from tests.pages.action_examples import with_evening_today
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

QUESTION = "Keurt u de oprichting van dit BIN goed?"


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    """A case whose evening is going on, and to which every dwelling had a letter."""
    with writing(engine) as session:
        case = with_evening_today(session, place)
        at = later(case)
        inviting.invite_dwellings(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at)
        inviting.make_invitations(session, session.scalars(select(InfoEvening.id)).one(), at)
        return case


@pytest.fixture
def chair(case: FoundingCase, place: Place, signed_in: SignedIn) -> Visitor:
    """The laptop of the desk."""
    return signed_in(place.people[Role.DESK_OFFICER])


def begin(chair: Visitor, case: FoundingCase, way: str = "phone", question: str = QUESTION) -> Page:
    return chair.read(f"/dossier/{case.number}/ballots").submit(about="network", question=question, way=way)


def codes(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Invitation.code).order_by(Invitation.place)))


def the_ballot(engine: Engine) -> Ballot:
    with Session(engine) as session:
        return session.scalars(select(Ballot)).one()


def voting_page(engine: Engine) -> str:
    with Session(engine) as session:
        return f"/stem/{session.scalars(select(InfoEvening.id)).one()}"


def test_a_vote_by_phone_is_opened_given_and_closed(
    case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor
) -> None:
    opened = begin(chair, case).follow()
    assert QUESTION in opened.text
    assert voting_page(engine) in opened.text

    phone = client.read(voting_page(engine))
    assert phone.soup.h1 is not None
    assert phone.soup.h1.get_text() == QUESTION
    assert "Uw stem is geteld" in phone.submit(code=codes(engine)[0], choice="for").follow().text

    closing = chair.read(f"/dossier/{case.number}/ballots/{the_ballot(engine).id}/close")
    assert "1 stem is binnen" in closing.text
    finished = closing.submit().follow()
    assert "1 voor, 0 tegen, 0 onthoudingen" in finished.text
    assert "Er is nu geen stemming" in client.read(voting_page(engine)).text


def test_a_second_vote_of_a_dwelling_gets_a_clear_sentence(
    case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor
) -> None:
    begin(chair, case)
    client.read(voting_page(engine)).submit(code=codes(engine)[0], choice="for")

    again = client.read(voting_page(engine)).submit(code=codes(engine)[0], choice="against")

    assert again.status == 409
    assert "Elke woning stemt één keer" in again.text
    assert the_ballot(engine).votes == 1


def test_a_wrong_code_keeps_the_choice_and_says_where_the_code_is(
    case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor
) -> None:
    begin(chair, case)

    page = client.read(voting_page(engine)).submit(code="CDFGH-JKMNP", choice="against")

    assert page.status == 422
    assert page.faults == ["Deze code kennen wij niet. Ze staat op uw brief, onder de QR-code."]
    assert [one["value"] for one in page.soup.select("input[name=choice][checked]")] == ["against"]
    assert page.submit(code=codes(engine)[0]).status == 302


def test_a_page_of_an_earlier_question_counts_for_no_other(
    case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor
) -> None:
    begin(chair, case)
    old = client.read(voting_page(engine))
    chair.read(f"/dossier/{case.number}/ballots/{the_ballot(engine).id}/close").submit()
    begin(chair, case, question="Wilt u ook een tweede avond?")

    assert old.submit(code=codes(engine)[0], choice="for").status == 409
    assert old.submit(code="", choice="for").status == 409


def test_a_vote_that_nobody_closed_is_no_longer_on_the_phones_two_days_later(
    case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor
) -> None:
    begin(chair, case)
    page = client.read(voting_page(engine))
    with writing(engine) as session:
        move_forward_to(session, present(session) + timedelta(days=2))

    assert "Er is nu geen stemming" in client.read(voting_page(engine)).text
    assert page.submit(code=codes(engine)[0], choice="for").status == 409
    assert the_ballot(engine).votes == 0


def test_who_guesses_codes_must_wait(case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor) -> None:
    begin(chair, case)
    page = client.read(voting_page(engine))

    answers = [page.submit(code="CDFGH-JKMNP", choice="for").status for _try in range(101)]

    assert answers == [422] * 100 + [429]


def test_hands_are_entered_and_bad_counts_stay_on_the_page(case: FoundingCase, engine: Engine, chair: Visitor) -> None:
    begin(chair, case, "hands")
    closing = chair.read(f"/dossier/{case.number}/ballots/{the_ballot(engine).id}/close")

    wrong = closing.submit(votes_for="veel", votes_against="2", abstentions="0")
    assert wrong.status == 422
    assert wrong.soup.select_one("input[name=votes_against]")["value"] == "2"

    assert wrong.submit(votes_for="30").status == 302
    assert the_ballot(engine).votes_for == 30


def test_a_second_vote_is_not_opened_beside_the_first(case: FoundingCase, engine: Engine, chair: Visitor) -> None:
    page = chair.read(f"/dossier/{case.number}/ballots")
    page.submit(about="network", question=QUESTION, way="hands")

    again = page.submit(about="objectives", question="En de doelstellingen?", way="hands")

    assert again.status == 409
    assert "En de doelstellingen?" in again.text  # nothing that was typed is lost


def test_a_vote_needs_a_question(case: FoundingCase, chair: Visitor) -> None:
    page = begin(chair, case, question="")

    assert (page.status, page.faults) == (422, ["Vul de vraag in."])


def test_the_vote_of_another_case_is_not_there(case: FoundingCase, chair: Visitor) -> None:
    assert chair.read(f"/dossier/{case.number}/ballots/999/close").status == 404


def test_the_screen_shows_how_many_voted_and_only_afterwards_how(
    case: FoundingCase, engine: Engine, chair: Visitor, client: Visitor
) -> None:
    begin(chair, case)
    client.read(voting_page(engine)).submit(code=codes(engine)[0], choice="against")

    during = chair.read(f"/dossier/{case.number}/projector").soup.select_one("#stemming")
    assert during is not None
    assert during.svg is not None
    assert QUESTION in during.get_text()
    assert "1 stem binnen" in during.get_text()
    assert voting_page(engine) in during.get_text()
    assert "tegen" not in during.get_text()

    chair.read(f"/dossier/{case.number}/ballots/{the_ballot(engine).id}/close").submit()
    after = chair.read(f"/dossier/{case.number}/projector").soup.select_one("#stemming")
    assert after is not None
    assert "0 voor, 1 tegen, 0 onthoudingen: niet goedgekeurd" in after.get_text()


def test_the_record_of_the_evening_proposes_what_was_voted(case: FoundingCase, engine: Engine, chair: Visitor) -> None:
    begin(chair, case, "hands")
    closing = chair.read(f"/dossier/{case.number}/ballots/{the_ballot(engine).id}/close")
    closing.submit(votes_for="30", votes_against="4", abstentions="2")

    page = chair.read(f"/dossier/{case.number}/record-info-evening").soup

    assert [one["value"] for one in page.select("input[name=network_approved][checked]")] == ["yes"]
    counts = [page.select_one(f"input[name=items-approval_of_network-{name}]") for name in
              ("votes_for", "votes_against", "abstentions")]  # fmt: skip
    assert [one["value"] for one in counts if one] == ["30", "4", "2"]
    assert page.select("input[name=objectives_approved][checked]") == []
