"""What was agreed in the consultation stands in the invitation, the minutes and the charter, instead of the request."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.filling.charter import charter
from documents.filling.procedure import invitation
from documents.press.rendering import render
from models.case import FoundingCase
from models.database import connect
from models.journal import JournalEntry
from models.operations.cases.acting import LONGEST_TEXT
from models.operations.consultation import agreeing
from models.operations.evenings import informing
from models.queries.charters.charters import charter_record
from models.queries.records.info_evening import evening_record, minutes_record
from models.rules.access import Role
from models.rules.objectives import OBJECTIVES
from models.rules.procedure import Stage
from models.tables import metadata
from tests import charter_steps
from tests.factories import Place, acting, advance_to, later, make_place
from tests.letters.reading import squeezed, text_of_pdf

BASE_URL = "https://binstart.oosterbeke.example"
MOTIVES = "In de tuinhuizen aan de vijver wordt ingebroken. Wij willen elkaar beter kennen."
AGREED = (MOTIVES, "De preventiegedachte verspreiden", "Meer en betere meldingen aan de politie")
EXPECTED = "Elk bericht krijgt binnen twee dagen een antwoord."
ASKED_ONLY = "Het algemeen veiligheidsgevoel verhogen"


@pytest.fixture
def session() -> Session:
    """A database of its own."""
    engine = connect("sqlite://")
    metadata.create_all(engine)
    return Session(engine, expire_on_commit=False)


def _agree(session: Session, place: Place) -> FoundingCase:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    agreeing.edit_agreement(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at, motives=MOTIVES,
                            expectations={"police": EXPECTED}, objectives=["prevention", "reporting"])  # fmt: skip
    return case


def _sequence(session: Session, case: FoundingCase, event: str) -> int:
    question = select(JournalEntry.sequence).where(JournalEntry.case_id == case.id, JournalEntry.event == event)
    return session.scalars(question).first()


def _says(content: bytes, words: str) -> bool:
    return squeezed(words) in squeezed(text_of_pdf(content))


def test_the_invitation_and_the_minutes_tell_what_was_agreed(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.CHARTER, _agree(session, place))

    planned = evening_record(session, case, _sequence(session, case, "info_evening:planned"), BASE_URL)
    minutes = minutes_record(session, case, _sequence(session, case, "minutes:approved"), BASE_URL)
    leaflet = render("invitation", invitation(planned)).content

    assert [words for words in AGREED if not _says(leaflet, words)] == []
    assert not _says(leaflet, ASKED_ONLY)
    assert minutes.objectives == ("de preventiegedachte verspreiden", "meer en betere meldingen aan de politie")


def test_the_invitation_tells_what_each_party_expects(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.CHARTER, _agree(session, place))

    planned = evening_record(session, case, _sequence(session, case, "info_evening:planned"), BASE_URL)
    leaflet = render("invitation", invitation(planned)).content

    assert planned.expectations["police"] == EXPECTED
    assert _says(leaflet, f"Van de politie verwachten we: {EXPECTED}")
    assert _says(leaflet, "Ook wat we van elkaar verwachten, bespreken we")
    assert not _says(leaflet, "Van de gemeente verwachten we")


def test_an_invitation_without_expectations_does_not_speak_of_them(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.CHARTER, _agree(session, place))
    planned = evening_record(session, case, _sequence(session, case, "info_evening:planned"), BASE_URL)

    leaflet = render("invitation", invitation(replace(planned, expectations={"police": " "}))).content

    assert not _says(leaflet, "van elkaar verwacht")


def test_the_invitation_tells_who_speaks_and_what_else_is_on_the_agenda(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    informing.plan_info_evening(
        session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at, starts_at=at + timedelta(days=30),
        place="Zaal", address="Markt 2", organisers="Gemeente", contact="02 000 00 00",
        speakers="de wijkinspecteur", extra_items=["De verlichting van het plein"],
    )  # fmt: skip

    planned = evening_record(session, case, _sequence(session, case, "info_evening:planned"), BASE_URL)
    leaflet = render("invitation", invitation(planned)).content

    assert [words for words in ("de wijkinspecteur", "De verlichting van het plein") if not _says(leaflet, words)] == []


def test_the_longest_reasons_go_on_overleaf_and_leave_the_first_page_whole(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    longest = ("Wij willen elkaar in deze straten beter kennen. " * LONGEST_TEXT)[: LONGEST_TEXT - 6].strip() + " SLOT."
    agreeing.edit_agreement(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at, motives=longest,
                            expectations={"police": longest}, objectives=list(OBJECTIVES))  # fmt: skip
    case = advance_to(session, place, Stage.CHARTER, case)

    planned = evening_record(session, case, _sequence(session, case, "info_evening:planned"), BASE_URL)
    pages = [squeezed(page) for page in text_of_pdf(render("invitation", invitation(planned)).content).split("\f")]

    assert all(squeezed(words) in pages[0] for words in ("Wanneer", "Verdere afspraken", "Voor welke straten"))
    assert squeezed("SLOT.") in "".join(pages[1:])
    assert squeezed("Bel meteen 101") in pages[-1] or squeezed("Bel meteen 101") in pages[-2]


def test_the_charter_begins_with_what_was_agreed(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.CHARTER, _agree(session, place))
    charter_steps.screen(session, place, case, later(case))
    charter_steps.fill_charter(session, place, case, later(case))
    charter_steps.freeze(session, place, case)

    record = charter_record(session, case, _sequence(session, case, "charter:frozen"), BASE_URL)
    printed = render("charter", charter(record)).content

    assert [words for words in (*AGREED, EXPECTED) if not _says(printed, words)] == []
    assert not _says(printed, ASKED_ONLY)


def test_a_case_whose_text_nobody_changed_goes_on_with_the_request(session: Session) -> None:
    place = make_place(session)
    case = advance_to(session, place, Stage.CHARTER)

    planned = evening_record(session, case, _sequence(session, case, "info_evening:planned"), BASE_URL)

    assert "het algemeen veiligheidsgevoel verhogen" in planned.objectives
    assert _says(render("invitation", invitation(planned)).content, ASKED_ONLY)
