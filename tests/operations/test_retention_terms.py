"""Each term that a column is declared with is carried out: kept until its last day, gone or emptied after it.

For each term and each table with such a column a row is made with something in every column; then the run is played
the day before the term is over, and the day after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.file_store import Folder
from models.operations.keeping.erasing_cases import Stores
from models.operations.keeping.retaining_people import FORGOTTEN
from models.operations.keeping.retention_run import FILE_STEPS, STEPS
from models.privacy.declared import DECLARED, personal
from models.privacy.places import emptied, tables
from models.rules.retention import TERMS
from tests.factories import Place, submitted
from tests.filled_rows import fill, key_of, read

THEN = datetime(2021, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass
class Ground:
    """On what rows are made: a case, its network and evening, and who lives there."""

    session: Session
    place: Place
    case: FoundingCase
    within: dict[str, int]


@pytest.fixture
def ground(session: Session, place: Place) -> Ground:
    """A case with rows under it that tables hang from."""
    case = submitted(session, place)
    within = {"founding_case": case.id, "person": place.resident.id, "street": place.streets[0].id,
              "dwelling": place.streets[0].dwellings[0].id, "authority": place.municipality.id,
              "area": case.area_id}  # fmt: skip
    return Ground(session, place, case, within)


def an_evening(ground: Ground) -> None:
    ground.within["info_evening"] = fill(ground.session, "info_evening", THEN, ground.within, state="held")["id"]


def a_network(state: str = "active", ended_on: date | None = None) -> Callable[[Ground], None]:
    def make(ground: Ground) -> None:
        ground.within["neighbourhood_network"] = fill(ground.session, "neighbourhood_network", THEN, ground.within,
                                                      state=state, ended_on=ended_on)["id"]  # fmt: skip

    return make


def a_member(ground: Ground) -> None:
    a_network("terminated", THEN.date())(ground)
    ground.within["enrolment"] = fill(ground.session, "enrolment", THEN, ground.within, state="member",
                                      excluded_until=None, left_at=None)["id"]  # fmt: skip


def a_survey(closed_at: datetime | None) -> Callable[[Ground], None]:
    def make(ground: Ground) -> None:
        a_network()(ground)
        ground.within["survey"] = fill(ground.session, "survey", THEN, ground.within, kind="baseline",
                                       questions_version=1, closed_at=closed_at, results=None)["id"]  # fmt: skip
        ground.within["enrolment"] = fill(ground.session, "enrolment", THEN, ground.within, state="member")["id"]

    return make


def an_end(ground: Ground) -> None:
    ground.case.ended_at = THEN
    ground.session.flush()


def a_ballot(ground: Ground) -> None:
    an_evening(ground)
    ground.within["ballot"] = fill(ground.session, "ballot", THEN, ground.within, state="closed")["id"]


def a_frozen_charter(ground: Ground) -> None:
    ground.within["charter"] = fill(ground.session, "charter", THEN, ground.within, state="frozen")["id"]


def a_succession(ground: Ground) -> None:
    ground.within["succession"] = fill(ground.session, "succession", THEN, ground.within, state="stopped")["id"]


def a_measure(ground: Ground) -> None:
    ground.within["measure"] = fill(ground.session, "measure", THEN, ground.within, state="ended")["id"]


def a_draft(ground: Ground) -> None:
    ground.within["request_draft"] = fill(ground.session, "request_draft", THEN, ground.within, case_id=None)["id"]


def somebody(ground: Ground) -> None:
    ground.within["person"] = fill(ground.session, "person", THEN, ground.within, email="weg@buurt.example")["id"]


# What must be there before, per term.
BEFORE: dict[str, Callable[[Ground], None]] = {
    "attendance": an_evening, "ballot_voter": a_ballot, "invitation": an_evening, "reply": an_evening,
    "reply_address": an_evening, "participant": an_end, "member": a_member, "survey": a_survey(None),
    "survey_text": a_network(), "measure": a_measure, "draft": a_draft, "signatory": a_frozen_charter,
    "successor": a_succession, "account": somebody,
}  # fmt: skip

# What must stand in a row so that its term counts from THEN.
SINCE: dict[str, dict[str, Any]] = {
    "voice": {"state": "confirmed"},
    "opinion": {"state": "given", "due_on": THEN.date()},
    "enrolment": {"state": "member", "excluded_until": None},
    "effect": {"kind": "mail", "state": "confirmed"},
    "neighbourhood_network": {"state": "terminated", "ended_on": THEN.date()},
    "mandate": {"until": THEN.date(), "case_id": None, "screening": "suitable"},
    "survey_ticket": {"way": "paper"},
    "survey_answer": {"answers": {"question": "yes"}},
    "measure": {"state": "ended"},
    "succession": {"state": "stopped"},
    "data_request": {"state": "done"},
    "successor": {"screening": "suitable"},
}
# Rows that were made already, as something that others hang from.
MADE = {"draft": "request_draft", "successor": "succession", "measure": "measure", "account": "person",
        "member": "enrolment"}  # fmt: skip

CASES = sorted({(one.term, name) for name, _column, one in personal() if one.term != "case" and one.kind != "linked"})


@pytest.mark.parametrize(("term", "name"), CASES)
def test_what_a_table_holds_under_a_term_is_kept_until_its_last_day_and_gone_after_it(
    ground: Ground, tmp_path: Path, term: str, name: str
) -> None:
    session = ground.session
    BEFORE.get(term, lambda ground: None)(ground)
    given = {**SINCE.get(name, {}), **({"deputy_id": ground.place.neighbour.id} if name == "absence" else {})}
    row = (read(session, name, (ground.within[name],)) if MADE.get(term) == name
           else fill(session, name, THEN, ground.within, **given))  # fmt: skip
    kept, short = TERMS[term].kept, HOUR if TERMS[term].kept <= 2 * DAY else 2 * DAY
    columns = [
        column for table, column, one in personal() if (table, one.term) == (name, term) and one.kind != "linked"
    ]

    if kept:
        play(session, tmp_path, term, THEN + kept - short)
        assert standing(session, name, row, columns) == columns

    play(session, tmp_path, term, THEN + kept + 2 * DAY)

    assert standing(session, name, row, columns) == []


def play(session: Session, folder: Path, term: str, now: datetime) -> None:
    session.expire_all()
    if term in STEPS:
        STEPS[term](session, now)
    else:
        FILE_STEPS[term](session, Stores(Folder(folder), Folder(folder)), now)
    session.flush()
    session.expire_all()


def standing(session: Session, name: str, row: dict[str, Any], columns: list[str]) -> list[str]:
    """Which of these columns still tell something."""
    now = read(session, name, key_of(name, row))
    return [column for column in columns if now and not is_empty(name, column, now[column])]


def is_empty(name: str, column: str, value: Any) -> bool:
    if (name, column) == ("effect", "payload"):
        return "to" not in value
    if (name, column) == ("survey", "results"):
        return value["texts"] == []
    if column == "screening":
        return bool(value == "pending")
    if (name, column) == ("person", "name"):
        return bool(value == FORGOTTEN)
    declared = tables()[name].c[column]
    return value in ("", None, False, [], {}) or (not DECLARED[name].goes and value == emptied(declared))
