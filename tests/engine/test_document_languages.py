"""In a municipality with two languages the worker makes what is for everybody in both, all else in that of the case."""

import asyncio

import pytest
from sqlalchemy import select

from flows.producing import produce_documents
from models.authority import Authority
from models.case import FoundingCase
from models.clock import present
from models.database import writing
from models.document import Document
from models.operations.effects.planning_effects import plan_effects
from models.queries.cases.export import journal_export
from models.rules.procedure import Stage
from tests.engine.harness import Installation
from tests.factories import advance_to

pytestmark = pytest.mark.engine


@pytest.fixture
def french_case(installation: Installation) -> int:
    """A case in Brussels whose documents are French, with all documents of the first stages to make."""
    with writing(installation.engine) as session:
        session.get_one(Authority, installation.place.municipality.id).settings = {"language_regime": "brussels"}
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.INFO_EVENING)
        case.document_language = "fr"
        plan_effects(session, case.id, present(session))
        return case.id


def test_public_documents_are_made_in_both_languages_and_others_in_that_of_the_case(
    installation: Installation, french_case: int
) -> None:
    asyncio.run(produce_documents.fn(french_case))
    asyncio.run(produce_documents.fn(french_case))  # a second time makes nothing more

    with writing(installation.engine) as session:
        rows = session.scalars(select(Document).where(Document.case_id == french_case)).all()
        made = sorted((row.kind, row.language, row.filename.partition("-")[0]) for row in rows)
        entries = journal_export(session, session.get_one(FoundingCase, french_case))["journal"]
    assert made == [
        ("receipt", "fr", "accuse"),
        ("support_sheet", "fr", "liste"),
        ("support_sheet", "nl", "steunlijst"),
    ]
    sheet = next(one for one in entries if one["data"].get("document") == "support_sheet")
    assert sorted(sheet["data"]["sha256"]) == ["application/pdf", "application/pdf;nl"]
