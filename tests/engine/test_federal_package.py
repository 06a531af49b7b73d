"""What goes to the ministry is made by the worker, and comes out as one ZIP with the sealed files and as one PDF."""

import asyncio
import io
import zipfile

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.press.bundling import BundledFile, as_one_pdf, as_zip
from flows.producing import produce_documents
from models.case import FoundingCase
from models.clock import present
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.operations.effects.planning_effects import plan_effects
from models.queries.charters.federal_package import FederalPackage, federal_package
from models.rules.procedure import Stage
from tests.charter_steps import amend, freeze, send_back, settle_remarks
from tests.engine.harness import Installation
from tests.factories import advance_to, later, sign_all
from tests.letters.reading import text_of_pdf

pytestmark = pytest.mark.engine


def _make(installation: Installation, case_id: int) -> None:
    with writing(installation.engine) as session:
        plan_effects(session, case_id, present(session))
    asyncio.run(produce_documents.fn(case_id))


def _package(session: Session, case_id: int) -> FederalPackage:
    package = federal_package(session, session.get_one(FoundingCase, case_id))
    assert package is not None
    return package


def _content(document: Document) -> bytes:
    return documents().read(document.sha256)


def _letter(installation: Installation, case_id: int) -> str:
    with Session(installation.engine) as session:
        return " ".join(text_of_pdf(_content(_package(session, case_id).documents[0])).split())


def test_the_package_holds_letter_charter_and_rules_and_each_file_is_what_was_made(installation: Installation) -> None:
    with writing(installation.engine) as session:
        case_id = advance_to(session, installation.place, Stage.FEDERAL_CHECK).id
        assert not _package(session, case_id).is_ready
    _make(installation, case_id)

    with Session(installation.engine) as session:
        package = _package(session, case_id)
        files = [BundledFile(one.title, one.filename, _content(one)) for one in package.documents]

    assert package.is_ready
    assert [one.kind for one in package.documents] == ["federal_letter", "charter", "house_rules"]
    archive = zipfile.ZipFile(io.BytesIO(as_zip(files)))
    assert [archive.read(name) for name in archive.namelist()[:3]] == [one.content for one in files]
    sums = archive.read("SHA256SUMS").decode().splitlines()
    assert [line.split("  ")[1] for line in sums] == archive.namelist()[:3]
    assert as_zip(files) == as_zip(files)
    whole = as_one_pdf("Charter", files)
    assert whole == as_one_pdf("Charter", files)
    with pikepdf.Pdf.open(io.BytesIO(whole)) as pdf:
        pages = sum(len(pikepdf.Pdf.open(io.BytesIO(one.content)).pages) for one in files)
        assert len(pdf.pages) == pages
        assert pdf.attachments[files[1].filename].get_file().read_bytes() == files[1].content
    letter = " ".join(text_of_pdf(files[0].content).split())
    assert "Vraag om nazicht van het charter" in letter
    assert "Waterloolaan 76" in letter
    assert "Maria Burgemeester Oosterbeke" in letter


def test_a_corrected_version_goes_with_what_was_done_about_each_remark(installation: Installation) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.FEDERAL_CHECK)
        case_id = case.id
    _make(installation, case_id)
    with writing(installation.engine) as session:
        case = session.get_one(FoundingCase, case_id)
        send_back(session, installation.place, case)
        settle_remarks(session, installation.place, case, is_followed=False)
        freeze(session, installation.place, case)
        sign_all(session, installation.place, case, later(case))
        package = _package(session, case_id)
        assert (package.version, package.documents) == (2, ())  # the letter of the first version is none for this one
    _make(installation, case_id)

    letter = _letter(installation, case_id)

    assert "opmerkingen bij versie 1" in letter
    assert "Artikel 13 is onduidelijk." in letter
    assert "Niet gevolgd. Aangepast in de tekst." in letter


def test_an_amended_charter_goes_with_why_and_with_the_sections_that_changed(installation: Installation) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        case_id = case.id
        amend(session, installation.place, case)
        freeze(session, installation.place, case)
        sign_all(session, installation.place, case, later(case))
    _make(installation, case_id)

    letter = _letter(installation, case_id)

    assert "Gewijzigd charter" in letter
    assert "in de plaats van versie 1" in letter
    assert "Nieuw telefoonnummer." in letter
    with Session(installation.engine) as session:
        kinds = select(Document.kind).where(Document.case_id == case_id, Document.audience == "staff")
        assert set(session.scalars(kinds)) == {"federal_letter"}
