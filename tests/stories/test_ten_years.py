"""Ten years of a municipality: foundings, refusals, an evaluation each year, a merger and endings.

In the end our query, the XES and the OCEL as pm4py reads them, the journal counted by hand and the tables agree.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pm4py
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase, StageRecord
from models.evaluation import Evaluation
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.queries.insight.mining import journal_file
from models.queries.insight.variants import variants_of_path
from models.rules.mining import Pseudonyms
from models.signature import Signature
from tests.factories import Place
from tests.ten_years_steps import YEARS, live_ten_years

Paths = Counter[tuple[str, ...]]
ENDS = {"refused", "withdrawn", "not_enough_support", "terminated", "merged"}


def test_ten_years_of_a_municipality_are_counted_alike_by_query_by_xes_by_ocel_and_by_hand(
    session: Session, place: Place, tmp_path: Path
) -> None:
    lives = live_ten_years(session, place)

    of_query: Paths = Counter(
        {
            one.steps: one.count
            for one in variants_of_path(session, FoundingCase.municipality_id == place.municipality.id)
        }
    )
    xes, ocel = _read_xes(session, place, tmp_path), _read_ocel(session, place, tmp_path)
    entries = _entries(session)

    assert of_query.total() == len(lives) == 15
    assert of_query == _paths_by_hand(entries)
    assert of_query == _paths_in(xes)
    assert of_query == _paths_in(ocel)
    assert _counted_in(xes) == _counted_in(ocel) == Counter(one.event for one in entries)
    _require_ends(session, of_query)
    _require_stages(session, of_query)
    _require_evaluations(session, xes)
    _require_networks_and_signatures(session, xes)
    _require_what_was_lived(of_query, entries)


def _read_xes(session: Session, place: Place, folder: Path) -> DataFrame:
    return pm4py.read_xes(str(_written(session, place, folder / "log.xes", "xes")))


def _read_ocel(session: Session, place: Place, folder: Path) -> DataFrame:
    """The events by the case that they are about."""
    ocel = pm4py.read_ocel2_json(str(_written(session, place, folder / "log.json", "ocel")))
    return pm4py.ocel_flattening(ocel, "case").sort_values(["case:concept:name", "sequence"])


def _written(session: Session, place: Place, file: Path, form: str) -> Path:
    where = FoundingCase.municipality_id == place.municipality.id
    with file.open("w", encoding="utf-8") as out:
        out.writelines(journal_file(session, where, form, Pseudonyms(b"a salt for ten years, 32 bytes..")))
    return file


def _entries(session: Session) -> list[JournalEntry]:
    return [*session.scalars(select(JournalEntry).order_by(JournalEntry.case_id, JournalEntry.sequence))]


def _paths_by_hand(entries: list[JournalEntry]) -> Paths:
    """Naively, from the journal alone."""
    paths = defaultdict(list)
    for one in entries:
        if one.event == "request:submitted":
            paths[one.case_id].append("idea")
        elif one.event == "stage:opened":
            paths[one.case_id].append(one.data["stage"])
        elif one.event == "case:ended":
            paths[one.case_id].append(one.data["end"])
        elif one.event in ("case:sent_back", "case:reopened"):
            paths[one.case_id].append(one.event.partition(":")[2])
    return Counter(tuple(path) for path in paths.values())


def _paths_in(log: DataFrame) -> Paths:
    steps = log[log["step"].notna()]
    return Counter(tuple(rows["step"]) for _case, rows in steps.groupby("case:concept:name"))


def _counted_in(log: DataFrame) -> Counter[str]:
    return Counter(log["concept:name"])


def _require_ends(session: Session, paths: Paths) -> None:
    """The last step is how the case stands in its table."""
    ended = Counter(session.scalars(select(FoundingCase.end).where(FoundingCase.end.is_not(None))))
    last: Counter[str] = Counter()
    for steps, count in paths.items():
        last[steps[-1]] += count
    assert {end: last[end] for end in ENDS} == {end: ended[end] for end in ENDS}


def _require_stages(session: Session, paths: Paths) -> None:
    """Each stage was opened as often as its table says."""
    opened = Counter(session.scalars(select(StageRecord.stage)))
    steps: Counter[str] = Counter()
    for path, count in paths.items():
        for step in path:
            steps[step] += count
    assert {stage: steps[stage] for stage in opened} == opened


def _require_evaluations(session: Session, xes: DataFrame) -> None:
    """Closed evaluations by year and outcome."""
    closed = xes[xes["concept:name"] == "evaluation:closed"]
    of_file = Counter(zip((int(year) for year in closed["year"]), closed["outcome"], strict=True))
    rows = session.scalars(select(Evaluation).where(Evaluation.closed_at.is_not(None))).all()
    assert of_file == Counter((one.opened_at.year, one.outcome) for one in rows if one.opened_at)
    assert {year for year, _outcome in of_file} == {*YEARS[1:]}


def _require_networks_and_signatures(session: Session, xes: DataFrame) -> None:
    counted = _counted_in(xes)
    states = Counter(session.scalars(select(NeighbourhoodNetwork.state)))
    assert (states["terminated"], states["merged"]) == (counted["network:terminated"], counted["network:merged"])
    signed = session.scalars(select(Signature).where(Signature.signed_at.is_not(None))).all()
    assert counted["charter:signed"] == len(signed)


def _require_what_was_lived(paths: Paths, entries: list[JournalEntry]) -> None:
    """Against what the simulation says, so that all of them can't be wrong together."""
    last = Counter({steps[-1]: 0 for steps in paths})
    for steps, count in paths.items():
        last[steps[-1]] += count
    assert last == {"refused": 4, "withdrawn": 2, "not_enough_support": 2, "merged": 1, "terminated": 2,
                    "evaluation": 4}  # fmt: skip
    assert ("idea", "refused") in paths
    assert any(steps[:3] == ("idea", "consultation", "sent_back") for steps in paths)
    assert any(steps[:4] == ("idea", "consultation", "refused", "reopened") for steps in paths)
    assert sum(one.event == "network:suspended" for one in entries) == 1
