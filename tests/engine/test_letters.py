"""The letters to all dwellings, made by the flow: in one file and per street, once, also when the worker is killed."""

import asyncio
import hashlib
import io
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from sqlalchemy.orm import Session

from flows.info_evening import info_evening
from flows.planning import plan_notices
from flows.producing import produce_documents
from models.address import Dwelling, Street
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.invitation import Invitation, LetterRun
from models.operations.evenings import informing, inviting
from models.operations.requests import requesting
from models.outbox import Effect
from models.rules.access import Actor, Role
from models.rules.area import Segment
from models.rules.procedure import Stage
from tests.engine.harness import ROOT, Installation, Mailbox, PrefectProcess, run_flow, until
from tests.factories import START, Place, acting, advance_to, answers_for
from tests.letters.reading import text_of_pdf

pytestmark = pytest.mark.engine

HOUSES = 10
MAKE = (
    "import asyncio, sys; from flows.producing import produce_documents as make; asyncio.run(make.fn(int(sys.argv[1])))"
)


def invite(installation: Installation, streets: int = 2) -> int:
    """A case whose evening is to come, with letters asked for `streets` streets of ten houses; its id."""
    with writing(installation.engine) as session:
        place, now = installation.place, datetime.now(UTC)
        more = [_street(session, place, number) for number in range(streets - 2)]
        segments = [Segment(street.id) for street in (*place.streets, *more)]
        answers = answers_for(place, segments=segments)
        case = requesting.submit_request(session, acting(session, place.resident, START), START, answers)
        advance_to(session, place, Stage.INFO_EVENING, case)
        desk = acting(session, place.people[Role.DESK_OFFICER], now)
        plan(session, case.id, desk, now)
        inviting.invite_dwellings(session, case.id, desk, now)
        return case.id


def plan(session: Session, case_id: int, by: Actor, at: datetime) -> None:
    informing.plan_info_evening(
        session, case_id, by, at, starts_at=at + timedelta(days=30), place="Zaal De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="02 000 00 00", reason="Dubbel geboekt.",
    )  # fmt: skip


def _street(session: Session, place: Place, number: int) -> Street:
    street = Street(authority_id=place.municipality.id, name=f"Zijstraat {number:02d}", postcode="9994",
                    normalised_name=f"zijstraat {number:02d}", dwelling_count=HOUSES)  # fmt: skip
    street.dwellings = [Dwelling(number=house) for house in range(1, HOUSES + 1)]
    session.add(street)
    session.flush()
    return street


def files(installation: Installation, kind: str) -> list[Document]:
    return installation.rows(Document, Document.kind == kind)


def pages(document: Document) -> int:
    with pikepdf.open(io.BytesIO(documents().read(document.sha256))) as opened:
        return len(opened.pages)


def test_the_letters_come_in_one_file_and_per_street_in_the_order_of_the_round(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = invite(installation, streets=3)

    run_flow(prefect_server, info_evening, case_id)

    [whole] = files(installation, "invitation_letter")
    per_street = files(installation, "street_letters")
    assert (pages(whole), whole.audience) == (3 * HOUSES, "staff")
    assert [(one.title, pages(one)) for one in per_street] == [
        ("Brieven voor Kerkstraat", HOUSES), ("Brieven voor Molenstraat", HOUSES),
        ("Brieven voor Zijstraat 00", HOUSES),
    ]  # fmt: skip
    [run] = installation.rows(LetterRun)
    assert (run.printed, run.dwellings, run.done_at is not None) == (3 * HOUSES, 3 * HOUSES, True)
    assert installation.is_chained(case_id)


def test_a_second_run_makes_no_second_letter(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = invite(installation)
    run_flow(prefect_server, info_evening, case_id)
    before = (installation.documents(case_id), installation.rows(Invitation), installation.events(case_id))

    run_flow(prefect_server, info_evening, case_id)

    after = (installation.documents(case_id), installation.rows(Invitation), installation.events(case_id))
    assert [len(one) for one in after] == [len(one) for one in before]


def test_letters_that_are_made_again_are_the_same_to_the_last_byte(installation: Installation) -> None:
    case_id = invite(installation)
    make(case_id)
    kept = {one.filename: one.sha256 for one in installation.rows(Document) if "letter" in one.kind}

    with writing(installation.engine) as session:  # as if nothing but the invitations and their text had been kept
        installation.place.municipality.phone = "09 999 99 99"
        session.merge(installation.place.municipality)
        for one in session.query(Document).where(Document.case_id == case_id, Document.kind.contains("letter")):
            session.delete(one)
        for effect in session.query(Effect).where(Effect.kind == "document"):
            effect.state = "planned"
    make(case_id)

    assert {one.filename: one.sha256 for one in installation.rows(Document) if "letter" in one.kind} == kept
    assert all(hashlib.sha256(documents().read(sha)).hexdigest() == sha
               for sha in kept.values())  # fmt: skip


def test_the_letters_of_a_case_with_french_documents_are_french(installation: Installation) -> None:
    case_id = invite(installation)
    with writing(installation.engine) as session:
        case = session.get_one(FoundingCase, case_id)
        case.document_language, case.municipality.settings = "fr", {"language_regime": "fr"}
    make(case_id)

    made = [*files(installation, "invitation_letter"), *files(installation, "street_letters")]
    assert [(one.language, one.filename.partition("-")[0]) for one in made] == [("fr", "lettre")] * 3
    for one in made:
        content = documents().read(one.sha256)
        text = text_of_pdf(content)
        assert "Aux habitants" in text
        assert "bewoners" not in text
        with pikepdf.open(io.BytesIO(content)) as opened:
            assert str(opened.Root.Lang) == "fr-BE"


def test_in_brussels_each_letter_is_in_both_languages(installation: Installation) -> None:
    case_id = invite(installation)
    with writing(installation.engine) as session:
        case = session.get_one(FoundingCase, case_id)
        case.document_language, case.municipality.settings = "fr", {"language_regime": "brussels"}
    make(case_id)

    [whole] = files(installation, "invitation_letter")
    [run] = installation.rows(LetterRun)
    assert (whole.language, pages(whole)) == ("fr", 2 * 2 * HOUSES)
    assert [(text["language"], text["page"]) for text in run.texts] == [("fr", 0), ("nl", 1)]
    french, dutch, *_others = text_of_pdf(documents().read(whole.sha256)).split("\f")
    assert ("Aux habitants" in french, "Aan de bewoners" in french) == (True, False)
    assert ("Aux habitants" in dutch, "Aan de bewoners" in dutch) == (False, True)


def make(case_id: int) -> None:
    """What the flow does, without Prefect around it."""
    asyncio.run(plan_notices.fn(case_id))
    asyncio.run(produce_documents.fn(case_id))


def test_letters_that_were_interrupted_go_on_where_they_stopped(installation: Installation) -> None:
    streets = 60
    case_id = invite(installation, streets)
    asyncio.run(plan_notices.fn(case_id))
    worker = subprocess.Popen([sys.executable, "-c", MAKE, str(case_id)], cwd=ROOT,
                              env=os.environ | installation.environment)  # fmt: skip
    until(lambda: files(installation, "street_letters"), pause=0.01)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    made = {one.version: one.sha256 for one in files(installation, "street_letters")}
    codes = {one.dwelling_id: one.code for one in installation.rows(Invitation)}
    assert 0 < len(made) < streets
    assert not files(installation, "invitation_letter")

    until(lambda: asyncio.run(produce_documents.fn(case_id)), pause=0.5)  # when the lease of the dead worker is over

    after = {one.version: one.sha256 for one in files(installation, "street_letters")}
    assert len(after) == streets
    assert made.items() <= after.items()
    assert {one.dwelling_id: one.code for one in installation.rows(Invitation)} == codes
    [whole] = files(installation, "invitation_letter")
    assert pages(whole) == len(codes) == streets * HOUSES
    [run] = installation.rows(LetterRun)
    assert run.printed == run.dwellings == streets * HOUSES


def test_letters_for_an_evening_that_moved_meanwhile_are_not_printed(installation: Installation) -> None:
    case_id = invite(installation)
    with writing(installation.engine) as session:
        now = datetime.now(UTC)
        plan(session, case_id, acting(session, installation.place.people[Role.DESK_OFFICER], now), now)

    make(case_id)

    assert files(installation, "invitation_letter") == files(installation, "street_letters") == []
    [effect] = [one for one in installation.rows(Effect) if one.payload.get("document") == "invitation_letter"]
    assert effect.state == "given_up"
