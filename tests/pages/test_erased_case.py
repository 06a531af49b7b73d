"""The pages of a case whose personal data was erased still open, and tell nobody's name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.database import writing
from models.file_store import Folder
from models.operations.keeping.erasing_cases import Stores, erase_case
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import advance_to

PAGES = ("", "/dossierlogboek", "/charter", "/documenten", "/journal.json")


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.CHARTER, Stage.EVALUATION])
def test_the_pages_of_an_erased_case_open_for_staff_and_name_nobody(
    stage: Stage, place, engine, signed_in, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        case = advance_to(session, place, stage)
        case.ended_at, case.end = datetime(2026, 9, 1, tzinfo=UTC), "withdrawn"
        session.flush()
        number = case.number
        erase_case(session, case.id, Stores(Folder(tmp_path), Folder(tmp_path)), datetime(2031, 9, 3, tzinfo=UTC))
    desk = signed_in(place.people[Role.DESK_OFFICER])

    for page in PAGES:
        answer = desk.get(f"/dossier/{number}{page}")
        assert answer.status_code in (200, 302, 404), (page, answer.status_code)
        assert "Roos Bewoner" not in answer.text, page
    assert desk.get(f"/dossier/{number}").status_code == 200
