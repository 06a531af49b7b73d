"""The pages about what is agreed: read it, change it, agree with it, and decide on the version that one read."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.consultation import agreeing, consulting
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, later
from tests.pages.conftest import SignedIn

MOTIVES = "In de tuinhuizen wordt ingebroken. Wij willen elkaar beter kennen."


def in_consultation(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


def change(engine: Engine, place: Place, case: FoundingCase) -> None:
    with writing(engine) as session:
        at = later(case)
        desk = acting(session, place.people[Role.DESK_OFFICER], at)
        agreeing.edit_agreement(session, case.id, desk, at, motives=MOTIVES, objectives=["reporting"],
                                expectations={"police": "Elk bericht krijgt een antwoord."})  # fmt: skip


def approve(session: Session, place: Place, case: FoundingCase) -> None:
    chief = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    consulting.decide_as_police(session, case.id, chief, later(case), is_approved=True, reason="Akkoord.")


def test_the_page_tells_in_words_what_came_and_went_since_the_request(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    case = in_consultation(engine, place)
    change(engine, place, case)
    assert place.resident is not None

    page = signed_in(place.resident).read(f"/dossier/{case.number}/afspraken")

    assert page.status == 200
    assert "Versie 2" in page.text
    assert "Toegevoegd: In de tuinhuizen wordt ingebroken." in page.text
    assert "Weggelaten:" in page.text
    assert "Zeggen of u akkoord gaat" in page.text
    assert "Afspraken aanpassen" not in page.text


def test_after_a_decision_the_page_says_how_the_text_can_still_change(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    case = in_consultation(engine, place)
    with writing(engine) as session:
        approve(session, place, case)

    visitor = signed_in(place.people[Role.DESK_OFFICER])

    assert "Stuur de aanvraag dan terug" in visitor.read(f"/dossier/{case.number}/afspraken").text
    assert visitor.read(f"/dossier/{case.number}/edit-agreement").status == 409


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.POLICE_CHIEF, "decide-as-police"), (Role.MAYOR, "decide-as-municipality")],
)
def test_who_decides_on_a_text_that_changed_meanwhile_gets_the_new_one_and_loses_nothing(
    engine: Engine, place: Place, signed_in: SignedIn, role: Role, address: str
) -> None:
    case = in_consultation(engine, place)
    read_before = signed_in(place.people[role]).read(f"/dossier/{case.number}/{address}")
    change(engine, place, case)

    page = read_before.submit(is_approved="yes", reason="Een goed dossier, vinden wij.")

    assert page.status == 409
    assert "intussen aangepast" in page.faults[0]
    assert MOTIVES in page.text
    assert "Een goed dossier, vinden wij." in page.text
    assert "De beslissing is bewaard." in page.submit().follow().text


def test_who_changes_a_text_that_changed_meanwhile_reads_it_first(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    case = in_consultation(engine, place)
    read_before = signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/edit-agreement")
    change(engine, place, case)

    page = read_before.submit(motives="Wat de politie tegelijk schreef.")

    assert page.status == 409
    assert MOTIVES in page.text
    assert "Wat de politie tegelijk schreef." in page.text


def test_who_decides_reads_what_the_initiator_says_of_the_text(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    case = in_consultation(engine, place)
    assert place.resident is not None
    signed_in(place.resident).read(f"/dossier/{case.number}/answer-agreement").submit(
        agrees="no", word="De vijver ontbreekt."
    )

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/decide-as-municipality")

    assert "initiatiefnemer niet akkoord" in page.text
    assert "De vijver ontbreekt." in page.text
