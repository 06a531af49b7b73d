"""Each due date says how it was computed, on the page of the case, on a page of its own and in the journal."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import advance_to, submitted


def test_the_page_of_a_case_explains_its_term(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        number = advance_to(session, place, Stage.CONSULTATION).number

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{number}")

    assert "Hoe is deze termijn berekend?" in page.text
    assert "Hij telt 60 kalenderdagen" in page.text


def test_all_terms_stand_on_one_page_also_those_that_are_over(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        number = advance_to(session, place, Stage.INFO_EVENING).number

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{number}/termijnen")

    assert page.status == 200
    assert "Nazicht van de aanvraag door de gemeente voorbij" in page.text
    assert "Overleg voorbij" in page.text


def test_a_term_that_stands_still_says_so(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        number = submitted(session, place, datetime.now(UTC)).number
    desk = signed_in(place.people[Role.DESK_OFFICER])

    desk.read(f"/dossier/{number}/ask-completion").submit(reason="Welke straten bedoelt u?")

    page = desk.read(f"/dossier/{number}/termijnen")
    assert "Hij staat stil sinds" in page.text
    assert "Aanvulling van de aanvraag" in page.text


def test_the_journal_explains_the_term_of_the_time(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        number = advance_to(session, place, Stage.CONSULTATION).number

    page = signed_in(place.resident).read(f"/dossier/{number}/dossierlogboek")

    assert "Hij telt 30 kalenderdagen" in page.text


def test_a_case_from_before_without_terms_still_opens(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    from models.term import Term

    with writing(engine) as session:
        case = submitted(session, place)
        session.query(Term).delete()
    with Session(engine) as session:
        number = session.get_one(FoundingCase, case.id).number

    assert signed_in(place.people[Role.MAYOR]).read(f"/dossier/{number}").status == 200
