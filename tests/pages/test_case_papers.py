"""The papers of a case: documents for whom they were made, checked before they are given, and the journal."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.journal import JournalEntry
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect, OutboxEntry
from models.person import Person
from models.queries.cases.export import journal_export
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import START, Place, advance_to, coordinator_of, freeze, make_place, submitted
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER
CONTENT = b"%PDF-1.7 this stands for a letter"
NAME = "Ontvangstbewijs – één.pdf"


def _document(session: Session, case: FoundingCase, audience: str, sha256: str | None = None) -> Document:
    kept = documents().keep(CONTENT)
    document = Document(
        case_id=case.id, kind="receipt", version="1", title="Ontvangstbewijs", media_type="application/pdf",
        filename=NAME, sha256=sha256 or kept, size=len(CONTENT), audience=audience, produced_at=START,
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


@pytest.fixture
def document(place: Place, engine: Engine) -> Callable[[str], Document]:
    """A document of a case that has its charter, for this audience."""

    def make(audience: str) -> Document:
        with writing(engine) as session:
            return _document(session, advance_to(session, place, Stage.CHARTER), audience)

    return make


def _people(place: Place, engine: Engine, document: Document) -> dict[str, Person]:
    with writing(engine) as session:
        case = session.get_one(FoundingCase, document.case_id)
        return {
            "desk": place.people[D],
            "police": place.people[P],
            "initiator": place.resident,
            "coordinator": coordinator_of(session, case),
            "elsewhere": make_place(session, "westveld", "WES").people[D],
        }


@pytest.mark.parametrize(
    ("audience", "answers"),
    [
        ("public", {"desk": 200, "police": 200, "initiator": 200, "coordinator": 200, "elsewhere": 200}),
        ("partners", {"desk": 200, "police": 200, "initiator": 200, "coordinator": 200, "elsewhere": 404}),
        ("initiator", {"desk": 200, "police": 200, "initiator": 200, "coordinator": 403, "elsewhere": 404}),
        ("staff", {"desk": 200, "police": 200, "initiator": 403, "coordinator": 403, "elsewhere": 404}),
    ],
)
def test_a_document_opens_for_whom_it_was_made(
    audience: str, answers: dict[str, int], document: Callable[[str], Document], place: Place, engine: Engine,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    made = document(audience)
    people = _people(place, engine, made)

    given = {who: signed_in(person).get(f"/document/{made.id}").status_code for who, person in people.items()}

    assert given == answers


def test_anybody_opens_a_public_document_without_signing_in(
    document: Callable[[str], Document], client: Visitor
) -> None:
    answer = client.get(f"/document/{document('public').id}")

    assert answer.status_code == 200
    assert answer.data == CONTENT


def test_who_is_not_signed_in_signs_in_for_a_document_that_is_not_public(
    document: Callable[[str], Document], client: Visitor
) -> None:
    page = client.read(f"/document/{document('partners').id}")

    assert page.status == 302
    assert "/aanmelden" in page.location


def test_a_document_is_given_as_a_file_that_no_browser_runs(
    document: Callable[[str], Document], place: Place, signed_in: SignedIn
) -> None:
    answer = signed_in(place.people[D]).get(f"/document/{document('partners').id}")

    assert answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=UTF-8''Ontvangstbewijs%20%E2%80%93%20%C3%A9%C3%A9n.pdf" in disposition
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("content", [None, b"", b"something else"])
def test_a_file_that_is_missing_or_was_changed_is_not_given(
    content: bytes | None, document: Callable[[str], Document], place: Place, signed_in: SignedIn
) -> None:
    made = document("partners")
    file: Path = settings().documents_dir / hashlib.sha256(CONTENT).hexdigest()
    file.unlink()
    if content is not None:
        file.write_bytes(content)

    page = signed_in(place.people[D]).read(f"/document/{made.id}")

    assert page.status == 503
    assert "controlegetal" in page.text


def test_a_document_that_does_not_exist_is_not_found(client: Visitor) -> None:
    for number in (1, 0, 2**31 - 1, 2**31, 10**30, "x", "-1"):
        assert client.read(f"/document/{number}").status == 404


def test_the_list_of_documents_holds_what_this_person_may_open(
    document: Callable[[str], Document], place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    made = document("initiator")
    people = _people(place, engine, made)
    with Session(engine) as session:
        number = session.get_one(FoundingCase, made.case_id).number

    for_initiator = signed_in(people["initiator"]).read(f"/dossier/{number}/documenten")
    for_coordinator = signed_in(people["coordinator"]).read(f"/dossier/{number}/documenten")

    assert f"/document/{made.id}" in for_initiator.links()
    assert f"/document/{made.id}" not in for_coordinator.links()


def test_what_the_engine_still_makes_is_told(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        plan_effects(session, case.id, START)

    for address in (f"/dossier/{case.number}/documenten", f"/dossier/{case.number}"):
        page = signed_in(place.resident).read(address)
        coming = page.soup.select_one(".document--coming").get_text(" ")
        assert "Ontvangstbewijs" in coming
        assert "wordt gemaakt" in coming


def test_work_that_the_engine_has_not_looked_at_yet_is_told(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
    browser = signed_in(place.people[D])
    waiting = "Er worden nog documenten en berichten gemaakt."

    assert waiting in browser.read(f"/dossier/{case.number}").text
    with writing(engine) as session:
        for entry in session.scalars(select(OutboxEntry)):
            entry.done_at = START
    assert waiting not in browser.read(f"/dossier/{case.number}").text


def test_a_document_that_could_not_be_made_is_told(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        plan_effects(session, case.id, START)
        for effect in session.scalars(select(Effect).where(Effect.kind == "document")):
            effect.state = "given_up"

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/documenten")

    assert "niet gelukt" in page.text


def test_the_journal_reads_as_sentences_the_newest_first(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)

    page = signed_in(place.resident).read(f"/dossier/{case.number}/dossierlogboek")

    sentences = [one.get_text(strip=True) for one in page.soup.select(".journal__sentence")]
    assert sentences[0] == "Fase ‘Infoavond’ geopend."
    assert sentences[-1] == "De aanvraag is ingediend."
    assert "De politie nam op 4 maart 2026 contact op met de gerechtelijke overheid." in sentences
    assert "gemandateerde politiebeambte" in page.text


@pytest.mark.parametrize("stage", Stage)
def test_no_sentence_of_the_journal_shows_a_code_or_a_day_for_machines(
    stage: Stage, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, stage)

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/dossierlogboek")

    for sentence in (one.get_text() for one in page.soup.select(".journal__sentence")):
        assert "_" not in sentence
        assert "2026-" not in sentence.replace(case.number, "")
        assert not any(f"‘{code}’" in sentence for code in Stage)


def test_the_journal_can_be_read_stage_by_stage(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/dossierlogboek?fase=idea")

    sentences = [one.get_text(strip=True) for one in page.soup.select(".journal__sentence")]
    assert sentences == [
        "Fase ‘Idee en voorbereiding’ afgerond.", "De aanvraag is aanvaard.", "De aanvraag is ingediend.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question", ["fase=bestaat_niet", "page=-3", "page=x", "page=99999", "fase=%00", "fase=idea&fase=charter"]
)
def test_strange_questions_to_the_journal_get_an_answer(
    question: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = submitted(session, place)

    assert signed_in(place.people[D]).read(f"/dossier/{case.number}/dossierlogboek?{question}").status in (200, 400)


def test_a_long_journal_comes_in_pages(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        for sequence in range(2, 130):
            session.add(
                JournalEntry(case_id=case.id, sequence=sequence, at=START + timedelta(minutes=sequence), stage="idea",
                             event="request:completed", round=1, by_id=None, function="initiator", data={}, hash="x")
            )  # fmt: skip
    browser = signed_in(place.people[D])

    first = browser.read(f"/dossier/{case.number}/dossierlogboek")
    last = browser.read(f"/dossier/{case.number}/dossierlogboek?page=3")

    assert len(first.soup.select(".journal__entry")) == 50
    assert len(last.soup.select(".journal__entry")) == 29
    assert "De aanvraag is ingediend." in last.text


def test_the_journal_for_programs_has_its_chain(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)

    answer = signed_in(place.resident).get(f"/dossier/{case.number}/journal.json")

    with Session(engine) as session:
        assert answer.json == journal_export(session, session.get_one(FoundingCase, case.id))
        assert answer.json["journal"][-1]["hash"] == session.get_one(FoundingCase, case.id).journal_hash


def test_the_journal_of_another_municipality_is_not_found(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        elsewhere = make_place(session, "westveld", "WES")
    browser = signed_in(elsewhere.people[D])

    for page in ("dossierlogboek", "journal.json", "documenten"):
        assert browser.read(f"/dossier/{case.number}/{page}").status == 404


def _in_brussels(place: Place, engine: Engine) -> str:
    """The number of a case of a municipality with two languages."""
    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {"language_regime": "brussels"}
        return submitted(session, place).number


def test_the_municipality_chooses_the_language_of_the_documents_on_the_page_with_the_documents(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    number = _in_brussels(place, engine)
    desk = signed_in(place.people[D])
    address = f"/dossier/{number}/documenten/taal"
    assert address in desk.read(f"/dossier/{number}/documenten").links()

    refused = desk.read(address).submit(language="fr", reason="")
    assert refused.status == 422
    assert "Schrijf waarom, in een paar woorden." in refused.text

    done = desk.read(address).submit(language="fr", reason="De aanvrager vroeg het.")
    assert done.status == 302
    assert "Taal van de documenten van dit dossier: Français." in desk.read(f"/dossier/{number}/documenten").text


def test_while_a_charter_is_signed_the_page_says_why_the_language_waits_and_keeps_what_was_typed(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {"language_regime": "brussels"}
        case = advance_to(session, place, Stage.CHARTER)
        freeze(session, place, case)
        number = case.number

    desk = signed_in(place.people[D])
    refused = desk.read(f"/dossier/{number}/documenten/taal").submit(language="fr", reason="De aanvrager vroeg het.")

    assert refused.status == 409
    assert "De tekst van het charter ligt vast om te ondertekenen." in refused.text
    assert "De aanvrager vroeg het." in refused.text


def test_who_may_not_choose_the_language_reads_it_and_where_there_is_one_nobody_does(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    number = _in_brussels(place, engine)
    page = signed_in(place.resident).read(f"/dossier/{number}/documenten")
    assert "Taal van de documenten van dit dossier: Nederlands." in page.text
    assert f"/dossier/{number}/documenten/taal" not in page.links()
    assert signed_in(place.people[P]).read(f"/dossier/{number}/documenten/taal").status == 403

    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {}
    assert "Taal van de documenten" not in signed_in(place.people[D]).read(f"/dossier/{number}/documenten").text


def test_a_document_in_another_language_than_the_page_says_so(
    document: Callable[[str], Document], place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    made = document("partners")
    with writing(engine) as session:
        row = session.get_one(Document, made.id)
        row.language = "fr"
        number = session.get_one(FoundingCase, row.case_id).number

    assert "Français, " in signed_in(place.people[D]).read(f"/dossier/{number}/documenten").text
