"""Staff get the journals of their own municipality or zone for process mining, and of no other."""

import json
from collections.abc import Iterator
from pathlib import Path

import pm4py
import pytest
from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, make_place, submitted
from tests.pages.conftest import SignedIn

PAGE = "/inzicht/dossierlogboeken"


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case here, and one of another zone."""
    with writing(engine) as session:
        submitted(session, make_place(session, "westveld", "WES"))
        return advance_to(session, place, Stage.INFO_EVENING)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF])
def test_staff_download_the_cases_of_their_own_as_xes(
    signed_in: SignedIn, place: Place, case: FoundingCase, tmp_path: Path, role: Role
) -> None:
    browser = signed_in(place.people[role])
    page = browser.read(PAGE)

    answer = browser.get(f"{PAGE}.xes")

    assert "Er zit 1 dossier in, van: Oosterbeke." in page.text
    assert f"{PAGE}.xes" in page.links()
    file = tmp_path / "log.xes"
    file.write_bytes(answer.get_data())
    log = pm4py.read_xes(str(file))
    assert log["case:concept:name"].nunique() == 1
    assert len(log) == case.journal_length
    assert case.number not in answer.get_data(as_text=True)


def test_the_list_of_all_cases_leads_there(signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    page = signed_in(place.people[Role.DESK_OFFICER]).read("/werklijst/alle")

    assert PAGE in page.links()


def test_the_ocel_is_a_file_that_no_browser_keeps(signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    answer = signed_in(place.people[Role.DESK_OFFICER]).get(f"{PAGE}.ocel")

    written = json.loads(answer.get_data())
    assert len(written["events"]) == case.journal_length
    assert answer.headers["Content-Disposition"].endswith(".ocel.json")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_numbers_of_cases_are_in_the_file_only_for_who_asks(
    signed_in: SignedIn, place: Place, case: FoundingCase
) -> None:
    browser = signed_in(place.people[Role.DESK_OFFICER])
    asked = [link for link in browser.read(PAGE).links() if "nummers=ja" in link]

    answers = [browser.get(link).get_data(as_text=True) for link in asked]

    assert len(answers) == 2
    assert all(case.number in answer and place.resident.name not in answer for answer in answers)


def test_the_file_leaves_in_pieces(signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    answer = signed_in(place.people[Role.DESK_OFFICER]).get(f"{PAGE}.xes", buffered=False)

    pieces: Iterator[bytes] = answer.iter_encoded()
    assert b"<trace>" not in next(pieces)
    assert sum(1 for _piece in pieces) > case.journal_length
    assert "Content-Length" not in answer.headers


def test_two_files_have_other_pseudonyms(signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    browser = signed_in(place.people[Role.DESK_OFFICER])

    first, second = (json.loads(browser.get(f"{PAGE}.ocel").get_data()) for _time in range(2))

    names = [{one["id"] for one in written["objects"]} for written in (first, second)]
    assert names[0] & names[1] == {"system"}


def test_a_resident_gets_no_journals(signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    assert signed_in(place.resident).get(f"{PAGE}.xes").status_code == 403
