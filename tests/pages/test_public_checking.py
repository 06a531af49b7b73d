"""The page on which everybody checks a charter: by its file, by its fingerprint, by the address in its QR code."""

import hashlib
import io
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of, present
from models.database import writing
from models.document import Document
from models.network import NeighbourhoodNetwork
from models.operations.accounts.attempts import LIMITS
from models.rules.charter_check import LARGEST_CHARTER
from models.rules.procedure import Stage
from tests.charter_steps import amend, freeze, ready_to_freeze, reopen, save, send_back
from tests.factories import Place, advance_to, charter_of, later, sign_all
from tests.pages.visiting import Page, Visitor

SEALED = b"%PDF-1.7\ncontrolegetal:"


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case of which the charter was signed by all."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.FEDERAL_CHECK)


def fingerprint_of(engine: Engine, case: FoundingCase) -> str:
    with Session(engine) as session:
        return charter_of(session, case).fingerprint


def made(engine: Engine, case: FoundingCase, version: str = "1", kind: str = "charter") -> bytes:
    """A file as it was produced for a version, and noted with the case."""
    content = SEALED + fingerprint_of(engine, case).encode() + b"\n%%EOF\n"
    with writing(engine) as session:
        session.add(
            Document(case_id=case.id, kind=kind, version=version, title="t", media_type="application/pdf",
                     filename="charter.pdf", sha256=hashlib.sha256(content).hexdigest(), size=len(content),
                     produced_at=later(case))
        )  # fmt: skip
    return content


def upload(client: Visitor, content: bytes, name: str = "charter.pdf") -> Page:
    return client.read("/controle").submit(file=[(io.BytesIO(content), name)])


def test_the_file_as_it_was_sealed_is_known(engine: Engine, client: Visitor, case: FoundingCase) -> None:
    content = made(engine, case)

    page = upload(client, content)

    assert page.status == 200
    assert page.title == f"Dit is versie 1 van het charter van {case.name}"
    assert "nog niet van kracht" in page.text
    assert "er is geen teken aan veranderd" in page.text


def test_a_file_with_one_changed_byte_is_refused_with_the_reason(
    engine: Engine, client: Visitor, case: FoundingCase
) -> None:
    content = made(engine, case)

    page = upload(client, content.replace(b"PDF-1.7", b"PDF-1.6"))

    assert (page.status, page.title) == (422, "Dit bestand klopt niet")
    assert "het verschilt van wat hier gemaakt is" in page.text
    assert case.name in page.text


def test_another_pdf_is_not_known(client: Visitor) -> None:
    page = upload(client, b"%PDF-1.7\nrekening van de bakker\n%%EOF\n")

    assert (page.status, page.title) == (422, "Niet bekend")
    assert "geen charter dat hier gemaakt is" in page.text


def test_a_pdf_that_claims_a_fingerprint_that_nobody_made_is_not_known(client: Visitor) -> None:
    page = upload(client, SEALED + b"0" * 64 + b"\n%%EOF\n")

    assert (page.status, page.title) == (422, "Niet bekend")


def test_another_document_of_the_case_is_no_charter(engine: Engine, client: Visitor, case: FoundingCase) -> None:
    content = made(engine, case, kind="minutes")

    assert upload(client, content).title == "Dit bestand klopt niet"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\xff\xd8\xff\xe0 foto", "charter.pdf", "Dit is geen PDF."),
        (b"", "charter.pdf", "Dit bestand is leeg."),
        (b"<html>%PDF-1.7", "charter.html", "Dit is geen PDF."),
        (b"%PDF-" + b"x" * LARGEST_CHARTER, "charter.pdf", "hoogstens 5 MB"),
    ],
)
def test_what_can_not_be_a_charter_is_told_beside_the_field(
    client: Visitor, content: bytes, name: str, sentence: str
) -> None:
    page = upload(client, content, name)

    assert page.status == 422
    assert any(sentence in fault for fault in page.faults)


def test_a_form_that_is_larger_than_any_upload_is_refused_whole(client: Visitor) -> None:
    assert upload(client, b"%PDF-" + b"x" * (13 * 1024 * 1024)).status == 413


def test_nothing_at_all_is_told(client: Visitor) -> None:
    page = client.read("/controle").submit()

    assert page.faults == ["Kies het bestand, of vul het controlegetal in."]


def test_a_fingerprint_is_typed_as_it_is_printed(engine: Engine, client: Visitor, case: FoundingCase) -> None:
    digits = fingerprint_of(engine, case)
    printed = " ".join(digits[start : start + 8] for start in range(0, 64, 8)).upper()

    page = client.read("/controle").submit(fingerprint=printed).follow()

    assert page.title == f"Dit is versie 1 van het charter van {case.name}"
    assert "ziet u pas als u het bestand zelf laat controleren" in page.text


@pytest.mark.parametrize("typed", ["abc", "g" * 64, "0" * 63, "0" * 65, "<script>"])
def test_what_is_no_fingerprint_is_told(client: Visitor, typed: str) -> None:
    page = client.read("/controle").submit(fingerprint=typed)

    assert page.status == 422
    assert "Een controlegetal heeft 64 tekens" in page.faults[0]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("0" * 64, "geen charter met dit controlegetal"),
        ("versie-1-is-echt", "Een controlegetal heeft 64 tekens"),
        ("%3Cscript%3E", "Een controlegetal heeft 64 tekens"),
    ],
)
def test_a_forged_address_is_refused_with_the_reason(client: Visitor, address: str, reason: str) -> None:
    page = client.read(f"/controle/{address}")

    assert (page.status, page.title) == (404, "Niet bekend")
    assert reason in page.text


def test_no_name_of_a_person_stands_on_the_page(engine: Engine, client: Visitor, place: Place, case) -> None:
    page = client.read(f"/controle/{fingerprint_of(engine, case)}")

    assert not [person.name for person in place.people.values() if person.name in page.text]


def test_a_text_that_is_being_signed_is_no_sealed_charter(engine: Engine, client: Visitor, place: Place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        freeze(session, place, case)

    page = client.read(f"/controle/{fingerprint_of(engine, case)}")

    assert "nog niet iedereen tekende" in page.text


def test_a_text_that_was_opened_again_says_that_it_was_withdrawn(engine: Engine, client: Visitor, place: Place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        freeze(session, place, case)
    first = made(engine, case, "1.1")
    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        reopen(session, place, held)
        save(session, held, "members", {"text": "Andere afspraken."})
        freeze(session, place, held)

    page = upload(client, first)

    assert page.status == 200
    assert "nooit verzegeld" in page.text


def test_the_version_in_force_says_so_and_the_one_before_says_what_replaced_it(
    engine: Engine, client: Visitor, place: Place
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
    first = f"/controle/{fingerprint_of(engine, case)}"
    assert "nog van kracht" in client.read(first).text

    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        amend(session, place, held)
    assert "nog van kracht" in client.read(first).text  # until the next one is launched

    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        freeze(session, place, held)
        sign_all(session, place, held, later(held))
        advance_to(session, place, Stage.EVALUATION, held)
    assert "door versie 2" in client.read(first).text
    assert "nog van kracht" in client.read(f"/controle/{fingerprint_of(engine, case)}").text


def test_a_version_with_which_the_ministry_found_fault_never_came_into_force(
    engine: Engine, client: Visitor, place: Place, case: FoundingCase
) -> None:
    address = f"/controle/{fingerprint_of(engine, case)}"
    with writing(engine) as session:
        send_back(session, place, session.get_one(FoundingCase, case.id))

    assert "nooit van kracht geworden" in client.read(address).text


@pytest.mark.parametrize(("state", "words"), [("suspended", "nu geschorst"), ("terminated", "bestaat niet meer")])
def test_a_network_that_stands_still_or_ended_is_told(
    engine: Engine, client: Visitor, place: Place, state: str, words: str
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        network = session.scalars(select(NeighbourhoodNetwork)).one()
        network.state = state
        network.ended_on = day_of(present(session)) - timedelta(days=1) if state == "terminated" else None

    assert words in client.read(f"/controle/{fingerprint_of(engine, case)}").text


def test_who_tries_without_end_is_asked_to_wait(client: Visitor) -> None:
    for _ in range(LIMITS["charter_check_from_caller"].number):
        upload(client, b"%PDF-1.7\n")

    assert upload(client, b"%PDF-1.7\n").status == 429
