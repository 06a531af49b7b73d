"""The chief of police is on leave. Officer Griet stands in, refuses a request, and everything says in whose name."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.mandate import Mandate
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.clock import today
from tests.factories import Place, advance_to, make_place, submitted
from tests.letters.reading import squeezed, text_of_pdf
from tests.stories.theatre import Theatre


def _asked(theatre: Theatre) -> tuple[Place, str]:
    with writing(theatre.engine) as session:
        place = make_place(session, "vijverdorp", "VIJ")
        case = submitted(session, place, datetime.now(UTC) - timedelta(days=5))
        return place, advance_to(session, place, Stage.CONSULTATION, case).number


def _mandate_of(theatre: Theatre, person: Person) -> int:
    with Session(theatre.engine) as session:
        return session.scalars(select(Mandate.id).where(Mandate.person_id == person.id)).one()


def test_a_deputy_decides_while_the_chief_is_away_and_the_letter_says_in_whose_name(theatre: Theatre) -> None:
    place, number = _asked(theatre)
    chief, officer = place.people[Role.POLICE_CHIEF], place.people[Role.MANDATED_OFFICER]
    decide = f"/dossier/{number}/decide-as-police"
    griet = theatre.browser_of(officer)
    assert griet.read(decide).status == 403  # the chief is there

    leave = theatre.browser_of(chief).read(f"/account/afwezigheden/{_mandate_of(theatre, chief)}/nieuw")
    until = today() + timedelta(days=14)
    assert (
        leave.submit(first_on=today().isoformat(), last_on=until.isoformat(), deputy_id=str(officer.id)).status == 302
    )

    refusal = griet.read(decide).submit(is_approved="no", reason="Het gebied is te klein.", may_come_again="yes")
    assert refusal.status == 302
    page = griet.read(f"/dossier/{number}")
    assert "plaatsvervangend voor korpschef" in page.text
    assert "geweigerd door plaatsvervangend voor de korpschef" in page.text

    theatre.let_engine_work()
    with Session(theatre.engine) as session:
        case = session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()
        letter = session.scalars(select(Document).where(Document.case_id == case.id, Document.kind == "decision")).one()
    printed = squeezed(text_of_pdf(documents().read(letter.sha256)))
    assert squeezed("plaatsvervangend voor de korpschef") in printed
    assert case.end == "refused"
