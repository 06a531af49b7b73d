"""Six approvals of a case through the operations, durable after each, beside SpiffWorkflow and Viewflow.

Every step of ours checks the right of the person and the state of the case under its lock, writes the fact, the chained
journal entry and the outbox entry, moves the case on, and commits. Rounds of the three are interleaved.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.peers import run_peer
from models.address import Street
from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.clock import day_of
from models.database import connect, mark_as_writing, writing
from models.operations.consultation import consulting, contacting
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.rules.access import Actor, Role
from models.rules.procedure import AGENDA_ITEMS
from models.tables import metadata
from tests.factories import START, Place, acting, answers_for, make_place

TITLE = "cases per second and p95 per approval, at 0 and 20,000 old cases, beside SpiffWorkflow and Viewflow"
CASES, ROUNDS, OLD_CASES = 20, 9, 20_000  # short rounds: the speed of a shared machine changes by the second
STRANGERS = 1000  # the initiators, areas and streets of old cases have numbers from here
OLD_STREETS = 2000  # that the old cases lie in, elsewhere in the municipality
ITEMS = {code: informing.ItemResult("Besproken.", 30, 1, 0) for code in AGENDA_ITEMS}


def run() -> Result:
    """Measure; takes a minute or two."""
    ours: dict[int, list[tuple[float, list[float]]]] = {0: [], OLD_CASES: []}
    spiff, viewflow = [], []
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        engines = {
            0: _database(Path(folder) / "empty.sqlite", 0),
            OLD_CASES: _database(Path(folder) / "full.sqlite", OLD_CASES),
        }
        for round_ in range(ROUNDS):
            for old, (engine, place) in engines.items():
                ours[old].append(_six_steps(engine, place, CASES))
            spiff.append(run_peer("spiffworkflow_six.py", f"{folder}/spiff{round_}.sqlite", str(CASES)))
            viewflow.append(run_peer("viewflow_six.py", f"{folder}/viewflow{round_}.sqlite", str(CASES)))
    return _result(ours, spiff, viewflow)


def _result(
    ours: dict[int, list[tuple[float, list[float]]]], spiff: list[dict[str, Any]], viewflow: list[dict[str, Any]]
) -> Result:
    figures: dict[str, float] = {}
    for old, rounds in ours.items():
        figures[f"binstart, {old} old cases: cases/s"] = p50([rate for rate, _ in rounds])
        figures[f"binstart, {old} old cases: approval p50 ms"] = p50([1000 * p50(steps) for _, steps in rounds])
        figures[f"binstart, {old} old cases: approval p95 ms"] = p50([1000 * p95(steps) for _, steps in rounds])
    for name, peers in (("SpiffWorkflow", spiff), ("Viewflow", viewflow)):
        figures[f"{name}: cases/s"] = p50([peer["cases_per_second"] for peer in peers])
        figures[f"{name}: step p95 ms"] = p50([1000 * p95(peer["steps"]) for peer in peers])
    for name, peers in (("Viewflow", viewflow), ("SpiffWorkflow", spiff)):
        ratios = [rate / peer["cases_per_second"] for (rate, _), peer in zip(ours[0], peers, strict=True)]
        figures[f"ratio to {name}"] = p50(ratios)
    figures["p95 with 20,000 old cases, ratio to none"] = p50(
        [p95(full) / p95(empty) for (_, full), (_, empty) in zip(ours[OLD_CASES], ours[0], strict=True)]
    )
    targets = (Target("ratio to Viewflow", 2.0, at_least=True), Target("p95 with 20,000 old cases, ratio to none", 1.2))
    notes = (
        f"{ROUNDS} interleaved rounds of {CASES} cases; medians of the rounds, ratios too",
        "SpiffWorkflow saves its state and does nothing else; Viewflow keeps tasks but no journal, outbox or four eyes",
    )
    return Result("engine", figures, targets, notes)


def _database(file: Path, old_cases: int) -> tuple[Engine, Place]:
    engine = connect(f"sqlite:///{file}")
    metadata.create_all(engine)
    with writing(engine) as session:
        place = make_place(session)
    if old_cases:
        _six_steps(engine, place, 1)
        _multiply(engine, old_cases)
    return engine, place


def _multiply(engine: Engine, wanted: int) -> None:
    """Copy the one walked case with all its rows, so that the tables are as full as after `wanted` cases."""
    with writing(engine) as session:
        first = session.scalars(select(func.min(FoundingCase.id))).one()
        _people(session, wanted)
        _areas(session, wanted)
        for table in metadata.sorted_tables:
            if table.name == "founding_case":
                _copy(session, table.name, "id", first, wanted, f"'OLD-' || ({first} + n)")
            elif "case_id" in table.c:
                _copy(session, table.name, "case_id", first, wanted, None)


def _people(session: Session, wanted: int) -> None:
    """An initiator for each old case."""
    session.execute(
        text(
            f"with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {wanted}) "  # noqa: S608
            "insert into person (id, name, phone, created_at, is_active, totp_last_counter, mail_rhythm, language) "
            f"select {STRANGERS} + n, 'Iemand', '', '2026-01-05 09:00:00.000000', 1, 0, 'daily', '' from numbers"
        )
    )


def _areas(session: Session, wanted: int) -> None:
    """An area of one street for each old case: as in a country, few of them lie in the streets of a new one."""
    here = session.scalars(select(func.min(Street.authority_id))).one()
    streets = range(STRANGERS, STRANGERS + OLD_STREETS)
    session.execute(insert(Street), [
        {"id": n, "authority_id": here, "name": f"Oudestraat {n}", "normalised_name": f"oudestraat {n}",
         "postcode": "9994"} for n in streets
    ])  # fmt: skip
    areas = range(STRANGERS + 1, STRANGERS + 1 + wanted)
    session.execute(insert(Area), [{"id": n} for n in areas])
    session.execute(insert(StreetSegment), [{"area_id": n, "street_id": streets[n % OLD_STREETS]} for n in areas])


def _copy(session: Session, table: str, column: str, first: int, wanted: int, number: str | None) -> None:
    columns = [c.name for c in metadata.tables[table].columns]
    newest = "coalesce(max(id), 0)" if "id" in columns else "0"
    count, last = session.execute(text(f"select count(*), {newest} from {table} where {column} = {first}")).one()  # noqa: S608
    if not count:
        return
    values = []
    for name in columns:
        if name == "id":
            values.append(f"{first} + n" if table == "founding_case" else f"{last} + row_number() over ()")
        elif name == "case_id":
            values.append(f"{first} + n")
        elif name == "person_id" and table == "mandate":
            values.append(f"{STRANGERS} + n")  # nobody founds 20,000 networks
        elif name == "area_id" and table == "founding_case":
            values.append(f"{STRANGERS} + n")
        elif name == "number" and number:
            values.append(number)
        elif name == "key":
            values.append("key || '-' || n")
        elif name in ("ended_at", "done_at"):
            values.append(f"coalesce({name}, '2026-03-20 09:00:00.000000')")
        else:
            values.append(f'"{name}"')
    quoted = ", ".join(f'"{name}"' for name in columns)
    session.execute(
        text(
            f"with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {wanted}) "  # noqa: S608
            f"insert into {table} ({quoted}) select {', '.join(values)} from {table}, numbers where {column} = {first}"
        )
    )


def _six_steps(engine: Engine, place: Place, cases: int) -> tuple[float, list[float]]:
    with Session(engine) as session:
        actors = {role: acting(session, person) for role, person in place.people.items()}
        resident = acting(session, place.resident)
    steps: list[float] = []
    begin = time.perf_counter()
    for _ in range(cases):
        case_id = _submit(engine, place, resident)
        for action in _six(actors):
            step_begin = time.perf_counter()
            with Session(engine, expire_on_commit=False) as session:
                mark_as_writing(session)
                action(session, case_id)
                session.commit()
            steps.append(time.perf_counter() - step_begin)
    return cases / (time.perf_counter() - begin), steps


def _submit(engine: Engine, place: Place, resident: Actor) -> int:
    with Session(engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        case = requesting.submit_request(session, resident, START, answers_for(place))
        session.commit()
        return case.id


def _six(actors: dict[Role, Actor]) -> tuple[Callable[[Session, int], object], ...]:
    desk, officer = actors[Role.DESK_OFFICER], actors[Role.MANDATED_OFFICER]
    chief, mayor = actors[Role.POLICE_CHIEF], actors[Role.MAYOR]
    at = START + timedelta(days=1)
    evening: datetime = at + timedelta(days=20)
    return (
        lambda s, case: requesting.accept_request(s, case, desk, at, seen="idea:1"),
        lambda s, case: contacting.record_judicial_contact(
            s, case, officer, at, contacted_on=day_of(at), means="brief"
        ),
        lambda s, case: consulting.decide_as_police(s, case, chief, at, is_approved=True, reason="Akkoord."),
        lambda s, case: consulting.decide_as_municipality(s, case, mayor, at, is_approved=True, reason="Akkoord."),
        lambda s, case: informing.plan_info_evening(
            s,
            case,
            desk,
            at,
            starts_at=evening,
            place="De Linde",
            address="Markt 2",
            organisers="Samen",
            contact="09 000 02 02",
        ),
        lambda s, case: informing.record_info_evening(
            s,
            case,
            desk,
            evening + timedelta(days=1),
            chair="An",
            attendance=40,
            items=ITEMS,
            network_approved=True,
            objectives_approved=True,
            steering_group_approved=True,
        ),
    )
