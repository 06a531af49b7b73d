"""The worker makes the signed charter: with the seal of the authority where it has one, once, and it proves itself."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from binstart.verifying import Check, verify
from flows.producing import produce_documents
from models.clock import present
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.queries.charters.checking_charters import check_file
from models.rules.procedure import Stage
from models.settings import settings
from tests import certificates
from tests.engine.harness import Installation
from tests.factories import advance_to

pytestmark = pytest.mark.engine


def signed_by_all(installation: Installation) -> int:
    """A case with a signed charter of which only the charters are still to be made; its id."""
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.FEDERAL_CHECK)
        plan_effects(session, case.id, present(session))
        for effect in session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == "document")):
            if effect.payload["document"] != "charter":
                session.delete(effect)
        return case.id


def made(installation: Installation, case_id: int) -> dict[str, bytes]:
    """The charters of the case, by version ('1.1' is the one to sign)."""
    asyncio.run(produce_documents.fn(case_id))
    with writing(installation.engine) as session:
        rows = session.scalars(select(Document).where(Document.case_id == case_id)).all()
        return {row.version: documents().read(row.sha256) for row in rows}


def checks(content: bytes) -> dict[str, Check]:
    return {one.name: one for one in verify(content, certificates.made()[1])}


@pytest.fixture
def certificate(installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority has a certificate."""
    monkeypatch.setenv("BINSTART_SEAL_CERTIFICATE", str(certificates.written(tmp_path)))
    monkeypatch.setenv("BINSTART_SEAL_PASSWORD", certificates.PASSWORD)
    settings.cache_clear()


@pytest.mark.usefixtures("certificate")
def test_the_signed_charter_gets_the_seal_and_the_one_to_sign_does_not(installation: Installation) -> None:
    case_id = signed_by_all(installation)

    charters = made(installation, case_id)

    assert [one for one in checks(charters["1"]).values() if one.is_fine is False] == []
    assert checks(charters["1"])["seal"].is_fine is True
    assert checks(charters["1.1"])["seal"].is_fine is None
    with writing(installation.engine) as session:
        known = check_file(session, charters["1"], present(session).date())
        assert known.is_ours
        assert known.version is not None
        assert known.version.state == "sealed"
    assert made(installation, case_id) == charters  # made once, and kept


def test_without_a_certificate_the_charter_is_as_it_was_and_says_that_nobody_sealed_it(
    installation: Installation,
) -> None:
    charter = made(installation, signed_by_all(installation))["1"]

    assert [one for one in checks(charter).values() if one.is_fine is False] == []
    assert "no institutional seal" in checks(charter)["seal"].words
